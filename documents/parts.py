"""What documents adds to pages of lower apps: links to the papers that can be made there."""

from typing import Any

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from documents.contexts import meeting_papers
from documents.states import OF_APPRAISAL
from life.models import Appraisal
from meetings.selectors.meeting_page import MeetingPage
from meetings.states import Kind


def meeting_papers_offered(page: MeetingPage, by: Actor) -> tuple[str, dict[str, Any]] | None:
    """The papers beside minutes and sign-in sheet. No query beyond those of the page."""
    meeting, kinds = page.meeting, [kind for kind in Kind if kind.label in page.kinds]
    votes = [item.decision for _, item in page.agenda if item.decision]
    papers = meeting_papers.offered(meeting, kinds, votes)
    return ("documents/_meeting_papers.html", {"meeting": meeting, "kinds": papers}) if papers else None


def appraisal_papers_offered(appraisal: Appraisal, by: Actor) -> tuple[str, dict[str, Any]] | None:
    """For who records in the branch. No query."""
    if not by.may(Capability.RECORD_MEETING, appraisal.organization):
        return None
    return "documents/_appraisal_papers.html", {"appraisal": appraisal, "kinds": OF_APPRAISAL}
