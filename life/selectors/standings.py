"""What a year requires of a branch's organizational life and what of it is done: R-LIFE-01, -03, -04, -08, -11; R-STA-08.

The year's organizational-life meeting and appraisal are due by LIFE_DEADLINE, at the latest by LIFE_GRACE of the next year
(domain: a year's session is often held in the spring after it). A branch may hold it group by group: then the year is
met on the day the last of its groups has held one. They are findings and no rows of the month's report: a report's
period ends with its year and knows no grace. Reading only; a page of branches costs as many queries as one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, F, Min, Q, When
from django.db.models.functions import Coalesce

from branches.models import Organization
from branches.querysets import open_on
from branches.states import COMMITTEES
from branches.states import Kind as OrganizationKind
from core.dates_zh import short_date
from core.instruments import ZB16, ZB17, ZB18
from life.models import Appraisal, Disposal
from life.states import NOT_CONCLUDED, DisposalKind, DisposalStatus
from meetings.models import Lecture, Meeting, MeetingKind, Problem
from meetings.querysets import counted, rectification_overdue
from meetings.states import Kind, Status, kinds_held
from members.models import Post
from members.states import Title

SEASON = 10  # October: a year's meeting is normally held in its last quarter (支部工作条例 Art. 17)
FULL_MONTHS = 6  # who stood less than half of a year owes nothing for it
# Whose a meeting is: a group's is its branch's.
BRANCH = Case(
    When(meeting__organization__kind=OrganizationKind.GROUP, then=F("meeting__organization__parent")),
    default=F("meeting__organization"),
)
Days = Mapping[tuple[int, str], Iterable[dt.date]]


def deadline(year: int) -> dt.date:
    return dt.date.fromisoformat(f"{year}-{settings.LIFE_DEADLINE}")


def grace(year: int) -> dt.date:
    return dt.date.fromisoformat(f"{year + 1}-{settings.LIFE_GRACE}")


def meeting_day_by_year(
    days: Iterable[dt.date], first: int, last: int, besides: Mapping[int, dt.date] = MappingProxyType({})
) -> dict[int, dt.date]:
    """Which meeting stands for which year. One of its own year comes first; a year without one takes the first of the
    months of grace, which then does not stand for the year it was held in. A year met in another way takes none."""
    left = sorted(days)
    day_by_year: dict[int, dt.date] = {}
    for year in range(first, last + 1):
        own = [day for day in left if day.year == year]
        late = [day for day in left if day.year == year + 1 and day <= grace(year) and year not in besides]
        taken = (own or late)[:1]
        left = [day for day in left if day.year != year and day not in taken]
        if year in besides:
            taken.append(besides[year])
        if taken:
            day_by_year[year] = min(taken)
    return day_by_year


def years_met_by_groups(
    groups: Iterable[Organization], days: Days, years: Iterable[int], on: dt.date
) -> dict[int, dt.date]:
    """The years whose organizational-life meeting a branch held group by group (Art. 17), each with the day of the last.

    Every group that stood for half of the year and still stands must have held one.
    """
    last_days = {}
    for year in years:
        until = min(on, deadline(year))
        group_days = [
            meeting_day_by_year(days.get((group.pk, Kind.LIFE), ()), year - 1, year).get(year)
            for group in groups
            if group.established_on <= _half(year)
            and not (group.dissolved_on and group.dissolved_on <= until)
        ]
        if group_days and None not in group_days:
            last_days[year] = max(day for day in group_days if day)
    return last_days


def meetings_for_year_before(
    organization: Organization, groups: Sequence[Organization], year: int
) -> Iterator[tuple[int, str, dt.date]]:
    """Whose organizational-life meeting or appraisal of this spring stands for the year before (R-LIFE-01, R-LIFE-04)."""
    days: dict[tuple[int, str], list[dt.date]] = defaultdict(list)
    rows = MeetingKind.objects.filter(
        kind__in=(Kind.LIFE, Kind.APPRAISAL),
        meeting__organization__in=[organization.pk, *(group.pk for group in groups)],
        meeting__held_on__range=(dt.date(year - 1, 1, 1), grace(year - 1)),
        meeting__is_void=False,
    ).exclude(meeting__status=Status.CANCELLED)
    for place, kind, on in rows.values_list("meeting__organization", "kind", "meeting__held_on"):
        days[place, kind].append(on)
    together = years_met_by_groups(groups, days, [year - 1], grace(year - 1))
    for (place, kind), held_on in days.items():
        besides = together if (place, kind) == (organization.pk, Kind.LIFE) else {}
        on = meeting_day_by_year(held_on, year - 1, year - 1, besides)[year - 1]
        if on.year == year and on in held_on:
            yield place, kind, on


def _half(year: int) -> dt.date:
    """Who stands from this day on stood for half of the year."""
    return dt.date(year, 13 - FULL_MONTHS, 1)


def yearly_state(day: dt.date | None, year: int, on: dt.date, since: dt.date | None) -> str:
    """met, open, due_soon (past the deadline, within grace), missed; not_applicable to who stood less than half of it."""
    if day is not None:
        return "met" if day <= deadline(year) else "met_late"
    if since is None or since > _half(year):
        return "not_applicable"
    if on <= deadline(year):
        return "open"
    return "due_soon" if on <= grace(year) else "missed"


@dataclass(frozen=True)
class Standing:
    """One branch in one year."""

    organization: Organization
    year: int
    life: str
    life_on: dt.date | None
    life_meeting: UUID | None
    appraisal: str
    appraisal_on: dt.date | None
    appraising: Appraisal | None
    overdue: int
    overdue_since: dt.date | None
    disposals: Sequence[Disposal]  # of any year, not concluded

    @property
    def without_case(self) -> int:
        """How many incompetent grades of the year wait to be followed (R-LIFE-08)."""
        return sum(
            one.status == DisposalStatus.OPENED and one.entry.appraisal.year == self.year
            for one in self.disposals
        )


def standings(organizations: Sequence[Organization], years: Sequence[int], on: dt.date) -> list[Standing]:
    """Where these branches stand in those years, oldest first: six queries for one of them and for a page."""
    keys = [organization.pk for organization in organizations]
    groups: dict[int, list[Organization]] = defaultdict(list)
    for group in Organization.objects.filter(parent__in=keys, kind=OrganizationKind.GROUP):
        groups[group.parent_id or 0].append(group)
    days: dict[tuple[int, str], dict[dt.date, UUID]] = defaultdict(dict)
    held = MeetingKind.objects.filter(
        counted("meeting"),
        kind__in=(Kind.LIFE, Kind.APPRAISAL),
        meeting__organization__in=[*keys, *(group.pk for each in groups.values() for group in each)],
        meeting__held_on__range=(dt.date(years[0] - 1, 1, 1), grace(years[-1])),
    ).values_list("meeting__organization_id", "kind", "meeting__held_on", "meeting__uuid")
    for place, kind, day, uuid in held:
        days[place, kind][day] = uuid
    begun = Meeting.objects.order_by().aggregate(first=Min("held_on"))["first"]
    appraisals = {
        (row.organization_id, row.year): row
        for row in Appraisal.objects.filter(organization__in=keys, year__in=years)
    }
    overdue = {
        place: (count, first)
        for place, count, first in Problem.objects.filter(
            Q(meeting__organization__in=keys) | Q(meeting__organization__parent__in=[*groups]),
            counted("meeting"),
            rectification_overdue(on),
        )
        .order_by()
        .annotate(branch=BRANCH)
        .values_list("branch")
        .annotate(count=Count("pk"), first=Min(Coalesce("due_on", "meeting__held_on")))
    }
    disposals: dict[int, list[Disposal]] = defaultdict(list)
    unconcluded = Disposal.objects.filter(
        entry__appraisal__organization__in=keys, status__in=NOT_CONCLUDED
    ).select_related("entry__appraisal")
    for disposal in unconcluded:
        disposals[disposal.entry.appraisal.organization_id].append(disposal)
    rows = []
    for organization, year in product(organizations, years):
        by_groups = years_met_by_groups(groups[organization.pk], days, [year - 1, year], on)
        life_days, appraisal_days = days[organization.pk, Kind.LIFE], days[organization.pk, Kind.APPRAISAL]
        life = meeting_day_by_year(life_days, year - 1, year, by_groups).get(year)
        appraisal = meeting_day_by_year(appraisal_days, year - 1, year).get(year)
        appraising = appraisals.get((organization.pk, year))
        if appraisal is None and appraising is not None:
            appraisal = appraising.closed_on
        # What was before the installation's first record nobody could have entered here.
        since = max(organization.established_on, begun) if begun else None
        count, first = overdue.get(organization.pk, (0, None))
        places = (days[place.pk, Kind.LIFE] for place in (organization, *groups[organization.pk]))
        rows.append(
            Standing(
                organization=organization,
                year=year,
                life=yearly_state(life, year, on, since),
                life_on=life,
                life_meeting=next((place[life] for place in places if life in place), None),
                appraisal=yearly_state(appraisal, year, on, since),
                appraisal_on=appraisal,
                appraising=appraising,
                overdue=count,
                overdue_since=first,
                disposals=disposals[organization.pk],
            )
        )
    return rows


ORDERS = {"": "by the tree", "life": "life_on", "appraisal": "appraisal_on"}
DONE = ("met", "met_late")


def in_order(rows: Sequence[Standing], order: str) -> list[Standing]:
    """By the day of the meeting or the appraisal, those without one last; else as they are."""
    if order not in ("life", "appraisal"):
        return list(rows)
    return sorted(rows, key=lambda row: getattr(row, ORDERS[order]) or dt.date.max)


def totals(rows: Iterable[Standing]) -> dict[str, int]:
    """How many branches are asked, how many did it, and what is past due."""
    found = list(rows)
    asked = {what: [getattr(row, what) for row in found] for what in ("life", "appraisal")}
    return {
        "branches": len(found),
        "overdue": sum(row.overdue for row in found),
        **{f"{what}_asked": sum(state != "not_applicable" for state in each) for what, each in asked.items()},
        **{f"{what}_done": sum(state in DONE for state in each) for what, each in asked.items()},
    }


@dataclass(frozen=True)
class LifeFlag:
    """Something of the year that wants attention, with the page that settles it."""

    rule: str
    sentence: str
    basis: str
    state: str
    page: str  # life, appraisal, problems, disposals, lecture
    year: int


def flags(organization: Organization, on: dt.date) -> list[LifeFlag]:
    """What desk and organization page show of one branch, this year's and last year's; of a committee R-LIFE-11."""
    if organization.kind in COMMITTEES:
        return list(_committee_flags(organization, on))
    if not organization.is_branch:
        return []
    last, this = standings([organization], [on.year - 1, on.year], on)
    asked = {Kind.LIFE.value, *kinds_held(organization.kind, organization.special_provision)}
    return [
        *_absence_flags(last, asked),
        *_absence_flags(this, asked),
        *_overdue_flags(this),
        *_disposal_flags(this, on),
    ]


def _absence_flags(standing: Standing, asked: Collection[str]) -> Iterable[LifeFlag]:
    year = standing.year
    for rule, what, how, basis, kind in (
        ("R-LIFE-01", "组织生活会", standing.life, ZB17, "life"),
        ("R-LIFE-04", "民主评议党员", standing.appraisal, ZB18, "appraisal"),
    ):
        if kind not in asked:  # a temporary branch appraises nobody (R-ORG-12)
            continue
        if how == "due_soon":
            sentence = f"{year}年度{what}还没开，最迟{short_date(grace(year))}前补开。"
            yield LifeFlag(rule, sentence, basis, "due_soon", kind, year)
        elif how == "missed":
            yield LifeFlag(rule, f"{year}年度{what}没有开，已经过了补开的期限。", basis, "missed", kind, year)


def _overdue_flags(standing: Standing) -> Iterable[LifeFlag]:
    if standing.overdue and standing.overdue_since:
        first = short_date(standing.overdue_since)
        sentence = f"{standing.overdue}条整改过了期限还没完成或者没写全，最早的是{first}。"
        yield LifeFlag("R-LIFE-03", sentence, ZB17, "missed", "problems", standing.year)


def _disposal_flags(standing: Standing, on: dt.date) -> Iterable[LifeFlag]:
    """What followed an incompetent grade is told until it is concluded, with its day."""
    undecided = [one for one in standing.disposals if not one.kind]
    terms = [one for one in standing.disposals if one.kind == DisposalKind.CORRECTION]
    others = [one for one in standing.disposals if one.kind and one not in terms]
    for rule, rows, open_words, late_words in (
        ("R-LIFE-08", undecided, "还没定怎么处置，最迟{day}前定", "还没定怎么处置，{day}已经到期"),
        (
            "R-STA-08",
            terms,
            "限期改正，到{day}期满，由支部党员大会作结论",
            "限期改正{day}已经期满，支部党员大会还没作结论",
        ),
        ("R-LIFE-08", others, "劝其退党或者除名，{day}前办结", "劝其退党或者除名，{day}已经到期，还没办结"),
    ):
        if not rows:
            continue
        first = min(one.due_on for one in rows)
        words = (late_words if first < on else open_words).format(day=short_date(first, on))
        state = "missed" if first < on else "warning"
        sentence = f"评为不合格的{len(rows)}人{words}。"
        yield LifeFlag(rule, sentence, rows[0].basis, state, "disposals", standing.year)


def _committee_flags(organization: Organization, on: dt.date) -> Iterable[LifeFlag]:
    """R-LIFE-11: asked from the last quarter on, before that the year is young."""
    if on.month < SEASON:
        return
    secretary = (
        Post.objects.filter(open_on(on), organization=organization, title=Title.SECRETARY)
        .select_related("member")
        .first()
    )
    if secretary is None:
        return
    lectures = Lecture.objects.filter(
        counted("meeting"), member=secretary.member, meeting__held_on__year=on.year
    )
    if not lectures.exists():
        sentence = f"书记{secretary.member.name}今年还没讲党课，每年至少一次。"
        yield LifeFlag("R-LIFE-11", sentence, ZB16, "warning", "lecture", on.year)


def problems_of(organization: Organization, year: int) -> list[Problem]:
    """The rectifications of a branch and its groups: those of the year, and what is open from before."""
    rows = (
        Problem.objects.filter(
            meeting__in=Meeting.objects.within(organization).filter(held_on__lte=dt.date(year, 12, 31))
        )
        .exclude(done_on__lt=dt.date(year, 1, 1))
        .select_related("member", "meeting__organization")
        .order_by("done_on", "due_on", "meeting_id", "position")
    )
    return sorted(rows, key=lambda row: (row.done_on is not None, row.due_on or dt.date.max))
