"""record: write the record of a meeting that was held."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.moves import swap
from drafts import actions as drafts
from meetings import errors
from meetings.actions import write_record
from meetings.actions.ask_once import keep_apart, must_be_another
from meetings.actions.attach_file import attach_kept
from meetings.models import Meeting, Step
from meetings.record.roll_change import RollChange
from meetings.record.schema import MeetingRecord
from meetings.record.words import difference, record_words, shorten
from meetings.rules import checks
from meetings.selectors.alike import meetings_alike
from meetings.selectors.stored_record import stored_record
from meetings.states import MOVES, Status


@dataclass(frozen=True)
class Recorded:
    """The meeting, and what taking its roll anew changed (R-REC-03)."""

    meeting: Meeting
    roll_change: RollChange


def record(
    *,
    organization: Organization,
    record: MeetingRecord,
    uuid: UUID | None = None,
    version: int | None = None,
    retake: bool = False,
    distinct_from: Collection[UUID] | None = None,
    by: Actor,
) -> Recorded:
    """Record a meeting: a new one, or go on with a planned, begun or returned one of that uuid.

    Everyone on the roll of the day is present unless in the record's marks. The roll is taken and frozen when recording
    begins; a changed date takes it again, as does `retake`. A client that continues a begun record sends the version they
    have seen; without one the record is taken for a new one, so that a form sent twice makes one meeting.

    A new record beside one alike is asked about when it is handed in, or at once where `distinct_from` is given (R-REC-13).

    Raises SameMeeting, NoKind, MayNotHold, NotHeldYet, DayAndTimeDiffer, EndsBeforeItStarts, NotOnRoll, AbsenceWithoutReason
    (R-REC-04), SpeakerNotOnRoll, NoSuchDecision, DecisionFollowedUp, TallyExceedsPresent, NotQuorate (R-MEET-06),
    NotCarried (R-MEET-07), VotesWithoutRight (R-MEET-10), AlreadyThere, Gone, WrongMoment, OrganizationStays, TooManyFiles.
    """
    by.must_any(write_record.RECORDERS, organization)
    checks.refuse(checks.contradictions(checks.Body.of(organization), record, clock.today()), record.held_on)
    try:
        with transaction.atomic():
            there = Meeting.objects.select_related("organization").filter(uuid=uuid).first() if uuid else None
            alike = []
            if there is None and distinct_from is not None:
                alike = meetings_alike(organization, record)
                must_be_another(alike, distinct_from)
            recorded = _write(there, organization, record, uuid, version, retake, by)
            keep_apart(recorded.meeting, alike, by)
            return recorded
    except IntegrityError as taken:
        # The same form sent twice at once: the other one was first.
        if uuid and Meeting.objects.filter(uuid=uuid).exists():
            raise errors.AlreadyThere(status=Status.HELD.label) from taken
        raise


def _write(
    there: Meeting | None,
    organization: Organization,
    record: MeetingRecord,
    uuid: UUID | None,
    version: int | None,
    retake: bool,
    by: Actor,
) -> Recorded:
    was = there.status if there else None
    if there:
        meeting, before = there, stored_record(there)
        _claim(meeting, organization, version, by)
    else:
        meeting = Meeting(uuid=uuid or uuid4(), organization=organization, status=Status.HELD)
        before = write_record.blank_record(record)
    written = write_record.write(meeting, organization, record.completed_from(before), before, retake, by)
    if was != Status.HELD:
        write_record.step(meeting, Step.Type.REVISED if was == Status.RETURNED else Step.Type.RECORDED, by)
    # One's own: what somebody else is typing about the same meeting is theirs to send or to throw away.
    if uuid and by.user is not None:
        attach_kept(meeting, drafts.finish(uuid=uuid, owner=by.user), by)
    old, new = None, record_words(written.facts.record, written.names)
    if was:
        old = record_words(before, written.names) | {"状态": Status(was).label}
        old, new = difference(old, new | {"状态": Status.HELD.label})
    texts = {"before": None if old is None else shorten(old), "after": shorten(new)}
    note = written.roll_change.sentence
    chain.record("meeting.record", by=by, subject=meeting, where=organization, note=note, **texts)
    return Recorded(meeting, written.roll_change)


def _claim(meeting: Meeting, organization: Organization, version: int | None, by: Actor) -> None:
    """Raises AlreadyThere, OrganizationStays, WrongMoment, Gone."""
    moves = meeting.organization_id != organization.pk
    if moves and not by.may(Capability.RECORD_MEETING, meeting.organization):
        raise errors.AlreadyThere("这个编号已经用过，请换一个。")
    if version is None and meeting.status != Status.PLANNED:
        raise errors.AlreadyThere(status=Status(meeting.status).label)
    swap(meeting, MOVES, "record", version=version)
    if moves and meeting.submitted_at:
        raise errors.OrganizationStays.at("organization", organization=meeting.organization.short_name)
