"""Who reads what a meeting was about: of a committee they are not on, and of disciplinary matters, members see that it met."""

import datetime as dt
from typing import Any

import pytest

from core import clock as today
from meetings import actions
from meetings.models import Meeting
from meetings.record.schema import AgendaEntry, Decision
from meetings.selectors import subjects
from members.models import Post
from reminders.selectors import calendar_feed
from tests.factories import at
from tests.world import World

LIST = "/api/v1/meetings/"
DAY = dt.date(2026, 11, 20)
THEME, PLACE = "研究甲某的问题", "小会议室"


def about(matter: str) -> tuple[AgendaEntry, ...]:
    votes = {"yes": 8, "no": 0, "abstain": 0, "form": "secret", "candidate": "甲某"}
    return (AgendaEntry("讨论", "", Decision("同意", kind=matter, **votes)),)


def on_committee(world: World, since: dt.date, until: dt.date | None) -> None:
    own = Post.objects.filter(organization=world.branch).exclude(title="group_leader")
    Post.objects.create(
        term=own[0].term,
        organization=world.branch,
        member=world.members[2],
        title="discipline",
        since=since,
        until=until,
    )


def everywhere(world: World, sign_in: Any, name: str, meeting: Meeting) -> dict[str, bool]:
    """Door → whether it tells this person the theme; none tells the host without it."""
    browser, actor = sign_in(name), getattr(world, name).actor
    (row,) = [one for one in browser.get(LIST).json()["results"] if one["id"] == str(meeting.uuid)]
    detail = browser.get(f"{LIST}{meeting.uuid}/").json()
    for one in (row, detail):
        assert bool(one["theme"]) == bool(one["host"]) == bool(one["place"])
        assert (one["kinds"], one["held_on"]) == (meeting.kind_codes, "2026-11-20")
    page = browser.get(f"/meetings/{meeting.uuid}/").content.decode()
    assert (THEME in page) == (PLACE in page)
    feed = {one.pk: one.theme for one in calendar_feed.calendar_meetings(actor, today.today())}
    return {
        "list of the API": bool(row["theme"]),
        "API": bool(detail["theme"]),
        "page": THEME in page,
        "list": THEME in browser.get("/meetings/?month=2026-11").content.decode(),
        **({"feed": bool(feed[meeting.pk])} if meeting.pk in feed else {}),
    }


@pytest.mark.parametrize(
    ("kinds", "matter", "hua"),
    [
        (["committee"], "", False),
        (["committee", "theme_day"], "", True),  # everybody was there
        (["general"], "sanction", False),
        (["general"], "disposal", False),
        (["general"], "ordinary", True),
        (["theme_day"], "", True),
    ],
)
def test_a_subject_is_the_committees_and_theirs_above(
    world: World, make: Any, sign_in: Any, kinds: list[str], matter: str, hua: bool
) -> None:
    meeting = make(kinds=kinds, theme=THEME, place=PLACE, agenda=about(matter) if matter else ())
    for name, sees in (("hua", hua), ("he", True), ("lin", True), ("wei", True)):
        told = everywhere(world, sign_in, name, meeting)
        assert set(told.values()) == {sees}, (name, told)


@pytest.mark.parametrize(
    ("since", "until", "sees"),
    [
        (DAY, None, True),
        (DAY - dt.timedelta(9), DAY, True),
        (DAY + dt.timedelta(1), None, False),
        (DAY - dt.timedelta(9), DAY - dt.timedelta(1), False),
    ],
)
def test_the_committee_is_that_of_the_day(
    world: World, make: Any, since: dt.date, until: dt.date | None, sees: bool
) -> None:
    meeting = make(kinds=["committee"], theme=THEME)
    on_committee(world, since, until)
    assert subjects.withheld([meeting.pk], world.hua.actor) == (set() if sees else {meeting.pk})
    assert subjects.withheld([meeting.pk], world.lin.actor) == set()


def test_a_plan_of_the_committee_is_a_meeting_without_a_subject(world: World, sign_in: Any) -> None:
    plan = actions.plan(
        organization=world.branch,
        kinds=["committee"],
        held_on=dt.date(2026, 11, 25),
        starts_at=at(dt.date(2026, 11, 25)),
        theme=THEME,
        place=PLACE,
        by=world.lin.actor,
    )
    for address in (
        "/",
        "/meetings/",
        f"/meetings/{plan.uuid}/",
        f"/organizations/{world.branch.code}/",
        LIST,
    ):
        assert THEME not in sign_in("hua").get(address).content.decode(), address


@pytest.mark.parametrize(
    ("query", "lin", "hua"),
    [
        ("", 4, 4),
        ("status=planned", 1, 1),
        ("status=held", 1, 3),  # for a member: it met
        ("status=submitted", 1, 0),
        ("status=confirmed", 1, 0),
        ("status=returned", 0, 0),
        ("is_late=true", 1, 0),
        ("is_late=false", 3, 0),
        ("counted=true", 2, 0),
        ("counted=false", 2, 0),
    ],
)
def test_nobody_filters_by_what_they_do_not_see(
    world: World, make: Any, sign_in: Any, query: str, lin: int, hua: int
) -> None:
    lin_, wei = world.lin.actor, world.wei.actor
    make(theme="记录中的")
    actions.submit(meeting=make(held_on=dt.date(2026, 11, 19)), by=lin_)
    late = actions.submit(meeting=make(held_on=dt.date(2026, 11, 2)), by=lin_)
    actions.confirm(meeting=late, by=wei)
    day = dt.date(2026, 11, 25)
    actions.plan(organization=world.branch, kinds=["theme_day"], held_on=day, starts_at=at(day), by=lin_)
    for name, many in (("lin", lin), ("hua", hua)):
        rows = sign_in(name).get(f"{LIST}?{query}").json()["results"]
        assert len(rows) == many, name
        assert {one["status"] for one in rows} <= (
            {"planned", "held"} if name == "hua" else set(Meeting.Status)
        )
    page = sign_in("hua").get("/meetings/").content.decode()
    assert 'name="status"' not in page
    assert "待审核" not in sign_in("hua").get(f"/organizations/{world.branch.code}/").content.decode()
