"""Chinese dates: no leading zeros, and the year where it is not the reader's."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from core import dates_zh
from core.clock import Period

pytestmark = pytest.mark.once  # no database can change its answer

TODAY = time_machine.travel(dt.datetime(2026, 11, 25, 4, 0, tzinfo=dt.UTC), tick=False)
NEW_YEAR = dt.date(2026, 1, 1)
NEW_YEARS_EVE = dt.date(2025, 12, 31)


def at(*parts: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(*parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "near", "short", "full"),
    [
        (dt.date(2026, 11, 25), None, "11月25日", "2026年11月25日"),
        (NEW_YEAR, None, "1月1日", "2026年1月1日"),
        (NEW_YEARS_EVE, None, "2025年12月31日", "2025年12月31日"),
        (NEW_YEARS_EVE, dt.date(2025, 1, 1), "12月31日", "2025年12月31日"),
        (NEW_YEAR, NEW_YEARS_EVE, "2026年1月1日", "2026年1月1日"),
    ],
)
@TODAY
def test_a_date_has_its_year_unless_it_is_the_readers(day, near, short, full) -> None:
    assert dates_zh.short_date(day, near) == short
    assert dates_zh.full_date(day) == full


@pytest.mark.parametrize(
    ("day", "near", "short", "full"),
    [
        (NEW_YEAR, None, "1月", "2026年1月"),
        (NEW_YEARS_EVE, None, "2025年12月", "2025年12月"),
        (NEW_YEARS_EVE, NEW_YEARS_EVE, "12月", "2025年12月"),
    ],
)
@TODAY
def test_a_month_has_its_year_unless_it_is_the_readers(day, near, short, full) -> None:
    assert dates_zh.short_month(day, near) == short
    assert dates_zh.full_month(day) == full


@pytest.mark.parametrize(
    ("day", "months", "short", "full"),
    [
        (dt.date(2026, 11, 25), 1, "11月", "2026年11月"),
        (dt.date(2026, 1, 1), 3, "一季度", "2026年第1季度"),
        (dt.date(2026, 6, 30), 3, "二季度", "2026年第2季度"),
        (dt.date(2025, 12, 31), 3, "2025年四季度", "2025年第4季度"),
        (dt.date(2026, 6, 30), 6, "上半年", "2026年上半年"),
        (dt.date(2026, 7, 1), 6, "下半年", "2026年下半年"),
        (dt.date(2025, 7, 1), 6, "2025年下半年", "2025年下半年"),
        (dt.date(2026, 7, 1), 12, "2026年", "2026年"),
        (dt.date(2025, 7, 1), 12, "2025年", "2025年"),
    ],
)
@TODAY
def test_a_period_is_named_by_its_length(day, months, short, full) -> None:
    period = Period.holding(day, months)
    assert dates_zh.short_period(period) == short
    assert dates_zh.full_period(period) == full


@pytest.mark.parametrize(
    ("instant", "moment", "end"),
    [
        (at(2026, 11, 6, 0, 0), "11月6日00:00", "11月5日24:00"),
        (at(2026, 11, 6, 0, 1), "11月6日00:01", "11月6日00:01"),
        (at(2026, 11, 5, 18, 0), "11月5日18:00", "11月5日18:00"),
        (at(2026, 1, 1, 0, 0), "1月1日00:00", "2025年12月31日24:00"),
        (at(2025, 12, 31, 23, 59), "2025年12月31日23:59", "2025年12月31日23:59"),
        (dt.datetime(2025, 12, 31, 16, 5, tzinfo=dt.UTC), "1月1日00:05", "1月1日00:05"),
    ],
)
@TODAY
def test_an_instant_is_written_in_local_time(instant, moment, end) -> None:
    assert dates_zh.short_moment(instant) == moment
    assert dates_zh.short_end(instant) == end


@pytest.mark.parametrize(("day", "name"), [(23, "星期一"), (25, "星期三"), (29, "星期日")])
def test_a_weekday_has_its_name(day: int, name: str) -> None:
    assert dates_zh.weekday(dt.date(2026, 11, day)) == name
