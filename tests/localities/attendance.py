"""Settings that decide about being there: check-in, standing in, make-ups, turnout, absence."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client

from branches import actions as tree_actions
from branches.selectors.actors import SYSTEM
from life import actions as life_actions
from meetings import actions
from meetings.models import CheckIn, CheckInWindow, Meeting
from members import actions as member_actions
from tests.hand import counted_meeting
from tests.localities.table import row
from tests.world import World

ZONE = dt.timezone(dt.timedelta(hours=8))


def plan(world: World, **facts: Any) -> Meeting:
    """A theme day of today at 16:00."""
    given = {"kinds": ["theme_day"], "held_on": dt.date(2026, 11, 22)}
    given["starts_at"] = dt.datetime(2026, 11, 22, 16, tzinfo=ZONE)
    return actions.plan(organization=world.branch, by=world.lin.actor, **(given | facts))


@row("CHECK_IN_OPENS_MINUTES", 20)
def check_in_opens_minutes(world: World, page_text: Any, clock: Any) -> None:
    screen = f"/meetings/{plan(world).uuid}/check-in/"
    assert "会前15:40起可以开始" in page_text("lin", screen)
    assert "15:40起才能开始签到（会前20分钟）" in page_text("lin", screen, move="open")
    clock.move_to(dt.datetime(2026, 11, 22, 15, 40, tzinfo=ZONE))
    page_text("lin", screen, move="open")
    assert CheckInWindow.objects.filter(closed_at=None).count() == 1


@row("CHECK_IN_TRIES", 1)
def check_in_tries(world: World, page_text: Any, clock: Any) -> None:
    meeting = plan(world)
    clock.move_to(dt.datetime(2026, 11, 22, 15, 40, tzinfo=ZONE))
    actions.open_check_in(meeting=meeting, by=world.lin.actor)
    guess = {"m": str(meeting.uuid), "code": "000000"}
    assert "1次" not in page_text("hua", "/check-in/", **guess)
    assert "1次" in page_text("hua", "/check-in/", **guess)


def signed(world: World, count: int, minute: int = 0) -> Meeting:
    """A meeting of an hour ago, to which so many have signed in."""
    meeting = plan(world, starts_at=dt.datetime(2026, 11, 22, 14, tzinfo=ZONE))
    for member in world.members[:count]:
        when = meeting.starts_at + dt.timedelta(minutes=minute)
        CheckIn.objects.create(meeting=meeting, member=member, key=uuid4(), way="qr", at=when)
    return meeting


@row("CHECK_IN_SHARE", "1/2")
def check_in_share(world: World, page_text: Any) -> None:
    """Three of eight or so signed in: a quarter, and not half."""
    page = page_text("lin", f"/meetings/record/?uuid={signed(world, 3).uuid}")
    assert "这次只有3人签到，当作没有开签到。" in page


@row("LATE_CHECK_IN_MINUTES", 30)
def late_check_in_minutes(world: World, page_text: Any) -> None:
    page = page_text("lin", f"/meetings/record/?uuid={signed(world, 8, minute=28).uuid}")
    assert "不算迟到" not in page


@row("STAND_IN_DAYS", 1)
def stand_in_days(world: World) -> None:
    meeting = plan(world)
    until = dt.datetime(2026, 11, 23, 23, 0, tzinfo=ZONE)
    link, _token = life_actions.give_stand_in(meeting=meeting, name="何秀英", until=until, by=world.lin.actor)
    assert link.until == until


@row("MAKE_UP_EXCUSES", ["personal"])
def make_up_excuses(
    world: World, sign_in: Callable[[str], Client], typed: Callable[..., dict[str, Any]], page_text: Any
) -> None:
    """Leave for illness owes nothing here, leave for one's own affairs does."""
    ill, away = (str(world.members[number].uuid) for number in (2, 3))
    fields = typed(
        kinds="theme_day", missing=[ill, away], **{f"mark-{ill}": "sick", f"mark-{away}": "personal"}
    )
    assert sign_in("lin").post("/meetings/record/", fields).status_code == 302
    owing = page_text("lin", "/make-ups/")
    assert (world.members[2].name in owing, world.members[3].name in owing) == (False, True)


@row("ATTENDANCE_LEAST", 75)
def attendance_least(world: World, page_text: Any) -> None:
    counted_meeting(world.branch, "2026-10-05", "lecture", expected=10, present=7, on_leave=3)
    counted_meeting(world.branches[0], "2026-10-05", "lecture", expected=10, present=8, on_leave=2)
    for path in ("/", "/organizations/A-2/"):
        assert "10月参会率70.0%，低于75%" in page_text("lin", path)
    assert "低于" not in page_text("shao", "/organizations/A-1/")


@row("LEADER_ATTENDANCES", 2)
def leader_attendances(world: World, page_text: Any, sign_in: Any, typed: Any) -> None:
    """Hua sits on the street's committee and came once out of two."""
    term = tree_actions.begin_term(
        organization=world.street, since=dt.date(2024, 1, 1), has_committee=True, by=SYSTEM
    )
    hua = world.members[2]
    member_actions.appoint(term=term, member=hua, title="secretary", since=term.since, by=SYSTEM)
    for day, missing in ((10, []), (17, [str(hua.uuid)])):
        fields = typed(
            kinds="theme_day",
            held_on=f"2026-08-{day}",
            minutes=f"8月{day}日林知领学，大家讨论。",
            missing=missing,
        )
        answer = sign_in("lin").post(
            "/meetings/record/", fields | {f"mark-{hua.uuid}": "sick" if missing else ""}
        )
        assert answer.status_code == 302
    for path in ("/", "/organizations/A-2/"):
        assert f"党员领导干部{hua.name}，2026年第三季度参加本支部组织生活不到2次" in page_text("lin", path)


@row("ABSENCES_IN_A_ROW", 2)
def absences_in_a_row(world: World, page_text: Any, sign_in: Any, typed: Any) -> None:
    chen = world.members[3]
    for day in (18, 19):
        fields = typed(
            kinds="theme_day", held_on=f"2026-11-{day}", minutes=f"11月{day}日林知领学，大家讨论。"
        )
        fields |= {"missing": [str(chen.uuid)], f"mark-{chen.uuid}": "unexcused"}
        assert sign_in("lin").post("/meetings/record/", fields).status_code == 302
    desk = page_text("lin", "/")
    assert chen.name in desk
    assert "2次" in desk


@row("SEARCHES_BEFORE_SUSPENSION", 1)
def searches_before_suspension(world: World, sign_in: Any) -> None:
    """One search is enough here; none never is."""
    address = f"/api/v1/members/{world.members[3].uuid}/restrictions/"
    body = {"kind": "suspended", "ground": "lost", "lost_since": "2026-02-01", "review_on": "2027-05-22"}
    lin = sign_in("lin")
    assert lin.post(address, body, content_type="application/json").json()["code"] == "searches_missing"
    body["searches"] = [{"on": "2026-03-01", "way": "电话"}]
    assert lin.post(address, body, content_type="application/json").status_code == 202
