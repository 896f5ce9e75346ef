"""The private calendar: its address, what stands at it, and for whom."""

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from audit.models import Entry
from branches import actions as tree
from branches.models import Mandate
from branches.selectors.actors import SYSTEM, Actor
from core.errors import Gone
from dashboards.selectors import member_desk
from meetings import actions as meetings
from reminders import actions
from reminders.models import Feed
from tests.contracts.house import day


def open_for(world: Any, who: str) -> str:
    return actions.open_feed(by=getattr(world, who).actor)[1]


def fetched(token: str) -> Any:
    answer = Client().get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    return answer


def events(token: str) -> dict[str, Any]:
    found = Calendar.from_ical(fetched(token).content)
    return {str(event["uid"]): event for event in found.walk("VEVENT")}


def plan(world: Any, **facts: Any) -> Any:
    given = {
        "organization": world.branch,
        "kinds": ["theme_day", "lecture"],
        "theme": "走访老党员",
        "place": "党群服务中心",
        **day(11, 25),
    } | facts
    return meetings.plan(**given, by=world.lin.actor)


def test_a_planned_meeting_is_an_event_in_local_time(world: Any) -> None:
    meeting = plan(world)
    event = events(open_for(world, "hua"))[f"{meeting.uuid}@zuzhi"]
    assert str(event["summary"]) == "党课、主题党日：走访老党员"
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert event["dtstart"].dt.replace(tzinfo=None) == dt.datetime(2026, 11, 25, 14, 30)
    assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(minutes=90)
    assert (str(event["location"]), str(event["status"])) == ("党群服务中心", "CONFIRMED")
    assert event["dtstamp"].dt == meeting.changed_at.replace(microsecond=0)
    assert (int(event["sequence"]), str(event["class"])) == (1, "PRIVATE")


def test_a_member_is_shown_what_concerns_him_and_a_secretary_all(world: Any) -> None:
    """Hua is in the first group and on no committee; He sits on it and records, Lin as well."""
    planned = {
        name: plan(world, organization=organization, kinds=kinds).uuid
        for name, organization, kinds in (
            ("branch", world.branch, ["theme_day"]),
            ("committee", world.branch, ["committee"]),
            ("both", world.branch, ["committee", "general"]),
            ("own group", world.groups[0], ["group"]),
            ("other group", world.groups[1], ["group"]),
        )
    }

    def planned_in_feed(who: str) -> set[str]:
        uids = events(open_for(world, who))
        return {name for name, uuid in planned.items() if f"{uuid}@zuzhi" in uids}

    assert planned_in_feed("hua") == {"branch", "both", "own group"}
    assert planned_in_feed("lin") == planned_in_feed("he") == set(planned)
    assert planned_in_feed("shen") == set()
    on_desk = member_desk.upcoming_meetings(
        world.branch, world.hua.member, today=dt.date(2026, 11, 22), by=world.hua.actor
    )
    assert {row.uuid for row in on_desk} == {planned[name] for name in ("branch", "both", "own group")}


def test_the_file_says_what_it_is_and_carries_its_time_zone(world: Any) -> None:
    plan(world)
    answer = fetched(open_for(world, "hua"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"].startswith("private")
    found = Calendar.from_ical(answer.content)
    assert (str(found["version"]), str(found["x-wr-calname"])) == ("2.0", "组织生活")
    assert [str(zone["tzid"]) for zone in found.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_a_moved_meeting_keeps_its_id_and_a_cancelled_one_says_so(world: Any) -> None:
    meeting, token = plan(world), open_for(world, "hua")
    uid = f"{meeting.uuid}@zuzhi"
    plan(world, uuid=meeting.uuid, version=1, **day(11, 26))
    moved = events(token)[uid]
    assert (moved["dtstart"].dt.day, int(moved["sequence"])) == (26, 2)
    meeting.refresh_from_db()
    meetings.cancel(meeting=meeting, by=world.lin.actor)
    gone = events(token)[uid]
    assert (str(gone["status"]), int(gone["sequence"])) == ("CANCELLED", 3)


def test_who_records_sees_the_last_days_of_what_is_owed_and_a_member_does_not(world: Any) -> None:
    owed = {uid for uid in events(open_for(world, "lin")) if uid.startswith("owed-")}
    assert owed == {
        f"owed-{rule}-{place}-{since}@zuzhi"
        for rule, place, since in [
            ("R-MEET-01", "A-2", "2026-10-01"),
            ("R-MEET-02", "A-2", "2026-11-01"),
            ("R-MEET-02", "A-2", "2026-12-01"),
            ("R-MEET-03", "A-2-G1", "2026-11-01"),
            ("R-MEET-03", "A-2-G1", "2026-12-01"),
            ("R-MEET-03", "A-2-G2", "2026-11-01"),
            ("R-MEET-03", "A-2-G2", "2026-12-01"),
            ("R-MEET-04", "A-2", "2026-11-01"),
            ("R-MEET-04", "A-2", "2026-12-01"),
            ("R-MEET-05", "A-2", "2026-10-01"),
        ]
    }
    event = events(open_for(world, "lin"))["owed-R-MEET-04-A-2-2026-11-01@zuzhi"]
    assert event["dtstart"].dt == dt.date(2026, 11, 30)
    assert str(event["summary"]) == "最后一天：11月主题党日还差1次"
    for who in ("hua", "wei"):
        assert not [uid for uid in events(open_for(world, who)) if uid.startswith("owed-")]


def test_fetched_again_unchanged_it_is_the_same_byte_for_byte(world: Any, clock: Any) -> None:
    plan(world)
    token = open_for(world, "lin")
    first = fetched(token).content
    clock.shift(dt.timedelta(hours=2))
    assert fetched(token).content == first


def test_only_the_digest_is_kept_and_a_new_address_stops_the_old(world: Any) -> None:
    old = open_for(world, "lin")
    feed = Feed.objects.get()
    assert feed.digest == hashlib.sha256(old.encode()).hexdigest()
    assert not Entry.objects.filter(after__icontains=old).exists()
    new = open_for(world, "lin")
    assert Client().get(f"/calendar/{old}.ics").status_code == 404
    assert Client().get(f"/calendar/{new}.ics").status_code == 200
    assert Feed.objects.filter(revoked_at__isnull=True).count() == 1


def test_a_stopped_address_is_not_found_and_cannot_be_stopped_twice(world: Any) -> None:
    token = open_for(world, "lin")
    actions.close_feed(by=world.lin.actor)
    assert Client().get(f"/calendar/{token}.ics").status_code == 404
    with pytest.raises(Gone):
        actions.close_feed(by=world.lin.actor)
    assert Client().get("/calendar/never-made.ics").status_code == 404


def test_the_reach_decides_at_each_fetch(world: Any) -> None:
    meeting, token = plan(world), open_for(world, "lin")
    uid = f"{meeting.uuid}@zuzhi"
    assert uid in events(token)
    mandate = Mandate.objects.get(user=world.lin.user)
    tree.revoke(mandate=mandate, until=dt.date(2026, 11, 22), by=SYSTEM)
    assert events(token) == {}
    world.lin.user.is_active = False
    world.lin.user.save()
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_shens_calendar_holds_nothing_of_lins_branch(world: Any) -> None:
    plan(world)
    held = fetched(open_for(world, "shen")).content.decode()
    assert "走访老党员" not in held
    assert "A-2" not in held


def test_the_page_shows_the_address_once(world: Any, sign_in: Any) -> None:
    lin = sign_in("lin")
    assert 'href="/calendar/"' in lin.get("/me/").content.decode()
    made = lin.post("/calendar/", {"move": "open"})
    url = made.context["url"]
    assert url in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert url not in lin.get("/calendar/").content.decode()
    assert Client().get(url.removeprefix("http://testserver")).status_code == 200
    assert lin.post("/calendar/", {"move": "close"}).status_code == 302
    assert Client().get(url.removeprefix("http://testserver")).status_code == 404
    assert lin.post("/calendar/", {"move": "close"}).status_code == 409


def test_the_api_opens_and_closes_it_too(world: Any, sign_in: Any) -> None:
    lin = sign_in("lin")
    assert lin.get("/api/v1/calendar/").json() == {"in_use": False, "made_at": None}
    made = lin.post("/api/v1/calendar/", {}, "application/json")
    assert made.status_code == 201
    assert Client().get(made.json()["url"].removeprefix("http://testserver")).status_code == 200
    assert lin.get("/api/v1/calendar/").json()["in_use"] is True
    assert lin.delete("/api/v1/calendar/", headers={"If-Match": "*"}).status_code == 204
    assert lin.delete("/api/v1/calendar/", headers={"If-Match": "*"}).status_code == 409
    assert Client().get("/api/v1/calendar/").status_code == 401


def test_nobody_has_no_calendar(world: Any) -> None:
    with pytest.raises(Exception, match="权限"):
        actions.open_feed(by=Actor(user=None, name="未登录"))
    assert not Feed.objects.exists()


def test_more_meetings_ask_no_more(world: Any) -> None:
    token = open_for(world, "lin")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            fetched(token)
        return len(seen)

    plan(world)
    queries()
    before = queries()
    for number in range(1, 20):
        plan(world, organization=world.groups[number % 2], kinds=["group"], **day(12, number))
    assert queries() == before
