"""The year plan of a branch (年计划): its meetings, and a proposal for each meeting its rules still require.

Reads only, in a fixed number of queries. Nothing is proposed for past days: meetings missed then are listed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from branches.access.roles import Capability
from branches.models import Organization, Term
from branches.rules import tree
from branches.selectors.actors import Actor
from branches.selectors.workdays import Workdays, fixed_day
from branches.states import ELECTS
from core import clock
from core.clock import Period
from core.dates_zh import short_date
from core.instruments import ZB17, ZB18
from life.selectors import standings
from meetings.models import Meeting, MeetingKind
from meetings.selectors.initial_values import USUAL_START
from meetings.states import Kind, Status, kinds_held
from members.models import Member
from obligations.models import Rule
from obligations.rules.duty import Duty
from obligations.selectors.duties import duties_of_each
from obligations.sql.required import RequirementQuery
from planning.models import YearPlan
from planning.rules.combined_meetings import combine_with_theme_days
from planning.rules.meeting_proposal import MeetingProposal
from planning.rules.plan_conflicts import resolve_conflicts

YEARS_BACK, YEARS_AHEAD = 5, 2
DAY_WITHOUT_HABIT = 15
DAYS_BEFORE = {Kind.COMMITTEE: 7, Kind.GROUP: 3}  # a committee prepares the theme day, groups meet before it
MONTH_OF = {Kind.LECTURE: 0, Kind.GENERAL: 1}  # of the period: its first, its second month; else its last
YEARLY = {
    Kind.LIFE: ("组织生活会", ZB17),
    Kind.APPRAISAL: ("民主评议党员", ZB18),
}
# Yearly work besides meetings (domain.md §1.6), by month; 0: every month.
CHORES = {
    0: ["党员交纳当月党费"],
    1: ["制定年度计划", "核定今年的党费标准"],
    6: ["入党积极分子考察（上半年）", "联系出国（境）党员（上半年）"],
    11: ["谈心谈话一轮，组织生活会前谈完"],
    12: [
        "入党积极分子考察（下半年）",
        "联系出国（境）党员（下半年）",
        "年度总结，书记述职评议",
        "公布全年党费收缴情况",
        "核对党员培训学时",
        "党内统计，截至12月31日",
    ],
}


@dataclass(frozen=True)
class PlanMonth:
    period: Period
    meetings: Sequence[Meeting]
    proposals: Sequence[MeetingProposal]
    missed: Sequence[str]  # required in this month, which is over, and not held
    chores: Sequence[str]

    @property
    def is_empty(self) -> bool:
        return not (self.meetings or self.proposals or self.missed)


@dataclass(frozen=True)
class YearPlanPage:
    aims: str
    months: Sequence[PlanMonth]
    days_off: Mapping[int, str]  # planned meetings, by id, that have come to lie on a day off → its name
    unpublished: str

    @property
    def proposals(self) -> list[MeetingProposal]:
        return [proposal for month in self.months for proposal in month.proposals]

    @property
    def planned(self) -> int:
        return sum(len(month.meetings) for month in self.months)


class UsualValues(dict[tuple[int, str], tuple[int | None, dt.time, str]]):
    """(organization, kind) → day, time and place of its last meeting of that kind; without one, the last place it met."""

    def __missing__(self, key: tuple[int, str]) -> tuple[int | None, dt.time, str]:
        places = (place for (pk, _), (_, _, place) in self.items() if pk == key[0])
        return None, USUAL_START, next(places, "")


def plan_years(today: dt.date) -> range:
    """The years whose plan can be opened."""
    return range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1)


def year_plan_page(
    organization: Organization, year: int, *, today: dt.date, together: bool, by: Actor
) -> YearPlanPage:
    """The year of a branch with its groups, or of one group. The caller has checked VIEW."""
    months = [Period.month(dt.date(year, n, 1)) for n in range(1, 13)]
    plan = YearPlan.objects.filter(organization=organization, year=year).first()
    places = {row.pk: row for row in Organization.objects.within(organization).select_related("parent")}
    there = _meetings_of_year(organization, year, by)
    days = Workdays.of(year, at=organization.path)
    proposals, missed = _propose_meetings(organization, places, months, there, days, today)
    if together:
        proposals = combine_with_theme_days(proposals)
    proposals = resolve_conflicts(proposals, there, days, today)
    by_month: dict[int, list[MeetingProposal]] = defaultdict(list)
    for proposal in sorted(proposals, key=lambda proposal: (proposal.on, proposal.organization.path)):
        by_month[proposal.on.month].append(proposal)
    held: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in there:
        if meeting.status != Status.CANCELLED:
            held[meeting.held_on.month].append(meeting)
    chores = _chores(organization, year, by)
    return YearPlanPage(
        aims=plan.aims if plan else "",
        months=[
            PlanMonth(Period.month(dt.date(year, n, 1)), held[n], by_month[n], missed[n], chores[n])
            for n in range(1, 13)
        ],
        days_off=_days_off(there, days, today),
        unpublished=days.unpublished(year),
    )


def _meetings_of_year(organization: Organization, year: int, by: Actor) -> list[Meeting]:
    return list(
        Meeting.objects.visible_to(by, Capability.VIEW)
        .within(organization)
        .filter(held_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))
        .select_related("organization__parent")
        .prefetch_related("kinds")
        .order_by("held_on", "starts_at", "id")
    )


def _days_off(there: Sequence[Meeting], days: Workdays, today: dt.date) -> dict[int, str]:
    """Planned meetings that lie on a day off, by id, with the name of the day off."""
    ahead = (row for row in there if row.status == Status.PLANNED and row.held_on >= today)
    return {row.pk: name for row in ahead if (name := days.name_of(row.held_on))}


def required_meetings(
    organization: Organization, months: Sequence[Period], today: dt.date
) -> list[tuple[Duty, int, int]]:
    """(duty, organization, number) for each period of the year, in one SQL statement built by obligations.sql.required."""
    of_year = (duty for month_duties in duties_of_each(months, organization.path) for duty in month_duties)
    duties = list({(duty.rule.code, duty.path, duty.period): duty for duty in of_year}.values())
    if not duties:
        return []
    query = RequirementQuery(duties=duties, month=months[0], path=organization.path, on=today, before=None)
    arms = [
        f"SELECT {n} AS n, a.organization_id, a.asked"
        f" FROM ({query.requirement_select(duty, with_waivers=True)}) a WHERE a.asked > 0 AND a.waived = 0"
        for n, duty in enumerate(duties)
    ]
    seated = f"WITH {query.seated_cte()} " if query.committee_duties else ""
    return [(duties[n], pk, many) for n, pk, many in query.rows(seated + " UNION ALL ".join(arms))]


def _propose_meetings(
    root: Organization,
    places: dict[int, Organization],
    months: Sequence[Period],
    there: Sequence[Meeting],
    days: Workdays,
    today: dt.date,
) -> tuple[list[MeetingProposal], dict[int, list[str]]]:
    habits = _usual_values(root, today)
    counted: dict[tuple[int, str], list[tuple[dt.date, bool]]] = defaultdict(list)
    for meeting in there:
        counts = meeting.status != Status.CANCELLED and not meeting.is_void
        for row in meeting.kinds.all():
            counted[meeting.organization_id, row.kind].append((meeting.held_on, counts))
    proposals: list[MeetingProposal] = []
    missed: dict[int, list[str]] = defaultdict(list)
    needs = [(duty.rule, duty.period, pk, many) for duty, pk, many in required_meetings(root, months, today)]
    of_the_year = _yearly_requirements(root, months, needs)
    if of_the_year:
        groups = [place for place in places.values() if place.is_group and not _is_dissolved(place, today)]
        for pk, kind, on in standings.meetings_for_year_before(root, groups, months[0].since.year):
            counted[pk, kind] = [(day, counts and day != on) for day, counts in counted[pk, kind]]
        held = [[day for day, counts in counted[group.pk, Kind.LIFE] if counts] for group in groups]
        if held and all(held):  # group by group
            counted[root.pk, Kind.LIFE].append((max(map(min, held)), True))
    needs += of_the_year
    for rule, period, pk, many in needs:
        organization = places.get(pk)
        if organization is None or rule.kind not in kinds_held(
            organization.kind, organization.special_provision
        ):
            continue
        rows = [counts for on, counts in counted[pk, rule.kind] if on in period]
        lacking = many - sum(rows)
        if lacking > 0 and period.until < today:
            whose = f"{organization.full_label}：" if organization.is_group else ""
            missed[period.until.month].append(whose + rule.name)
            continue
        for n in range(max(0, lacking)):
            # The number of those that were there (cancelled ones too) makes another id after a cancellation.
            key = f"{organization.code}|{rule.code}|{period.since}|{len(rows) + n}"
            if proposal := _propose_meeting(
                organization, rule, period, n, many, habits, days, today, root, key
            ):
                proposals.append(proposal)
    return proposals, missed


def _yearly_requirements(
    root: Organization, months: Sequence[Period], needs: Sequence[tuple[Rule, Period, int, int]]
) -> list[tuple[Rule, Period, int, int]]:
    """组织生活会 and 民主评议 are proposed once a year even where no rule of the district counts them."""
    if not root.is_branch:
        return []
    ruled = {rule.kind for rule, *_ in needs}
    year = Period.holding(months[0].since, 12)
    return [
        (Rule(code=f"year-{kind}", name=name, kind=kind, basis=basis), year, root.pk, 1)
        for kind, (name, basis) in YEARLY.items()
        if kind not in ruled and root.established_on <= year.since and not _is_dissolved(root, year.until)
    ]


def _is_dissolved(place: Organization, on: dt.date) -> bool:
    return place.dissolved_on is not None and place.dissolved_on <= on


def _propose_meeting(
    organization: Organization,
    rule: Rule,
    period: Period,
    number: int,
    many: int,
    habits: UsualValues,
    days: Workdays,
    today: dt.date,
    root: Organization,
    key: str,
) -> MeetingProposal | None:
    kind = Kind(rule.kind)
    month = _proposed_month(kind, period, number, many, today)
    own_day, starts, place = habits[organization.pk, kind]
    branch_day = root.activity_day or habits[root.pk, Kind.THEME_DAY][0] or DAY_WITHOUT_HABIT
    if kind == Kind.THEME_DAY:
        wanted = fixed_day(organization.activity_day or own_day or branch_day, month)
    elif kind in DAYS_BEFORE:
        wanted = fixed_day(own_day or max(1, branch_day - DAYS_BEFORE[kind]), month)
    else:
        wanted = fixed_day(branch_day, month)
    day = days.moved(wanted, not_before=today)
    if day < today:
        return None
    why_moved = days.name_of(wanted)
    return MeetingProposal(
        uuid=uuid5(NAMESPACE_URL, f"plan:{key}"),
        organization=organization,
        kinds=(kind.value,),
        on=day,
        starts=starts,
        place=place,
        period=period,
        basis=rule.basis,
        moved_from=wanted if why_moved and day != wanted else None,
        why_moved=why_moved,
    )


def _proposed_month(kind: Kind, period: Period, number: int, many: int, today: dt.date) -> Period:
    """The month of the period to propose: several meetings are spread over it; no past month."""
    last = period.months - 1
    place = MONTH_OF.get(kind, last) if many == 1 else number * period.months // many
    month = Period.month(clock.months_later(period.since, min(place, last)))
    now = Period.month(today)
    return max(month, now) if now.since <= period.until else month


def _usual_values(root: Organization, today: dt.date) -> UsualValues:
    rows = (
        MeetingKind.objects.filter(
            tree.subtree(root.path, "meeting__organization"),
            meeting__held_on__range=(clock.months_later(today, -12), today),
        )
        .exclude(meeting__status__in=(Status.PLANNED, Status.CANCELLED))
        .order_by("-meeting__held_on", "-meeting_id")
        .values_list(
            "meeting__organization_id", "kind", "meeting__held_on", "meeting__starts_at", "meeting__place"
        )
    )
    habits = UsualValues()
    for pk, kind, on, starts, place in rows:
        habits.setdefault((pk, kind), (on.day, timezone.localtime(starts).time(), place))
    return habits


def _chores(organization: Organization, year: int, by: Actor) -> dict[int, list[str]]:
    chores = {month: [*CHORES[0], *CHORES.get(month, [])] for month in range(1, 13)}
    if not organization.is_branch:
        return {month: [] for month in chores}
    term = Term.objects.filter(organization=organization, until__isnull=True).order_by("-since").first()
    first = dt.date(year, 1, 1)
    ends_on = term.expires_on if term and organization.kind in ELECTS else None
    if ends_on and ends_on.year == year:
        chores[ends_on.month].append(f"{short_date(ends_on, first)}届满，按期换届")
    remind_on = clock.months_later(ends_on, -6) if ends_on else None
    if remind_on and remind_on.year == year:
        chores[remind_on.month].append("离届满还有6个月，准备换届")
    if by.may(Capability.VIEW_MEMBERS, organization):
        rows = Member.objects.visible_to(by).within(organization).present()
        for member in rows.filter(full_on__isnull=True).only("name", "joined_on", "extended_until"):
            due = member.probation_ends_on
            if due.year == year:
                chores[due.month].append(f"{member.name}{short_date(due, first)}预备期满，党员大会讨论转正")
    return chores
