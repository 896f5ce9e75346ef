"""Read model of the branches that have not held all they should (未完成的支部): what, until when, how often in a row."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from branches.access.roles import Capability
from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from core.clock import Period
from core.dates_zh import short_date, short_end, short_period
from dashboards.selectors.desk import late_window
from obligations.models import Rule
from obligations.rules.cut_off import cut_off
from obligations.selectors.unmet import UnmetFigures, unmet_figures


@dataclass(frozen=True, slots=True)
class BehindItem:
    """One duty of a branch or of one of its groups that is not fulfilled yet."""

    organization: Organization
    rule: Rule
    period: Period
    missing: int
    missed_in_a_row: int
    until: str  # until when, in words

    @property
    def name(self) -> str:
        group = f"（{self.organization.short_name}）" if self.organization.is_group else ""
        times = f"{self.missing}次" if self.missing > 1 else ""
        return f"{short_period(self.period)}{self.rule.name}{times}{group}"

    @property
    def sentence(self) -> str:
        return f"{self.name}，{self.until}"


@dataclass(frozen=True, slots=True)
class BehindBranch:
    """A branch with what it and its groups have not held. `street`: the body under the root that it belongs to."""

    branch: Organization
    street: Organization | None
    items: Sequence[BehindItem]

    @property
    def due_on(self) -> dt.date:
        return min(item.period.until for item in self.items)

    @property
    def most_in_a_row(self) -> int:
        return max(item.missed_in_a_row for item in self.items)

    def lacks_within(self, month: Period) -> bool:
        """Whether something of the month itself is missing, not only of a longer period."""
        return any(item.period == month for item in self.items)

    def lacks_longer(self, month: Period) -> bool:
        return any(item.period != month for item in self.items)

    @property
    def until(self) -> str:
        """The days by which things are due, each once, the first in front."""
        return "；".join(dict.fromkeys(item.until for item in self.items))


def month_looked_after(on: dt.date) -> Period:
    """The month before while records of it still reach its report, else the running one: as the dashboard begins."""
    return late_window(on) or Period.month(on)


def behind_branches(by: Actor, on: dt.date) -> list[BehindBranch]:
    """The branches this office looks after that lack something, in tree order. Seven queries for one office.

    A duty is there from BEHIND_DAYS before its period ends, and after it until the month's figures close.
    """
    month, found = month_looked_after(on), list[UnmetFigures]()
    tops = [span.path for span in by.reach.widest(Capability.VERIFY)]
    for root in Organization.objects.visible_to(by, Capability.VERIFY).filter(path__in=tops):
        found += unmet_figures(root, month, on)
    last = on + dt.timedelta(days=settings.BEHIND_DAYS)
    found = [each for each in found if each.period.until <= last]
    places = Organization.objects.standing(on).in_bulk([each.organization_id for each in found])
    mine: dict[str, list[BehindItem]] = defaultdict(list)
    for each in found:
        place = places.get(each.organization_id)
        if place is not None:
            path = tree.parent(place.path) if place.is_group else place.path
            mine[path].append(_item(each, place, on))
    above = {path: [*tree.ancestors(path), path][1:2] for path in mine}
    named = {*mine, *(path for paths in above.values() for path in paths)}
    by_path = {each.path: each for each in Organization.objects.filter(path__in=named)}
    return [
        BehindBranch(
            by_path[path],
            next((by_path[street] for street in above[path] if street != path), None),
            sorted(items, key=lambda item: (item.period.until, item.rule.code, item.organization.path)),
        )
        for path, items in sorted(mine.items())
    ]


def _item(figures: UnmetFigures, place: Organization, on: dt.date) -> BehindItem:
    period = figures.period
    return BehindItem(
        place, figures.rule, period, figures.missing, figures.missed_in_a_row, _until(period, on)
    )


def _until(period: Period, on: dt.date) -> str:
    if period.until >= on:
        return f"{short_date(period.until)}前"
    closes = cut_off(Period.month(period.until))
    return f"{short_end(closes)}前还能补录"
