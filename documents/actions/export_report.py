"""Export: a report leaves the house as a file, and the audit says who took it."""

from typing import Literal

from django.db import transaction

from audit.chain import record
from branches.access.roles import Capability
from branches.errors import NotYours
from branches.selectors.actors import Actor
from documents.contexts import report_files
from documents.contexts.report import gather
from reports.models import Report

Form = Literal["xlsx", "docx"]


@transaction.atomic
def export(*, report: Report, form: Form, by: Actor) -> tuple[str, bytes]:
    """The report's file name and content, with the rows the actor's reach covers.

    The report must be one that `visible_to` gives the actor. Raises NotYours without the right to export.
    """
    if not by.reach.has(Capability.EXPORT):
        raise NotYours(organization=report.organization.short_name)
    content = gather(report, by)
    made = report_files.to_workbook(content) if form == "xlsx" else report_files.to_word(content)
    record(
        "report.export",
        by=by,
        subject=report,
        where=report.organization,
        after={"form": form, "rows": len(content.totals), "version": report.version},
    )
    return f"{content.title}.{form}", made
