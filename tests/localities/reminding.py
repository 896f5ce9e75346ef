"""Settings that decide when people are reminded, and how their addresses are confirmed."""

import datetime as dt
import re
from typing import Any

from django.core import mail

from meetings import actions as actions_of_meetings
from reminders import actions
from reminders.models import Announcement
from tests.hand import counted_meeting
from tests.localities.table import row
from tests.reminders.digests import MONDAY, TEN_BEFORE, nine, remind, sentences
from tests.world import World

PAGE = "/reminders/settings/"
QUIET = f"{PAGE}quiet/"


@row("REMIND_DAYS_BEFORE", [8, 2])
def remind_days_before(world: World, page_text: Any) -> None:
    assert "到期前8、2天" in page_text("lin", PAGE)
    due = [day for day in range(18, 30) if sentences(world.lin.user, dt.date(2026, 11, day), "due")]
    assert TEN_BEFORE.day not in due


@row("REMIND_AT", "10:30")
def remind_at(world: World, page_text: Any, clock: Any) -> None:
    assert "工作日10:30" in page_text("lin", PAGE)
    clock.move_to(nine(MONDAY))
    assert "每个工作日10:30提醒一次，今天的还没有到时间" in page_text("lin", "/reminders/")


@row("QUIET_FROM", "18:30")
def quiet_from(page_text: Any) -> None:
    """Of a day between 09:00 and 18:30 one's own quiet hours leave an hour here, and half of one there."""
    assert "18:30到第二天08:00" in page_text("lin", PAGE)
    assert "09:00到17:30" in page_text("lin", QUIET, quiet_from="09:00", quiet_until="17:30")
    assert "只剩30分钟能提醒" in page_text("lin", QUIET, quiet_from="09:00", quiet_until="18:00")


@row("QUIET_UNTIL", "08:45")
def quiet_until(page_text: Any) -> None:
    assert "20:00到第二天08:45" in page_text("lin", PAGE)


@row("QUIET_DAYS_OFF", False)
def quiet_days_off(page_text: Any) -> None:
    """TODAY is a Sunday."""
    assert "工作日" not in page_text("lin", PAGE)
    assert "今天是休息日" not in page_text("lin", "/reminders/")


@row("REMIND_MINUTES_LEFT", 120)
def remind_minutes_left(page_text: Any) -> None:
    assert "至少留120分钟" in page_text("lin", QUIET, quiet_from="09:00", quiet_until="18:01")
    assert "09:00到18:00" in page_text("lin", QUIET, quiet_from="09:00", quiet_until="18:00")


@row("DRAFT_DAYS", 6)
def draft_days(world: World, make: Any) -> None:
    """A record of the 20th that nobody sent: not before the 26th."""
    make()
    said = [
        any("没有提交" in one or "没提交" in one for one in sentences(world.lin.user, dt.date(2026, 11, day)))
        for day in (24, 26)
    ]
    assert said == [False, True]


@row("ESCALATE_AFTER_DAYS", 7)
def escalate_after_days(world: World, page_text: Any) -> None:
    assert "至少7天以后" in page_text("lin", PAGE)
    for place in (*world.branches, *world.other_branches, *world.groups):
        counted_meeting(place, "2026-10-20", "theme_day", "committee", "group")
    remind(TEN_BEFORE)
    told = Announcement.objects.filter(organization=world.branch).values_list("escalates_on", flat=True)
    assert {day for day in told} == {dt.date(2026, 11, 27)}


@row("CONFIRM_HOURS", 2)
def confirm_hours(page_text: Any, clock: Any) -> None:
    page_text("lin", PAGE, kind="email", address="lin@example.cn")
    assert "2小时" in mail.outbox[-1].body
    path = re.search(r"https?://[^/\s]+(/reminders/confirm/\S+)", mail.outbox[-1].body)
    assert path
    clock.shift(dt.timedelta(hours=2, minutes=1))
    assert "2小时" in page_text("lin", path[1], confirm="1")


@row("CONFIRM_MINUTES", 9)
def confirm_minutes(page_text: Any, clock: Any) -> None:
    mails = []
    for minutes in (0, 8, 1):
        clock.shift(dt.timedelta(minutes=minutes))
        page = page_text("lin", PAGE, kind="email", address="lin@example.cn")
        mails.append((len(mail.outbox), "过9分钟再保存一次" in page))
    assert mails == [(1, False), (1, True), (2, False)]


@row("CONFIRM_MAILS", 2)
def confirm_mails(page_text: Any) -> None:
    said = [
        "一天最多发2封确认邮件" in page_text("lin", PAGE, kind="email", address=f"lin{n}@example.cn")
        for n in range(3)
    ]
    assert (said, len(mail.outbox)) == ([False, False, True], 2)


@row("BEHIND_DAYS", 20)
def behind_days(page_text: Any) -> None:
    """On the 22nd the month ends in eight days, the quarter in thirty-nine."""
    text = page_text("shao", "/behind/")
    assert "11月主题党日" in text
    assert "四季度" not in text


@row("MESSAGES_FROM", "10:30")
def messages_from(page_text: Any, clock: Any) -> None:
    clock.move_to(nine(MONDAY))
    assert "另发的到11月23日10:30再发" in page_text("shao", "/behind/remind/?pick=A-2")


@row("MESSAGES_UNTIL", "08:30")
def messages_until(page_text: Any, clock: Any) -> None:
    clock.move_to(nine(MONDAY))
    assert "另发的到11月24日08:00再发" in page_text("shao", "/behind/remind/?pick=A-2")


@row("REMINDER_ANSWERS", ["下周三开"])
def reminder_answers(world: World, page_text: Any) -> None:
    actions.remind_branches(branches=[world.branch], by=world.shao.actor)
    text = page_text("lin", "/")
    assert "下周三开" in text
    assert "正在安排" not in text


@row("RETURN_REASONS", ["照片不是这次的"])
def return_reasons(make: Any, page_text: Any, world: World) -> None:
    meeting = actions_of_meetings.submit(meeting=make(), by=world.lin.actor)
    text = page_text("shao", f"/review/{meeting.uuid}/")
    assert "照片不是这次的" in text
    assert "票数对不上" not in text
