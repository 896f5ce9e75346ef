"""Action that plans the meetings and the aims of a branch for a whole year (年计划)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import short_date
from core.errors import RuleBroken
from meetings import errors as meetings_errors
from meetings.models import Meeting, MeetingKind, Step
from meetings.record.schema import MeetingRecord
from meetings.record.words import record_words
from meetings.rules import checks
from meetings.states import Kind, Status
from planning import errors
from planning.models import YearPlan

MOST_ROWS = 400


@dataclass(frozen=True)
class PlanRow:
    """One meeting of the plan. The uuid is the client's own, so that sending twice plans once."""

    uuid: UUID
    organization: Organization
    kinds: tuple[str, ...]
    held_on: dt.date
    starts_at: dt.datetime
    theme: str = ""
    place: str = ""

    @property
    def record(self) -> MeetingRecord:
        return MeetingRecord(
            kinds=tuple(kind for kind in Kind if kind in self.kinds),
            held_on=self.held_on,
            starts_at=self.starts_at,
            theme=self.theme.strip(),
            place=self.place.strip(),
        )


@dataclass(frozen=True)
class YearPlanResult:
    """The plan of the year, the meetings planned now, and how many rows were planned before."""

    plan: YearPlan
    meetings: Sequence[Meeting]
    already: int


@transaction.atomic
def plan_year(
    *, organization: Organization, year: int, rows: Iterable[PlanRow] = (), aims: str | None = None, by: Actor
) -> YearPlanResult:
    """Plan the rows of a branch and its groups, all of them or none, and keep the aims (None leaves them).

    What is planned already is not planned twice: neither a uuid that is taken, nor a day on which that organization
    has a meeting of the same kinds. A fixed number of statements, however many rows.

    Raises NotYours, PlanHasFaults (`fields`: number of the row → sentence), AlreadyThere.
    """
    by.must(Capability.RECORD_MEETING, organization)
    rows = list(rows)
    _refuse_faults(organization, year, rows)
    plan, is_new = YearPlan.objects.get_or_create(
        organization=organization, year=year, defaults={"by": by.user}
    )
    # Serializes concurrent planning of this branch.
    plan = YearPlan.objects.select_for_update().get(pk=plan.pk)
    before = plan.aims
    if aims is not None:
        plan.aims = aims.strip()
    plan.save(update_fields=["aims", "changed_at"])
    fresh = _rows_not_planned_yet(organization, year, rows)
    meetings = _write_meetings(fresh, by)
    chain.record_each(
        "meeting.plan",
        [
            chain.AuditAction(meeting, row.organization, None, record_words(row.record, {}))
            for meeting, row in zip(meetings, fresh, strict=True)
        ],
        by=by,
    )
    chain.record(
        "meeting.plan_year",
        by=by,
        subject=plan,
        where=organization,
        before=None if is_new else {"工作要点": before},
        after={"年份": year, "工作要点": plan.aims, "新计划": len(fresh), "已有": len(rows) - len(fresh)},
    )
    return YearPlanResult(plan, meetings, len(rows) - len(fresh))


def _refuse_faults(organization: Organization, year: int, rows: Sequence[PlanRow]) -> None:
    today, faults = clock.today(), {}
    if len(rows) > MOST_ROWS:
        raise errors.PlanHasFaults(f"一次最多计划{MOST_ROWS}次会议，现在有{len(rows)}次，请分开计划。")
    for number, row in enumerate(rows):
        try:
            if not row.organization.path.startswith(organization.path):
                raise RuleBroken(f"{row.organization.short_name}不在{organization.short_name}里。")
            place = row.organization
            contradictions = checks.contradictions(checks.Body.of(place), row.record)
            checks.refuse(contradictions, row.held_on)
            if row.held_on.year != year:
                raise RuleBroken(f"日期要在{year}年里。")
            if row.held_on < today:
                raise meetings_errors.AlreadyOver(on=short_date(row.held_on))
        except RuleBroken as fault:
            faults[str(number)] = fault.sentence
    if faults:
        raise errors.PlanHasFaults(fields=faults, count=len(faults), first=next(iter(faults.values())))


def _rows_not_planned_yet(organization: Organization, year: int, rows: Sequence[PlanRow]) -> list[PlanRow]:
    """The rows that are not planned yet. Two queries."""
    wanted = {row.uuid for row in rows}
    taken = dict(Meeting.objects.filter(uuid__in=wanted).values_list("uuid", "organization__path"))
    if any(not path.startswith(organization.path) for path in taken.values()):
        raise meetings_errors.AlreadyThere("这个编号已经用过，请换一个。")
    there = set(
        MeetingKind.objects.filter(
            tree.subtree(organization.path, "meeting__organization"),
            meeting__held_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        )
        .exclude(meeting__status=Status.CANCELLED)
        .values_list("meeting__organization_id", "meeting__held_on", "kind")
    )
    fresh = []
    for row in rows:
        days = {(row.organization.pk, row.held_on, kind) for kind in row.kinds}
        if row.uuid in taken or days <= there:
            continue
        fresh.append(row)
        taken[row.uuid] = row.organization.path
        there |= days
    return fresh


def _write_meetings(rows: Sequence[PlanRow], by: Actor) -> list[Meeting]:
    meetings = Meeting.objects.bulk_create(
        Meeting(
            uuid=row.uuid,
            organization=row.organization,
            theme=row.record.theme,
            held_on=row.held_on,
            starts_at=row.starts_at,
            place=row.record.place,
        )
        for row in rows
    )
    MeetingKind.objects.bulk_create(
        MeetingKind(meeting=meeting, kind=kind)
        for meeting, row in zip(meetings, rows, strict=True)
        for kind in row.record.kinds
    )
    Step.objects.bulk_create(
        Step(meeting=meeting, deed=Step.Type.PLANNED, by=by.user, who=by.name[:64]) for meeting in meetings
    )
    return meetings
