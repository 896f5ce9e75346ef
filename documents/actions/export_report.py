"""Export the supervision report of a month as Excel or Word."""

from typing import Literal

from branches.access.roles import Capability
from branches.errors import NotYours
from branches.selectors.actors import Actor
from documents.actions.export_papers import export_paper
from documents.contexts import report_files
from documents.contexts.layout import PaperContent
from documents.contexts.report import gather_content
from reports.models import Report

FileFormat = Literal["xlsx", "docx"]


def export_report(*, report: Report, form: FileFormat, by: Actor) -> tuple[str, bytes]:
    """File name and content of the report, with the rows the actor's reach covers.

    The caller takes the report from `visible_to`. Raises NotYours without EXPORT.
    """
    if not by.reach.has(Capability.EXPORT):
        raise NotYours(organization=report.organization.short_name)
    content = gather_content(report, by)
    context, sheets, code = {}, [], ""
    if form == "docx":
        context = report_files.letter_context(content)
        code = context["校验码"]
    else:
        sheets = report_files.sheets(content)
        code = sheets[-1][2][-1][1]
    paper = PaperContent("report", report.organization, content.file_name, context, sheets)
    after = {"form": form, "rows": len(content.totals), "version": report.version, "check_code": code}
    return export_paper(paper, form, "report.export", subject=report, after=after, by=by)
