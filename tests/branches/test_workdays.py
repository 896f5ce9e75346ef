"""Working days: own table first, then the published calendar, then Monday to Friday."""

import datetime as dt
from typing import Any

import pytest

from audit.models import Entry
from branches import actions, errors
from branches.errors import NotYours
from branches.models import Holiday
from branches.selectors.workdays import Workdays

pytestmark = pytest.mark.once

D = dt.date


@pytest.mark.parametrize(
    ("day", "is_workday"),
    [
        (D(2026, 10, 1), False),  # 国庆节
        (D(2026, 10, 8), True),
        (D(2026, 11, 22), False),  # a Sunday
        (D(2026, 11, 23), True),
        (D(2026, 12, 31), True),
        (D(2027, 1, 1), False),  # fixed by law, although 2027 is not published
        (D(2027, 1, 4), True),  # the package raises NotImplementedError here
        (D(2027, 10, 4), True),
        (D(2027, 10, 3), False),
        (D(2027, 1, 9), False),  # a Saturday
    ],
)
def test_a_day_is_worked_as_published_and_else_from_monday_to_friday(
    db: Any, day: D, is_workday: bool
) -> None:
    assert Workdays.of(day.year).is_workday(day) is is_workday


def test_a_year_without_a_published_arrangement_says_so(db: Any) -> None:
    assert Workdays.of(2026).unpublished(2026) == ""
    assert Workdays.of(2027).unpublished(2027) == (
        "2027年放假安排还没公布，按周一至周五排，公布后请再看一遍。"
    )
    Holiday.objects.create(day=D(2027, 2, 6), name="春节")
    assert not Workdays.of(2027).is_published(2027)
    Holiday.objects.create(day=D(2027, 10, 1), name="国庆节")
    assert Workdays.of(2027).is_published(2027)


def test_the_own_table_goes_before_the_published_calendar(db: Any) -> None:
    Holiday.objects.create(day=D(2026, 11, 23), name="区里放假")
    Holiday.objects.create(day=D(2026, 11, 22), name="调休上班", is_workday=True)
    days = Workdays.of(2026)
    assert not days.is_workday(D(2026, 11, 23))
    assert days.is_workday(D(2026, 11, 22))
    assert (days.name_of(D(2026, 11, 23)), days.name_of(D(2026, 11, 22))) == ("区里放假", "")


@pytest.mark.parametrize(
    ("way", "day", "moved"),
    [
        ("nearest", D(2026, 12, 25), D(2026, 12, 25)),
        ("nearest", D(2027, 1, 16), D(2027, 1, 15)),  # Saturday → Friday
        ("nearest", D(2027, 1, 17), D(2027, 1, 18)),  # Sunday → Monday
        ("nearest", D(2027, 1, 1), D(2027, 1, 4)),  # never into another month
        ("nearest", D(2027, 1, 31), D(2027, 1, 29)),
        ("later", D(2027, 1, 16), D(2027, 1, 18)),
        ("later", D(2027, 1, 31), D(2027, 1, 29)),  # no later day in the month
        ("earlier", D(2027, 1, 17), D(2027, 1, 15)),
        ("earlier", D(2027, 1, 1), D(2027, 1, 4)),
        ("nearest", D(2026, 10, 4), D(2026, 10, 8)),
    ],
)
def test_a_day_off_moves_to_the_nearest_working_day_of_its_month(
    db: Any, settings: Any, way: str, day: D, moved: D
) -> None:
    settings.WORKDAY_MOVES = way
    assert Workdays.of(day.year).moved(day) == moved


def test_of_two_equally_near_days_the_earlier_is_taken(db: Any) -> None:
    Holiday.objects.create(day=D(2027, 1, 13), name="区里放假")
    assert Workdays.of(2027).moved(D(2027, 1, 13)) == D(2027, 1, 12)


def test_nothing_is_moved_before_a_given_day(db: Any) -> None:
    days = Workdays.of(2026)
    assert days.moved(D(2026, 11, 22), not_before=D(2026, 11, 22)) == D(2026, 11, 23)
    assert days.moved(D(2026, 11, 10), not_before=D(2026, 11, 22)) == D(2026, 11, 23)


def test_several_days_are_entered_at_once_and_entered_again_they_are_replaced(world: Any) -> None:
    wei = world.wei.actor
    actions.set_holiday(day=D(2027, 10, 1), until=D(2027, 10, 7), name="国庆节", by=wei)
    assert Holiday.objects.count() == 7
    actions.set_holiday(
        day=D(2027, 10, 7), name="调休上班", is_workday=True, source="国办发〔2026〕9号", by=wei
    )
    assert Holiday.objects.count() == 7
    row = Holiday.objects.get(day=D(2027, 10, 7))
    assert (row.name, row.is_workday, row.source) == ("调休上班", True, "国办发〔2026〕9号")
    assert Entry.objects.latest("id").before == {"2027-10-07": "国庆节"}


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"until": D(2027, 9, 30)}, errors.HolidayUpsideDown),
        ({"until": D(2027, 11, 1)}, errors.HolidayTooLong),
        ({"name": "  "}, errors.HolidayUnnamed),
    ],
)
def test_a_wrong_holiday_is_refused_and_nothing_is_written(world: Any, facts: Any, error: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(error):
        actions.set_holiday(**{"day": D(2027, 10, 1), "name": "国庆节"} | facts, by=world.wei.actor)
    assert (Holiday.objects.count(), Entry.objects.count()) == (0, before)


def test_31_days_are_the_most_at_once(world: Any) -> None:
    actions.set_holiday(day=D(2027, 10, 1), until=D(2027, 10, 31), name="长假", by=world.wei.actor)
    assert Holiday.objects.count() == 31


@pytest.mark.parametrize("who", ["lin", "shao", "hua", "sys", "shen"])
def test_only_who_manages_rules_touches_the_table(world: Any, who: str) -> None:
    row = Holiday.objects.create(day=D(2027, 10, 1), name="国庆节")
    by = getattr(world, who).actor
    with pytest.raises(NotYours):
        actions.set_holiday(day=D(2027, 10, 2), name="国庆节", by=by)
    with pytest.raises(NotYours):
        actions.remove_holiday(holiday=row, by=by)
    assert list(Holiday.objects.values_list("day", flat=True)) == [D(2027, 10, 1)]


def test_a_day_can_be_taken_out_once(world: Any) -> None:
    row = Holiday.objects.create(day=D(2027, 10, 1), name="国庆节")
    actions.remove_holiday(holiday=row, by=world.wei.actor)
    assert not Holiday.objects.exists()
    with pytest.raises(errors.HolidayGone):
        actions.remove_holiday(holiday=row, by=world.wei.actor)


def test_the_page_and_the_api_do_the_same(sign_in: Any) -> None:
    wei = sign_in("wei")
    page = wei.post("/meetings/holidays/", {"day": "2027-10-01", "until": "2027-10-07", "name": "国庆节"})
    assert (page.status_code, page["Location"]) == (302, "/meetings/holidays/?year=2027")
    assert "国庆节" in wei.get("/meetings/holidays/?year=2027").content.decode()
    made = wei.post("/api/v1/holidays/", {"day": "2027-01-02", "name": "元旦"}, "application/json")
    assert made.status_code == 201
    assert len(wei.get("/api/v1/holidays/").json()["results"]) == 8
    assert wei.delete("/api/v1/holidays/2027-01-02/", headers={"If-Match": "*"}).status_code == 204
    assert wei.delete("/api/v1/holidays/never/").status_code == 404
    assert wei.post("/meetings/holidays/remove/", {"day": "2027-10-01"}).status_code == 302
    assert Holiday.objects.count() == 6
    for door in ("/meetings/holidays/", "/api/v1/holidays/"):
        assert sign_in("shen").get(door).status_code == 403
