"""What documents adds to pages of lower apps: links to the papers that can be made there."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from documents.contexts import decision_papers, meeting_papers
from documents.states import OF_APPRAISAL, OF_MEMBER, PaperKind
from life.models import Appraisal
from meetings.selectors.meeting_page import MeetingPage
from meetings.states import Kind
from members.models import Member
from procedures.models import MemberDecision


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


def decision_papers_offered(decision: MemberDecision, by: Actor) -> tuple[str, dict[str, Any]] | None:
    """For who keeps the roll, once the decision is approved. No query."""
    if not _keeps_roll(decision.organization, by):
        return None
    return _links("papers:decision", decision.uuid, decision_papers.offered(decision))


def member_papers_offered(member: Member, by: Actor) -> tuple[str, dict[str, Any]] | None:
    """For who keeps the roll. No query."""
    if not _keeps_roll(member.organization, by):
        return None
    return _links("papers:person", member.uuid, OF_MEMBER)


def _keeps_roll(organization: Organization, by: Actor) -> bool:
    return all(by.may(each, organization) for each in (Capability.EXPORT, Capability.MANAGE_MEMBERS))


def _links(address: str, uuid: UUID, kinds: Iterable[PaperKind]) -> tuple[str, dict[str, Any]] | None:
    """A panel with Word and PDF of each kind."""
    papers = [
        (kind.label, *(reverse(address, args=(uuid, kind.value, form)) for form in ("pdf", "docx")))
        for kind in kinds
    ]
    return ("documents/_papers_offered.html", {"papers": papers}) if papers else None
