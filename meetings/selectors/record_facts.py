"""Gather the facts that the checks of a record need, in a fixed number of queries whatever the size of the branch."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from branches.models import Organization
from core import clock, parts
from meetings.files import duplicates
from meetings.models import AgendaItem, Attendance, CheckIn, Meeting, Receipt, Statement, Step
from meetings.record.schema import PRESENT, AttendanceMark, MeetingRecord
from meetings.rules import similarity
from meetings.rules.checks import ClosedPoll, Copy, Facts, Present, Turnout
from meetings.rules.signing import is_used
from meetings.selectors import roll
from meetings.selectors.alike import crosses, meetings_alike
from meetings.selectors.roll import Seat
from meetings.selectors.stored_record import stored_record
from meetings.states import THERE, AttendanceState, Kind, LeaveStatus, Status
from members.models import Post
from members.states import Title

RECORDS_COMPARED = 24


def attendance_rows(seats: Sequence[Seat], record: MeetingRecord) -> list[Present]:
    """The attendance that follows from a roll and the marks on it."""
    rows = []
    for seat in seats:
        mark = record.marks.get(seat.uuid, PRESENT)
        came = not seat.is_expected and seat.uuid in record.marks and mark.state in THERE  # R-ATT-04
        if not seat.is_expected:
            mark = AttendanceMark(mark.state if came else AttendanceState.EXEMPT, reason=seat.off or "")
        reasons = mark.reason_code, mark.reason
        rows.append(Present(seat.uuid, seat.name, mark.state, *reasons, seat.has_vote, came))
    return rows


def facts_of_meeting(meeting: Meeting) -> Facts:
    """The facts of a stored record, with the counts as they stand on its row."""
    record = stored_record(meeting)
    rows = [
        Present(*row)
        for row in meeting.attendances.order_by("id").values_list(
            "member__uuid", "member__name", "state", "reason_code", "reason", "has_vote", "is_uncounted"
        )
    ]
    turnout = Turnout(meeting.expected, meeting.present, meeting.on_leave, meeting.absent, meeting.undecided)
    return gather(meeting.organization, record, rows, turnout, meeting)


def facts_of_draft(
    organization: Organization, record: MeetingRecord, seats: Sequence[Seat], meeting: Meeting | None = None
) -> Facts:
    """The facts of what is being typed."""
    rows = attendance_rows(seats, record)
    return gather(organization, record, rows, Turnout.of(rows), meeting)


def gather(
    organization: Organization,
    record: MeetingRecord,
    rows: Sequence[Present],
    turnout: Turnout,
    meeting: Meeting | None,
) -> Facts:
    seats = roll.take(organization, record.kinds, record.held_on)
    posts = list(
        Post.objects.on(record.held_on)
        .filter(organization_id__in=[organization.pk, organization.parent_id or 0])
        .values_list("organization_id", "member__uuid", "title")
    )
    chairs, committee = officers(organization, posts)
    return Facts(
        organization_kind=organization.kind,
        organization_name=organization.short_name,
        special_provision=organization.special_provision,
        record=record,
        rows=rows,
        turnout=turnout,
        roll=frozenset(seat.uuid for seat in seats if seat.is_expected),
        voters=frozenset(seat.uuid for seat in seats if seat.is_expected and seat.has_vote),
        names={row.uuid: row.name for row in rows} | {seat.uuid: seat.name for seat in seats},
        chairs=chairs,
        committee=committee,
        alike=meetings_alike(organization, record, meeting),
        elsewhere=_present_elsewhere(organization, record, rows, meeting),
        copies=[*_same_text(organization, record, meeting), *_same_photos(organization, meeting)],
        today=clock.today(),
        now=clock.now(),
        **(_facts_of_stored(meeting, record, rows) if meeting else {"was_planned": False}),
        **_facts_of_upper_apps(organization, record),
    )


def officers(
    organization: Organization, posts: Collection[tuple[int, UUID, str]]
) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """(who may chair there without being asked to, its committee), of the (organization, member, title) of a day."""
    own_posts = {(member, title) for place, member, title in posts if place == organization.pk}
    committee = frozenset(member for member, title in own_posts if title != Title.GROUP_LEADER)
    if not organization.is_group:
        return committee, committee
    leaders = frozenset(member for member, title in own_posts if title == Title.GROUP_LEADER)
    above = frozenset(member for place, member, _title in posts if place == organization.parent_id)
    return leaders and leaders | above, committee


def _facts_of_upper_apps(organization: Organization, record: MeetingRecord) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for facts_of in parts.parts("RECORD_FACTS"):
        facts |= facts_of(organization, record)
    return facts


def _facts_of_stored(meeting: Meeting, record: MeetingRecord, rows: Sequence[Present]) -> dict[str, Any]:
    """What stands beside a record once it is stored. R-LIFE-12: a plan made before the meeting began."""
    not_there = [row.uuid for row in rows if row.is_expected and not row.is_there]
    late = meeting.leaves.filter(status=LeaveStatus.APPROVED, is_late=True, member__uuid__in=not_there)
    plans = meeting.steps.filter(deed=Step.Type.PLANNED, at__lte=record.starts_at)
    submissions = meeting.steps.filter(deed=Step.Type.SUBMITTED)
    asked = meeting.leaves.filter(status=LeaveStatus.ASKED).order_by("id")
    is_confirmed = meeting.status == Status.CONFIRMED  # before R-ATT-05 perhaps: nobody decides any more
    return {
        "unsigned": frozenset() if is_confirmed else _unsigned(meeting, record, rows),
        "open_leaves": [] if is_confirmed else list(asked.values_list("member__name", flat=True)),
        "late_leaves": list(late.order_by("id").values_list("member__name", flat=True)),
        **_polls(meeting, rows),
        "was_planned": Kind.THEME_DAY in record.kinds and plans.exists(),
        "was_submitted": Kind.LIFE in record.kinds and submissions.exists(),
        "first_submitted_on": timezone.localdate(meeting.submitted_at) if meeting.submitted_at else None,
        "unnamed_before": _unnamed_before(meeting, record),
    }


def _unsigned(meeting: Meeting, record: MeetingRecord, rows: Sequence[Present]) -> frozenset[UUID]:
    """Who is there by the record without a word and did not check in, where check-in was used (R-ATT-07)."""
    signed = set(CheckIn.objects.filter(meeting=meeting).values_list("member__uuid", flat=True))
    expected = [row for row in rows if row.is_expected]
    if not is_used(sum(row.uuid in signed for row in expected), len(expected)):
        return frozenset()
    return frozenset(row.uuid for row in expected if row.is_there) - signed - record.marks.keys()


def _polls(meeting: Meeting, rows: Sequence[Present]) -> dict[str, Any]:
    """Votes on phones: what the open ones are about; of the ended ones who was there and who voted without being there."""
    polls = list(meeting.polls.order_by("id"))
    closed = [poll for poll in polls if poll.closed_at is not None]
    away: dict[int, list[str]] = defaultdict(list)
    if closed:
        there = [row.uuid for row in rows if row.is_there]
        voted = Receipt.objects.filter(poll__in=closed, has_voted=True).exclude(member__uuid__in=there)
        for poll, name in voted.order_by("id").values_list("poll_id", "member__name"):
            away[poll].append(name)
    return {
        "open_polls": [poll.kind for poll in polls if poll.closed_at is None],
        "closed_polls": [
            ClosedPoll(poll.question, None if poll.cast is None else poll.present, away[poll.pk])
            for poll in closed
        ],
    }


def _unnamed_before(meeting: Meeting, record: MeetingRecord) -> int:
    """How many opinions in writing without names were submitted so, where the record has any."""
    if not (record.votes_unnamed and meeting.submitted_at):
        return 0
    return stored_record(meeting).votes_unnamed


def _present_elsewhere(
    organization: Organization, record: MeetingRecord, rows: Sequence[Present], meeting: Meeting | None
) -> list[str]:
    there = {row.uuid: row.name for row in rows if row.is_there}
    others = (
        Attendance.objects.filter(member__uuid__in=there, state__in=THERE, meeting__held_on=record.held_on)
        .exclude(meeting__status=Status.CANCELLED)
        .exclude(meeting__organization=organization)
        .exclude(meeting=meeting.pk if meeting else 0)
    )
    times = others.values_list("member__uuid", "meeting__starts_at", "meeting__ends_at")
    return list(dict.fromkeys(there[uuid] for uuid, starts, ends in times if crosses(record, starts, ends)))


def _text_of(record: MeetingRecord) -> str:
    """All that was written down of what was said and decided."""
    parts = [record.minutes]
    for item in record.agenda:
        parts += [item.title, item.discussion, *(one.text for one in item.statements)]
        if item.decision:
            parts.append(item.decision.text)
    return "\n".join(parts)


def _same_text(organization: Organization, record: MeetingRecord, meeting: Meeting | None) -> list[Copy]:
    """R-REC-08: one of the last records that says nearly the same. Three queries, whatever they hold."""
    text = _text_of(record)
    if len(similarity.plain(text)) < similarity.LEAST:
        return []
    others = Meeting.objects.filter(organization=organization, held_on__lte=record.held_on)
    others = others.exclude(status__in=(Status.PLANNED, Status.CANCELLED)).exclude(
        pk=meeting.pk if meeting else 0
    )
    texts: dict[int, list[str]] = {}
    days: dict[int, dt.date] = {}
    newest = others.order_by("-held_on", "-id").values_list("pk", "held_on", "minutes")
    for pk, on, minutes in newest[:RECORDS_COMPARED]:
        texts[pk], days[pk] = [minutes], on
    items = AgendaItem.objects.filter(meeting__in=texts)
    for pk, *texts_of in items.values_list("meeting_id", "title", "discussion", "resolution__text"):
        texts[pk] += [part for part in texts_of if part]
    for pk, text in Statement.objects.filter(item__meeting__in=texts).values_list("item__meeting_id", "text"):
        texts[pk].append(text)
    nearest = similarity.nearest(text, ((pk, "\n".join(parts)) for pk, parts in texts.items()))
    return [Copy(days[nearest[0]], int(nearest[1] * 10))] if nearest else []


def _same_photos(organization: Organization, meeting: Meeting | None) -> list[Copy]:
    """R-REC-08: photos that stand in another record, or look like one there; the nearest of each."""
    copies: dict[int, Copy] = {}
    for photo, other, _distance in duplicates.pairs(meeting) if meeting else ():
        copy = Copy(
            other.meeting.held_on,
            photo=photo.name,
            is_alike=photo.sha256 != other.sha256,
            is_elsewhere=other.meeting.organization_id != organization.pk,
        )
        copies.setdefault(photo.pk, copy)
    return list(copies.values())
