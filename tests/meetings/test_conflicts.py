"""Two sides of one record: what differs, what is chosen, and sendings that come twice."""

import datetime as dt
from dataclasses import fields, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from audit.models import Entry
from meetings import actions
from meetings.models import Meeting
from meetings.record.conflicts import ConflictRow, compare, fingerprints, merge
from meetings.record.field_types import PersonReference
from meetings.record.schema import (
    AgendaEntry,
    AttendanceMark,
    Decision,
    FollowUpEntry,
    GuestEntry,
    LecturePart,
    LifePart,
    MeetingRecord,
    PartnerUnitEntry,
    StatementEntry,
)
from meetings.selectors.stored_record import stored_record
from meetings.states import Status
from tests.contracts.house import photo
from tests.factories import record_form
from tests.world import World

RECORD = "/meetings/record/"
ZONE = ZoneInfo("Asia/Shanghai")
WANG, LI = UUID(int=1), UUID(int=2)
NAMES = {WANG: "王一", LI: "李二"}
DAY = dt.date(2026, 11, 20)


def at(hour: int, minute: int = 0, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), ZONE)


ONE = MeetingRecord(
    kinds=("theme_day",),
    held_on=DAY,
    starts_at=at(14, 30),
    ends_at=at(16),
    theme="学习条例",
    place="二楼",
    minutes="第一行\n第二行",
    agenda=(AgendaEntry("工作计划", "大家说了", Decision("同意", yes=8, no=0, abstain=0)),),
    marks={WANG: AttendanceMark("on_leave", "sick")},
)


def keys(ours: MeetingRecord, theirs: MeetingRecord) -> list[str]:
    return [row.key for row in compare(ours, theirs, NAMES)]


def test_the_same_said_twice_differs_in_nothing() -> None:
    typed = replace(
        ONE,
        theme=" 学习条例 ",
        minutes="第一行\r\n第二行\r\n",
        marks={WANG: AttendanceMark("absent", "sick", source="check_in")},
    )
    assert compare(typed, ONE, NAMES) == []
    assert merge(ONE, ONE, {}) == ONE


# Every field of a record, another value for it, and the rows that show it. A new field of MeetingRecord fails here until
# it stands in the table.
OTHER: dict[str, tuple[Any, list[str]]] = {
    "kinds": (("theme_day", "lecture"), ["kinds"]),
    "held_on": (dt.date(2026, 11, 19), ["held_on"]),
    "starts_at": (at(15), ["starts_at"]),
    "ends_at": (None, ["ends_at"]),
    "theme": ("别的主题", ["theme"]),
    "place": ("三楼", ["place"]),
    "agenda_announced_on": (dt.date(2026, 11, 13), ["agenda_announced_on"]),
    "host": (PersonReference(WANG, "王一"), ["host"]),
    "recorder": (PersonReference(LI, "李二"), ["recorder"]),
    "host_note": ("书记委托", ["host_note"]),
    "guests": ("社区主任", ["guests"]),
    "guest_rows": ((GuestEntry("李强", "云台社区"),), ["guest_rows"]),
    "partner_units": ((PartnerUnitEntry("滨江社区第一党支部", 18),), ["partner_units"]),
    "minutes": ("第一行", ["minutes"]),
    "agenda": ((), ["agenda.0"]),
    "follow_ups": ((FollowUpEntry(7, True, "修好了", "修路灯"),), ["follow_ups"]),
    "lecture": (LecturePart("许丽华", material="条例"), ["lecture"]),
    "life": (LifePart(study="学了章程"), ["life"]),
    "marks": ({LI: AttendanceMark("late")}, [f"person.{WANG}", f"person.{LI}"]),
}


PARTS = {"lecture": LecturePart("林知远"), "life": LifePart(study="学了条例")}


@pytest.mark.parametrize("name", [one.name for one in fields(MeetingRecord)])
def test_every_field_is_compared_and_can_be_taken_from_either_side(name: str) -> None:
    value, shown = OTHER[name]
    one = replace(ONE, kinds=("lecture", "life"), **PARTS) if name in PARTS else ONE
    other = replace(one, **{name: value})
    assert keys(one, other) == shown
    assert compare(merge(one, other, dict.fromkeys(shown, "theirs")), other, NAMES) == []
    assert compare(merge(one, other, dict.fromkeys(shown, "ours")), one, NAMES) == []


def test_what_writing_fills_in_is_no_difference() -> None:
    sent = replace(
        ONE,
        agenda=(AgendaEntry("工作计划", statements=(StatementEntry("", "我赞成", WANG),)),),
        follow_ups=(FollowUpEntry(7, True, "修好了"),),
    )
    written = replace(
        sent,
        agenda=(AgendaEntry("工作计划", statements=(StatementEntry("王一", "我赞成", WANG),)),),
        follow_ups=(FollowUpEntry(7, True, "修好了", "修路灯"),),
        lecture=LecturePart("许丽华"),
    )
    assert compare(sent, written, NAMES) == []


def test_a_part_left_empty_is_the_same_as_none() -> None:
    sent = replace(ONE, kinds=("lecture", "life"), lecture=LecturePart(), life=LifePart())
    written = replace(ONE, kinds=("lecture", "life"))
    assert compare(sent, written, NAMES) == compare(written, sent, NAMES) == []


def test_each_person_is_a_row_of_its_own() -> None:
    theirs = replace(ONE, marks={WANG: AttendanceMark("absent", "unexcused"), LI: AttendanceMark("late")})
    assert compare(ONE, theirs, NAMES) == [
        ConflictRow(f"person.{WANG}", "王一", "病假", "无故缺席"),
        ConflictRow(f"person.{LI}", "李二", "出席", "迟到"),
    ]
    mixed = merge(ONE, theirs, {f"person.{WANG}": "ours", f"person.{LI}": "theirs"})
    assert mixed.marks == {WANG: AttendanceMark("on_leave", "sick"), LI: AttendanceMark("late")}


def test_a_decision_is_chosen_whole_and_its_words_apart() -> None:
    item = replace(ONE.agenda[0], discussion="别的话", decision=Decision("不同意", yes=3, no=5, abstain=0))
    theirs = replace(ONE, agenda=(item,))
    rows = compare(ONE, theirs, NAMES)
    assert [(row.key, row.label) for row in rows] == [
        ("agenda.0.discussion", "议题1 发言要点"),
        ("agenda.0.decision", "议题1 决议"),
    ]
    assert (rows[1].ours, rows[1].theirs) == (
        "决议：同意\n赞成：8\n反对：0",
        "决议：不同意\n赞成：3\n反对：5",
    )
    mixed = merge(ONE, theirs, {"agenda.0.decision": "theirs"})
    assert (mixed.agenda[0].discussion, mixed.agenda[0].decision) == ("大家说了", item.decision)


def test_an_item_of_one_side_only_is_taken_or_left() -> None:
    theirs = replace(ONE, agenda=(*ONE.agenda, AgendaEntry("评议", "说了什么")))
    assert compare(ONE, theirs, NAMES) == [
        ConflictRow("agenda.1", "议题2", "没有这一项", "议题1：评议\n发言要点：说了什么")
    ]
    assert merge(ONE, theirs, {"agenda.1": "theirs"}).agenda == theirs.agenda
    assert merge(ONE, theirs, {"agenda.1": "ours"}).agenda == ONE.agenda


def test_hours_follow_the_day_that_was_chosen() -> None:
    day = dt.date(2026, 11, 19)
    theirs = replace(ONE, held_on=day, starts_at=at(9, day=day), ends_at=at(10, day=day))
    mixed = merge(ONE, theirs, {"held_on": "theirs", "starts_at": "ours", "ends_at": "ours"})
    assert (mixed.starts_at, mixed.ends_at) == (at(14, 30, day), at(16, day=day))


# ── the door ──


def stale(world: World, sign_in: Any) -> tuple[Any, Meeting, dict[str, Any]]:
    """Lin's form of version 1, while He has made it version 2."""
    client = sign_in("lin")
    fields = record_form(world, then="draft")
    client.post(RECORD, fields)
    meeting = Meeting.objects.get()
    changed = fields | {
        "version": "1",
        "place": "三楼",
        "missing": [str(world.members[3].uuid)],
        f"mark-{world.members[3].uuid}": "sick",
    }
    sign_in("he").post(RECORD, changed)
    mine = fields | {"version": "1", "theme": "学习条例和章程", "then": "submit"}
    return client, meeting, mine


def test_a_stale_form_is_answered_with_the_comparison(world: World, sign_in: Any) -> None:
    client, meeting, fields = stale(world, sign_in)
    assert "照片已经存好" not in client.post(RECORD, fields).content.decode()
    answer = client.post(RECORD, fields | {"files": photo()})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "新加的照片已经存好" in page
    for name in ("theme", "place", f"person.{world.members[3].uuid}"):
        assert f'name="keep-{name}" value="ours"' in page
    assert "有3处两边不一样" in page
    assert "学习条例和章程" in page
    assert 'name="version" value="2"' in page
    meeting.refresh_from_db()
    assert (meeting.version, meeting.theme, meeting.place) == (2, "学习条例", "三楼")
    assert meeting.attachments.count() == 1


def test_what_is_chosen_is_saved_and_handed_in(world: World, sign_in: Any) -> None:
    client, meeting, fields = stale(world, sign_in)
    chosen = {"keep-theme": "ours", "keep-place": "theirs", f"keep-person.{world.members[3].uuid}": "theirs"}
    answer = client.post(RECORD, fields | chosen | {"version": "2"})
    meeting.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, f"/meetings/{meeting.uuid}/")
    assert (meeting.theme, meeting.place, meeting.status) == ("学习条例和章程", "三楼", Status.SUBMITTED)
    assert (meeting.present, meeting.on_leave) == (8, 1)


@pytest.mark.parametrize(
    ("side", "theme", "place", "on_leave"),
    [("ours", "学习条例和章程", "二楼", 0), ("theirs", "学习条例", "三楼", 1)],
)
def test_one_side_can_be_taken_whole(
    world: World, sign_in: Any, side: str, theme: str, place: str, on_leave: int
) -> None:
    client, meeting, fields = stale(world, sign_in)
    client.post(RECORD, fields | {"all": side, "version": "2"})
    meeting.refresh_from_db()
    assert (meeting.theme, meeting.place, meeting.on_leave) == (theme, place, on_leave)


def test_a_choice_made_on_an_old_comparison_is_compared_again(world: World, sign_in: Any) -> None:
    client, meeting, fields = stale(world, sign_in)
    sign_in("he").post(RECORD, fields | {"version": "2", "theme": "第三种", "then": "draft"})
    answer = client.post(RECORD, fields | {"all": "ours", "version": "2"})
    assert answer.status_code == 409
    assert "刚才又有人改过" in answer.content.decode()
    meeting.refresh_from_db()
    assert (meeting.theme, meeting.version) == ("第三种", 3)


def test_what_is_handed_in_meanwhile_is_shown_and_not_changed(world: World, sign_in: Any) -> None:
    client, meeting, fields = stale(world, sign_in)
    actions.submit(meeting=Meeting.objects.get(), by=world.he.actor)
    answer = client.post(RECORD, fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "现在是“待审核”，您写的改不进去了" in page
    assert "照选的保存" not in page
    meeting.refresh_from_db()
    assert (meeting.theme, meeting.version) == ("学习条例", 3)


# ── sendings of a device ──


def by_device(client: Any, world: World, fields: dict[str, Any]) -> Any:
    return client.post(RECORD, fields, headers={"X-Kept-By": str(world.lin.user.pk)})


def test_a_device_is_told_that_it_arrived(world: World, sign_in: Any) -> None:
    answer = by_device(sign_in("lin"), world, record_form(world))
    meeting = Meeting.objects.get()
    assert answer.json() == {
        "state": "handed_in",
        "base": fingerprints(stored_record(meeting)),
        "url": f"/meetings/{meeting.uuid}/",
        "version": 2,
        "said": "已提交，等上级党组织确认。",
        "refused": [],
    }


def test_a_sending_repeated_because_the_answer_got_lost_is_done_once(world: World, sign_in: Any) -> None:
    client, fields = sign_in("lin"), record_form(world)
    first = by_device(client, world, fields | {"files": photo()})
    entries = Entry.objects.count()
    again = by_device(client, world, fields | {"files": photo()})
    meeting = Meeting.objects.get()
    assert (first.status_code, again.status_code, again.json()["state"]) == (200, 200, "handed_in")
    assert (meeting.version, meeting.attachments.count(), Entry.objects.count()) == (2, 1, entries)


def test_a_sending_cut_off_in_the_middle_is_finished_by_the_next(world: World, sign_in: Any) -> None:
    client, fields = sign_in("lin"), record_form(world)
    by_device(client, world, fields | {"then": "draft"})
    answer = by_device(client, world, fields | {"files": photo()})
    meeting = Meeting.objects.get()
    assert (answer.json()["state"], meeting.status) == ("handed_in", Status.SUBMITTED)
    assert meeting.attachments.count() == 1


def test_a_returned_record_is_not_handed_in_again_by_an_old_sending(world: World, sign_in: Any) -> None:
    client, fields = sign_in("lin"), record_form(world)
    by_device(client, world, fields)
    meeting = Meeting.objects.get()
    actions.return_for_revision(meeting=meeting, comment="请补写", by=world.wei.actor)
    answer = by_device(client, world, fields)
    meeting.refresh_from_db()
    assert (answer.json()["state"], meeting.status) == ("kept", Status.RETURNED)
    assert "又退回来了" in answer.json()["said"]


def test_a_device_is_told_of_a_conflict_and_of_a_refusal(world: World, sign_in: Any) -> None:
    client, _, fields = stale(world, sign_in)
    answer = by_device(client, world, fields)
    assert (answer.status_code, answer.json()) == (409, {"state": "conflict", "count": 3})
    refused = by_device(client, world, record_form(world, kinds=[]))
    assert (refused.status_code, refused.json()) == (409, {"state": "refused", "said": "选一种会议类型。"})
    assert Meeting.objects.count() == 1


def test_what_checks_stop_is_kept_as_a_draft(world: World, sign_in: Any) -> None:
    answer = by_device(sign_in("lin"), world, record_form(world, theme="")).json()
    assert (answer["state"], Meeting.objects.get().status) == ("kept", Status.HELD)
    assert answer["said"].startswith("已存为草稿，还要改：")


def test_nobody_sends_what_another_kept(world: World, sign_in: Any) -> None:
    answer = by_device(sign_in("he"), world, record_form(world))
    assert (answer.status_code, answer.json()) == (403, {"state": "other"})
    assert Meeting.objects.count() == 0


def test_shen_is_shown_nothing_of_it(world: World, sign_in: Any) -> None:
    _, meeting, fields = stale(world, sign_in)
    answer = sign_in("shen").post(RECORD, fields | {"organization": "B-1", "host": "", "recorder": ""})
    assert answer.status_code == 409
    assert "三楼" not in answer.content.decode()
    assert "keep-" not in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.version == 2


def test_the_api_names_what_differs_with_both_values(world: World, sign_in: Any) -> None:
    _, meeting, _ = stale(world, sign_in)
    sent = {"place": "一楼", "version": 1}
    answer = sign_in("lin").patch(f"/api/v1/meetings/{meeting.uuid}/", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")
    assert answer.json()["errors"] == {"place": ["发来的：一楼　记录里的：三楼"]}
    meeting.refresh_from_db()
    assert (meeting.place, meeting.version) == ("三楼", 2)


def likely(ours: MeetingRecord, theirs: MeetingRecord, base: MeetingRecord = ONE) -> dict[str, str]:
    return {row.key: row.likely for row in compare(ours, theirs, NAMES, fingerprints(base))}


@pytest.mark.parametrize("name", OTHER)
def test_what_only_one_side_changed_is_likely_that_side_s(name: str) -> None:
    value, shown = OTHER[name]
    one = replace(ONE, kinds=("lecture", "life"), **PARTS) if name in PARTS else ONE
    changed = replace(one, **{name: value})
    assert likely(changed, one, one) == dict.fromkeys(shown, "ours")
    assert likely(one, changed, one) == dict.fromkeys(shown, "theirs")


def test_what_both_changed_is_not_guessed() -> None:
    ours = replace(ONE, theme="手机上改的", place="三楼", agenda=(replace(ONE.agenda[0], title="计划"),))
    theirs = replace(ONE, theme="服务器上改的", marks={WANG: AttendanceMark("on_leave", "personal")})
    guessed = {"theme": "", "place": "ours", "agenda.0.title": "ours", f"person.{WANG}": "theirs"}
    assert likely(ours, theirs) == guessed
    assert {row.likely for row in compare(ours, theirs, NAMES)} == {""}
