"""Invents which meetings each branch holds and when: a year of months, with omissions and plans."""

import calendar
import datetime as dt
from dataclasses import dataclass
from random import Random

from branches.states import UnitKind
from core.clock import Period
from demo.rules.people import SECRETARYS
from demo.rules.tree import InventedUnit
from meetings.states import Kind

WEEKDAYS_ONLY = {
    UnitKind.ORGAN,
    UnitKind.STREET_OFFICE,
    UnitKind.INSTITUTION,
    UnitKind.STATE_ENTERPRISE,
    UnitKind.SCHOOL,
}
HOURS = {
    UnitKind.COMMUNITY: ((14, 30), (15, 0), (9, 0)),
    UnitKind.VILLAGE: ((19, 30), (15, 0), (9, 30)),
    UnitKind.PRIVATE_ENTERPRISE: ((18, 30), (17, 40), (12, 30)),
    UnitKind.SOCIAL_ORGANIZATION: ((18, 0), (17, 30), (14, 0)),
    UnitKind.RETIREES: ((9, 0), (9, 30), (15, 0)),
    UnitKind.MOBILE: ((19, 30), (20, 0), (10, 0)),
}
OFFICE_HOURS = ((15, 0), (16, 0), (9, 0))


@dataclass(slots=True)
class Gathering:
    """A meeting to be written: whose, of which kinds, on which day; `fate` is empty unless it is decided here:
    planned, returned, or smooth (in time and confirmed)."""

    unit: InventedUnit
    kinds: tuple[str, ...]
    day: dt.date
    starts: tuple[int, int]
    fate: str = ""


class InventedYear:
    """The meetings of one branch and its groups over the months shown."""

    def __init__(
        self, unit: InventedUnit, *, has_committee: bool, months: list[Period], today: dt.date, rng: Random
    ) -> None:
        self.unit = unit
        self.rng = rng
        self.today = today
        self.months = months
        self.settled = unit.short == SECRETARYS
        self.has_committee = has_committee
        self.hours = HOURS.get(UnitKind(unit.unit_kind), OFFICE_HOURS)
        # Quarterly meetings: which month of the quarter, and whether together with the theme day.
        self.general_in = {quarter: rng.choice((0, 1, 1, 2)) for quarter in range(4)}
        self.lecture_in = {quarter: rng.choice((0, 1, 2)) for quarter in range(4)}
        self.together = rng.random() < 0.6
        self.lapsed = self.lapse()
        self.taken: set[dt.date] = set()
        self.found: list[Gathering] = []

    def lapse(self) -> dict[str, int]:
        """Now and then a branch lets one kind of meeting lie for the last months."""
        if self.settled or self.rng.random() > 0.004 + 0.09 * self.unit.manner:
            return {}
        return {self.rng.choice((Kind.COMMITTEE, Kind.GROUP, Kind.THEME_DAY)): self.rng.randint(2, 4)}

    def forgotten(self, kind: str, month: int) -> bool:
        """Whether this one simply did not take place. The first month shown is whole: nothing lies before it."""
        left = len(self.months) - 1 - month
        if self.settled or month == 0:
            return False
        if 0 < left <= self.lapsed.get(kind, 0):
            return True
        return self.rng.random() < 0.002 + 0.07 * self.unit.manner

    def gatherings(self) -> list[Gathering]:
        for month, period in enumerate(self.months):
            if self.unit.established_on >= period.since:
                continue
            self.taken = set()
            self.month(month, period)
        return sorted(self.found, key=lambda each: (each.day, each.starts, each.unit.path))

    def month(self, month: int, period: Period) -> None:
        quarter, place = divmod(period.since.month - 1, 3)
        # The months shown may begin in the middle of a quarter, whose meetings then fall into its last month.
        partial = month == 0 and place == 2
        general = partial or place == self.general_in[quarter]
        lecture = partial or place == self.lecture_in[quarter]
        year_end = period.since.month == 1
        theme: list[str] = [Kind.THEME_DAY]
        apart: list[str] = []
        if general and not self.forgotten(Kind.GENERAL, month):
            (theme if self.together else apart).append(Kind.GENERAL)
        if lecture and not self.forgotten(Kind.LECTURE, month):
            (theme if not self.together or self.rng.random() < 0.3 else apart).append(Kind.LECTURE)
        if self.forgotten(Kind.THEME_DAY, month):
            apart += theme[1:]
        else:
            self.hold(self.unit, tuple(theme), self.activity_day(period), 0)
        if self.has_committee and not self.forgotten(Kind.COMMITTEE, month):
            self.hold(self.unit, (Kind.COMMITTEE,), self.some_day(period), 1, around=5 if self.settled else 0)
        for kind in apart:
            self.hold(self.unit, (kind,), self.some_day(period), 2)
        if year_end and self.rng.random() < 0.8:
            self.hold(self.unit, (Kind.LIFE, Kind.APPRAISAL), self.some_day(period), 2)
        for n, group in enumerate(self.unit.groups):
            if group.established_on >= period.since or self.forgotten(Kind.GROUP, month):
                continue
            if self.settled and n == 1 and month == len(self.months) - 1:
                continue  # what the demo's secretary still owes
            self.hold(
                group,
                (Kind.GROUP,),
                self.some_day(period),
                self.rng.choice((0, 1)),
                around=12 if self.settled else 0,
            )

    def hold(
        self, unit: InventedUnit, kinds: tuple[str, ...], day: dt.date, hour: int, *, around: int = 0
    ) -> None:
        if around:
            day = day.replace(day=around)
        if (day in self.taken and not unit.is_branch and kinds == (Kind.GROUP,)) or unit.is_branch:
            day = self.free(day)
        self.taken.add(day)
        ahead = day >= self.today
        if ahead and not self.settled and self.rng.random() > (0.9 if Kind.THEME_DAY in kinds else 0.35):
            return
        if ahead and self.settled and Kind.THEME_DAY not in kinds:
            return
        # Nothing lies before the first month shown, so it is whole and in time: rows of misses begin after it.
        smooth = self.settled or Period.month(day) == self.months[0]
        fate = "planned" if ahead else "smooth" if smooth else ""
        self.found.append(Gathering(unit, kinds, day, self.hours[hour], fate))

    def activity_day(self, period: Period) -> dt.date:
        last = calendar.monthrange(period.since.year, period.since.month)[1]
        day = period.since.replace(day=min(self.unit.activity_day or 20, last))
        if UnitKind(self.unit.unit_kind) in WEEKDAYS_ONLY and day.weekday() > 4:
            day -= dt.timedelta(days=day.weekday() - 4)
        return max(day, period.since)

    def some_day(self, period: Period) -> dt.date:
        day = period.since + dt.timedelta(days=self.rng.randint(2, 26))
        if UnitKind(self.unit.unit_kind) in WEEKDAYS_ONLY and day.weekday() > 4:
            day -= dt.timedelta(days=2)
        return max(day, period.since)

    def free(self, day: dt.date) -> dt.date:
        """That day or the next one of its month on which the branch has nothing else."""
        period = Period.month(day)
        while day in self.taken:
            day = day + dt.timedelta(days=1) if day < period.until else period.since
        return day


def secretarys_day(today: dt.date) -> int:
    """The fixed day of the demo's secretary: the 25th, unless that is past; something must lie ahead."""
    last = calendar.monthrange(today.year, today.month)[1]
    return 25 if today.day < 25 else min(today.day + 2, last)


def returned_committee(unit: InventedUnit, today: dt.date) -> Gathering:
    """Last month's second committee meeting of the demo's secretary, which came back."""
    last_month = Period.month(today).previous()
    day = last_month.until - dt.timedelta(days=2)
    return Gathering(unit, (Kind.COMMITTEE,), day, (16, 0), "returned")


def next_committee(unit: InventedUnit, today: dt.date) -> Gathering:
    """The next month's, already planned: something lies ahead even on a month's last evening."""
    day = Period.month(today).next().since.replace(day=5)
    day += dt.timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
    return Gathering(unit, (Kind.COMMITTEE,), day, (16, 0), "planned")
