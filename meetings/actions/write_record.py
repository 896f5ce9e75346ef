"""What the verbs share: claiming a record, and writing its content with its roll, counts and decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from branches.models import Organization
from branches.selectors.actors import Actor
from core import bulk, clock
from core.errors import RuleBroken
from core.moves import swap
from meetings import errors
from meetings.actions import write_agenda, write_guests, write_kind_parts
from meetings.models import Attendance, CheckIn, Meeting, MeetingKind, Step
from meetings.record.schema import PRESENT, Content
from meetings.rules import checks
from meetings.rules.checks import Facts, Present, Turnout
from meetings.selectors import roll
from meetings.selectors.record_facts import rows_of
from meetings.selectors.roll import RollChange, Seat
from meetings.states import MAY_HOLD, MOVES, THERE, Kind, Source, State, Way
from members.models import Member

ATTENDANCE = ["meeting_id", "member_id", "state", "reason_code", "reason", "has_vote", "source", "at"]


def claim(meeting: Meeting, deed: str, version: int | None = None, **values: Any) -> None:
    """Move the record, or find that somebody was first. The row is ours for the rest of the transaction.

    Raises WrongMoment where its status does not permit the deed, Gone where its version has moved on.
    """
    swap(meeting, MOVES, deed, version=version, **values)


def step(meeting: Meeting, deed: str, by: Actor, comment: str = "") -> Step:
    return Step.objects.create(meeting=meeting, deed=deed, comment=comment, by=by.user, who=by.name[:64])


def sane(organization: Organization, content: Content) -> None:
    """What must agree before anything is looked up. Raises NoKind, MayNotHold, DayAndTimeDiffer, EndsBeforeItStarts."""
    if not content.kinds:
        raise errors.NoKind(fields={"kinds": errors.NoKind.sentence})
    for kind in content.kinds:
        if kind not in MAY_HOLD[organization.kind]:
            hint = "党小组会由党小组来记，请选党小组。" if kind == Kind.GROUP else ""
            refusal = errors.MayNotHold(
                organization=organization.short_name, kind=Kind(kind).label, hint=hint
            )
            refusal.fields = {"kinds": refusal.sentence}
            raise refusal
    on = f"{content.held_on.month}月{content.held_on.day}日"
    if timezone.localdate(content.starts_at) != content.held_on:
        raise _beside("starts_at", errors.DayAndTimeDiffer(on=on))
    if content.ends_at and content.ends_at <= content.starts_at:
        starts = f"{timezone.localtime(content.starts_at):%H:%M}"
        raise _beside("ends_at", errors.EndsBeforeItStarts(starts=starts))


def held_already(content: Content) -> None:
    """Raises NotHeldYet for a day to come."""
    if content.held_on > clock.today():
        on = f"{content.held_on.month}月{content.held_on.day}日"
        if content.held_on.year != clock.today().year:
            on = f"{content.held_on.year}年{on}"
        raise _beside("held_on", errors.NotHeldYet(on=on))


def _beside(field: str, refusal: RuleBroken) -> RuleBroken:
    refusal.fields = {field: refusal.sentence}
    return refusal


def refuse_untruths(facts: Facts) -> None:
    """Raise the first of the checks that no record may fail, with all of them beside their fields."""
    found = list(checks.refusals(facts))
    if not found:
        return
    first = found[0]
    fields = {finding.field: finding.sentence for finding in reversed(found)}
    raise (first.error or RuleBroken)(first.sentence, fields=fields)


def kept_seats(meeting: Meeting) -> tuple[list[Seat], dict[int, Present]]:
    """The frozen roll as it stands on the attendance rows, and those rows."""
    seats, rows = [], {}
    for pk, uuid, name, has_vote, state, code, reason in meeting.attendances.order_by("id").values_list(
        "member_id", "member__uuid", "member__name", "has_vote", "state", "reason_code", "reason"
    ):
        seats.append(Seat(pk, uuid, name, has_vote, reason if state == State.EXEMPT else None))
        rows[pk] = Present(pk, name, state, code, reason, has_vote)
    return seats, rows


def known_marks(content: Content, seats: Sequence[Seat], forgiven: Iterable[UUID] = ()) -> dict[UUID, Any]:
    """The marks, settled, of those on the roll. Raises NotOnRoll for anybody else who was never on it."""
    on_roll = {seat.uuid for seat in seats}
    strangers = set(content.marks) - on_roll - set(forgiven)
    if strangers:
        names = "、".join(Member.objects.filter(uuid__in=strangers).values_list("name", flat=True))
        on = f"{content.held_on.month}月{content.held_on.day}日"
        raise _beside("attendances", errors.NotOnRoll(names=names or "有人", on=on))
    return {uuid: mark.settled() for uuid, mark in content.marks.items() if uuid in on_roll}


def turnout_fields(content: Content, counts: Turnout) -> dict[str, Any]:
    return {
        "expected": counts.expected,
        "present": counts.present,
        "on_leave": counts.on_leave,
        "absent": counts.absent,
        "is_void": checks.is_void(content.kinds, counts),
    }


def head_fields(content: Content) -> dict[str, Any]:
    return {
        "theme": content.theme.strip(),
        "held_on": content.held_on,
        "starts_at": content.starts_at,
        "ends_at": content.ends_at,
        "place": content.place.strip(),
        "host": content.host,
        "host_note": content.host_note.strip(),
        "recorder": content.recorder,
        "guests": content.guests.strip(),
        "minutes": content.minutes.strip(),
    }


def write_kinds(meeting: Meeting, kinds: Sequence[str], old: Sequence[str] = ()) -> None:
    """In the order of Kind, so that the order of typing is no change."""
    if set(kinds) == set(old):
        return
    if old:
        MeetingKind.objects.filter(meeting=meeting).delete()
    bulk.create([MeetingKind(meeting=meeting, kind=kind) for kind in Kind if kind in kinds])


def write_attendance(
    meeting: Meeting,
    rows: Sequence[Present],
    content: Content,
    seats: Sequence[Seat],
    kept: Mapping[int, Present] | None = None,
) -> None:
    """One bulk insert for a new roll; of a kept one, only the rows that differ."""
    kept = kept or {}
    now = clock.now()
    sources = {seat.member_id: content.marks.get(seat.uuid, PRESENT).source for seat in seats}
    changed = [
        (
            meeting.pk,
            row.member_id,
            row.state,
            row.reason_code,
            row.reason,
            row.has_vote,
            sources[row.member_id],
            now,
        )
        for row in rows
        if kept.get(row.member_id) != row
    ]
    gone = kept.keys() - {row.member_id for row in rows}
    if gone:
        Attendance.objects.filter(meeting=meeting, member_id__in=gone).delete()
    if not kept:
        bulk.insert(Attendance, ATTENDANCE, changed)
    elif changed:
        Attendance.objects.bulk_create(
            [Attendance(**dict(zip(ATTENDANCE, values, strict=True))) for values in changed],
            update_conflicts=True,
            unique_fields=["meeting", "member"],
            update_fields=ATTENDANCE[2:],
        )


def lend_source(meeting: Meeting) -> None:
    """Who is there and checked in by phone is known by code, at the time of his check-in."""
    by_phone = CheckIn.objects.filter(meeting=meeting, way__in=(Way.QR, Way.CODE), member=OuterRef("member"))
    Attendance.objects.filter(
        Exists(by_phone), meeting=meeting, state__in=THERE, source=Source.MANUAL
    ).update(source=Source.CODE, at=Subquery(by_phone.values("at")[:1]))


def rewrite(
    meeting: Meeting,
    organization: Organization,
    content: Content,
    before: Content,
    retake: bool,
    by: Actor,
) -> tuple[Facts, RollChange, dict[UUID, str]]:
    """Write new content over a record that is already ours. The roll stays frozen unless its day, its organization or
    the kind of roll changed, or it is asked for anew."""
    seats, kept = kept_seats(meeting)
    old_seats = seats
    stale = (
        not kept
        or retake
        or content.held_on != before.held_on
        or organization.pk != meeting.organization_id
        or roll.is_committee_only(content.kinds) != roll.is_committee_only(before.kinds)
    )
    change = RollChange()
    if stale:
        seats = roll.take(organization, content.kinds, content.held_on)
        if kept:
            old = {seat.member_id: seat for seat in old_seats if seat.is_expected}
            new = {seat.member_id: seat for seat in seats if seat.is_expected}
            change = RollChange(
                tuple(seat.name for pk, seat in new.items() if pk not in old),
                tuple(seat.name for pk, seat in old.items() if pk not in new),
                tuple(
                    seat.name for pk, seat in new.items() if pk in old and old[pk].has_vote != seat.has_vote
                ),
            )
    marks = known_marks(content, seats, forgiven=[seat.uuid for seat in old_seats])
    # Who was missing and now was there is said to have been there, not left blank.
    there = {seat.uuid: PRESENT for seat in seats if seat.is_expected and seat.uuid in before.marks}
    content = replace(content, marks=there | marks)
    content = write_agenda.told(write_agenda.spoken(content, seats, meeting), meeting, organization.pk)
    rows = rows_of(seats, content)
    facts = Facts(organization.kind, content, rows, Turnout.of(rows))
    refuse_untruths(facts)
    fields = head_fields(content) | turnout_fields(content, facts.turnout)
    if stale:
        fields["roll_frozen_at"] = clock.now()
    Meeting.objects.filter(pk=meeting.pk).update(organization=organization, **fields)
    meeting.organization = organization
    for name, value in fields.items():
        setattr(meeting, name, value)
    write_kinds(meeting, content.kinds, before.kinds)
    write_kind_parts.write(meeting, content)
    write_attendance(meeting, rows, content, seats, kept)
    lend_source(meeting)
    write_guests.write(meeting, content.guest_rows)
    write_agenda.write(meeting, content, facts)
    write_agenda.tell(meeting, content, by)
    return facts, change, {seat.uuid: seat.name for seat in (*old_seats, *seats)}


def for_audit(said: dict[str, str]) -> dict[str, str]:
    """The words of a record without its long text: the minutes stand on the record and in its amendments."""
    return {
        label: f"{len(text)}字" if text and label.endswith(("会议记录", "发言要点")) else text
        for label, text in said.items()
    }
