"""Hours of study: lectures, theme days and group study, each session once, with the sessions behind them (R-EDU-06)."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from life import rules
from life.selectors import study_hours
from meetings import actions
from meetings.models import Meeting
from meetings.record.schema import AttendanceMark, LecturePart
from tests.world import World

BEGIN = dt.datetime(2026, 11, 20, 14, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("kinds", "lecture", "minutes", "hours"),
    [
        (["lecture"], "2.5", 60, "2.5"),
        (["lecture"], None, 60, "0.0"),
        (["theme_day"], None, 90, "1.5"),
        (["group"], None, 60, "1.0"),
        (["general"], None, 90, "0.0"),
        (["committee", "other"], None, 90, "0.0"),
        (["theme_day", "lecture"], "1.0", 120, "2.0"),
        (["theme_day", "lecture"], "3.0", 120, "3.0"),
        (["theme_day", "lecture"], None, 120, "2.0"),
        (["theme_day", "general"], None, 120, "2.0"),
        (["theme_day"], None, 8 * 60, "8.0"),
        (["theme_day"], None, 11 * 60, "8.0"),
        (["theme_day"], None, None, "0.0"),
    ],
)
def test_a_session_credits_its_hours_once(
    kinds: list[str], lecture: str | None, minutes: int | None, hours: str
) -> None:
    ends = BEGIN + dt.timedelta(minutes=minutes) if minutes else None
    stated = Decimal(lecture) if lecture else None
    assert rules.credited_hours(kinds, stated, BEGIN, ends) == Decimal(hours)


@pytest.mark.parametrize(
    ("kinds", "day", "minutes", "hours"),
    [
        (["lecture", "theme_day", "committee"], 4, 60, "1.0"),
        (["lecture"], 8, 60, "0.0"),
        (["theme_day"], 4, 600, "4.0"),
    ],
)
def test_what_counts_and_the_hours_of_a_day_are_the_districts(
    settings: Any, kinds: list[str], day: int, minutes: int, hours: str
) -> None:
    settings.STUDY_KINDS, settings.STUDY_DAY_HOURS = kinds, day
    ends = BEGIN + dt.timedelta(minutes=minutes)
    assert rules.credited_hours(["theme_day"], None, BEGIN, ends) == Decimal(hours)


@pytest.mark.django_db
def test_figures_lead_to_their_sessions(world: World, make: Callable[..., Meeting], sign_in: Any) -> None:
    """Those present have them, nobody who was away, nothing before it is handed in; page and API name the sessions."""
    ill = world.members[3]
    day = make(
        kinds=["theme_day", "lecture"],
        theme="学习全会精神",
        lecture=LecturePart("王教授", hours=Decimal("1")),
        marks={ill.uuid: AttendanceMark("on_leave", "sick")},
    )
    make(kinds=["general"], theme="支部党员大会")
    assert study_hours.hours_of_member(world.members[0], 2026) == 0
    actions.submit(meeting=day, by=world.lin.actor)
    (session,) = study_hours.sessions_of_member(world.members[0], 2026)
    assert (session.meeting, session.hours) == (day, Decimal(2))
    assert study_hours.hours_of_member(ill, 2026) == 0
    client = sign_in("lin")
    rows = client.get("/api/v1/life/hours/?organization=A-2").json()["results"]
    for row in rows:
        assert row["hours"] == sum(one["hours"] for one in row["sessions"])
    assert [one["meeting"] for one in rows[0]["sessions"]] == [str(day.uuid)]
    assert "1次　2.0学时" in client.get("/life/?organization=A-2").content.decode()
    assert str(day.uuid) in client.get(f"/life/members/{world.members[0].uuid}/").content.decode()
