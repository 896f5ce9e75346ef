"""Export the papers beside the minutes: notice, resolution, ballots and tally, reports and forms (domain.md §16)."""

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core.wording import Context
from documents import errors
from documents.actions.export_papers import export_paper
from documents.contexts import (
    appraisal_papers,
    branch_papers,
    decision_papers,
    meeting_papers,
    member_papers,
    minutes,
)
from documents.contexts.layout import PaperContent
from documents.states import PaperKind
from life.models import Appraisal
from meetings.models import Meeting
from members.models import Member
from procedures.models import MemberDecision


def export_meeting_paper(
    *, meeting: Meeting, kind: PaperKind, form: str = "docx", by: Actor
) -> tuple[str, bytes]:
    """One of OF_MEETING. Raises NotYours, NothingForPaper, PdfUnavailable, UnfitTemplate."""
    by.must(Capability.VIEW, meeting.organization)
    (found,) = minutes.load_meetings(Meeting.objects.filter(pk=meeting.pk))
    votes = meeting_papers.votes_of(found)
    _must_fit(kind, meeting_papers.lacking(kind, found, found.kind_codes, votes))
    words = meeting_papers.context(kind, found)
    return _export(kind, found.organization, minutes.file_name(found, kind.label), words, form, meeting, by)


def export_appraisal_paper(
    *, appraisal: Appraisal, kind: PaperKind, form: str = "docx", by: Actor
) -> tuple[str, bytes]:
    """One of OF_APPRAISAL, for who records in the branch: what members say of one another stays there.

    Raises NotYours, NothingForPaper, PdfUnavailable, UnfitTemplate.
    """
    place = appraisal.organization
    by.must(Capability.RECORD_MEETING, place)
    words = appraisal_papers.context(kind, appraisal)
    name = f"{place.short_name}{appraisal.year}年度{kind.label}"
    return _export(kind, place, name, words, form, appraisal, by)


def export_branch_paper(
    *, organization: Organization, kind: PaperKind, form: str = "docx", by: Actor
) -> tuple[str, bytes]:
    """One of OF_ORGANIZATION. Raises NotYours, NothingForPaper, PdfUnavailable, UnfitTemplate."""
    by.must(Capability.EXPORT, organization)
    term = branch_papers.current_term(organization)
    _must_fit(kind, branch_papers.lacking(kind, organization, term))
    words = branch_papers.context(kind, organization, term)
    name = f"{organization.short_name}{kind.label}"
    return _export(kind, organization, name, words, form, organization, by)


def export_decision_paper(
    *, decision: MemberDecision, kind: PaperKind, form: str = "docx", by: Actor
) -> tuple[str, bytes]:
    """One of OF_DECISION. Raises NotYours, NothingForPaper, PdfUnavailable, UnfitTemplate."""
    place = decision.organization
    by.must(Capability.EXPORT, place)
    by.must(Capability.MANAGE_MEMBERS, place)
    _must_fit(kind, decision_papers.lacking(kind, decision))
    words = decision_papers.context(kind, decision)
    return _export(kind, place, f"{decision.name}{kind.label}", words, form, decision, by)


def export_member_paper(
    *, member: Member, kind: PaperKind, form: str = "docx", by: Actor
) -> tuple[str, bytes]:
    """One of OF_MEMBER, for who keeps the roll. Raises NotYours, PdfUnavailable, UnfitTemplate."""
    place = member.organization
    by.must(Capability.EXPORT, place)
    by.must(Capability.MANAGE_MEMBERS, place)
    words = member_papers.context(kind, member)
    return _export(kind, place, f"{member.name}{kind.label}", words, form, member, by)


def _must_fit(kind: PaperKind, why: str) -> None:
    if why:
        raise errors.NothingForPaper(paper=kind.label, why=why)


def _export(
    kind: PaperKind,
    place: Organization,
    title: str,
    words: Context,
    form: str,
    subject: Meeting | Appraisal | Organization | MemberDecision | Member,
    by: Actor,
) -> tuple[str, bytes]:
    paper = PaperContent(kind, place, title, words)
    after = {"form": form, "paper": kind.label}
    return export_paper(paper, form, "paper.export", subject=subject, after=after, by=by)
