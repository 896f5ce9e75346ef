"""What somebody types, read or not read: boundary values and what looks like a number and is none."""

import datetime as dt
from uuid import UUID

import pytest

from core import parsing
from core.clock import Period

pytestmark = pytest.mark.once  # no database can change its answer

ID = "6f2b8d1e-3a57-4c94-9f60-2d0c7b1a4e83"


@pytest.mark.parametrize(
    ("text", "most", "number"),
    [
        ("0", 99, 0), ("99", 99, 99), ("099", 99, None), ("100", 99, None), ("50", 49, None), ("49", 49, 49),
        ("99999999", parsing.MOST_VERSION, 99_999_999), ("100000000", parsing.MOST_VERSION, None),
        ("", 99, None), ("-1", 99, None), ("+1", 99, None), ("1.0", 99, None), (" 1", 99, None), ("1_0", 999, None),
        ("１２", 99, None), ("²", 99, None), ("٣", 99, None), ("九", 99, None), ("9" * 5000, 99, None),
    ],
)  # fmt: skip
def test_a_number_is_ascii_digits_up_to_the_most(text: str, most: int, number: int | None) -> None:
    assert parsing.parse_number(text, most) == number


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12), (" 12 ", 12), ("１２", 12), ("０", 0), ("9999", 9999), ("10000", None), ("１００００", None),
        ("", None), ("－１", None), ("十", None), ("９" * 5000, None),
    ],
)  # fmt: skip
def test_a_count_may_be_typed_on_a_chinese_keyboard(text: str, count: int | None) -> None:
    assert parsing.parse_count(text) == count


@pytest.mark.parametrize(
    ("text", "first", "last", "year"),
    [
        ("2000", 2000, 2027, 2000), ("2027", 2000, 2027, 2027), ("1999", 2000, 2027, None), ("2028", 2000, 2027, None),
        ("0001", 1, 9999, 1), ("0000", 1, 9999, None), ("9999", 1, 9999, 9999), ("26", 1, 9999, None),
        ("02026", 1, 9999, None), ("２０２６", 1, 9999, None), ("", 1, 9999, None), ("今年", 1, 9999, None),
    ],
)  # fmt: skip
def test_a_year_has_four_digits_and_lies_between(text: str, first: int, last: int, year: int | None) -> None:
    assert parsing.parse_year(text, first, last) == year


@pytest.mark.parametrize(
    ("text", "first_day"),
    [
        ("2026-11", dt.date(2026, 11, 1)), ("1000-01", dt.date(1000, 1, 1)), ("2999-12", dt.date(2999, 12, 1)),
        ("0999-12", None), ("3000-01", None), ("2026-13", None), ("2026-00", None), ("2026-1", None), ("2026-11-01", None),
        ("", None), ("上个月", None), ("２０２６-１１", None),
    ],
)  # fmt: skip
def test_a_month_is_four_digits_and_two(text: str, first_day: dt.date | None) -> None:
    assert parsing.parse_month(text) == (first_day and Period.month(first_day))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-25", dt.date(2026, 11, 25)), ("2024-02-29", dt.date(2024, 2, 29)), ("9999-12-31", dt.date.max),
        ("2026-02-29", None), ("0000-01-01", None), ("2026-11-25T00:00", None), ("25.11.2026", None), ("", None),
    ],
)  # fmt: skip
def test_a_day_is_one_of_the_calendar(text: str, day: dt.date | None) -> None:
    assert parsing.parse_day(text) == day


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14:30", dt.time(14, 30)), ("00:00", dt.time(0)), ("23:59", dt.time(23, 59)), ("14:30+08:00", dt.time(14, 30)),
        ("24:00", None), ("9:00", None), ("下午两点", None), ("", None),
    ],
)  # fmt: skip
def test_a_time_is_one_of_the_day(text: str, time: dt.time | None) -> None:
    assert parsing.parse_time(text) == time


def test_a_uuid_is_read_with_and_without_hyphens() -> None:
    assert parsing.parse_uuid(ID) == parsing.parse_uuid(ID.replace("-", "").upper()) == UUID(ID)
    assert parsing.parse_uuid("") is parsing.parse_uuid("12") is parsing.parse_uuid("书记") is None
