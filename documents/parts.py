"""What documents adds to pages of lower apps: links to the papers that can be made there."""

from typing import Any

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from documents.contexts import meeting_papers
from documents.states import OF_APPRAISAL
from life.models import Appraisal
from meetings.models import Meeting, Resolution


def meeting_papers_offered(meeting: Meeting, by: Actor) -> tuple[str, dict[str, Any]] | None:
    """The papers beside minutes and sign-in sheet. One query."""
    votes = list(Resolution.objects.filter(item__meeting=meeting).only("kind", "form", "yes"))
    kinds = meeting_papers.offered(meeting, votes)
    return ("documents/_meeting_papers.html", {"meeting": meeting, "kinds": kinds}) if kinds else None


def appraisal_papers_offered(appraisal: Appraisal, by: Actor) -> tuple[str, dict[str, Any]] | None:
    """For who records in the branch. No query."""
    if not by.may(Capability.RECORD_MEETING, appraisal.organization):
        return None
    return "documents/_appraisal_papers.html", {"appraisal": appraisal, "kinds": OF_APPRAISAL}
