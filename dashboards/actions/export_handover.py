"""The hand-over list leaves the house as a file, and the audit says who took it."""

from django.db import transaction

from audit.chain import record
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from dashboards.selectors import handover
from documents.contexts import layout
from meetings.states import PaperKind

MOST_NAME = 40


def export_handover(
    *, organization: Organization, form: str = "pdf", receiver: str = "", by: Actor
) -> tuple[str, bytes]:
    """The list of what is open, with lines for the three who sign; `receiver` is printed as 接交人.

    Raises NotYours, PdfUnavailable, UnfitTemplate.
    """
    by.must(Capability.VIEW, organization)
    by.must(Capability.EXPORT, organization)
    found = handover.handover(organization, by=by)
    title = f"{organization.short_name}工作交接清单"
    words = handover.words(found, receiver.strip()[:MOST_NAME])
    content = layout.lay_out(PaperKind.HANDOVER, words, organization, form, title)
    with transaction.atomic():
        record(
            "paper.handover",
            by=by,
            subject=organization,
            where=organization,
            after={"form": form, "rows": found.count},
        )
    return f"{title}.{form}", content
