"""record: write down a meeting that was held."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import bulk, clock
from core.prepared import Prepared
from meetings import errors
from meetings.actions import write_agenda, write_guests, write_kind_parts, write_record
from meetings.models import Draft, Meeting, Step
from meetings.record.schema import Content, Item, Mark, Told, Visitor, difference, words
from meetings.rules.checks import Facts, Turnout
from meetings.selectors import roll
from meetings.selectors.kind_parts import LecturePart, LifePart, kept
from meetings.selectors.record_facts import rows_of
from meetings.selectors.roll import RollChange
from meetings.states import Status
from members.models import Member

THERE = Prepared(lambda uuid: Meeting.objects.filter(uuid=uuid).order_by().values_list("pk"), "uuid")


def record(
    *,
    organization: Organization,
    kinds: Iterable[str],
    held_on: dt.date,
    starts_at: dt.datetime,
    marks: Mapping[UUID, Mark] | None = None,
    uuid: UUID | None = None,
    version: int | None = None,
    theme: str = "",
    place: str = "",
    host: Member | None = None,
    recorder: Member | None = None,
    ends_at: dt.datetime | None = None,
    host_note: str = "",
    guests: str = "",
    minutes: str = "",
    agenda: Sequence[Item] = (),
    follow_ups: Sequence[Told] = (),
    guest_rows: Sequence[Visitor] = (),
    lecture: LecturePart | None = None,
    life: LifePart | None = None,
    retake: bool = False,
    by: Actor,
) -> Meeting:
    """Record a meeting: a new one, or go on with a planned, begun or returned one of that uuid.

    Everyone on the roll of the day is present unless in `marks` (member's uuid → Mark). The roll is taken and frozen
    when recording begins; a changed date takes it again, and `meeting.roll_change` then says the difference
    (R-REC-03). Whoever goes on with a begun record sends the version he has seen; without one the record is taken for
    a new one, so that a form sent twice makes one meeting.

    Raises NoKind, MayNotHold, NotHeldYet, DayAndTimeDiffer, EndsBeforeItStarts, NotOnRoll, AbsenceWithoutReason
    (R-REC-04), SpeakerNotOnRoll, NoSuchDecision, DecisionFollowedUp, TallyExceedsPresent, NotQuorate (R-MEET-06), NotCarried (R-MEET-07), VotesWithoutRight (R-MEET-10),
    AlreadyThere, Gone, WrongMoment, OrganizationStays.
    """
    by.must(Capability.RECORD_MEETING, organization)
    content = Content(
        kinds=tuple(dict.fromkeys(kinds)),
        held_on=held_on,
        starts_at=starts_at,
        ends_at=ends_at,
        theme=theme,
        place=place,
        host=host,
        recorder=recorder,
        host_note=host_note,
        guests=guests,
        minutes=minutes,
        agenda=tuple(agenda),
        follow_ups=tuple(follow_ups),
        guest_rows=tuple(guest_rows),
        lecture=lecture,
        life=life,
        marks=marks or {},
    )
    return put_down(organization, content, uuid, version, by, retake=retake)


def put_down(
    organization: Organization,
    content: Content,
    uuid: UUID | None,
    version: int | None,
    by: Actor,
    *,
    retake: bool = False,
) -> Meeting:
    """What `record` does with content that is whole, raising what it raises. Authorises nothing itself: whoever
    brings meetings in for an organization need not be one of those who record there."""
    write_record.sane(organization, content)
    write_record.held_already(content)
    try:
        with transaction.atomic():
            if uuid and THERE.ask(uuid=uuid):
                there = Meeting.objects.select_related("organization").get(uuid=uuid)
                return _go_on(there, organization, content, version, retake, by)
            return _begin(organization, content, uuid, by)
    except IntegrityError as taken:
        # The same form sent twice at once: the other one was first.
        if uuid and Meeting.objects.filter(uuid=uuid).exists():
            raise errors.AlreadyThere(status=Status.HELD.label) from taken
        raise


def _begin(organization: Organization, content: Content, uuid: UUID | None, by: Actor) -> Meeting:
    seats = roll.take(organization, content.kinds, content.held_on)
    content = replace(content, marks=write_record.known_marks(content, seats))
    content = write_agenda.told(write_agenda.spoken(content, seats), None, organization.pk)
    rows = rows_of(seats, content)
    facts = Facts(organization.kind, content, rows, Turnout.of(rows))
    write_record.refuse_untruths(facts)
    meeting = Meeting(
        uuid=uuid or uuid4(),
        organization=organization,
        status=Status.HELD,
        roll_frozen_at=clock.now(),
        **write_record.head_fields(content),
        **write_record.turnout_fields(content, facts.turnout),
    )
    bulk.create([meeting])
    write_record.write_kinds(meeting, content.kinds)
    write_kind_parts.write(meeting, content, is_new=True)
    write_record.write_attendance(meeting, rows, content, seats)
    write_guests.write(meeting, content.guest_rows, is_new=True)
    write_agenda.write(meeting, content, facts, is_new=True)
    write_agenda.tell(meeting, content, by, is_new=True)
    write_record.step(meeting, Step.Deed.RECORDED, by)
    if uuid:
        _forget_draft(uuid, by)
    meeting.roll_change = RollChange()
    said = words(content, {seat.uuid: seat.name for seat in seats})
    chain.record(
        "meeting.record", by=by, subject=meeting, where=organization, after=write_record.for_audit(said)
    )
    return meeting


def _go_on(
    meeting: Meeting,
    organization: Organization,
    content: Content,
    version: int | None,
    retake: bool,
    by: Actor,
) -> Meeting:
    moves = meeting.organization_id != organization.pk
    if moves and not by.may(Capability.RECORD_MEETING, meeting.organization):
        raise errors.AlreadyThere("这个编号已经用过，请换一个。")
    was = meeting.status
    if version is None and was != Status.PLANNED:
        raise errors.AlreadyThere(status=Status(was).label)
    before = Content.of(meeting)
    content = kept(content, before)
    write_record.claim(meeting, "record", version)
    if moves and meeting.submitted_at:
        refusal = errors.OrganizationStays(organization=meeting.organization.short_name)
        refusal.fields = {"organization": refusal.sentence}
        raise refusal
    seen, change, names = write_record.rewrite(meeting, organization, content, before, retake, by)
    if was != Status.HELD:
        write_record.step(meeting, Step.Deed.REVISED if was == Status.RETURNED else Step.Deed.RECORDED, by)
    _forget_draft(meeting.uuid, by)
    meeting.roll_change = change
    old, new = difference(words(before, names), words(seen.content, names))
    moved = difference({"状态": Status(was).label}, {"状态": Status.HELD.label})
    chain.record(
        "meeting.record",
        by=by,
        subject=meeting,
        where=organization,
        before=write_record.for_audit(old | moved[0]),
        after=write_record.for_audit(new | moved[1]),
        note=change.sentence,
    )
    return meeting


def _forget_draft(uuid: UUID, by: Actor) -> None:
    """One's own: what somebody else is typing about the same meeting is his to send or to throw away."""
    if by.user is not None:
        bulk.delete(Draft, meeting_uuid=uuid, user=by.user.pk)
