"""Make-ups still owed (补学) and a member's attendance of a year, derived from attendance, guests and make-ups.

Leave at a counted meeting owes one until it is entered. Attendance says who came; coverage says whom the content
reached: (present + made up) / expected.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear
from django.db.models.lookups import LessThanOrEqual

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.clock import Period
from meetings.models import Attendance, Guest, MakeUp, Meeting, MeetingKind
from meetings.querysets import EXPECTED, counted
from meetings.states import THERE, AttendanceState, GuestRole
from members.models import Member


def owed_make_ups(attendances: "QuerySet[Attendance]") -> "QuerySet[Attendance]":
    """Of these attendances, those that still owe a make-up.

    A visit to a host branch's meeting of the same kind in the same month settles it (R-FLO-02); one visit settles one,
    the first that was missed.
    """
    rows = attendances.filter(counted("meeting"), state=AttendanceState.ON_LEAVE)
    if settings.MAKE_UP_EXCUSES:
        rows = rows.filter(reason_code__in=settings.MAKE_UP_EXCUSES)
    made = MakeUp.objects.filter(meeting=OuterRef("meeting"), member=OuterRef("member"))
    visits = _at_like_meetings(Guest.objects.filter(role=GuestRole.VISITING))
    missed_before = _at_like_meetings(
        Attendance.objects.filter(pk__lt=OuterRef("pk")).exclude(state__in=(*THERE, AttendanceState.EXEMPT))
    )
    return rows.filter(
        ~Exists(made),
        ~Exists(visits) | LessThanOrEqual(_count_by_member(visits), _count_by_member(missed_before)),
    )


def _at_like_meetings(rows: QuerySet) -> QuerySet:
    """Of these, the member's own of the same kind in the same month, at meetings that count."""
    same_kind = MeetingKind.objects.filter(
        meeting=OuterRef("meeting"),
        kind__in=MeetingKind.objects.filter(meeting=OuterRef(OuterRef(OuterRef("meeting")))).values("kind"),
    )
    return rows.annotate(year=ExtractYear("meeting__held_on"), month=ExtractMonth("meeting__held_on")).filter(
        Exists(same_kind),
        counted("meeting"),
        member=OuterRef("member"),
        year=ExtractYear(OuterRef("meeting__held_on")),
        month=ExtractMonth(OuterRef("meeting__held_on")),
    )


def _count_by_member(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("member").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def owed_make_ups_in_reach(
    by: Actor, *, today: dt.date, organization: Organization | None = None
) -> "QuerySet[Attendance]":
    """What those whose records this person keeps still owe of the last twelve months, oldest first."""
    rows = Attendance.objects.filter(
        by.reach.q(Capability.RECORD_MEETING, "meeting__organization"),
        meeting__held_on__range=(clock.months_later(today, -12), today),
    )
    if organization is not None:
        rows = rows.filter(meeting__organization__in=Organization.objects.within(organization).values("pk"))
    owing = owed_make_ups(rows).select_related("member", "meeting__organization")
    return owing.prefetch_related("meeting__kinds").order_by("meeting__held_on", "id")


@dataclass(frozen=True)
class Coverage:
    """Two figures: who came, and whom it reached."""

    expected: int
    present: int
    made_up: int

    @property
    def reached(self) -> int:
        return self.present + self.made_up


def coverage(organization: Organization, period: Period, *, by: Actor) -> Coverage:
    """Of everything an organization and those below it held in a period: two small queries.

    Turnout is summed over meetings, whose counts stand on the row; only leave that was made up is counted from
    attendance.
    """
    held = Meeting.objects.visible_to(by, Capability.VIEW).within(organization).counted().held_in(period)
    sums = held.aggregate(expected=Sum("expected"), present=Sum("present"))
    at = Attendance.objects.filter(meeting__in=held.values("pk"), state=AttendanceState.ON_LEAVE)
    made = MakeUp.objects.filter(meeting=OuterRef("meeting"), member=OuterRef("member"))
    made_up = at.filter(Exists(made)).count()
    return Coverage(sums["expected"] or 0, sums["present"] or 0, made_up)


@dataclass(frozen=True)
class OwnYearRow:
    """One meeting of a member's year."""

    meeting: Meeting
    state: str
    label: str
    owes: bool = False
    visit: Meeting | None = None  # where the member was a guest instead

    @property
    def attended_meeting(self) -> Meeting | None:
        """The meeting the member attended: this one, one elsewhere as a guest, or none."""
        return self.visit or (self.meeting if self.state in THERE else None)

    @property
    def look(self) -> str:
        """How it is drawn: as on every list of attendance, but leave that was made up needs nobody's eye."""
        if self.owes:
            return "due_soon"
        return "info" if self.state == AttendanceState.ON_LEAVE else self.state


@dataclass
class OwnYear:
    """A member's own tally of a year, visits at host branches counted in (R-FLO-02)."""

    member: Member
    year: int
    today: dt.date

    @cached_property
    def lines(self) -> list[OwnYearRow]:
        attendances = Attendance.objects.filter(counted("meeting"), **self._of_year)
        owing = set(owed_make_ups(attendances).values_list("meeting_id", flat=True))
        made_up = MakeUp.objects.filter(member=self.member, meeting__held_on__year=self.year)
        made = set(made_up.values_list("meeting_id", flat=True))
        visits = self._visits()
        lines = []
        rows = attendances.filter(EXPECTED).select_related("meeting")
        for row in rows.prefetch_related("meeting__kinds"):
            visit = None if row.state in THERE else _matching(row.meeting, visits)
            if visit:
                visits.remove(visit)
                lines.append(_visit_row(row.meeting, visit))
                continue
            word = "到会" if row.state == AttendanceState.PRESENT else AttendanceState(row.state).label
            if row.meeting_id in owing:
                word = "请假，待补学"
            elif row.meeting_id in made:
                word = "请假，已补学"
            lines.append(OwnYearRow(row.meeting, row.state, word, row.meeting_id in owing))
        lines += [_visit_row(visit, visit) for visit in visits]
        return sorted(lines, key=lambda line: (line.meeting.held_on, line.meeting.pk), reverse=True)

    @property
    def _of_year(self) -> dict[str, Any]:
        return {
            "member": self.member,
            "meeting__held_on__year": self.year,
            "meeting__held_on__lte": self.today,
        }

    def _visits(self) -> list[Meeting]:
        guests = Guest.objects.filter(counted("meeting"), role=GuestRole.VISITING, **self._of_year)
        rows = Meeting.objects.filter(pk__in=guests.values("meeting")).select_related("organization")
        return list(rows.prefetch_related("kinds").order_by("held_on", "pk"))

    @property
    def expected(self) -> int:
        return len(self.lines)

    @property
    def present(self) -> int:
        return sum(line.state in THERE for line in self.lines)

    @property
    def on_leave(self) -> int:
        return sum(line.state == AttendanceState.ON_LEAVE for line in self.lines)

    @property
    def absent(self) -> int:
        return sum(line.state == AttendanceState.ABSENT for line in self.lines)

    @property
    def owed(self) -> list[OwnYearRow]:
        return [line for line in self.lines if line.owes]

    @property
    def reached(self) -> int:
        return self.present + sum(line.label == "请假，已补学" for line in self.lines)


def _visit_row(meeting: Meeting, visit: Meeting) -> OwnYearRow:
    word = f"到会（{visit.organization.short_name}）"
    return OwnYearRow(meeting, AttendanceState.PRESENT, word, visit=visit)


def _matching(meeting: Meeting, visits: Iterable[Meeting]) -> Any:
    """The first visit in the month of this meeting to one of a kind it has."""
    month, kinds = Period.month(meeting.held_on), set(meeting.kind_codes)
    return next((one for one in visits if one.held_on in month and kinds & set(one.kind_codes)), None)
