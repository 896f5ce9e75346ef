"""未完成的支部: who lacks what, reminding one, several, all; a day and 24 hours between; reading and answering."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail

from audit.models import Entry
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from core import clock as the_clock
from dashboards.selectors.behind import behind_branches
from members import actions as members
from members.models import Post
from reminders import actions, errors
from reminders.models import BranchReminder, Channel, Delivery
from reminders.selectors import behind_list
from tests.hand import counted_meeting
from tests.world import World

MONDAY = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)  # ten in the morning, Shanghai


@pytest.fixture
def monday(world: World, clock: Any) -> World:
    clock.move_to(MONDAY)
    return world


def codes(by: Any) -> list[str]:
    return [row.branch.code for row in behind_list.behind_rows(by, the_clock.today())]


def test_every_branch_that_lacks_something_stands_there_with_its_groups(monday: World) -> None:
    rows = {row.branch.code: row for row in behind_branches(monday.shao.actor, the_clock.today())}
    assert list(rows) == ["A-1", "A-2", "A-3"]
    names = [item.name for item in rows["A-2"].items]
    assert "11月主题党日" in names
    assert "11月党小组会（第一党小组）" in names
    assert "四季度党课" in names
    assert rows["A-2"].street is not None
    assert rows["A-2"].street.code == "A"
    assert {item.until for item in rows["A-2"].items} >= {"11月30日前", "12月31日前"}


def test_what_was_held_is_gone_at_once_and_a_branch_with_nothing_left_too(monday: World) -> None:
    counted_meeting(monday.branches[0], "2026-11-20", "theme_day")
    counted_meeting(monday.branches[0], "2026-10-20", "general", "lecture")
    left = {
        row.branch.code: [item.name for item in row.items]
        for row in behind_branches(monday.wei.actor, the_clock.today())
    }
    assert "11月主题党日" not in left.get("A-1", [])
    assert "四季度党课" not in left.get("A-1", [])


@pytest.mark.parametrize(
    ("day", "days", "quarter", "month"),
    [
        ("2026-11-23", 45, True, True),
        ("2026-11-23", 38, True, True),  # the last day of the quarter is 38 days away
        ("2026-11-23", 37, False, True),
        ("2026-11-23", 6, False, False),
        ("2026-12-05", 45, True, True),  # November is looked after until its figures close
    ],
)
def test_a_duty_is_there_from_some_days_before_its_period_ends(
    world: World, clock: Any, settings: Any, day: str, days: int, quarter: bool, month: bool
) -> None:
    clock.move_to(dt.datetime.fromisoformat(f"{day}T02:00:00+00:00"))
    settings.BEHIND_DAYS = days
    rows = behind_branches(world.shao.actor, the_clock.today())
    names = {item.name for row in rows for item in row.items}
    assert ("四季度党课" in names, "11月主题党日" in names) == (quarter, month)


def test_after_the_month_it_says_until_when_records_still_count(world: World, clock: Any) -> None:
    clock.move_to(dt.datetime(2026, 12, 2, 2, tzinfo=dt.UTC))
    items = [item for row in behind_branches(world.shao.actor, the_clock.today()) for item in row.items]
    assert {item.until for item in items if item.period.months == 1} == {"12月5日24:00前还能补录"}
    assert {item.missed_in_a_row for item in items if item.period.months == 1} == {12}


def test_all_are_reminded_at_once_each_of_its_own(monday: World) -> None:
    done = actions.remind_branches(branches=monday.branches, note="  有难处 找我  ", by=monday.shao.actor)
    assert [each.organization for each in done.reminded] == [monday.branch]
    mine = BranchReminder.objects.get(organization=monday.branch)
    assert mine.note == "有难处 找我"
    assert (mine.who, mine.office, mine.receiver) == ("邵兰", "望海街道党工委", "林知，书记")
    assert "11月主题党日，11月30日前" in mine.items
    assert mine.seen_at is None
    assert mine.answer == ""
    entry = Entry.objects.filter(action="reminder.branch", subject_id=str(mine.uuid)).get()
    assert entry.after["发给"] == "林知，书记"


def test_who_cannot_be_reached_is_said_and_the_others_are_reminded(monday: World) -> None:
    done = actions.remind_branches(branches=monday.branches, by=monday.shao.actor)
    assert [(place.code, type(why)) for place, why in done.refused] == [
        ("A-1", errors.NobodyToRemind),
        ("A-3", errors.NobodyToRemind),
    ]
    assert [each.organization for each in done.reminded] == [monday.branch]


@pytest.mark.parametrize(
    ("later", "refused"),
    [
        (dt.timedelta(minutes=1), True),
        (dt.timedelta(hours=13, minutes=59), True),  # 23:59 of the same day
        (dt.timedelta(hours=14), True),  # the next day, 14 hours later
        (dt.timedelta(hours=23, minutes=59, seconds=59), True),
        (dt.timedelta(hours=24), False),
    ],
)
def test_at_most_once_a_day_and_not_within_24_hours(
    monday: World, clock: Any, later: dt.timedelta, refused: bool
) -> None:
    actions.remind_branches(branches=[monday.branch], by=monday.shao.actor)
    clock.move_to(MONDAY + later)
    done = actions.remind_branches(branches=[monday.branch], by=monday.wei.actor)
    assert bool(done.refused) == refused
    assert BranchReminder.objects.count() == (1 if refused else 2)
    if refused:
        assert str(done.refused[0][1]) == (
            "11月23日10:00邵兰提醒过，11月24日10:00以后可以再提醒，急事请打电话。"
        )


def test_a_vacant_secretary_s_reminder_goes_to_who_stands_in(monday: World) -> None:
    post = Post.objects.get(organization=monday.branch, title="secretary")
    members.relieve(post=post, until=dt.date(2026, 11, 20), by=SYSTEM)
    row = next(
        row
        for row in behind_list.behind_rows(monday.shao.actor, the_clock.today())
        if row.branch == monday.branch
    )
    assert str(row.contact) == "何秀，组织委员，代"
    assert row.is_vacant
    done = actions.remind_branches(branches=[monday.branch], by=monday.shao.actor)
    assert done.reminded[0].receiver == "何秀，组织委员，代"


@pytest.mark.parametrize("who", ["lin", "he", "shen", "hua", "sys"])
def test_only_an_office_above_reminds(monday: World, who: str) -> None:
    with pytest.raises(NotYours):
        actions.remind_branches(branches=[monday.branch], by=getattr(monday, who).actor)
    assert not BranchReminder.objects.exists()


def test_a_branch_that_lacks_nothing_is_not_reminded(monday: World, settings: Any) -> None:
    settings.BEHIND_DAYS = 0
    done = actions.remind_branches(branches=[monday.branch], by=monday.shao.actor)
    assert [type(why) for _, why in done.refused] == [errors.NotBehind]


@pytest.mark.parametrize(
    ("at", "since", "until", "sent"),
    [
        ("2026-11-23T07:59", "08:00", "21:00", False),
        ("2026-11-23T08:00", "08:00", "21:00", True),
        ("2026-11-23T20:59", "08:00", "21:00", True),  # digests rest from 20:00
        ("2026-11-23T21:00", "08:00", "21:00", False),
        ("2026-11-22T10:00", "08:00", "21:00", False),  # Sunday
        ("2026-11-23T08:59", "09:00", "18:00", False),
        ("2026-11-23T18:00", "09:00", "18:00", False),
        ("2026-11-23T17:59", "09:00", "18:00", True),
    ],
)
def test_messages_go_out_in_their_hours_on_working_days_and_wait_otherwise(
    world: World, clock: Any, settings: Any, at: str, since: str, until: str, sent: bool
) -> None:
    settings.MESSAGES_FROM, settings.MESSAGES_UNTIL = since, until
    Channel.objects.create(
        user=world.lin.user, kind="email", address="lin@example.cn", confirmed_at=the_clock.now()
    )
    clock.move_to(dt.datetime.fromisoformat(f"{at}:00+08:00"))
    actions.remind_branches(branches=[world.branch], note="老林抓紧", by=world.shao.actor)
    assert actions.send_waiting(by=SYSTEM) == ((1, 0) if sent else (0, 0))
    assert len(mail.outbox) == sent
    if not sent:
        clock.move_to(dt.datetime(2026, 11, 24, 10, tzinfo=dt.timezone(dt.timedelta(hours=8))))
        assert actions.send_waiting(by=SYSTEM) == (1, 0)
    message = mail.outbox[0]
    assert message.subject.startswith("望海街道党工委提醒：还有")
    assert "11月主题党日，11月30日前" in message.body
    assert "老林" not in message.body
    assert "邵兰" not in message.body
    assert Delivery.objects.get().reminder == BranchReminder.objects.get()


def test_the_branch_reads_and_answers_and_the_office_sees_it(monday: World, sign_in: Any) -> None:
    actions.remind_branches(branches=[monday.branch], note="有难处找我。", by=monday.shao.actor)
    reminder = BranchReminder.objects.get()
    desk = sign_in("lin").get("/").content.decode()
    assert "望海街道党工委提醒：还有" in desk
    assert "有难处找我。" in desk
    assert "已阅" in desk
    reminder.refresh_from_db()
    assert reminder.seen_at is None  # opening a page is not read for reading
    sign_in("lin").post(f"/behind/{reminder.uuid}/read/")
    assert "看过，没答复" in sign_in("shao").get("/behind/").content.decode()
    sign_in("he").post(f"/behind/{reminder.uuid}/answer/", {"meets_on": "2026-11-28", "answer": "在二楼"})
    reminder.refresh_from_db()
    assert (reminder.answer, reminder.answered_by, reminder.seen_by) == (
        "11月28日开，在二楼",
        "何秀英",
        "林知远",
    )
    assert "11月28日开，在二楼" in sign_in("shao").get("/behind/").content.decode()
    assert Entry.objects.filter(action="reminder.answer").count() == 1


@pytest.mark.parametrize("words", ["", "   ", "很" * 101])
def test_an_answer_is_one_sentence(monday: World, words: str) -> None:
    actions.remind_branches(branches=[monday.branch], by=monday.shao.actor)
    reminder = BranchReminder.objects.get()
    with pytest.raises((errors.NoAnswer, errors.NoteTooLong)):
        actions.answer_reminder(reminder=reminder, answer=words, by=monday.lin.actor)
    reminder.refresh_from_db()
    assert reminder.answered_at is None


@pytest.mark.parametrize(("who", "status"), [("shen", 404), ("hua", 404), ("shao", 403), ("wei", 403)])
def test_only_the_branch_reads_and_answers(monday: World, sign_in: Any, who: str, status: int) -> None:
    actions.remind_branches(branches=[monday.branch], by=monday.shao.actor)
    reminder = BranchReminder.objects.get()
    for deed in ("read", "answer"):
        answer = sign_in(who).post(f"/behind/{reminder.uuid}/{deed}/", {"answer": "正在安排"})
        assert answer.status_code == status
    reminder.refresh_from_db()
    assert reminder.seen_at is None


def test_telephones_need_the_right_and_leave_one_entry_a_list(monday: World, sign_in: Any) -> None:
    members.update(member=monday.members[0], phone="13800001234", by=monday.wei.actor)
    text = sign_in("shao").get("/behind/").content.decode()
    assert "13800001234" in text
    assert Entry.objects.filter(action="reminder.phones").count() == 1
    assert Entry.objects.get(action="reminder.phones").after == {"count": 1}


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", ["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"]),
        ("below=A", ["A-1", "A-2", "A-3"]),
        ("below=云台街道党工委", ["B-1", "B-2", "B-3"]),
        ("q=滨江 2", ["A-2"]),
        ("q=林知", ["A-2"]),
        ("kind=committee", ["A-2"]),
        ("kind=group", ["A-2"]),
        ("due=month", ["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"]),
        ("told=no", ["A-1", "A-3", "B-1", "B-2", "B-3"]),
        ("told=unanswered", ["A-2"]),
        ("told=answered", []),
        ("post=held", ["A-2", "B-1"]),
        ("order=told", ["A-1", "A-3", "B-1", "B-2", "B-3", "A-2"]),
        ("below=nowhere", []),
    ],
)
def test_what_is_filtered_is_shown_counted_reminded_and_taken_as_a_file(
    monday: World, sign_in: Any, query: str, left: list[str]
) -> None:
    actions.remind_branches(branches=[monday.branch], by=monday.shao.actor)
    wei = sign_in("wei")
    page = wei.get(f"/behind/?{query}")
    assert [row.branch.code for row in page.context["rows"]] == left
    asked = wei.get(f"/behind/remind/?which=all&{query}").context
    assert sorted(row.branch.code for row in [*asked["rows"], *asked["refused"]]) == sorted(left)
    assert wei.get(f"/behind/file/?{query}").status_code == 200
    assert Entry.objects.get(action="reminder.file").after["count"] == len(left)


def test_one_and_the_ticked_are_shown_before_they_are_sent(monday: World, sign_in: Any) -> None:
    shao = sign_in("shao")
    shown = shao.get("/behind/remind/?pick=A-2&pick=A-1&pick=B-1").content.decode()
    assert "还没有发" in shown
    assert "11月主题党日，11月30日前" in shown
    assert "发给林知，书记" in shown
    assert "没有能收的人" in shown
    assert "云台社区" not in shown
    assert not BranchReminder.objects.exists()
    answer = shao.post("/behind/remind/?pick=A-2&pick=A-1", {"note": "有难处找我。"}, follow=True)
    assert "提醒了1个支部" in answer.content.decode()
    assert BranchReminder.objects.get().note == "有难处找我。"
