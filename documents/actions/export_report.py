"""Export: a report leaves the house as a file, and the audit says who took it."""

from typing import Literal

from branches.access.roles import Capability
from branches.errors import NotYours
from branches.selectors.actors import Actor
from documents.actions.export_papers import hand_out
from documents.contexts import report_files
from documents.contexts.layout import Paper
from documents.contexts.report import gather
from reports.models import Report

Form = Literal["xlsx", "docx"]


def export(*, report: Report, form: Form, by: Actor) -> tuple[str, bytes]:
    """The report's file name and content, with the rows the actor's reach covers.

    The report must be one that `visible_to` gives the actor. Raises NotYours without the right to export.
    """
    if not by.reach.has(Capability.EXPORT):
        raise NotYours(organization=report.organization.short_name)
    content = gather(report, by)
    paper = Paper(
        "report",
        report.organization,
        content.title,
        report_files.letter_context(content),
        report_files.sheets(content),
    )
    after = {"form": form, "rows": len(content.totals), "version": report.version}
    return hand_out(paper, form, "report.export", subject=report, after=after, by=by)
