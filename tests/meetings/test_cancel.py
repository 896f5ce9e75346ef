"""A record that should not be there is set aside with its reason: readable, and counted nowhere."""

import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone

from audit.models import Entry
from branches.errors import NotYours
from core.errors import Gone
from dashboards.selectors import desk as desks
from drafts import actions as drafts
from drafts.models import Draft
from life import actions as life_actions
from life.actions.hold_meeting import hold_meeting
from life.models import Appraisal
from life.states import Stage
from meetings import actions, errors
from meetings.files import duplicates
from meetings.models import Attachment, Meeting, Resolution
from meetings.record.schema import AgendaEntry, Decision, FollowUpEntry
from meetings.selectors import open_tasks
from meetings.states import Status
from reminders.rules.schedule import ReminderDays
from reminders.selectors.sources import due_reminders
from tests.world import World

REASON = "和11月20日那份重复"


@pytest.fixture
def returned(make: Any, world: World) -> Meeting:
    meeting = actions.submit(meeting=make(), by=world.lin.actor)
    return actions.return_for_revision(meeting=meeting, comment="重复记录", by=world.wei.actor)


@pytest.mark.parametrize("status", [Status.HELD, Status.RETURNED])
def test_a_record_is_set_aside_and_stays_readable(make: Any, world: World, sign_in: Any, status: str) -> None:
    meeting = make(theme="学习条例", minutes="会上的话")
    Meeting.objects.filter(pk=meeting.pk).update(status=status)
    meeting.refresh_from_db()
    drafts.keep(uuid=meeting.uuid, organization=world.branch, fields={}, by=world.lin.actor)
    done = actions.cancel(meeting=meeting, reason=f" {REASON} ", by=world.lin.actor)
    assert (done.status, done.version) == (Status.CANCELLED, 2)
    assert meeting.steps.values_list("deed", "comment", "who").last() == ("cancelled", REASON, "林知远")
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.note) == ("meeting.cancel", REASON)
    assert (entry.before, entry.after) == ({"状态": Status(status).label}, {"状态": "已取消"})
    assert not Draft.objects.unfinished().exists()
    for who in ("lin", "wei"):
        page = sign_in(who).get(f"/meetings/{meeting.uuid}/").content.decode()
        for said in ("会上的话", "一、到会情况", "已取消，不计入次数", REASON, "主题党日记录"):
            assert said in page
        for gone in ("提交后计入", "改好再交", "取消记录", "上级退回了", "上传签字扫描件", "会后做了什么"):
            assert gone not in page


@pytest.mark.parametrize("reason", ["", " 重 "])
def test_a_record_is_not_set_aside_without_a_reason(make: Any, world: World, reason: str) -> None:
    meeting = make()
    with pytest.raises(errors.CancelReasonNeeded) as refusal:
        actions.cancel(meeting=meeting, reason=reason, by=world.lin.actor)
    assert refusal.value.fields["reason"].startswith("取消记录要写明原因")
    assert Meeting.objects.get().status == Status.HELD


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.CONFIRMED])
def test_what_was_handed_in_is_not_cancelled(make: Any, world: World, status: str) -> None:
    meeting = make()
    Meeting.objects.update(status=status, submitted_at=timezone.now())
    meeting.refresh_from_db()
    with pytest.raises(errors.WrongMoment) as refusal:
        actions.cancel(meeting=meeting, reason=REASON, by=world.lin.actor)
    assert refusal.value.sentence == f"这次会议现在是“{Status(status).label}”，不能取消。"
    assert Meeting.objects.get().status == status


def test_who_saw_an_older_text_does_not_cancel(make: Any, world: World) -> None:
    with pytest.raises(Gone):
        actions.cancel(meeting=make(), reason=REASON, version=7, by=world.lin.actor)
    assert Meeting.objects.get().status == Status.HELD


@pytest.mark.parametrize("who", ["hua", "wei", "shen"])
def test_others_do_not_cancel_it(make: Any, world: World, who: str) -> None:
    with pytest.raises(NotYours):
        actions.cancel(meeting=make(), reason=REASON, by=getattr(world, who).actor)
    assert Meeting.objects.get().status == Status.HELD


def test_it_counts_nowhere_and_frees_its_duty(returned: Meeting, world: World) -> None:
    today, by = dt.date(2026, 11, 22), world.lin.actor
    task = desks.desk(world.branch, today=today, by=by).tasks[1]
    assert (task.name, task.begun) == ("主题党日", returned)
    actions.cancel(meeting=returned, reason=REASON, by=by)
    desk = desks.desk(world.branch, today=today, by=by)
    assert [(row.name, row.begun, row.badge_text) for row in desk.tasks][1] == ("主题党日", None, "")
    assert desks.returned_records(world.branch, by=by) == []
    assert list(desks.unsent_records(world.branch, by=by)) == []
    assert desks.calendar_month(world.branch, desk.month, today=today, due=True, by=by)[1] == []
    lines = due_reminders(dt.date(2026, 11, 27), ReminderDays.around(dt.date(2026, 11, 27)), {}).lines[
        world.branch.pk
    ]
    assert not [line for line in lines if str(returned.uuid) in line.url]
    assert Meeting.objects.counted().count() == 0


def test_what_it_told_of_a_decision_is_not_heard(make: Any, world: World) -> None:
    decided = Decision("修缮活动室", yes=8, executor="郑海生", due_on=dt.date(2026, 12, 1))
    first = make(held_on=dt.date(2026, 11, 5), agenda=[AgendaEntry("修缮", decision=decided)])
    actions.submit(meeting=first, by=world.lin.actor)
    decision = Resolution.objects.get()
    told = make(follow_ups=[FollowUpEntry(decision.pk, is_done=True, note="办完了")])
    assert list(open_tasks.open_decisions()) == []
    actions.cancel(meeting=told, reason=REASON, by=world.lin.actor)
    assert list(open_tasks.open_decisions()) == [decision]


def test_a_vote_still_open_is_ended_or_taken_back_first(make: Any, world: World) -> None:
    meeting = make(kinds=["general"])
    poll = life_actions.open_poll(meeting=meeting, question="同意修缮方案", by=world.lin.actor)
    with pytest.raises(errors.PollUnderWay):
        actions.cancel(meeting=meeting, reason=REASON, by=world.lin.actor)
    assert Meeting.objects.get(pk=meeting.pk).status == "held"
    life_actions.drop_poll(poll=poll, by=world.lin.actor)
    assert actions.cancel(meeting=meeting, reason=REASON, by=world.lin.actor).status == "cancelled"


@pytest.mark.parametrize(
    ("stage", "refused"), [(Stage.MUTUAL, False), (Stage.POLL, True), (Stage.CLOSED, True)]
)
def test_the_meeting_an_appraisal_was_graded_in_stays(
    make: Any, world: World, stage: str, refused: bool
) -> None:
    meeting = make(kinds=["appraisal"])
    hold_meeting(Appraisal.objects.create(organization=world.branch, year=2026, meeting=meeting, stage=stage))
    if refused:
        with pytest.raises(errors.MeetingNeededElsewhere) as refusal:
            actions.cancel(meeting=meeting, reason=REASON, by=world.lin.actor)
        assert refusal.value.code == "graded_here"
        assert refusal.value.sentence == "2026年度民主评议的测评在这次会议上，不能取消。"
        assert (meeting.status, meeting.version) == (Status.HELD, 1)
    else:
        actions.cancel(meeting=meeting, reason=REASON, by=world.lin.actor)
    assert Meeting.objects.get().status == (Status.HELD if refused else Status.CANCELLED)


def test_a_photo_in_it_is_no_longer_asked_about(make: Any, world: World) -> None:
    double, kept = make(), make(held_on=dt.date(2026, 11, 19))
    for meeting in (double, kept):
        Attachment.objects.create(meeting=meeting, kind="photo", name="会场.jpg", size=9, sha256="a" * 64)
    assert len(duplicates.pairs(kept)) == 1
    actions.cancel(meeting=double, reason=REASON, by=world.lin.actor)
    assert duplicates.pairs(kept) == []


def test_the_page_asks_for_the_reason_and_sets_it_aside(
    returned: Meeting, world: World, sign_in: Any
) -> None:
    client, address = sign_in("lin"), f"/meetings/{returned.uuid}/"
    assert "取消记录" in client.get(address).content.decode()
    assert "取消记录" not in sign_in("wei").get(address).content.decode()
    sent = {"move": "cancel", "version": returned.version}
    answer = client.post(f"{address}move/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "取消记录要写明原因" in page
    assert 'aria-invalid="true"' in page
    assert Meeting.objects.get().status == Status.RETURNED
    assert client.post(f"{address}move/", sent | {"reason": REASON}).status_code == 302
    assert Meeting.objects.get().status == Status.CANCELLED
    assert client.get("/meetings/record/", {"uuid": returned.uuid}).headers["Location"] == address


def test_the_api_cancels_the_same(returned: Meeting, world: World, sign_in: Any) -> None:
    address, client = f"/api/v1/meetings/{returned.uuid}/cancel/", sign_in("lin")
    refused = client.post(address, {}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "cancel_reason_needed")
    sent = {"reason": REASON, "version": returned.version}
    done = client.post(address, json.dumps(sent), "application/json")
    assert (done.status_code, done.json()["status"]) == (200, "cancelled")
    assert done.json()["minutes"] == returned.minutes
    again = client.post(address, json.dumps(sent | {"version": returned.version + 1}), "application/json")
    assert again.json()["code"] == "wrong_moment"


def test_a_phone_that_sends_it_late_is_told(make: Any, world: World, sign_in: Any) -> None:
    meeting = make()
    client = sign_in("lin")
    page = client.get(f"/meetings/record/?uuid={meeting.uuid}")
    sheet = page.context["form"]
    actions.cancel(meeting=meeting, reason=REASON, by=world.lin.actor)
    fields = {name: values for name, values in sheet.data.lists()}
    fields |= {"uuid": meeting.uuid, "version": 1, "organization": "A-2", "then": "draft"}
    answer = client.post("/meetings/record/", fields)
    assert answer.status_code == 409
    assert "这次会议现在是“已取消”，不能再改。" in answer.content.decode()
    assert Meeting.objects.get().status == Status.CANCELLED
