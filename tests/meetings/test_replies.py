"""R-REC-14: each remark with which a record came back is answered, and who reviews reads remark, answer and change."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from meetings import actions, errors
from meetings.models import Meeting
from meetings.rules.questions import Answers, field_of, remarks_in, replies_to
from meetings.selectors.stored_record import stored_record
from meetings.states import Status
from tests.factories import record_form
from tests.tokens import token_of
from tests.world import World

COMMENT = "1. 决议第2项到会5人，赞成记成了6票。\n2、会议记录没有写谁发了言。"
FIRST, SECOND = "决议第2项到会5人，赞成记成了6票。", "会议记录没有写谁发了言。"


@pytest.mark.parametrize(
    ("comment", "remarks"),
    [
        ("主题写全", ["主题写全"]),
        (COMMENT, [FIRST, SECOND]),
        ("（1）时间不对\n\n（2）没有写讲课人", ["时间不对", "没有写讲课人"]),
        ("一、时间不对\r\n二、票数对不上", ["时间不对", "票数对不上"]),
        ("① 时间不对\n- 票数对不上\n10.缺附件", ["时间不对", "票数对不上", "缺附件"]),
        ("2026年11月的日期写错了", ["2026年11月的日期写错了"]),
        ("1.", ["1."]),
        ("", []),
    ],
)
def test_a_remark_is_a_line_without_its_number(comment: str, remarks: list[str]) -> None:
    assert remarks_in(comment) == remarks


@pytest.mark.parametrize(
    ("remark", "field"),
    [
        ("到会人数和签到对不上", "attendances"),
        ("请假没写原因", "attendances"),
        ("没写讲课人", "lecture-title"),
        ("票数对不上", "agenda-title"),
        ("会议时间不对", "starts_at"),
        ("会议记录写得太简单", "minutes"),
        ("陈国梁的发言没有记", "minutes"),
        ("主题写全", "theme"),
        ("请重新核对", ""),
    ],
)
def test_a_remark_leads_to_the_field_it_speaks_of(remark: str, field: str) -> None:
    assert field_of(remark) == field


def test_what_was_answered_before_stays_until_it_is_answered_anew() -> None:
    kept = replies_to(COMMENT, ["改了"])
    assert kept == [[FIRST, "改了"], [SECOND, ""]]
    assert replies_to(COMMENT, ["", "补上了", "多出来的"], kept) == [[FIRST, "改了"], [SECOND, "补上了"]]
    assert replies_to(COMMENT, ["没有错"], kept)[0] == [FIRST, "没有错"]


@pytest.fixture
def returned(make: Any, world: World) -> Meeting:
    meeting = actions.submit(meeting=make(theme="学习条例"), by=world.lin.actor)
    return actions.return_for_revision(meeting=meeting, comment=COMMENT, by=world.wei.actor)


def change(meeting: Meeting, world: World) -> Meeting:
    record = replace(stored_record(meeting), theme="学习党支部工作条例")
    given = {"organization": world.branch, "uuid": meeting.uuid, "version": meeting.version}
    actions.record(record=record, **given, by=world.lin.actor)
    return Meeting.objects.get()


def submit(meeting: Meeting, world: World, **said: Any) -> Meeting:
    try:
        return actions.submit(meeting=meeting, answers=Answers(**said), by=world.lin.actor)
    except errors.HintsToAnswer as refusal:
        said["hints"] = {one["sentence"]: "临时安排的" for one in refusal.details["hints"]}
        return actions.submit(meeting=meeting, answers=Answers(**said), by=world.lin.actor)


@pytest.mark.parametrize("changed", [True, False])
@pytest.mark.parametrize(
    ("replies", "open_ones"),
    [
        ([], ["reply-0", "reply-1"]),
        (["改了"], ["reply-1"]),
        (["x", "补上了"], ["reply-0"]),
        (["改了", "补上了"], []),
    ],
)
def test_of_several_remarks_each_takes_an_answer(
    returned: Meeting, world: World, changed: bool, replies: list[str], open_ones: list[str]
) -> None:
    meeting = change(returned, world) if changed else returned
    if open_ones:
        with pytest.raises(errors.RemarksToAnswer) as refusal:
            submit(meeting, world, replies=replies)
        assert list(refusal.value.fields) == open_ones
        assert refusal.value.details == {"remarks": [FIRST, SECOND]}
        assert Meeting.objects.get().status != Status.SUBMITTED
        return
    submit(meeting, world, replies=replies)
    step = Meeting.objects.get().steps.get(deed="returned")
    assert step.replies == [[FIRST, "改了"], [SECOND, "补上了"]]
    assert bool(step.changes) == changed
    assert Meeting.objects.get().steps.last().comment == "改了\n补上了"


def test_one_remark_takes_an_answer_only_where_nothing_was_changed(make: Any, world: World) -> None:
    meeting = actions.submit(meeting=make(theme="学习条例"), by=world.lin.actor)
    actions.return_for_revision(meeting=meeting, comment="主题写全", by=world.wei.actor)
    assert submit(change(Meeting.objects.get(), world), world).status == Status.SUBMITTED


def test_answers_typed_on_the_page_outlive_saving_and_stand_for_who_reviews(
    returned: Meeting, world: World, sign_in: Any
) -> None:
    lin, address = sign_in("lin"), f"/meetings/record/?uuid={returned.uuid}"
    page = lin.get(address).content.decode()
    assert "退回的意见2条" in page
    assert 'name="reply-1"' in page
    form = record_form(world, uuid=str(returned.uuid), version=returned.version, theme="学习党支部工作条例")
    lin.post("/meetings/record/", form | {"then": "draft", "reply-0": "已改为5票", "reply-1": ""})
    assert 'value="已改为5票"' in lin.get(address).content.decode()
    version = Meeting.objects.get().version
    answer = lin.post(
        "/meetings/record/",
        form | {"then": "submit", "version": version, "reply-0": "已改为5票", "reply-1": ""},
    )
    assert answer.status_code == 409
    assert "还没答，写一句。" in answer.content.decode()
    version = Meeting.objects.get().version
    lin.post("/meetings/record/", form | {"then": "submit", "version": version, "reply-1": "发言补上了"})
    meeting = Meeting.objects.get()
    if meeting.status != Status.SUBMITTED:  # hints are asked after it
        hints = {"hint": [], "answer": []}
        try:
            actions.submit(meeting=meeting, answers=Answers(), by=world.lin.actor)
        except errors.HintsToAnswer as refusal:
            hints["hint"] = [one["sentence"] for one in refusal.details["hints"]]
            hints["answer"] = ["临时安排的"] * len(hints["hint"])
        lin.post(f"/meetings/{meeting.uuid}/send/", hints | {"asked": "1", "version": meeting.version})
    assert Meeting.objects.get().status == Status.SUBMITTED
    seen = sign_in("wei").get(f"/meetings/{returned.uuid}/").content.decode()
    for words in (f"意见1　{FIRST}", "答：已改为5票", f"意见2　{SECOND}", "答：发言补上了", "退回以后改了"):
        assert words in seen


def test_the_api_says_the_remarks_and_takes_an_answer_to_each(returned: Meeting, world: World) -> None:
    client = Client(headers=token_of(world.branch, "secretary"))
    url = f"/api/v1/meetings/{returned.uuid}/submit/"
    asked = client.post(url, {"hint_answers": []}, content_type="application/json").json()
    if asked["code"] == "hints_to_answer":
        given = [{"sentence": one["sentence"], "answer": "临时安排的"} for one in asked["hints"]]
        asked = client.post(url, {"hint_answers": given}, content_type="application/json").json()
    else:
        given = []
    assert (asked["code"], asked["remarks"]) == ("remarks_to_answer", [FIRST, SECOND])
    body = {"hint_answers": given, "replies": ["已改", "补上了"]}
    assert client.post(url, body, content_type="application/json").json()["status"] == "submitted"
