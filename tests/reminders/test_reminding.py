"""Who hears what, decided from what is owed: by day, by post, by reach; and it stops when it is done."""

import datetime as dt
from typing import Any

import pytest

from branches import actions as tree
from branches.models import Holiday, Organization, Term
from branches.selectors.actors import SYSTEM
from core.clock import Period
from exchange import actions as exchange
from meetings import actions as meetings
from meetings.models import AgendaItem, Leave, Meeting, Resolution
from meetings.record.schema import AttendanceMark
from members.models import Member
from reminders.selectors.recipients import digest_drafts
from reports import actions as reports
from tests.factories import at, make_meeting, plan_by_lin
from tests.reminders.digests import MONDAY, TEN_BEFORE, nine, sentences
from tests.world import World, person


def record(world: World, day: dt.date, clock: Any, **facts: Any) -> Meeting:
    """A theme day of Lin's branch on that day, ready to be sent."""
    clock.move_to(at(day, 18))
    given = {"host": world.members[0], "recorder": world.members[1]} | facts
    return make_meeting(organization=world.branch, by=world.lin.actor, held_on=day, **given)


def november(user: Any) -> list[str]:
    """What is said of November's theme day ten days before it is over."""
    return [each for each in sentences(user, TEN_BEFORE, "duty") if "11月主题党日" in each]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2026, 11, 19), False),  # eleven days before
        (dt.date(2026, 11, 20), True),  # ten
        (dt.date(2026, 11, 23), False),
        (dt.date(2026, 11, 27), True),  # three
        (dt.date(2026, 11, 30), True),  # one day before is a Sunday: said on the Monday, the last day itself
        (dt.date(2026, 12, 1), True),  # missed, each day
        (dt.date(2026, 12, 4), True),
    ],
)
def test_a_month_is_reminded_of_ten_three_and_one_days_before_and_each_day_once_missed(
    world: World, day: dt.date, said: bool
) -> None:
    found = [each for each in sentences(world.lin.user, day, "duty") if each.startswith("11月主题党日")]
    assert bool(found) is said


@pytest.mark.once
@pytest.mark.parametrize(
    ("asked", "days", "full"),
    [
        (nine(MONDAY) - dt.timedelta(minutes=1), [0], True),  # before the day's reminders: with them
        (nine(MONDAY), [1], True),  # after: with the next
        (nine(dt.date(2026, 11, 20)), [0], False),  # a Friday
    ],
)
def test_a_large_roster_is_told_once_to_whoever_may_approve_it_and_not_once_decided(
    world: World, sign_in: Any, clock: Any, asked: dt.datetime, days: list[int], full: bool
) -> None:
    """R-SEC-05; He sees no whole numbers himself, Lin asked, Shen is of another street."""
    clock.move_to(asked)
    people = Member.objects.filter(organization=world.branch)
    export = exchange.request_export(
        kind="roster", chosen=people, filters={}, full=full, reason="年度统计", by=world.lin.actor
    )
    said = f"林知远申请导出滨江社区第二党支部的党员名册，{export.rows}人，等您批准。"

    def heard(name: str) -> list[int]:
        user = getattr(world, name).user
        return [n for n in range(3) if said in sentences(user, MONDAY + dt.timedelta(days=n), "export")]

    able = ("wei", "shao") if full else ("wei", "shao", "he")
    assert {name: heard(name) for name in (*able, "lin", "hua", "shen")} == {
        **dict.fromkeys(able, days), "lin": [], "hua": [], "shen": [],
    }  # fmt: skip
    shown = "1份导出申请等您批准"
    assert shown in sign_in("shao").get("/dashboard/").content.decode()
    assert shown not in sign_in("lin").get("/").content.decode()
    assert (shown in sign_in("he").get("/").content.decode()) is not full
    listed = "/members/exports/?waiting=1"
    assert export.number in sign_in("shao").get(listed).content.decode()
    assert export.number not in sign_in("lin").get(listed).content.decode()
    exchange.refuse_export(export=export, comment="不需要", by=world.wei.actor)
    assert heard("shao") == []
    assert shown not in sign_in("shao").get("/dashboard/").content.decode()
    assert export.number not in sign_in("shao").get(listed).content.decode()


@pytest.mark.parametrize("day", [dt.date(2026, 11, 21), dt.date(2026, 11, 22), dt.date(2026, 10, 1)])
def test_nobody_hears_anything_at_a_weekend_or_on_a_holiday(world: World, day: dt.date) -> None:
    assert sentences(world.lin.user, day) == []


def test_a_working_weekend_is_a_working_day(world: World) -> None:
    Holiday.objects.create(day=dt.date(2026, 11, 29), name="调休", is_workday=True)
    assert any(
        each.startswith("11月主题党日") for each in sentences(world.lin.user, dt.date(2026, 11, 29), "duty")
    )


def test_it_says_what_is_missing_by_when_and_when_those_above_hear_of_it(world: World) -> None:
    found = sentences(world.lin.user, TEN_BEFORE, "duty")
    assert found[0] == "11月支委会还没有开，11月30日前要开。11月25日还没有，会同时告诉望海街道党工委。"


def test_a_groups_meeting_is_said_to_its_branch(world: World) -> None:
    found = sentences(world.lin.user, TEN_BEFORE, "duty")
    assert (
        "第一党小组的11月党小组会还没有开，11月30日前要开。11月25日还没有，会同时告诉望海街道党工委。"
        in found
    )


def test_what_is_planned_is_said_with_its_time_and_place_and_is_not_told_above(
    world: World, clock: Any
) -> None:
    clock.move_to(nine(dt.date(2026, 11, 16)))
    plan_by_lin(world, at(dt.date(2026, 11, 25)), place="二楼会议室")
    found = november(world.lin.user)
    assert found == ["11月主题党日已计划在11月25日14:30，二楼会议室，开过请记录。"]


def test_it_stops_when_the_record_is_sent(world: World, clock: Any) -> None:
    meeting = record(world, dt.date(2026, 11, 18), clock)
    found = november(world.lin.user)
    assert found[0].startswith("11月主题党日11月18日已记录，还没有提交。")
    meetings.submit(meeting=meeting, by=world.lin.actor)
    assert november(world.lin.user) == []


def test_a_missed_month_is_not_reminded_of_once_its_report_is_frozen(world: World, clock: Any) -> None:
    day = dt.date(2026, 12, 7)
    assert any(each.startswith("11月主题党日没有记录") for each in sentences(world.lin.user, day, "duty"))
    clock.move_to(nine(dt.date(2026, 12, 6)))
    reports.freeze(organization=world.district, month=Period.parse("2026-11"), by=SYSTEM)
    assert [each for each in sentences(world.lin.user, day, "duty") if "11月" in each] == []


def test_a_returned_record_comes_with_the_reviewers_words_until_it_is_sent_again(
    world: World, clock: Any
) -> None:
    meeting = record(world, dt.date(2026, 11, 18), clock)
    meetings.submit(meeting=meeting, by=world.lin.actor)
    meetings.return_for_revision(meeting=meeting, comment="请补写讨论内容", by=world.shao.actor)
    assert sentences(world.lin.user, MONDAY, "returned") == ["11月18日主题党日的记录被退回，改好再交。"]
    meeting.refresh_from_db()
    meetings.submit(meeting=meeting, by=world.lin.actor)
    assert sentences(world.lin.user, MONDAY, "returned") == []


@pytest.mark.parametrize(
    ("is_returned", "sentence", "why"),
    [
        (False, "11月主题党日11月17日已记录，还没有提交。", ""),
        (True, "11月主题党日11月17日的记录被退回，改好再交。", "请补写讨论内容"),
    ],
)
def test_what_a_duty_says_of_its_record_is_not_said_a_second_time(
    world: World, clock: Any, is_returned: bool, sentence: str, why: str
) -> None:
    meeting = record(world, dt.date(2026, 11, 17), clock)
    if is_returned:
        meetings.submit(meeting=meeting, by=world.lin.actor)
        meetings.return_for_revision(meeting=meeting, comment=why, by=world.shao.actor)
    clock.move_to(nine(TEN_BEFORE))
    (told,) = [each for each in digest_drafts(TEN_BEFORE) if each.user_id == world.lin.user.pk]
    (line,) = [line for line in told.lines if str(meeting.uuid) in line.url]
    assert line.sentence.startswith(sentence)
    assert (line.what, line.why) == ("duty", why)
    later = "returned" if is_returned else "draft"
    assert len(sentences(world.lin.user, MONDAY, later)) == 1  # on a day on which the duty is not said


@pytest.mark.parametrize(("held_on", "said"), [(20, True), (21, False)])
def test_a_draft_is_reminded_of_three_days_after_the_meeting(
    world: World, clock: Any, held_on: int, said: bool
) -> None:
    record(world, dt.date(2026, 11, held_on), clock)
    found = sentences(world.lin.user, MONDAY, "draft")
    assert found == (["11月20日主题党日记了3天，还没有提交。"] if said else [])


def test_leave_that_waits_is_counted_without_names(world: World, clock: Any) -> None:
    clock.move_to(nine(dt.date(2026, 11, 20)))
    meeting = plan_by_lin(world, at(dt.date(2026, 11, 25)))
    for member in world.members[2:4]:
        Leave.objects.create(meeting=meeting, member=member, reason_code="sick")
    assert sentences(world.lin.user, MONDAY, "leave") == ["11月25日主题党日有2个请假等您批。"]
    Leave.objects.update(status="approved")
    assert sentences(world.lin.user, MONDAY, "leave") == []


@pytest.mark.parametrize(
    ("due_on", "day", "said"),
    [
        (dt.date(2026, 11, 22), MONDAY, True),
        (dt.date(2026, 11, 23), MONDAY, False),  # its own day is not over
        (dt.date(2026, 11, 22), dt.date(2026, 11, 24), False),  # once a week
    ],
)
def test_an_overdue_decision_is_nudged_about_once_a_week(
    world: World, clock: Any, due_on: dt.date, day: dt.date, said: bool
) -> None:
    meeting = record(world, dt.date(2026, 11, 18), clock, kinds=["general"])
    item = AgendaItem.objects.create(meeting=meeting, position=9, title="议题")
    Resolution.objects.create(
        item=item, text="修缮活动室", entitled=8, present=8, yes=8, passed=True, due_on=due_on, executor="许"
    )
    Meeting.objects.filter(pk=meeting.pk).update(status="submitted", submitted_at=nine(MONDAY))
    found = sentences(world.lin.user, day, "task")
    assert found == (["1件决议过了期限还没有登记办完，11月18日支部党员大会定的。"] if said else [])


@pytest.mark.parametrize(
    ("due_on", "day", "said"),
    [
        (dt.date(2027, 5, 24), MONDAY, False),  # R-ORG-10: half a year and a day
        (dt.date(2027, 5, 23), MONDAY, True),
        (dt.date(2027, 5, 23), dt.date(2026, 11, 24), False),  # then at the beginning of each month
        (dt.date(2027, 5, 23), dt.date(2026, 12, 1), True),
        (dt.date(2026, 10, 1), dt.date(2026, 12, 1), True),  # R-ORG-09: over
    ],
)
def test_the_end_of_a_term_is_said_half_a_year_before_and_each_month(
    world: World, due_on: dt.date, day: dt.date, said: bool
) -> None:
    Term.objects.filter(organization=world.branch).update(due_on=due_on)
    assert len(sentences(world.lin.user, day, "term")) == said


@pytest.mark.parametrize(
    ("kind", "due_on", "said"),
    [
        ("branch", dt.date(2027, 3, 1), ["本届2027年3月1日届满，请准备换届。"]),
        ("branch", dt.date(2026, 10, 1), ["本届10月1日已经届满，请尽快换届。"]),
        ("temporary_branch", dt.date(2026, 10, 1), []),  # R-ORG-12
    ],
)
def test_the_end_of_a_term_is_said_with_its_day_to_those_who_elect(
    world: World, kind: str, due_on: dt.date, said: list[str]
) -> None:
    Term.objects.filter(organization=world.branch).update(due_on=due_on)
    Organization.objects.filter(pk=world.branch.pk).update(kind=kind)
    assert sentences(world.lin.user, dt.date(2026, 12, 1), "term") == said
    office = sentences(world.shao.user, dt.date(2026, 12, 1), "terms")
    assert [each.split("个党组织")[0] for each in office] == (["望海街道党工委有1"] if said else [])


def test_the_office_above_hears_of_ending_terms_and_of_records_that_wait(world: World, clock: Any) -> None:
    Term.objects.filter(organization=world.branch).update(due_on=dt.date(2027, 5, 1))
    meeting = record(world, dt.date(2026, 11, 18), clock)
    meetings.submit(meeting=meeting, by=world.lin.actor)
    first = dt.date(2026, 12, 1)
    assert sentences(world.shao.user, first, "waiting", "terms") == [
        "望海街道党工委有1份会议记录待审核。",
        "望海街道党工委有1个党组织六个月内届满或者已经届满，请提醒准备换届。",
    ]
    assert sentences(world.lin.user, first, "waiting", "terms") == []


@pytest.mark.parametrize(
    ("held_on", "day", "said"),
    [
        (dt.date(2026, 11, 25), dt.date(2026, 11, 24), "明天（11月25日）14:30主题党日，在二楼。"),
        (dt.date(2026, 11, 25), dt.date(2026, 11, 23), ""),
        (dt.date(2026, 11, 28), dt.date(2026, 11, 27), "明天（11月28日）14:30主题党日，在二楼。"),
        # Sunday has no digest of its own: Friday says what is on Monday
        (dt.date(2026, 11, 30), dt.date(2026, 11, 27), "星期一（11月30日）14:30主题党日，在二楼。"),
    ],
)
def test_a_member_hears_of_a_meeting_the_working_day_before(
    world: World, clock: Any, held_on: dt.date, day: dt.date, said: str
) -> None:
    plan_by_lin(world, at(held_on), place="二楼")
    assert sentences(world.hua.user, day) == ([said] if said else [])


def test_a_committees_meeting_is_said_to_those_who_sit_in_it(world: World, clock: Any) -> None:
    held_on = dt.date(2026, 11, 25)
    plan_by_lin(world, at(held_on), kinds=["committee"])
    day = dt.date(2026, 11, 24)
    said = ["明天（11月25日）14:30支委会，地点还没有定。"]
    assert (sentences(world.lin.user, day, "coming"), sentences(world.hua.user, day, "coming")) == (said, [])


def test_whoever_is_excused_is_not_called(world: World, clock: Any) -> None:
    held_on = dt.date(2026, 11, 25)
    meeting = plan_by_lin(world, at(held_on))
    Leave.objects.create(meeting=meeting, member=world.hua.member, reason_code="sick", status="approved")
    assert sentences(world.hua.user, dt.date(2026, 11, 24)) == []


def test_a_make_up_is_asked_for_once_a_week(world: World, clock: Any) -> None:
    meeting = record(
        world,
        dt.date(2026, 11, 18),
        clock,
        marks={world.hua.member.uuid: AttendanceMark("on_leave", "sick")},
    )
    meetings.submit(meeting=meeting, by=world.lin.actor)
    assert sentences(world.hua.user, MONDAY, "make_up") == ["11月18日主题党日您请了假，还没有补学。"]
    assert sentences(world.hua.user, dt.date(2026, 11, 24), "make_up") == []


def test_a_closed_account_hears_nothing(world: World) -> None:
    world.lin.user.is_active = False
    world.lin.user.save(update_fields=["is_active"])
    assert sentences(world.lin.user, TEN_BEFORE) == []


def test_whoever_keeps_two_branches_hears_which_one(world: World) -> None:
    person_of_two = person("two", "双挂", world.branches[0], "secretary")
    tree.grant(
        user=person_of_two.user,
        organization=world.branches[2],
        role="secretary",
        since=dt.date(2026, 1, 1),
        by=SYSTEM,
    )
    found = november(person_of_two.user)
    assert [each.partition("：")[0] for each in found] == ["滨江社区第一党支部", "滨江社区第三党支部"]


def test_shen_hears_only_of_his_own_branch(world: World) -> None:
    found = sentences(world.shen.user, TEN_BEFORE)
    assert found
    assert not any("望海" in each or "第一党小组" in each for each in found)
