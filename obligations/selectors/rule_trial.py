"""What one rule asks and what fulfils it, by period and by kind of unit: for looking at a change before it is made."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from branches.models import Organization
from branches.rules import tree
from branches.states import UnitKind
from core.clock import Period, months_later
from core.dates_zh import full_month
from core.numbers import rate
from meetings.models import MeetingKind
from meetings.querysets import counted
from obligations.rules.duty import Duty
from obligations.selectors.duties import duties_of_each
from obligations.sql.fulfilled import FigureStatement


@dataclass
class Fulfilment:
    """How many meetings are asked and how many of these were held, of all organizations in some periods."""

    required: int = 0
    fulfilled: int = 0

    @property
    def completion(self) -> Decimal | None:
        return rate(self.fulfilled, self.required)


@dataclass
class RuleFigures:
    """Of one rule: label of a period → what is asked and held in it; kind of unit → bound, and with enough this period."""

    periods: dict[str, Fulfilment] = field(default_factory=dict)
    bound: Counter[str] = field(default_factory=Counter)
    enough: Counter[str] = field(default_factory=Counter)


def rule_figures(root: Organization, code: str, on: dt.date) -> RuleFigures:
    """This month and the last in the rule's own periods, and the whole of last year. Three queries and one a month."""
    this = Period.month(on)
    months = [this, this.previous()]
    year = [Period.month(dt.date(on.year - 1, number, 1)) for number in range(1, 13)]
    by_month = dict(zip([*months, *year], duties_of_each([*months, *year], root.path), strict=True))
    found = {month: [duty for duty in each if duty.rule.code == code] for month, each in by_month.items()}
    held = _days_held(root, [duty for each in found.values() for duty in each])
    kinds = dict(Organization.objects.within(root).values_list("pk", "unit_kind"))
    figures = RuleFigures()
    for month, label in (
        (this, f"这个月，{full_month(this.since)}"),
        (months[1], full_month(months[1].since)),
    ):
        figures.periods[label] = Fulfilment()
        for organization, required, done in _rows(root, month, found[month], on, held):
            figures.periods[label].required += required
            figures.periods[label].fulfilled += min(required, done)
            if month == this and required:
                kind = UnitKind(kinds[organization]).label
                figures.bound[kind] += 1
                figures.enough[kind] += done >= required
    last_year = figures.periods[f"{on.year - 1}年全年"] = Fulfilment()
    for month in year:
        due = [duty for duty in found[month] if duty.is_due]
        for _, required, done in _rows(root, month, due, on, held):
            last_year.required += required
            last_year.fulfilled += min(required, done)
    return figures


def _rows(
    root: Organization,
    month: Period,
    month_duties: list[Duty],
    on: dt.date,
    held: dict[tuple[int, str], list[dt.date]],
) -> list[tuple[int, int, int]]:
    """(organization, required, held) of those the duties ask something of. One query."""
    if not month_duties:
        return []
    by_rule = {duty.rule.pk: duty for duty in month_duties}
    statement = FigureStatement(duties=month_duties, month=month, path=root.path, on=on, before=None)
    return [
        (
            organization,
            required,
            sum(day in by_rule[rule].period for day in held[organization, by_rule[rule].rule.kind]),
        )
        for organization, _, rule, required, _ in statement.rows(statement.duties_of_each())
        if required
    ]


def _days_held(root: Organization, duties: list[Duty]) -> dict[tuple[int, str], list[dt.date]]:
    """(organization, kind) → the days of its counted meetings in all these periods. One query."""
    days: dict[tuple[int, str], list[dt.date]] = defaultdict(list)
    if not duties:
        return days
    rows = MeetingKind.objects.filter(
        counted("meeting"),
        tree.subtree(root.path, "meeting__organization"),
        kind__in={duty.rule.kind for duty in duties},
        meeting__held_on__range=(
            min(duty.period.since for duty in duties),
            max(duty.period.until for duty in duties),
        ),
    )
    for organization, kind, day in rows.order_by().values_list(
        "meeting__organization", "kind", "meeting__held_on"
    ):
        days[organization, kind].append(day)
    return days


def earliest_day(first_open: dt.date | None, months: int) -> dt.date | None:
    """The first day from which a rule of such periods may hold: a period begins, and nothing of it is frozen."""
    if first_open is None:
        return None
    period = Period.holding(first_open, months)
    return period.since if period.since == first_open else months_later(period.since, months)
