"""Export the supervision report of a month as Excel, Word or PDF."""

from typing import Literal

from branches.access.roles import Capability
from branches.errors import NotYours
from branches.selectors.actors import Actor
from documents.actions.export_papers import export_paper
from documents.contexts.layout import PaperContent
from documents.contexts.report import gather_content
from documents.contexts.report_files import sheet_head, sheets
from documents.contexts.report_letter import letter_context
from reports.models import Report

FileFormat = Literal["xlsx", "docx", "pdf"]


def export_report(*, report: Report, form: FileFormat, by: Actor) -> tuple[str, bytes]:
    """File name and content of the report, with the rows the actor's reach covers.

    The caller takes the report from `visible_to`. Raises NotYours without EXPORT.
    """
    if not by.reach.has(Capability.EXPORT):
        raise NotYours(organization=report.organization.short_name)
    content = gather_content(report, by)
    if form == "xlsx":
        rows = sheets(content)
        code = dict(rows[-1][2]).get("校验码", "")
        head = sheet_head(content, code, by)
        paper = PaperContent("report", report.organization, content.title, sheets=rows, head=head)
    else:
        context = letter_context(content)
        code = context["校验码"]
        paper = PaperContent("report", report.organization, content.title, context)
    after = {"form": form, "rows": len(content.totals), "version": report.version, "check_code": code}
    return export_paper(paper, form, "report.export", subject=report, after=after, by=by)
