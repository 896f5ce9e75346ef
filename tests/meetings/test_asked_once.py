"""What is asked once before a meeting is planned or a record handed in (R-REC-13, R-REC-14, hints), on page and API."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from audit.models import Entry
from meetings import actions, errors
from meetings.models import HintAnswer, Meeting
from meetings.rules.questions import Answers
from meetings.selectors.stored_record import stored_record
from meetings.states import Status
from tests.factories import at, plan_by_lin, record_form
from tests.world import World

DAY = dt.date(2026, 11, 20)
WHY = "临时安排的"


def submit(meeting: Meeting, world: World, **said: Any) -> Meeting:
    try:
        return actions.submit(meeting=meeting, answers=Answers(**said), by=world.lin.actor)
    except errors.HintsToAnswer as refusal:
        said["hints"] = {one["sentence"]: WHY for one in refusal.details["hints"]}
        return actions.submit(meeting=meeting, answers=Answers(**said), by=world.lin.actor)


def hours(begin: int, end: int, day: dt.date = DAY) -> dict[str, Any]:
    return {"starts_at": at(day, begin, 0), "ends_at": at(day, end, 0), "held_on": day}


ALIKE = [
    # rule, what stands, what is written, what is asked ("" for nothing)
    ("R-REC-13", {"kinds": ["theme_day"]}, {"kinds": ["theme_day"]}, "11月20日已经有一次主题党日，是同一次吗？"),
    ("R-REC-13", {"kinds": ["committee"]}, {"kinds": ["committee"], **hours(9, 10)}, "11月20日已经有一次支委会，是同一次吗？"),
    ("R-REC-13", {"kinds": ["general", "theme_day"]}, {"kinds": ["general"], **hours(18, 19)}, "11月20日已经有一次支部党员大会，是同一次吗？"),
    ("R-REC-13", {"kinds": ["theme_day"]}, {"kinds": ["general"], **hours(15, 17)}, "时间和另一次会议重叠：14:30的主题党日"),
    ("R-REC-13", {"kinds": ["theme_day"]}, {"kinds": ["general"], **hours(17, 18)}, ""),  # one after the other
    ("R-REC-13", {"kinds": ["theme_day"]}, {"kinds": ["theme_day"], **hours(14, 16, dt.date(2026, 11, 19))}, ""),
    ("R-REC-13", {"kinds": ["theme_day"], **hours(22, 23)}, {"kinds": ["committee"], **hours(9, 10)}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "stands", "written", "asked"), ALIKE)
def test_a_meeting_like_one_that_stands_is_asked_about_once(
    make: Any, world: World, rule: str, stands: Any, written: Any, asked: str
) -> None:
    first, second = make(**stands), make(**written)
    if not asked:
        assert submit(second, world).status == Status.SUBMITTED
        return
    entries = Entry.objects.count()
    with pytest.raises(errors.SameMeeting) as refusal:
        actions.submit(meeting=second, answers=Answers(), by=world.lin.actor)
    assert (refusal.value.rule, refusal.value.sentence) == (rule, asked)
    assert refusal.value.details["meetings"] == [{"id": str(first.uuid), "sentence": asked}]
    assert (Entry.objects.count(), Meeting.objects.get(pk=second.pk).status) == (entries, Status.HELD)
    submit(second, world, distinct_from=[first.uuid])
    assert list(second.distinct_from.all()) == [first]
    assert second.hint_answers.get(sentence=asked).answer == "不是同一次"
    submit(first, world)  # the answer holds for both


def test_what_is_cancelled_is_not_asked_about(make: Any, world: World) -> None:
    actions.cancel(meeting=make(), reason="写错了", by=world.lin.actor)
    assert submit(make(), world).status == Status.SUBMITTED


def test_a_plan_is_asked_about_when_it_is_made_and_when_it_is_moved(world: World) -> None:
    day = dt.date(2026, 11, 25)
    first = plan_by_lin(world, at(day), distinct_from=[])
    with pytest.raises(errors.SameMeeting) as refusal:
        plan_by_lin(world, at(day, 16), distinct_from=[])
    assert refusal.value.sentence == "11月25日已经计划了一次主题党日，这是计划里的那次吗？"
    second = plan_by_lin(world, at(dt.date(2026, 11, 26)), uuid=uuid4(), distinct_from=[])
    with pytest.raises(errors.SameMeeting):
        plan_by_lin(world, at(day, 18), uuid=second.uuid, version=1, distinct_from=[])
    moved = plan_by_lin(world, at(day, 18), uuid=second.uuid, version=1, distinct_from=[first.uuid])
    plan_by_lin(world, at(day, 18), uuid=second.uuid, version=moved.version, place="三楼", distinct_from=[])
    assert list(Meeting.objects.get(pk=first.pk).distinct_from.all()) == [moved]


def test_the_page_of_a_plan_asks_and_takes_the_answer(world: World, sign_in: Any) -> None:
    client, day = sign_in("lin"), "2026-11-25"
    first = plan_by_lin(world, at(dt.date(2026, 11, 25)), theme="学习条例")
    sent = {
        "uuid": str(uuid4()), "organization": world.branch.code, "kinds": ["theme_day"], "theme": "学习全会精神",
        "held_on": day, "starts_at": "14:30",
    }  # fmt: skip
    asked = client.post("/meetings/plan/", sent)
    assert asked.status_code == 409
    assert "这是计划里的那次吗？" in asked.text
    assert "学习条例" in asked.text
    done = client.post("/meetings/plan/", sent | {"distinct_from": str(first.uuid)})
    assert done.status_code == 302
    assert Meeting.objects.count() == 2


def test_the_api_asks_when_a_meeting_is_made_and_when_it_is_handed_in(world: World, sign_in: Any) -> None:
    client = sign_in("lin")
    people = dict.fromkeys(("host", "recorder"), str(world.members[0].uuid))  # R-REC-06
    body = {
        "organization": world.branch.code, "kinds": ["theme_day"], "held_on": "2026-11-20", "theme": "学习条例",
        "starts_at": "2026-11-20T14:30:00+08:00", "ends_at": "2026-11-20T16:00:00+08:00", "place": "二楼",
        "minutes": "林知领学，大家讨论。",
    } | people  # fmt: skip
    post = {"content_type": "application/json"}
    first = client.post("/api/v1/meetings/", body, **post).json()["id"]
    again = client.post("/api/v1/meetings/", body, **post)
    assert (again.status_code, again.json()["code"]) == (409, "same_meeting")
    assert again.json()["meetings"][0]["id"] == first
    second = client.post("/api/v1/meetings/", body | {"distinct_from": [first]}, **post)
    assert (second.status_code, second.json()["distinct_from"]) == (201, [first])
    url = f"/api/v1/meetings/{first}/submit/"
    asked = client.post(url, {}, **post)
    assert (asked.status_code, asked.json()["code"]) == (409, "hints_to_answer")
    hints = asked.json()["hints"]
    assert all(len(one["frequent_answers"]) == 2 for one in hints)
    given = [{"sentence": one["sentence"], "answer": WHY} for one in hints]
    short = client.post(url, {"hint_answers": [one | {"answer": "x"} for one in given]}, **post)
    assert short.json()["code"] == "hints_to_answer"
    done = client.post(url, {"hint_answers": given}, **post).json()
    assert done["status"] == "submitted"
    assert {one["answer"] for one in done["hint_answers"]} == {WHY}


@pytest.fixture
def returned(make: Any, world: World) -> Meeting:
    meeting = actions.submit(meeting=make(theme="学习条例"), by=world.lin.actor)
    return actions.return_for_revision(meeting=meeting, comment="主题写全", by=world.wei.actor)


def test_r_rec_14_a_returned_record_sent_back_unchanged_takes_a_sentence(
    returned: Meeting, world: World
) -> None:
    with pytest.raises(errors.UnchangedSinceReturn) as refusal:
        submit(returned, world)
    assert refusal.value.fields == {"reply": "没有改，要写一句为什么。"}
    assert Meeting.objects.get().status == Status.RETURNED
    with pytest.raises(errors.UnchangedSinceReturn):
        submit(returned, world, reply=" 对 ")
    submit(returned, world, reply="主题就是这四个字")
    steps = list(Meeting.objects.get().steps.values_list("deed", "comment", "changes"))
    assert steps[-2:] == [("returned", "主题写全", []), ("submitted", "主题就是这四个字", None)]


def test_r_rec_14_who_reviews_sees_what_was_changed_since(
    returned: Meeting, world: World, sign_in: Any
) -> None:
    record = replace(
        stored_record(returned), theme="学习党支部工作条例", minutes="林知远领学，三人发言，议定两件事。"
    )
    actions.record(
        organization=world.branch,
        record=record,
        uuid=returned.uuid,
        version=returned.version,
        by=world.lin.actor,
    )
    submit(Meeting.objects.get(), world)
    step = Meeting.objects.get().steps.get(deed="returned")
    assert step.record is None
    assert step.changes == [["主题", "学习条例", "学习党支部工作条例"], ["会议记录", "10字", "17字"]]
    page = sign_in("wei").get(reverse("meetings:detail", args=[returned.uuid])).text
    assert "退回以后改了2处" in page
    assert "<ins>学习党支部工作条例</ins>" in page


def test_the_page_of_a_record_asks_before_it_is_handed_in(world: World, sign_in: Any, make: Any) -> None:
    client, stands = sign_in("lin"), make(theme="学习物业管理条例")
    sent = record_form(world, recorder=str(world.members[0].uuid))  # R-REC-06
    asked = client.post("/meetings/record/", sent)
    url = reverse("meetings:send", args=[UUID(sent["uuid"])])
    assert (asked.status_code, asked["Location"]) == (302, url)
    page = client.get(url).text
    assert "11月20日已经有一次主题党日，是同一次吗？" in page
    assert "学习物业管理条例" in page
    hints = client.post(url, {"distinct_from": str(stands.uuid)})
    assert hints.status_code == 409
    assert "主持人和记录人是同一个人" in hints.text
    assert "没有事先计划" not in hints.text  # nobody can mend it any more
    assert Meeting.objects.get(uuid=sent["uuid"]).status == Status.HELD
    meeting = Meeting.objects.get(uuid=sent["uuid"])
    with pytest.raises(errors.HintsToAnswer) as refusal:
        actions.submit(meeting=meeting, answers=Answers([stands.uuid]), by=world.lin.actor)
    sentences = [one["sentence"] for one in refusal.value.details["hints"]]
    kept = client.post(url, {"hint": sentences, "answer": [WHY] * len(sentences), "mend": "theme"})
    assert kept["Location"].endswith("#theme")
    assert HintAnswer.objects.filter(answer=WHY).count() == len(sentences)
    done = client.post(url, {"distinct_from": str(stands.uuid), "version": meeting.version})
    assert done["Location"] == reverse("meetings:detail", args=[meeting.uuid])
    back = client.get(f"/meetings/record/?uuid={meeting.uuid}")
    assert "这次已经交了" in back.text


@pytest.mark.parametrize("state", ["plan", "record"])
def test_the_same_meeting_is_gone_on_with_and_nothing_written_is_lost(
    world: World, sign_in: Any, make: Any, state: str
) -> None:
    client = sign_in("lin")
    today = dt.date(2026, 11, 22)
    stands = (
        plan_by_lin(world, at(today, 8))
        if state == "plan"
        else make(theme="学习物业管理条例", **hours(8, 9, today))
    )
    sent = record_form(world, held_on="2026-11-22", starts_at="08:00", ends_at="09:00")
    url = client.post("/meetings/record/", sent)["Location"]
    answer = client.post(url, {"same": str(stands.uuid)})
    written = Meeting.objects.get(uuid=sent["uuid"])
    stands.refresh_from_db()
    assert (written.status, written.theme) == (Status.CANCELLED, "学习条例")
    if state == "plan":
        assert answer.status_code == 302
        assert (stands.status, stands.theme) == (Status.HELD, "学习条例")
    else:
        assert answer.status_code == 409
        assert "学习物业管理条例" in answer.text
        assert f'value="{stands.uuid}"' in answer.text
    assert Meeting.objects.exclude(status=Status.CANCELLED).count() == 1


def test_where_nothing_is_owed_or_planned_the_kind_is_asked_first(
    world: World, sign_in: Any, make: Any
) -> None:
    lin, asked = sign_in("lin"), "先选会议类型"
    assert asked not in lin.get("/meetings/record/").text  # the theme day of the month is still to be held
    submit(make(), world)
    page = lin.get("/meetings/record/").text
    assert asked in page
    assert f"/meetings/record/?organization={world.branch.code}&amp;kinds=committee&amp;new=1" in page
    assert asked not in lin.get("/meetings/record/?kinds=committee").text
