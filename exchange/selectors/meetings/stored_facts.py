"""Load what the check of a workbook of meetings needs, for all rows in a fixed number of queries.

Rolls, posts, people, meetings of the same days, and other meetings these people attended.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from branches.models import Organization
from branches.rules import tree
from branches.selectors.organization_index import OrganizationIndex
from core import clock
from core.workbooks.rows import WorkbookRow
from exchange.rules.meetings.cells import person_name
from meetings.models import Attendance, Meeting
from meetings.record.schema import AttendanceMark, MeetingRecord
from meetings.rules.checks import Facts, Turnout
from meetings.selectors import alike, record_facts, roll
from meetings.selectors.roll import RollKey, Seat
from meetings.states import THERE, AttendanceState, Status
from members.models import Member, Membership, Post

PlaceAndDay = tuple[int, dt.date]
"""An organization on a day."""
OtherMeeting = tuple[int, dt.datetime, dt.datetime | None]
"""Another meeting a member attended: organization, start, end."""


@dataclass
class StoredFacts:
    """What is stored about the places, days and people of a workbook's rows."""

    places: OrganizationIndex
    meetings: dict[UUID, Meeting] = field(default_factory=dict)
    standing: dict[PlaceAndDay, list[Meeting]] = field(default_factory=dict)
    rolls: dict[RollKey, list[Seat]] = field(default_factory=dict)
    posts: dict[dt.date, list[tuple[int, UUID, str]]] = field(default_factory=dict)
    people: dict[str, list[Member]] = field(default_factory=dict)
    absences: dict[int, dict[str, AttendanceMark]] = field(default_factory=dict)
    """Meeting → name → mark, of those expected who were not there."""
    elsewhere: dict[tuple[UUID, dt.date], list[OtherMeeting]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: list[WorkbookRow], uuids: Collection[UUID], places: OrganizationIndex) -> "StoredFacts":
        stored = cls(places)
        if not rows:
            return stored
        place_keys = {row.organization or 0 for row in rows}
        days = {row.facts["held_on"] for row in rows}
        with_kinds = Meeting.objects.select_related("organization", "host", "recorder").prefetch_related(
            "kinds"
        )
        stored.meetings = {one.uuid: one for one in with_kinds.filter(uuid__in=set(uuids))}
        same_days = with_kinds.filter(organization__in=place_keys, held_on__in=days).exclude(
            status=Status.CANCELLED
        )
        for one in same_days.order_by("id"):
            stored.standing.setdefault((one.organization_id, one.held_on), []).append(one)
        known = {one.pk for one in stored.meetings.values()}
        stored.absences = _absences(
            known.union(*({one.pk for one in each} for each in stored.standing.values()))
        )
        groups = {pk for pk in place_keys if places.all[pk].is_group}
        stored.rolls = roll.take_all({stored.roll_key(row) for row in rows}, groups)
        stored.posts = _posts(place_keys | {places.all[pk].parent_id or 0 for pk in groups}, days)
        stored.people = _people(rows, places, stored.rolls)
        stored.elsewhere = _attended_elsewhere(place_keys, days)
        return stored

    def roll_key(self, row: WorkbookRow) -> RollKey:
        place = self.places.all[row.organization or 0]
        return place.pk, roll.expects_posts(place, row.facts["kinds"]), row.facts["held_on"]

    def member(self, place: Organization, name: str, seats: list[Seat]) -> Member | None:
        """The member of that name on the roll, else in the branch; None if there is none or several."""
        on_roll = {seat.member_id for seat in seats if seat.name == name}
        path = _branch(place).path
        members = [
            one
            for one in self.people.get(name, [])
            if (one.pk in on_roll if on_roll else one.organization.path.startswith(path))
        ]
        return members[0] if len(members) == 1 else None

    def facts(
        self, place: Organization, record: MeetingRecord, seats: list[Seat], plan: Meeting | None
    ) -> Facts:
        """The facts for meetings.rules.checks, as far as they can refuse a row or give a warning."""
        rows = record_facts.attendance_rows(seats, record)
        chairs, committee = record_facts.officers(place, self.posts.get(record.held_on, []))
        besides = [one for one in self.standing.get((place.pk, record.held_on), []) if one != plan]
        return Facts(
            organization_kind=place.kind,
            organization_name=place.short_name,
            special_provision=place.special_provision,
            record=record,
            rows=rows,
            turnout=Turnout.of(rows),
            chairs=chairs,
            committee=committee,
            alike=alike.alike_among(record, besides),
            elsewhere=[
                row.name
                for row in rows
                if row.is_there
                and any(
                    at != place.pk and alike.crosses(record, starts, ends)
                    for at, starts, ends in self.elsewhere.get((row.uuid, record.held_on), ())
                )
            ],
            today=clock.today(),
            now=clock.now(),
        )


def _branch(place: Organization) -> Organization:
    return place.parent if place.is_group and place.parent else place


def _posts(places: set[int], days: set[dt.date]) -> dict[dt.date, list[tuple[int, UUID, str]]]:
    rows = Post.objects.filter(organization__in=places, since__lte=max(days)).exclude(until__lt=min(days))
    held: dict[dt.date, list[tuple[int, UUID, str]]] = defaultdict(list)
    for place, member, title, since, until in rows.values_list(
        "organization_id", "member__uuid", "title", "since", "until"
    ):
        for day in days:
            if since <= day and (until is None or until >= day):
                held[day].append((place, member, title))
    return held


def _people(
    rows: list[WorkbookRow], places: OrganizationIndex, rolls: dict[RollKey, list[Seat]]
) -> dict[str, list[Member]]:
    """Members by name, on the rolls or in the branches; one range of the tree."""
    names = {
        name for row in rows for role in ("host", "recorder") if (name := person_name(row.facts.get(role)))
    }
    on_roll = {seat.member_id for seats in rolls.values() for seat in seats if seat.name in names}
    paths = {_branch(places.all[row.organization or 0]).path for row in rows}
    first, last = min(paths), max(paths)
    ends = range(len(first), -1, -tree.WIDTH)
    common = next(first[:end] for end in ends if last.startswith(first[:end]))
    within = Member.objects.filter(tree.subtree(common, "organization"), name__in=names)
    people: dict[str, list[Member]] = defaultdict(list)
    for one in (within | Member.objects.filter(pk__in=on_roll)).select_related("organization"):
        people[one.name].append(one)
    return people


def _absences(meetings: set[int]) -> dict[int, dict[str, AttendanceMark]]:
    rows = Attendance.objects.filter(
        meeting__in=meetings, state__in=(AttendanceState.ON_LEAVE, AttendanceState.ABSENT)
    )
    found: dict[int, dict[str, AttendanceMark]] = defaultdict(dict)
    for meeting, name, *mark in rows.values_list(
        "meeting_id", "member__name", "state", "reason_code", "reason"
    ):
        found[meeting][name] = AttendanceMark(*mark)
    return found


def _attended_elsewhere(own: set[int], days: set[dt.date]) -> dict[tuple[UUID, dt.date], list[OtherMeeting]]:
    """The meetings that people of these organizations attended on these days."""
    belonging = Membership.objects.filter(organization__in=own) | Membership.objects.filter(group__in=own)
    rows = Attendance.objects.filter(
        member__in=belonging.values("member"), state__in=THERE, meeting__held_on__in=days
    ).exclude(meeting__status=Status.CANCELLED)
    times: dict[tuple[UUID, dt.date], list[OtherMeeting]] = defaultdict(list)
    for member, day, *time in rows.values_list(
        "member__uuid",
        "meeting__held_on",
        "meeting__organization_id",
        "meeting__starts_at",
        "meeting__ends_at",
    ):
        times[member, day].append(tuple(time))  # type: ignore[arg-type]
    return times
