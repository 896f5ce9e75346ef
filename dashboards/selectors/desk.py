"""Read model of a branch's desk: open duties, calendar of the month.

Reads only. Callers choose the organization by reach; rows are limited by `visible_to` here too, so that a desk never
shows more than the pages behind it.
"""

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core.clock import Period
from core.dates_zh import short_period
from dashboards.selectors.unfinished import UnfinishedRecord
from meetings.models import Meeting, Step
from meetings.querysets import MeetingQuerySet
from meetings.states import COUNTED, OPEN, SHORT, Kind, Status
from members.models import Member
from obligations.selectors.owed import OwedDuty, owed_duties
from obligations.states import CARRIED_BY_THEME_DAY, UNMET, DutyState

DONE = frozenset({DutyState.MET, DutyState.MET_LATE})
RECORD_DAYS = 3  # before the last day


@dataclass(frozen=True)
class Task:
    """An unmet duty of the desk, with the link that settles it soonest.

    begun: its meeting that is planned, recorded and not submitted, or returned; it is continued, never recorded twice.
    is_to_record: begun already, or so near its last day that recording is offered rather than planning.
    """

    owed: OwedDuty
    name: str
    begun: Meeting | None = None
    together_on: dt.date | None = None  # the day of the theme day it could be held with
    together_with: Meeting | None = None

    is_to_record: bool = False
    is_written: bool = False  # it stands above, where it is gone on with

    @property
    def badge_state(self) -> str:
        """The state shown as a badge."""
        is_returned = self.begun is not None and self.begun.status == Status.RETURNED
        return Status.RETURNED if is_returned else self.owed.state

    @property
    def badge_text(self) -> str:
        """The text that replaces the label of the state, or empty."""
        if self.begun is None:
            return "未安排" if self.owed.state == DutyState.OPEN else ""
        return "已记，没提交" if self.begun.status == Status.HELD else ""

    @property
    def period_name(self) -> str:
        return short_period(self.owed.period)


@dataclass(frozen=True)
class FulfilledDuty:
    owed: OwedDuty
    name: str
    meetings: Sequence[Meeting]


@dataclass(frozen=True)
class PeriodTasks:
    """The tasks of one longer period: 四季度还差1项."""

    title: str
    tasks: Sequence[Task]

    @property
    def open_tasks(self) -> list[Task]:
        return [task for task in self.tasks if not task.is_written]


@dataclass(frozen=True)
class Desk:
    month: Period
    today: dt.date
    tasks: Sequence[Task]
    stretches: Sequence[PeriodTasks]
    done: Sequence[FulfilledDuty]
    waived: Sequence[FulfilledDuty]
    required: int
    has_unfinished: bool = False

    @property
    def open_tasks(self) -> list[Task]:
        """What nobody has begun: begun ones stand once, as unfinished or returned."""
        return [task for task in self.tasks if not task.is_written]

    @property
    def pips(self) -> list[bool]:
        return [True] * self.completed + [False] * len(self.tasks)

    @property
    def completed(self) -> int:
        return self.required - len(self.tasks)

    @property
    def days_left(self) -> int:
        return (self.month.until - self.today).days

    @property
    def first(self) -> Task | None:
        """The task of the primary button: the first to be recorded, else the first; none where something is unfinished."""
        if self.has_unfinished:
            return None
        every = [*self.open_tasks, *(task for stretch in self.stretches for task in stretch.open_tasks)]
        return next((task for task in every if task.is_to_record), every[0] if every else None)


def desk(
    organization: Organization,
    *,
    today: dt.date,
    month: Period | None = None,
    unfinished: Sequence[UnfinishedRecord] = (),
    by: Actor,
) -> Desk:
    """What the branch and its groups owe this month and in the longer periods around it, done and undone. `unfinished`: the
    records that stand on the desk already."""
    month = month or Period.month(today)
    rows = [row for row in owed_duties(organization, month, today) if row.state != DutyState.NOT_APPLICABLE]
    held = _meetings_of(organization, rows, by)
    monthly = [row for row in rows if row.period == month]
    longer = [row for row in rows if row.period != month]
    written = partial(_is_written, unfinished)
    tasks = [written(_task(row, organization, held, today)) for row in monthly if row.state in UNMET]
    themes = (task for task in tasks if task.owed.rule.kind == Kind.THEME_DAY)
    carrier = next(themes, None) if today in month else None  # a past theme day carries nothing
    stretches: dict[Period, list[Task]] = {}
    for row in longer:
        if row.state in UNMET:
            task = _task(row, organization, held, today, carrier)
            stretches.setdefault(row.period, []).append(written(task))
    return Desk(
        month=month,
        today=today,
        tasks=tasks,
        stretches=[
            # The period is current or just over, so its year needs no mention.
            PeriodTasks(f"{short_period(period, near=period.since)}还差{len(tasks)}项", tasks)
            for period, tasks in sorted(stretches.items())
        ],
        done=[
            FulfilledDuty(row, duty_name(row, organization), _meetings_for_duty(row, held, COUNTED))
            for row in rows
            if row.state in DONE
        ],
        waived=[
            FulfilledDuty(row, duty_name(row, organization), ())
            for row in rows
            if row.state == DutyState.WAIVED
        ],
        required=len(monthly),
        has_unfinished=bool(unfinished),
    )


def _is_written(unfinished: Sequence[UnfinishedRecord], task: Task) -> Task:
    """The task, marked where its record is begun: one that is listed as unfinished, or one that was returned."""
    row, begun = task.owed, task.begun
    is_listed = any(
        one.begins_at is not None
        and one.organization.pk == row.organization.pk
        and row.rule.kind in one.kinds
        and timezone.localdate(one.begins_at) in row.period
        for one in unfinished
    )
    is_returned = begun is not None and begun.status == Status.RETURNED
    return replace(task, is_written=is_listed or is_returned)


def _meetings_of(organization: Organization, rows: Sequence[OwedDuty], by: Actor) -> list[Meeting]:
    if not rows:
        return []
    span = (min(row.period.since for row in rows), max(row.period.until for row in rows))
    return list(
        Meeting.objects.visible_to(by, Capability.VIEW)
        .within(organization)
        .filter(held_on__range=span)
        .prefetch_related("kinds")
        .order_by("held_on", "id")
    )


def _meetings_for_duty(row: OwedDuty, held: Sequence[Meeting], statuses: Sequence[str]) -> list[Meeting]:
    return [
        meeting
        for meeting in held
        if meeting.organization_id == row.organization.pk
        and meeting.held_on in row.period
        and meeting.status in statuses
        and any(kind.kind == row.rule.kind for kind in meeting.kinds.all())
    ]


def duty_name(row: OwedDuty, organization: Organization) -> str:
    same = row.organization.pk == organization.pk
    return row.rule.name if same else f"{row.rule.name}（{row.organization.short_name}）"


def _task(
    row: OwedDuty,
    organization: Organization,
    held: Sequence[Meeting],
    today: dt.date,
    carrier: Task | None = None,
) -> Task:
    rows = sorted(_meetings_for_duty(row, held, OPEN), key=lambda meeting: meeting.status == Status.PLANNED)
    begun = rows[0] if rows else None
    day = activity_day(organization, row.period) if row.rule.kind == Kind.THEME_DAY else None
    near = (row.due_on - today).days <= RECORD_DAYS or (day is not None and day <= today)
    task = Task(row, duty_name(row, organization), begun, is_to_record=begun is not None or near)
    if carrier is None or begun is not None or row.rule.kind not in CARRIED_BY_THEME_DAY:
        return task
    if carrier.begun is not None and carrier.begun.status != Status.PLANNED:
        return task  # that day is over
    if carrier.begun is not None:
        return replace(task, together_on=carrier.begun.held_on, together_with=carrier.begun)
    day = activity_day(organization, carrier.owed.period)
    return replace(task, together_on=day if day and day >= today else carrier.owed.due_on)


def activity_day(organization: Organization, month: Period) -> dt.date | None:
    """The branch's fixed day in that month; the month's last day where the month is too short."""
    if organization.activity_day is None:
        return None
    return min(month.since + dt.timedelta(days=organization.activity_day - 1), month.until)


def returned_records(organization: Organization, *, by: Actor) -> list[Meeting]:
    """Returned records, each with `sent_back`, its last returning step (comment, who, when)."""
    steps = Prefetch("steps", Step.objects.filter(deed=Step.Type.RETURNED).order_by("-id"), "returns")
    rows = list(
        Meeting.objects.visible_to(by, Capability.VIEW)
        .within(organization)
        .filter(status=Status.RETURNED)
        .select_related("organization")
        .prefetch_related("kinds", steps)
        .order_by("held_on", "id")
    )
    for row in rows:
        row.sent_back = row.returns[0] if row.returns else None
    return rows


def unsent_records(organization: Organization, *, by: Actor) -> MeetingQuerySet:
    """Records begun and not yet submitted, oldest first."""
    return (
        Meeting.objects.visible_to(by, Capability.VIEW)
        .within(organization)
        .filter(status=Status.HELD)
        .select_related("organization")
        .prefetch_related("kinds")
        .order_by("held_on", "id")
    )


def next_meeting(organization: Organization, *, today: dt.date, by: Actor) -> Meeting | None:
    """The nearest planned one, with `roll`: how many will be expected that day."""
    meeting = (
        Meeting.objects.visible_to(by)
        .within(organization)
        .filter(status=Status.PLANNED, held_on__gte=today)
        .select_related("organization")
        .prefetch_related("kinds")
        .order_by("held_on", "starts_at", "id")
        .first()
    )
    if meeting is not None and any(row.kind != Kind.COMMITTEE for row in meeting.kinds.all()):
        place, day = meeting.organization, meeting.held_on
        meeting.roll = Member.objects.on_roll(place, day).expected_on(day).count()
    return meeting


# ── the month ──


@dataclass(frozen=True)
class CalendarDay:
    on: dt.date
    meetings: Sequence[Meeting]
    is_today: bool
    is_due: bool

    @property
    def css_state(self) -> str:
        """The CSS state of the day: today, else held, planned or due."""
        if self.is_today:
            return "today"
        if any(meeting.status not in (Status.PLANNED, Status.RETURNED) for meeting in self.meetings):
            return "held"
        return "plan" if self.meetings else "due" if self.is_due else ""

    @property
    def caption(self) -> str:
        if self.meetings:
            kinds = [kind.kind for kind in self.meetings[0].kinds.all()]
            return SHORT[Kind(kinds[0])] if kinds else "会议"
        return "今天" if self.is_today else "截止" if self.is_due else ""


def calendar_month(
    organization: Organization, month: Period, *, today: dt.date, due: bool, by: Actor
) -> tuple[list[list[CalendarDay | None]], list[Meeting]]:
    """Weeks from Monday, a None outside the month; and the month's meetings in order."""
    meetings = list(
        Meeting.objects.visible_to(by)
        .within(organization)
        .held_in(month)
        .exclude(status=Status.CANCELLED)
        .select_related("organization")
        .prefetch_related("kinds")
        .order_by("held_on", "starts_at", "id")
    )
    on: dict[dt.date, list[Meeting]] = {}
    for meeting in meetings:
        on.setdefault(meeting.held_on, []).append(meeting)
    weeks = [
        [
            CalendarDay(day, on.get(day, []), day == today, due and day == month.until)
            if day in month
            else None
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(month.since.year, month.since.month)
    ]
    return weeks, meetings


# ── the month before ──


def last_late_day(today: dt.date) -> dt.date:
    """The last day of this month on which a record of the month before reaches its report."""
    return today.replace(day=settings.REPORT_CUT_OFF_DAY)


def late_window(today: dt.date) -> Period | None:
    """The month before, while records of it still reach its report; None afterwards."""
    return Period.month(today).previous() if today <= last_late_day(today) else None
