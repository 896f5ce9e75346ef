"""Months and periods at the ends of the calendar: what somebody types is never an error of ours."""

import datetime as dt
from typing import Any

import pytest

from core.clock import Period, months_later
from tests.world import World

D = dt.date


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2026, 1, 15), -1, D(2025, 12, 15)),
        (D(9999, 11, 30), 1, D(9999, 12, 30)),
        (D(9999, 12, 31), 1, D(9999, 12, 31)),
        (D(1, 1, 1), -1, D(1, 1, 1)),
    ],
)
def test_months_later_stays_within_the_calendar(day: dt.date, months: int, later: dt.date) -> None:
    assert months_later(day, months) == later


def test_a_period_ends_with_its_last_month() -> None:
    assert Period.holding(D(2024, 2, 29), 1).until == D(2024, 2, 29)
    assert Period.holding(D(9999, 12, 1), 12) == Period(D(9999, 1, 1), D(9999, 12, 31))
    for text in ("0001-06", "9999-12"):
        with pytest.raises(ValueError, match=text):
            Period.parse(text)


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/organizations/A-2/change/begin_term/", {"since": "9999-12-31"}),
        ("/rules/R-MEET-04/", {"valid_from": "9999-12-31", "name": "主题党日", "kind": "theme_day",
                               "applies_to": "branch", "cadence": "month", "count": "1", "basis": "x"}),
        ("member", {"birth_on": "9999-12-31"}),
        ("member", {"joined_on": "9999-12-31"}),
    ],
)  # fmt: skip
def test_the_last_day_there_is_is_answered(
    world: World, sign_in: Any, address: str, sent: dict[str, str]
) -> None:
    if address == "member":
        member = world.members[3]
        address = f"/members/{member.uuid}/update/"
        sent = {"name": member.name, "joined_on": "2010-07-01", "full_on": "2011-07-01"} | sent
    assert sign_in("wei").post(address, sent).status_code in (302, 400, 409)
