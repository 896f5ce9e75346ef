"""amend, sign_amendment, refuse_amendment, withdraw_amendment: a confirmed record is changed by an amendment that one
person proposes and another signs (R-REC-09)."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.approval import ask, decide, must_be_another
from branches.workflow.transition import claim
from core import clock
from core.moves import swap
from drafts import actions as drafts
from meetings import errors
from meetings.actions import write_record
from meetings.actions.number_meeting import assign_numbers
from meetings.actions.submit_record import not_ready
from meetings.models import Amendment, Meeting, Step
from meetings.record.proposals import from_proposal, retakes_roll, to_proposal
from meetings.record.schema import MeetingRecord
from meetings.record.words import difference, record_words, shorten
from meetings.rules import checks
from meetings.selectors import record_facts
from meetings.selectors.stored_record import stored_record
from meetings.states import AMENDMENT_MOVES, MOVES

Difference = tuple[dict[str, str], dict[str, str]]


def amend(
    *,
    meeting: Meeting,
    reason: str,
    record: MeetingRecord,
    version: int | None = None,
    retake: bool = False,
    by: Actor,
) -> Amendment:
    """Propose another record for a confirmed one, with a reason. It takes effect when a second person signs.

    The change is tried and undone: counts and decisions are taken anew, and the record has to pass the same checks as
    when it was submitted. `retake` takes the roll of its day anew (R-REC-03). One proposal waits at a time.

    Raises ReasonNeeded, NothingChanged, NotReady, AmendmentWaiting, WrongMoment, Gone, and what record raises.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    reason = reason.strip()
    if len(reason) < 2:
        raise errors.ReasonNeeded.at("reason")
    place = meeting.organization
    checks.refuse(checks.contradictions(checks.Body.of(place), record, clock.today()), record.held_on)
    with transaction.atomic():
        with transaction.atomic():
            trial = Meeting.objects.select_related("organization").get(pk=meeting.pk)
            old, new = _apply(trial, record, version or meeting.version, retake, by)
            transaction.set_rollback(True)
        amendment = Amendment(
            meeting=meeting,
            status=Amendment.Status.PROPOSED,
            reason=reason[:300],
            proposal=to_proposal(record, retake),
            before=old,
            after=new,
        )
        ask(amendment, by, already=errors.AmendmentWaiting)
        write_record.step(meeting, Step.Type.PROPOSED, by, reason[:300])
        texts = {"before": shorten(old), "after": shorten(new)}
        chain.record("meeting.amend", by=by, subject=meeting, where=place, note=reason, **texts)
        if by.user is not None:
            drafts.finish(uuid=meeting.uuid, owner=by.user)
    return amendment


def _apply(
    meeting: Meeting, record: MeetingRecord, version: int | None, retake: bool, by: Actor
) -> Difference:
    """Write the record over the confirmed record. Raises NothingChanged, NotReady, WrongMoment, Gone."""
    organization, expected = meeting.organization, meeting.expected
    before = stored_record(meeting)
    swap(meeting, MOVES, "amend", version=version)
    written = write_record.write(meeting, organization, record.completed_from(before), before, retake, by)
    names, change = written.names, written.roll_change
    old, new = difference(record_words(before, names), record_words(written.facts.record, names))
    if change:
        old["应到名单"], new["应到名单"] = f"{expected}人", f"{meeting.expected}人：{change.summary}"
    if not new:
        raise errors.NothingChanged
    facts = replace(record_facts.facts_of_meeting(meeting), unnamed_before=before.votes_unnamed)
    stops = checks.stops(checks.findings(facts))
    if stops:
        raise not_ready(stops)
    if meeting.submitted_at:
        meeting.is_late = checks.is_late(record.held_on, timezone.localdate(meeting.submitted_at))
        Meeting.objects.filter(pk=meeting.pk).update(is_late=meeting.is_late)
    assign_numbers(meeting)
    return old, new


def sign_amendment(*, amendment: Amendment, by: Actor) -> Amendment:
    """Sign a proposed change: now the record says it. Numbers given and first submission stay.

    Raises NotYours, SignedByTheSame, AmendmentDecided, and what amend raises when something else has changed since.
    """
    meeting = _signer(amendment, by)
    record = from_proposal(amendment.proposal, stored_record(meeting))
    amendment.meeting = meeting
    with decide(amendment, AMENDMENT_MOVES, "approve", by) as entry:
        old, new = _apply(meeting, record, meeting.version, retakes_roll(amendment.proposal), by)
        amendment.before, amendment.after = old, new
        amendment.save(update_fields=["before", "after"])
        entry.before, entry.after = shorten(old), shorten(new)
        entry.note = amendment.reason
    return amendment


def refuse_amendment(*, amendment: Amendment, comment: str, by: Actor) -> Amendment:
    """Do not sign, and say why. Raises NotYours, SignedByTheSame, AmendmentDecided, CommentNeeded."""
    _signer(amendment, by)
    comment = comment.strip()
    if len(comment) < 2:
        raise errors.CommentNeeded.at("comment", "不同意要写明为什么，至少2个字。")
    with decide(amendment, AMENDMENT_MOVES, "refuse", by, comment=comment[:300]) as entry:
        entry.after, entry.note = {"更正": amendment.reason}, comment[:300]
    return amendment


def withdraw_amendment(*, amendment: Amendment, by: Actor) -> Amendment:
    """Take one's own proposal back. Raises NotYours, AmendmentDecided."""
    by.must(Capability.RECORD_MEETING, amendment.meeting.organization)
    if by.user is None or amendment.asked_by_id != by.user.pk:
        raise errors.NotTheProposer(who=amendment.asked_who)
    with claim(amendment, AMENDMENT_MOVES, "withdraw", by, comment="申请人撤回") as entry:
        entry.after, entry.comment = {"更正": amendment.reason}, amendment.comment
    return amendment


def _signer(amendment: Amendment, by: Actor) -> Meeting:
    """The meeting, freshly read, for somebody who may sign there: a person, and another than who proposed it."""
    meeting = Meeting.objects.select_related("organization", "host", "recorder").get(pk=amendment.meeting_id)
    if not by.may(Capability.VERIFY, meeting.organization):
        by.must(Capability.RECORD_MEETING, meeting.organization)
    must_be_another(amendment, by)
    return meeting
