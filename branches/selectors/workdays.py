"""Working days: the own tables first, the nearest above a place before the others; then the published calendar, then Monday
to Friday.

The package knows the years for which the State Council's arrangement was published when it was released. Beyond them
only the days fixed by law are known, and `is_published` says so: pages repeat it, so that nobody trusts such a plan.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace

import chinese_calendar  # type: ignore[import-untyped]
from django.conf import settings

from branches.models import Holiday
from core.clock import Period
from core.dates_zh import WEEKDAYS

# 《全国年节及纪念日放假办法》: the holidays that fall on the same date each year.
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
NATIONAL_DAY = (10, 1)


@dataclass(frozen=True)
class Workdays:
    """The calendar of some years, with the own tables read once: of one place (`own`), and by path those of all."""

    own: dict[dt.date, Holiday] = field(default_factory=dict)
    tables: dict[str, dict[dt.date, Holiday]] = field(default_factory=dict)

    @classmethod
    def of(cls, *years: int, at: str = "") -> "Workdays":
        """Of the place at this path; of everybody without one. One query."""
        tables: dict[str, dict[dt.date, Holiday]] = defaultdict(dict)
        for row in Holiday.objects.filter(day__year__in=years).select_related("organization"):
            tables[row.organization.path if row.organization else ""][row.day] = row
        return cls(tables[""], tables).at(at)

    def at(self, path: str) -> "Workdays":
        """The same calendar at another place. No query."""
        if not self.tables.keys() - {""}:
            return self
        above = sorted(each for each in self.tables if path.startswith(each))  # the nearest last
        return replace(self, own={day: row for each in above for day, row in self.tables[each].items()})

    def is_workday(self, day: dt.date) -> bool:
        if day in self.own:
            return self.own[day].is_workday
        if is_packaged(day.year):
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < 5 and (day.month, day.day) not in FIXED

    def is_published(self, year: int) -> bool:
        """Whether the year's arrangement is known: whoever has entered its National Day has entered the year."""
        return is_packaged(year) or dt.date(year, *NATIONAL_DAY) in self.own

    def unpublished(self, year: int) -> str:
        """The sentence a page shows; empty where the arrangement is known."""
        if self.is_published(year):
            return ""
        return f"{year}年放假安排还没公布，按周一至周五排，公布后请再看一遍。"

    def name_of(self, day: dt.date) -> str:
        """国庆节, 周六; empty for a working day."""
        if self.is_workday(day):
            return ""
        if day in self.own:
            return self.own[day].name
        if is_packaged(day.year):
            is_holiday, name = chinese_calendar.get_holiday_detail(day)
            if is_holiday and name:
                return NAMES.get(name, "放假")
        return f"周{WEEKDAYS[day.weekday()]}" if day.weekday() >= 5 else "法定节日"

    def moved(self, day: dt.date, *, not_before: dt.date | None = None) -> dt.date:
        """The working day of the same month nearest to `day`, itself if it is one.

        Of two equally near ones the earlier. WORKDAY_MOVES = earlier or later asks for one direction where the month has
        such a day. A month without a working day left keeps the day as it is.
        """
        month = Period.month(day)
        first = max(month.since, not_before) if not_before else month.since
        days = [first + dt.timedelta(days=n) for n in range((month.until - first).days + 1)]
        free = [each for each in days if self.is_workday(each)]
        if not free:
            return max(day, first)
        way = settings.WORKDAY_MOVES
        strict = [each for each in free if (each <= day if way == "earlier" else each >= day)]
        if way in ("earlier", "later") and strict:
            free = strict
        return min(free, key=lambda each: (abs((each - day).days), each))


NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


def is_packaged(year: int) -> bool:
    """Whether the package knows that year's arrangement; it refuses years it does not know."""
    try:
        chinese_calendar.is_workday(dt.date(year, *NATIONAL_DAY))
    except NotImplementedError:
        return False
    return True


def fixed_day(activity_day: int, month: Period) -> dt.date:
    """The branch's day in that month; the month's last day where the month is too short."""
    return min(month.until, month.since + dt.timedelta(days=activity_day - 1))
