"""Action that exports the hand-over list as a file and records the export in the audit."""

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from dashboards.selectors import handover
from documents.actions.export_papers import export_paper
from documents.contexts.layout import PaperContent
from documents.states import PaperKind

MOST_NAME = 40


def export_handover(
    *, organization: Organization, form: str = "pdf", receiver: str = "", by: Actor
) -> tuple[str, bytes]:
    """The list of what is open, with lines for the three who sign; `receiver` is printed as 接收人.

    Raises NotYours, PdfUnavailable, UnfitTemplate.
    """
    by.must(Capability.VIEW, organization)
    by.must(Capability.EXPORT, organization)
    found = handover.handover(organization, by=by)
    words = handover.paper_context(found, receiver.strip()[:MOST_NAME])
    paper = PaperContent(PaperKind.HANDOVER, organization, f"{organization.short_name}工作交接清单", words)
    after = {"form": form, "rows": found.count}
    return export_paper(paper, form, "paper.handover", subject=organization, after=after, by=by)
