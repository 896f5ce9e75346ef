"""Why a month's report holds dates of months before it, and how figures of two months are compared."""

from decimal import Decimal

import pytest

from core.clock import Period
from obligations.models import Rule
from reports.rules.differences import count_change, rate_change
from reports.selectors.reach_back import reach_back_note


def rules(*cadences: str) -> list[Rule]:
    return [Rule(name=f"甲{place}", cadence=cadence) for place, cadence in enumerate(cadences)]


@pytest.mark.parametrize(
    ("month", "cadences", "said"),
    [
        ("2026-11", ("month",), ""),
        (
            "2026-11",
            ("month", "quarter", "quarter"),
            "甲1、甲2按季度计，四季度还没有期满，只列进度，12月的月报计完成率；日期从2026年10月1日起。",
        ),
        ("2026-12", ("quarter",), "甲0按季度计，四季度到本月期满，计入完成率；日期从2026年10月1日起。"),
        (
            "2026-06",
            ("half_year", "year"),
            "甲1按年计，2026年还没有期满，只列进度，12月的月报计完成率；日期从2026年1月1日起。",
        ),
    ],
)
def test_what_is_asked_by_a_longer_period_says_since_when(
    month: str, cadences: tuple[str, ...], said: str
) -> None:
    found = reach_back_note(rules(*cadences), Period.parse(month))
    assert said in found
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ("98.2", "98.1", "升0.1"),
        ("91.6", "92.0", "降0.4"),
        ("98.2", "98.2", "持平"),
        (None, "98.1", "—"),
        ("98.2", None, "—"),
        ("0.0", "100", "降100.0"),
    ],
)
def test_a_rate_says_by_how_much_it_rose_or_fell(now: str | None, then: str | None, said: str) -> None:
    values = [Decimal(each) if each is not None else None for each in (now, then)]
    assert rate_change(*values) == said


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [(3208, 3211, "少3"), (1, 0, "多1"), (5, 5, "持平"), (None, 1, "—"), (2000, 0, "多2,000")],
)
def test_a_count_says_by_how_much_it_grew(now: int | None, then: int | None, said: str) -> None:
    assert count_change(now, then) == said
