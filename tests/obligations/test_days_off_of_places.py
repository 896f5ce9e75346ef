"""R-SEC-09: days off of an organization hold at it and below it; the nearest above a place comes first; beside it nothing."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from branches import actions
from branches.errors import NotYours
from branches.models import Holiday
from branches.selectors.workdays import Workdays
from reminders.rules.schedule import ReminderDays
from tests.world import World, person

D = dt.date
MONDAY = D(2026, 11, 23)


def works(world: World, day: dt.date, *names: str) -> list[bool]:
    days = Workdays.of(day.year)
    return [days.at(getattr(world, name).path).is_workday(day) for name in names]


def test_two_streets_have_days_off_of_their_own(world: World) -> None:
    actions.set_holiday(organization=world.street, day=MONDAY, name="街道放假", by=world.wei.actor)
    assert works(world, MONDAY, "street", "branch", "other_street", "district") == [False, False, True, True]
    assert Workdays.of(2026).is_workday(MONDAY)
    assert Workdays.of(2026, at=world.branch.path).name_of(MONDAY) == "街道放假"


def test_the_nearest_above_a_place_comes_first_and_the_rest_adds_up(world: World) -> None:
    tuesday, saturday = D(2026, 11, 24), D(2026, 11, 28)
    actions.set_holiday(day=MONDAY, until=tuesday, name="区里放假", by=world.wei.actor)
    actions.set_holiday(
        organization=world.street, day=MONDAY, name="照常", is_workday=True, by=world.wei.actor
    )
    actions.set_holiday(
        organization=world.branch, day=saturday, name="加班", is_workday=True, by=world.wei.actor
    )
    days = [MONDAY, tuesday, saturday]
    assert [works(world, day, "branch", "street", "other_street") for day in days] == [
        [True, True, False],
        [False, False, False],
        [True, False, False],
    ]


def test_an_officer_enters_and_removes_days_of_their_own_reach(world: World) -> None:
    street = person("street", "街道审核员", world.street, "reviewer").actor
    mine = actions.set_holiday(organization=world.street, day=MONDAY, name="街道放假", by=street)
    everybodys = actions.set_holiday(day=MONDAY, name="区里放假", by=world.wei.actor)
    for place in (world.other_street, world.district, None):
        with pytest.raises(NotYours):
            actions.set_holiday(organization=place, day=MONDAY, name="放假", by=street)
    with pytest.raises(NotYours):
        actions.remove_holiday(holiday=everybodys, by=street)
    for name in ("lin", "shao", "sys", "shen"):
        with pytest.raises(NotYours):
            actions.remove_holiday(holiday=mine, by=getattr(world, name).actor)
    assert Holiday.objects.count() == 2
    actions.remove_holiday(holiday=mine, by=street)
    assert Holiday.objects.get() == everybodys


@pytest.mark.parametrize("place", [None, "street"])
def test_a_day_stands_once_at_a_place_and_is_replaced(world: World, place: str | None) -> None:
    at = getattr(world, place) if place else None
    for name in ("元旦", "新年"):
        actions.set_holiday(organization=at, day=D(2028, 1, 1), name=name, by=world.wei.actor)
    assert [row.name for row in Holiday.objects.all()] == ["新年"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(organization=at, day=D(2028, 1, 1), name="元旦")


def test_reminders_rest_where_people_have_the_day_off(world: World) -> None:
    actions.set_holiday(organization=world.street, day=MONDAY, name="街道放假", by=world.wei.actor)
    days = ReminderDays.around(MONDAY)
    here, there = days.at(world.branch.path), days.at(world.other_street.path)
    assert (here.is_quiet(MONDAY), there.is_quiet(MONDAY), days.is_quiet_everywhere(MONDAY)) == (
        True,
        False,
        False,
    )
    assert (here.begins_week(D(2026, 11, 24)), there.begins_week(MONDAY)) == (True, True)
    sunday = D(2026, 11, 29)
    assert days.is_quiet_everywhere(sunday)
    Holiday.objects.create(organization=world.branch, day=sunday, name="调休", is_workday=True)
    assert not ReminderDays.around(sunday).is_quiet_everywhere(sunday)


def test_pages_and_api_name_the_place(world: World, sign_in: Any) -> None:
    world.people["ming"] = person("ming", "街道审核员", world.street, "reviewer")
    code, browser = world.street.code, sign_in("ming")
    page = browser.get("/meetings/holidays/?year=2027").content.decode()
    assert f"{world.street.short_name}（{code}）" in page  # filled in: everybody's is not theirs
    typed = {"day": "2027-10-08", "name": "街道放假", "organization": code}
    assert browser.post("/meetings/holidays/", typed).status_code == 302
    assert browser.post("/meetings/holidays/", typed | {"organization": ""}).status_code == 403
    assert browser.post("/meetings/holidays/", typed | {"organization": "B"}).status_code == 400
    wei = sign_in("wei")
    assert (
        wei.post(
            "/api/v1/holidays/", {"day": "2027-10-08", "name": "全区放假"}, "application/json"
        ).status_code
        == 201
    )
    rows = browser.get("/api/v1/holidays/").json()["results"]
    assert {row["organization"] for row in rows} == {code, None}
    one = f"/api/v1/holidays/2027-10-08@{code}/"
    assert browser.get(one).json()["name"] == "街道放假"
    assert browser.get("/api/v1/holidays/2027-10-08/").json()["name"] == "全区放假"
    seen = {"If-Match": browser.get(one)["ETag"]}
    stale = browser.delete("/api/v1/holidays/2027-10-08/", headers=seen)
    assert stale.status_code == 412  # everybody's is another row
    everybodys = {"If-Match": browser.get("/api/v1/holidays/2027-10-08/")["ETag"]}
    assert browser.delete("/api/v1/holidays/2027-10-08/", headers=everybodys).status_code == 403
    world.people["jun"] = person("jun", "别的街道审核员", world.other_street, "reviewer")
    stranger = sign_in("jun")
    assert [row["organization"] for row in stranger.get("/api/v1/holidays/").json()["results"]] == [None]
    assert stranger.delete(one, headers=seen).status_code == 404
    assert "街道放假" not in stranger.get("/meetings/holidays/?year=2027").content.decode()
    assert browser.delete(one, headers=seen).status_code == 204
    assert Holiday.objects.count() == 1
