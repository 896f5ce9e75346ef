"""待审核: what waits, confirming together, the next of the list, taking back."""

import datetime as dt
from typing import Any

import pytest

from audit.models import Entry
from core.clock import Period
from dashboards.actions import confirm_each
from dashboards.errors import HintsToRead, HintsUnknown
from meetings import actions
from meetings.errors import AlreadyDecided, WrongMoment
from meetings.models import Meeting
from meetings.states import Status
from obligations import errors
from obligations.actions import take_back_confirmation
from obligations.models import FrozenMonth
from tests.contracts.house import sitting
from tests.dashboards.records import handed_in
from tests.factories import amend_meeting, record_meeting
from tests.world import World


def test_submitting_leaves_its_hints_and_not_that_it_is_late(world: World) -> None:
    first = handed_in(
        world, 2, minutes="许丽华领学新修订的条例，何秀英、冯志强结合社区的事作了发言，大家表了态。" * 3
    )
    again = record_meeting(
        organization=world.branch,
        kinds=["theme_day"],
        **sitting(11, 3),
        theme="学习条例",
        place="二楼",
        host=world.members[0],
        recorder=world.members[0],
        minutes=first.minutes,
        by=world.lin.actor,
    )
    again = actions.submit(meeting=again, by=world.lin.actor)
    again.refresh_from_db()
    assert "主持人和记录人是同一个人" in again.hints
    assert not any("逾期" in each or "晚" in each for each in again.hints)


@pytest.mark.parametrize(
    ("hints", "refusal"), [(["主持人请假"], HintsToRead), (["甲", "乙"], HintsToRead), (None, HintsUnknown)]
)
def test_what_has_hints_is_opened_and_the_others_are_confirmed(
    world: World, hints: list[str] | None, refusal: type
) -> None:
    plain, hinted = handed_in(world, 10, []), handed_in(world, 11, hints)
    records = [(each, each.version) for each in (plain, hinted)]
    done = confirm_each(records=records, by=world.wei.actor)
    assert [each.pk for each in done.confirmed] == [plain.pk]
    assert [(each.pk, type(why)) for each, why in done.refused] == [(hinted.pk, refusal)]
    assert list(Meeting.objects.order_by("pk").values_list("status", flat=True)) == [
        Status.CONFIRMED,
        Status.SUBMITTED,
    ]


def test_who_decided_first_and_when_is_named(world: World) -> None:
    meeting = handed_in(world, 10, [])
    stale = Meeting.objects.get()
    actions.return_for_revision(meeting=meeting, comment="请写讨论", by=world.shao.actor)
    with pytest.raises(AlreadyDecided) as refusal:
        actions.confirm(meeting=stale, by=world.wei.actor)
    assert refusal.value.sentence.startswith("没有办成：邵兰11月22日")
    assert refusal.value.sentence.endswith("已退回。")
    assert refusal.value.code == "wrong_moment"


def test_partly_done_is_said_with_both_numbers_and_the_names(world: World, sign_in: Any) -> None:
    plain, changed, hinted = (
        handed_in(world, 10, []),
        handed_in(world, 11, []),
        handed_in(world, 12, ["甲"]),
    )
    picked = [
        f"{plain.uuid}:{plain.version}",
        f"{changed.uuid}:{changed.version - 1}",
        f"{hinted.uuid}:9",
        "x:1",
    ]
    page = sign_in("shao").post("/review/", {"picked": picked}, follow=True).content.decode()
    assert "确认了1份，2份没有动。" in page
    assert f"{world.branch.short_name}11月11日：" in page
    assert f"{world.branch.short_name}11月12日：有1条提示" in page
    assert Meeting.objects.filter(status=Status.CONFIRMED).count() == 1


def test_the_list_has_boxes_only_where_nothing_was_hinted(world: World, sign_in: Any) -> None:
    plain, hinted, unknown = (
        handed_in(world, 10, []),
        handed_in(world, 11, ["主持人请假"]),
        handed_in(world, 12),
    )
    page = sign_in("shao").get("/review/").content.decode()
    assert page.count('name="picked"') == 1
    assert f"{plain.uuid}:{plain.version}" in page
    assert "主持人请假" in page
    counted = sign_in("shao").get("/review/").context["counts"]
    assert counted == {"all": 3, "plain": 1, "hinted": 2, "again": 0, "long": 0}
    for query, rows in {
        "hints=none": [plain], "hints=some": [hinted, unknown], "again=true": [], "waited=1": [], "kind=lecture": [],
    }.items():  # fmt: skip
        found = sign_in("shao").get(f"/review/?{query}").context["rows"]
        assert [row.meeting.pk for row in found] == [each.pk for each in rows], query


def test_after_a_decision_the_next_of_the_same_list_opens(world: World, sign_in: Any) -> None:
    first, lecture, last = (
        handed_in(world, 10, []),
        handed_in(world, 11, [], kinds=["committee"]),
        handed_in(world, 12, []),
    )
    browser = sign_in("shao")
    answer = browser.post(
        f"/review/{first.uuid}/?kind=theme_day", {"move": "confirm", "version": first.version}
    )
    assert answer.url == f"/review/{last.uuid}/?kind=theme_day&done={first.uuid}"
    page = browser.get(answer.url).content.decode()
    assert "还有0份" in page
    assert f"/review/{first.uuid}/take-back/" in page
    answer = browser.post(
        f"/review/{last.uuid}/?kind=theme_day",
        {"move": "return", "comment": "请写讨论", "version": last.version},
    )
    assert answer.url == "/review/"
    lecture.refresh_from_db()
    assert lecture.status == Status.SUBMITTED


def test_the_office_reads_first_how_many_wait(world: World, sign_in: Any) -> None:
    assert "份记录等您审核" not in sign_in("shao").get("/dashboard/").content.decode()
    handed_in(world, 10, [])
    page = sign_in("shao").get("/dashboard/").content.decode()
    assert "1份记录等您审核" in page
    assert 'href="/review/"' in page


def test_a_confirmation_is_taken_back_on_its_day(world: World, clock: Any) -> None:
    meeting = handed_in(world, 10, [])
    actions.confirm(meeting=meeting, by=world.wei.actor)
    clock.move_to(dt.datetime(2026, 11, 22, 15, 59, 59, tzinfo=dt.UTC))  # 23:59:59 here
    take_back_confirmation(meeting=meeting, by=world.wei.actor)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.confirmed_at) == (Status.SUBMITTED, None)
    assert Entry.objects.latest("id").action == "meeting.take_back"


@pytest.mark.parametrize("case", ["another", "later", "frozen", "amended", "not_confirmed"])
def test_a_confirmation_stays(world: World, clock: Any, case: str) -> None:
    meeting = handed_in(world, 10, [])
    by = world.wei.actor
    if case != "not_confirmed":
        actions.confirm(meeting=meeting, by=by)
    if case == "another":
        by = world.shao.actor
    elif case == "later":
        clock.move_to(dt.datetime(2026, 11, 22, 16, 0, tzinfo=dt.UTC))  # 24:00 here
    elif case == "frozen":
        FrozenMonth.objects.create(path=world.branch.path[:4], month=Period.month(meeting.held_on).since)
    elif case == "amended":
        amend_meeting(meeting=meeting, reason="地点写错", place="三楼", by=world.lin.actor)
    expected = {
        "another": errors.NotWhoConfirmed,
        "later": errors.ConfirmedEarlier,
        "frozen": errors.ConfirmationFrozen,
        "amended": errors.AmendedSince,
        "not_confirmed": WrongMoment,
    }[case]
    stood = Meeting.objects.get()
    with pytest.raises(expected):
        take_back_confirmation(meeting=stood, by=by)
    now = Meeting.objects.get()
    assert (now.status, now.version, now.confirmed_at) == (stood.status, stood.version, meeting.confirmed_at)


@pytest.mark.parametrize("who", ["lin", "hua", "sys", "shen"])
def test_strangers_see_and_do_nothing(world: World, sign_in: Any, who: str) -> None:
    meeting = handed_in(world, 10, [])
    browser = sign_in(who)
    assert browser.get("/review/").status_code == 403
    assert browser.post("/review/", {"picked": f"{meeting.uuid}:{meeting.version}"}).status_code == 403
    assert browser.get(f"/review/{meeting.uuid}/").status_code in (403, 404)
    meeting.refresh_from_db()
    assert meeting.status == Status.SUBMITTED


def test_the_api_confirms_together_and_takes_back(world: World, sign_in: Any) -> None:
    plain, hinted = handed_in(world, 10, []), handed_in(world, 11, ["甲"])
    browser = sign_in("wei")
    rows = browser.get("/api/v1/review/").json()["results"]
    assert [(row["id"], row["hints"]) for row in rows] == [(str(plain.uuid), []), (str(hinted.uuid), ["甲"])]
    seen = [{"id": str(each.uuid), "version": each.version} for each in (plain, hinted)]
    answer = browser.post(
        "/api/v1/review/confirm/", {"records": seen}, content_type="application/json"
    ).json()
    assert answer["confirmed"] == [str(plain.uuid)]
    assert [(each["id"], each["code"]) for each in answer["refused"]] == [(str(hinted.uuid), "hints_to_read")]
    answer = browser.post(f"/api/v1/review/{plain.uuid}/take-back/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["status"]) == (200, "submitted")
