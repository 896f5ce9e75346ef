"""Leave: asked by the member himself, decided by whoever records, marked when recording begins (R-ATT-02)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
from django.test import Client

from audit.models import Entry
from branches.errors import NotYours
from meetings import actions, errors
from meetings.forms import initial_data
from meetings.forms.attendance import marks_in
from meetings.models import Leave, Meeting
from meetings.selectors import leaves
from meetings.states import AttendanceState, LeaveStatus, Reason
from tests.factories import plan_by_lin, record_meeting
from tests.world import World

ZONE = dt.timezone(dt.timedelta(hours=8))
DAY = dt.date(2026, 11, 25)


def at(hour: int, minute: int = 0, day: int = 25) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def meeting(world: World) -> Meeting:
    return plan_by_lin(world, at(14, 30))


@pytest.fixture
def leave(world: World, meeting: Meeting) -> Leave:
    return actions.ask_leave(meeting=meeting, reason_code="sick", reason="住院", by=world.hua.actor)


def test_a_member_asks_and_the_secretary_approves(world: World, leave: Leave) -> None:
    assert (leave.member, leave.status) == (world.members[2], LeaveStatus.ASKED)
    assert [one.pk for one in leaves.leaves_to_decide(world.lin.actor)] == [leave.pk]
    actions.approve_leave(leave=leave, comment="安心养病", by=world.lin.actor)
    leave.refresh_from_db()
    assert (leave.status, leave.decided_who, leave.comment, leave.is_late) == (
        "approved",
        "林知远",
        "安心养病",
        False,
    )
    assert leaves.leaves_to_decide(world.lin.actor) == []
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.note) == ("leave.approve", "安心养病")


# R-ATT-02: the meeting is from 14:30; without an end it counts an hour and a half.
@pytest.mark.parametrize(
    ("hour", "minute", "late"), [(14, 30, False), (15, 59, False), (16, 0, False), (16, 1, True)]
)
def test_leave_approved_after_the_end_is_late(
    world: World, leave: Leave, clock: Any, hour: int, minute: int, late: bool
) -> None:
    clock.move_to(at(hour, minute))
    assert actions.approve_leave(leave=leave, by=world.lin.actor).is_late is late


def test_the_checks_say_which_leave_came_late(world: World, leave: Leave, clock: Any) -> None:
    """R-ATT-02 warns and stops nothing."""
    clock.move_to(at(17))
    actions.approve_leave(leave=leave, by=world.lin.actor)
    sheet = initial_data.form_of_meeting(Meeting.objects.get(pk=leave.meeting_id), world.lin.actor)
    found = [(one.level, one.sentence) for one in sheet.findings if one.rule == "R-ATT-02"]
    assert found == [("hint", "华小的假是会后才批的，记为补假；请假要在会前提出")]


def test_who_confirms_sees_which_leave_came_late(
    world: World, leave: Leave, clock: Any, sign_in: Any
) -> None:
    meeting = Meeting.objects.get(pk=leave.meeting_id)
    clock.move_to(at(17))
    actions.approve_leave(leave=leave, by=world.lin.actor)
    content = initial_data.form_of_meeting(meeting, world.lin.actor).record
    assert content is not None
    kept = {one.name: getattr(content, one.name) for one in fields(content)}
    record_meeting(
        organization=meeting.organization,
        uuid=meeting.uuid,
        version=meeting.version,
        by=world.lin.actor,
        **kept,
    )
    page = sign_in("wei").get(f"/meetings/{meeting.uuid}/").content.decode()
    assert "华小</span>（病假：住院，补假）" in page


def test_leave_refused_after_the_end_is_not_late(world: World, leave: Leave, clock: Any) -> None:
    clock.move_to(at(20))
    assert actions.refuse_leave(leave=leave, comment="没有提前说", by=world.lin.actor).is_late is False


@pytest.mark.parametrize(
    ("code", "reason"), [("", ""), ("unexcused", ""), ("lazy", ""), ("other", ""), ("other", " 事 ")]
)
def test_leave_needs_a_reason(world: World, meeting: Meeting, code: str, reason: str) -> None:
    with pytest.raises(errors.LeaveNeedsReason):
        actions.ask_leave(meeting=meeting, reason_code=code, reason=reason, by=world.hua.actor)
    assert Leave.objects.count() == 0


def test_nobody_asks_twice_but_again_after_a_refusal(world: World, meeting: Meeting, leave: Leave) -> None:
    with pytest.raises(errors.AlreadyAsked) as refused:
        actions.ask_leave(meeting=meeting, reason_code="personal", by=world.hua.actor)
    assert str(refused.value) == "这次会议您已经请过假（待批准）。"
    actions.refuse_leave(leave=leave, by=world.lin.actor)
    again = actions.ask_leave(meeting=meeting, reason_code="personal", by=world.hua.actor)
    assert again.reason_code == Reason.PERSONAL


def test_a_decision_is_made_once(world: World, leave: Leave) -> None:
    stale = Leave.objects.select_related("meeting__organization").get(pk=leave.pk)
    actions.approve_leave(leave=leave, by=world.lin.actor)
    with pytest.raises(errors.NotAsked) as refused:
        actions.refuse_leave(leave=stale, by=world.he.actor)
    assert str(refused.value) == "这份请假现在是“已批准”，不能再退。请刷新后再看。"
    assert Leave.objects.get().status == "approved"


def test_withdrawn_leave_frees_the_seat(world: World, meeting: Meeting, leave: Leave) -> None:
    actions.approve_leave(leave=leave, by=world.lin.actor)
    actions.withdraw_leave(leave=leave, by=world.hua.actor)
    assert Leave.objects.get().status == "withdrawn"
    assert initial_data.form_of_meeting(meeting, world.lin.actor).data.getlist("missing") == []


def test_nobody_is_excused_once_the_record_was_handed_in(world: World, make: Callable[..., Meeting]) -> None:
    meeting = make()
    asked = Leave.objects.create(meeting=meeting, member=world.members[2], reason_code="sick")
    Meeting.objects.filter(pk=meeting.pk).update(status="submitted", submitted_at=meeting.starts_at)
    asked = Leave.objects.select_related("meeting__organization", "member").get(pk=asked.pk)
    with pytest.raises(errors.WrongMoment):
        actions.approve_leave(leave=asked, by=world.lin.actor)
    with pytest.raises(errors.WrongMoment):
        actions.ask_leave(meeting=asked.meeting, reason_code="sick", by=world.he.actor)
    assert Leave.objects.get().status == "asked"


@pytest.mark.parametrize("former", ["", "refused"])
@pytest.mark.parametrize(
    ("now", "is_open"),
    [(at(14, 29), True), (at(14, 30), True), (at(14, 31), False), (at(17), False), (at(9, day=26), False)],
)
def test_r_att_06_leave_is_asked_before_the_start(
    world: World, meeting: Meeting, clock: Any, sign_in: Any, now: dt.datetime, is_open: bool, former: str
) -> None:
    if former:
        Leave.objects.create(meeting=meeting, member=world.members[2], reason_code="sick", status=former)
    clock.move_to(now)
    hua, sentence = sign_in("hua"), "会已经开始，请告诉记录人。"
    offered = hua.get("/leaves/").content.decode()
    if now.day == meeting.held_on.day:
        assert ("请假" in offered, sentence in offered) == (True, not is_open)
    sent = {"meeting": str(meeting.uuid), "reason_code": "sick"}
    answer = hua.post("/api/v1/leaves/", sent, "application/json")
    assert answer.status_code == (201 if is_open else 409)
    if not is_open:
        assert (answer.json()["code"], answer.json()["detail"]) == ("asked_after_the_start", sentence)
        page = hua.post("/leaves/", sent)
        assert page.status_code == 409
    assert Leave.objects.exclude(status="refused").count() == int(is_open)


@pytest.mark.parametrize(
    ("move", "state", "reason", "status"),
    [
        ("", "present", "", "asked"),
        ("approve", "on_leave", "sick", "approved"),
        ("refuse", "absent", "unexcused", "refused"),
        ("withdraw", "present", "", "withdrawn"),  # 到会了
    ],
)
def test_r_att_05_leave_is_decided_on_the_record_before_it_is_handed_in(
    world: World,
    meeting: Meeting,
    leave: Leave,
    clock: Any,
    sign_in: Any,
    move: str,
    state: str,
    reason: str,
    status: str,
) -> None:
    clock.move_to(at(17))
    lin = sign_in("lin")
    sheet = initial_data.form_of_meeting(Meeting.objects.get(pk=meeting.pk), world.lin.actor)
    sent = {name: sheet.data.getlist(name) for name in sheet.data} | {"uuid": meeting.uuid, "version": "1"}
    sent |= {"organization": "A-2", "theme": "学习", "place": "二楼", "minutes": "学习文件。"}
    sent |= {"host": str(world.members[0].uuid), "recorder": str(world.members[1].uuid)}
    if move:
        answer = lin.post("/meetings/record/", sent | {"then": f"leave-{move}-{leave.uuid}"})
        shown = answer.context["form"]
        assert (answer.status_code, shown.data["minutes"]) == (200, "学习文件。")
        sent = {name: shown.data.getlist(name) for name in shown.data}
    else:
        page = lin.get(f"/meetings/record/?uuid={meeting.uuid}").content.decode()
        assert [word in page for word in ("还有1人请假要您定", "批准", "不批", "到会了")] == [True] * 4
    handed_in = lin.post("/meetings/record/", sent | {"then": "submit"})
    leave.refresh_from_db()
    assert leave.status == status
    mark = meeting.attendances.get(member=leave.member)
    assert (mark.state, mark.reason_code) == (state, reason)
    meeting.refresh_from_db()
    if move:
        assert (handed_in.status_code, meeting.status) == (302, "submitted")
        return
    sentence = "华小请了假还没有定，还有1人要您定：批准、不批，或者到会了。"
    assert (handed_in.status_code, meeting.status) == (409, "held")
    assert sentence in handed_in.content.decode()
    refused = lin.post(f"/api/v1/meetings/{meeting.uuid}/submit/", {}, "application/json")
    assert (refused.status_code, refused.json()["errors"]["attendances"]) == (409, [sentence])


@pytest.mark.parametrize(
    "then", ["leave-", "leave-approve-x", "leave-burn-00000000-0000-4000-8000-00000000000a"]
)
def test_r_att_05_what_is_no_decision_is_not_found(
    world: World, meeting: Meeting, clock: Any, sign_in: Any, then: str
) -> None:
    sent = {"uuid": meeting.uuid, "organization": "A-2", "held_on": "2026-11-25", "then": then}
    assert sign_in("lin").post("/meetings/record/", sent).status_code == 404


def test_recording_begins_with_granted_leave_marked_and_asked_leave_shown(
    world: World, meeting: Meeting, leave: Leave, clock: Any
) -> None:
    actions.approve_leave(leave=leave, by=world.lin.actor)
    actions.ask_leave(meeting=meeting, reason_code="training", by=world.he.actor)
    clock.move_to(at(17))
    sheet = initial_data.form_of_meeting(Meeting.objects.get(pk=meeting.pk), world.lin.actor)
    marks = marks_in(sheet.data)
    assert {uuid: (mark.state, mark.reason_code, mark.reason) for uuid, mark in marks.items()} == {
        world.members[2].uuid: (AttendanceState.ON_LEAVE, Reason.SICK, "住院")
    }
    assert (sheet.roster.turnout.on_leave, sheet.roster.turnout.present) == (1, 8)
    words = {place.seat.name: place.word for place in sheet.roster.rows}
    assert (words["华小"], words["何秀"], words["林知"]) == ("病假：住院", "请假待批", "到会")


def test_who_did_not_check_in_is_marked_in_one_tap_and_typed_text_stays(
    world: World, meeting: Meeting, leave: Leave, clock: Any, sign_in: Callable[[str], Client]
) -> None:
    actions.approve_leave(leave=leave, by=world.lin.actor)
    clock.move_to(at(14, 20))
    actions.open_check_in(meeting=meeting, by=world.lin.actor)
    there = [member.uuid for member in world.members[3:8]]
    actions.check_in_by_hand(meeting=meeting, members=there, by=world.lin.actor)
    clock.move_to(at(17))
    browser = sign_in("lin")
    page = browser.get(f"/meetings/record/?uuid={meeting.uuid}").content.decode()
    assert "还有3人要您定" in page
    sheet = initial_data.form_of_meeting(Meeting.objects.get(pk=meeting.pk), world.lin.actor)
    sent = {name: sheet.data.getlist(name) for name in sheet.data}
    sent |= {"uuid": meeting.uuid, "version": "1", "organization": "A-2", "minutes": "学习文件。"}
    answer = browser.post("/meetings/record/", sent | {"then": "unchecked"})
    shown = answer.context["form"]
    gone = sorted(place.seat.name for place in shown.roster.rows if place.is_gone)
    assert gone == sorted(["林知", "何秀", "华小", "贺嘉宁"])
    assert shown.data["minutes"] == "学习文件。"
    assert Meeting.objects.get(pk=meeting.pk).status == "planned"


def test_attendance_is_known_by_code_where_a_phone_said_so(
    world: World, meeting: Meeting, clock: Any
) -> None:
    from meetings.models import CheckIn

    clock.move_to(at(14, 20))
    CheckIn.objects.create(
        meeting=meeting, member=world.members[2], key="00000000-0000-4000-8000-00000000000a", way="qr"
    )
    clock.move_to(at(17))
    record_meeting(
        organization=world.branch,
        uuid=meeting.uuid,
        kinds=["theme_day"],
        held_on=DAY,
        starts_at=at(14, 30),
        by=world.lin.actor,
    )
    known = {row.member.name: (row.source, row.at) for row in meeting.attendances.select_related("member")}
    assert known["华小"] == ("code", at(14, 20))
    assert known["何秀"][0] == "manual"


@pytest.mark.parametrize("name", ["hua", "shao", "wei", "shen"])
def test_only_who_records_decides(world: World, leave: Leave, name: str) -> None:
    for verb in (actions.approve_leave, actions.refuse_leave):
        with pytest.raises(NotYours):
            verb(leave=leave, by=getattr(world, name).actor)
    assert Leave.objects.get().status == "asked"


def test_nobody_decides_their_own_leave(world: World, meeting: Meeting, sign_in: Any) -> None:
    leave = actions.ask_leave(meeting=meeting, reason_code="sick", by=world.lin.actor)
    for verb in (actions.approve_leave, actions.refuse_leave):
        with pytest.raises(errors.DecidedByTheSame):
            verb(leave=leave, by=world.lin.actor)
    assert (Leave.objects.get().status, leaves.leaves_to_decide(world.lin.actor)) == ("asked", [])
    lin = sign_in("lin")
    assert "给林知远的意见" not in lin.get(f"/meetings/{meeting.uuid}/").content.decode()
    page = lin.post(f"/leaves/{leave.uuid}/decide/", {"move": "approve"}, follow=True).content.decode()
    assert errors.DecidedByTheSame.sentence in page
    actions.approve_leave(leave=leave, by=world.he.actor)
    assert Leave.objects.get().decided_by == world.he.user


def test_the_page_of_a_meeting_says_what_became_of_ones_leave(
    world: World, meeting: Meeting, sign_in: Any
) -> None:
    hua, address = sign_in("hua"), f"/meetings/{meeting.uuid}/"
    assert "来不了，请假" in hua.get(address).content.decode()
    asked = actions.ask_leave(meeting=meeting, reason_code="sick", by=world.hua.actor)
    page = hua.get(address).content.decode()
    assert "待批准" in page
    assert "来不了，请假" not in page
    actions.approve_leave(leave=asked, by=world.lin.actor)
    assert "已批准" in hua.get(address).content.decode()


def test_what_was_typed_stays_when_leave_is_refused(world: World, meeting: Meeting, sign_in: Any) -> None:
    typed = {"meeting": str(meeting.uuid), "reason_code": "other", "reason": "事"}
    answer = sign_in("hua").post("/leaves/", typed)
    page = answer.content.decode()
    assert (answer.status_code, Leave.objects.count()) == (409, 0)
    assert '<option value="other" selected>' in page
    assert 'value="事"' in page


def test_the_member_sees_his_meetings_and_shen_sees_nothing(
    world: World, leave: Leave, sign_in: Callable[[str], Client]
) -> None:
    hua = sign_in("hua").get("/leaves/").content.decode()
    assert "主题党日" in hua
    assert "待批准" in hua
    assert "华小" in sign_in("lin").get("/leaves/").content.decode()
    assert sign_in("shao").post(f"/leaves/{leave.uuid}/decide/").status_code == 403
    shen = sign_in("shen")
    assert "华小" not in shen.get("/leaves/").content.decode()
    assert shen.post(f"/leaves/{leave.uuid}/decide/").status_code == 404
    assert shen.post(f"/leaves/{leave.uuid}/withdraw/").status_code == 404
    with pytest.raises(errors.NotExpectedHere):
        actions.ask_leave(meeting=leave.meeting, reason_code="sick", by=world.shen.actor)
    assert Leave.objects.get().status == "asked"
