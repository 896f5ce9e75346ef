"""What became of decisions: open tasks stand on the next meeting and on the desk by themselves."""

import datetime as dt
from dataclasses import fields, replace
from typing import Any
from uuid import uuid4

import pytest

from branches.errors import NotYours
from life import errors as life_errors
from meetings import actions, errors
from meetings.models import FollowUp, Meeting, Resolution
from meetings.record.schema import AgendaEntry, Decision, FollowUpEntry
from meetings.selectors import open_tasks
from meetings.selectors.stored_record import stored_record
from planning import actions as planning_actions
from planning import errors as planning_errors
from tests.factories import at, record_meeting
from tests.world import World

TODAY = dt.date(2026, 11, 22)
EARLY = dt.date(2026, 11, 5)


def decide(text: str = "慰问老党员", **given: Any) -> tuple[AgendaEntry, ...]:
    return (AgendaEntry("落实", "讨论", Decision(text, yes=8, executor="何秀英", due_on=EARLY, **given)),)


@pytest.fixture
def decided(make: Any, world: World) -> Resolution:
    """Decided on 3 November, due on the 5th."""
    day = dt.date(2026, 11, 3)
    meeting = make(kinds=["general"], held_on=day, starts_at=at(day), ends_at=at(day, 16), agenda=decide())
    actions.submit(meeting=meeting, by=world.lin.actor)
    return Resolution.objects.get()


def tasks(world: World, meeting: Meeting | None = None, on: dt.date = TODAY) -> list[int]:
    return [one.id for one in open_tasks.open_tasks_of(world.branch, on=on, today=TODAY, meeting=meeting)]


def test_a_decision_with_somebody_or_a_date_is_an_open_task(decided: Resolution, world: World) -> None:
    (task,) = open_tasks.open_tasks_of(world.branch, on=TODAY, today=TODAY)
    assert (task.id, task.executor, task.due_on) == (decided.pk, "何秀英", EARLY)
    assert task.is_overdue is True
    (task,) = open_tasks.open_tasks_of(world.branch, on=TODAY, today=EARLY)
    assert task.is_overdue is False
    assert open_tasks.open_tasks_of(world.branches[0], on=TODAY, today=TODAY) == []


@pytest.mark.parametrize(
    "change",
    [{"passed": False}, {"executor": "", "due_on": None}],
)
def test_nobody_is_asked_about_what_was_not_carried_or_is_nobodys(
    decided: Resolution, world: World, change: dict[str, Any]
) -> None:
    Resolution.objects.update(**change)
    assert tasks(world) == []


@pytest.mark.parametrize(
    ("on", "error"),
    [
        (dt.date(2026, 11, 2), life_errors.BeforeTheMeeting),
        (dt.date(2026, 11, 3), None),
        (TODAY, None),
        (dt.date(2026, 11, 23), life_errors.DayAhead),
    ],
)
def test_it_is_carried_out_between_its_meeting_and_today(
    decided: Resolution, world: World, on: dt.date, error: Any
) -> None:
    if error:
        with pytest.raises(error) as refusal:
            planning_actions.follow_up(resolution=decided, on=on, by=world.lin.actor)
        assert set(refusal.value.fields) == {"on"}
    else:
        planning_actions.follow_up(resolution=decided, on=on, by=world.lin.actor)
    assert FollowUp.objects.count() == (0 if error else 1)


@pytest.mark.parametrize("status", ["held", "returned"])
def test_only_records_that_count_ask(decided: Resolution, world: World, status: str) -> None:
    Meeting.objects.update(status=status)
    assert tasks(world) == []


def test_overdue_ones_come_first(decided: Resolution, make: Any, world: World) -> None:
    later = make(
        agenda=(
            AgendaEntry("二", "", Decision("打扫", yes=8, executor="何秀英", due_on=dt.date(2026, 12, 1))),
        )
    )
    actions.submit(meeting=later, by=world.lin.actor)
    last = make(
        starts_at=at(dt.date(2026, 11, 20), 9),
        ends_at=at(dt.date(2026, 11, 20), 10),
        agenda=(
            AgendaEntry("三", "", Decision("通知", yes=8, executor="何秀英", due_on=dt.date(2026, 11, 1))),
        ),
    )
    actions.submit(meeting=last, by=world.lin.actor)
    texts = [one.text for one in open_tasks.open_tasks_of(world.branch, on=TODAY, today=TODAY)]
    assert texts == ["通知", "慰问老党员", "打扫"]


def test_done_between_meetings_it_is_asked_no_more(decided: Resolution, world: World) -> None:
    planning_actions.follow_up(resolution=decided, note="走访了三家", by=world.he.actor)
    kept = FollowUp.objects.get()
    assert (kept.is_done, kept.note, kept.meeting, kept.who, kept.on) == (
        True,
        "走访了三家",
        None,
        world.he.actor.name,
        TODAY,
    )
    assert tasks(world) == []
    with pytest.raises(errors.NoSuchDecision):
        planning_actions.follow_up(resolution=decided, by=world.lin.actor)
    assert FollowUp.objects.count() == 1


def test_a_note_leaves_it_open(decided: Resolution, world: World) -> None:
    with pytest.raises(planning_errors.NoteNeeded):
        planning_actions.follow_up(resolution=decided, is_done=False, by=world.lin.actor)
    assert FollowUp.objects.count() == 0
    planning_actions.follow_up(resolution=decided, is_done=False, note="还差一家", by=world.lin.actor)
    (task,) = open_tasks.open_tasks_of(world.branch, on=TODAY, today=TODAY)
    assert (task.note, task.noted_on) == ("还差一家", TODAY)


@pytest.mark.parametrize("who", ["hua", "wei", "shen"])
def test_only_who_records_there_says_so(decided: Resolution, world: World, who: str) -> None:
    with pytest.raises(NotYours):
        planning_actions.follow_up(resolution=decided, by=getattr(world, who).actor)
    assert FollowUp.objects.count() == 0


def test_told_in_the_next_meeting_it_stands_in_its_record(
    decided: Resolution, make: Any, world: World
) -> None:
    meeting = make(follow_ups=[FollowUpEntry(decided.pk, True, "走访了三家")])
    assert stored_record(meeting).follow_ups == (FollowUpEntry(decided.pk, True, "走访了三家", "慰问老党员"),)
    assert tasks(world) == []
    assert tasks(world, meeting) == [decided.pk]  # the page it was told on still shows it
    record_meeting(
        organization=world.branch,
        uuid=meeting.uuid,
        version=meeting.version,
        kinds=["theme_day"],
        held_on=meeting.held_on,
        starts_at=meeting.starts_at,
        by=world.lin.actor,
    )
    assert FollowUp.objects.count() == 0
    assert tasks(world) == [decided.pk]


def test_another_branchs_decision_is_not_told_of(decided: Resolution, world: World) -> None:
    shen = world.shen.actor
    day = dt.date(2026, 11, 20)
    with pytest.raises(errors.NoSuchDecision):
        record_meeting(
            organization=world.other_branches[0],
            kinds=["theme_day"],
            held_on=day,
            starts_at=at(day),
            follow_ups=[FollowUpEntry(decided.pk, True)],
            by=shen,
        )
    assert (FollowUp.objects.count(), Meeting.objects.count()) == (0, 1)


def again(meeting: Meeting, world: World, agenda: tuple[AgendaEntry, ...]) -> Meeting:
    """The record saved once more after it came back."""
    Meeting.objects.filter(pk=meeting.pk).update(status="returned")
    fresh = Meeting.objects.get(pk=meeting.pk)
    return record_meeting(
        organization=world.branch,
        uuid=fresh.uuid,
        version=fresh.version,
        kinds=["general"],
        held_on=fresh.held_on,
        starts_at=fresh.starts_at,
        agenda=agenda,
        by=world.lin.actor,
    )


def test_saving_again_keeps_the_decision_and_what_became_of_it(decided: Resolution, world: World) -> None:
    told = planning_actions.follow_up(resolution=decided, is_done=False, note="还差一家", by=world.lin.actor)
    first = AgendaEntry("先说一项", "新加的")
    again(decided.item.meeting, world, (first, *decide()))
    kept = Resolution.objects.get()
    assert (kept.pk, kept.item.position, kept.item.title) == (decided.pk, 2, "落实")
    again(decided.item.meeting, world, decide("慰问八名老党员"))
    kept = Resolution.objects.get()
    assert (kept.pk, kept.text, kept.item.position) == (decided.pk, "慰问八名老党员", 1)
    assert FollowUp.objects.get() == told


def test_a_decision_that_was_followed_up_is_not_dropped(decided: Resolution, world: World) -> None:
    planning_actions.follow_up(resolution=decided, is_done=False, note="还差一家", by=world.lin.actor)
    for agenda in ((), (AgendaEntry("落实", "讨论"),)):
        with pytest.raises(errors.DecisionFollowedUp) as refused:
            again(decided.item.meeting, world, agenda)
        assert refused.value.sentence == "决议“慰问老党员”已经有落实情况，不能去掉；要改就改它的文字。"
    assert Resolution.objects.get().pk == decided.pk
    assert FollowUp.objects.count() == 1


def test_two_decisions_that_change_places_keep_their_rows(make: Any, world: World) -> None:
    one, two = decide("第一件")[0], decide("第二件")[0]
    meeting = make(kinds=["general"], agenda=(one, two))
    ids = dict(Resolution.objects.values_list("text", "pk"))
    again(meeting, world, (two, one))
    assert dict(Resolution.objects.values_list("text", "pk")) == ids
    assert list(meeting.agenda.values_list("resolution__text", flat=True)) == ["第二件", "第一件"]


def test_from_the_page_and_the_desk(decided: Resolution, world: World, sign_in: Any) -> None:
    lin = sign_in("lin")
    page = lin.get("/meetings/record/?kinds=theme_day").content.decode()
    assert "上次定的事" in page
    assert f'name="told-{decided.pk}"' in page
    moved = {"uuid": str(uuid4()), "organization": "A-2", "kinds": "theme_day", "starts_at": "09:00"}
    told = [
        lin.post("/meetings/record/draft/", moved | {"held_on": f"2026-11-0{day}"}).json()["told"]
        for day in (2, 4)
    ]
    assert [f"told-{decided.pk}" in one for one in told] == [False, True]  # before it was decided, and after
    desk = lin.get("/?organization=A-2").content.decode()
    assert "未办结的决议" in desk
    answer = lin.post(f"/meetings/decisions/{decided.pk}/", {"is_done": "1", "back": "desk"})
    assert (answer.status_code, answer["Location"]) == (302, "/?organization=A-2")
    assert FollowUp.objects.get().is_done is True
    assert "未办结的决议" not in lin.get("/?organization=A-2").content.decode()
    assert sign_in("shen").post(f"/meetings/decisions/{decided.pk}/").status_code == 404


def test_the_same_by_the_api(decided: Resolution, world: World, sign_in: Any) -> None:
    lin = sign_in("lin")
    (task,) = lin.get("/api/v1/open-tasks/?organization=A-2").json()["results"]
    assert (task["decision"], task["text"], task["is_overdue"]) == (decided.pk, "慰问老党员", True)
    one = f"/api/v1/decisions/{decided.pk}/follow-up/"
    assert sign_in("shen").post(one, {}, "application/json").status_code == 404
    assert sign_in("hua").post(one, {}, "application/json").status_code == 403
    assert lin.post(one, {"note": "走访了"}, "application/json").status_code == 201
    assert lin.get("/api/v1/open-tasks/?organization=A-2").json()["results"] == []
    assert sign_in("shen").get("/api/v1/open-tasks/?organization=A-2").status_code == 404


@pytest.mark.parametrize(
    ("title", "text", "is_kept"),
    [
        ("落实", "慰问老党员", True),
        ("落实", "慰问老党员和困难党员", True),
        ("慰问", "慰问老党员", True),
        ("修活动室", "年底前修好活动室", False),
    ],
)
def test_another_decision_in_the_place_of_one_does_not_inherit_its_tasks(
    make: Any, world: World, title: str, text: str, is_kept: bool
) -> None:
    meeting = make(kinds=["general"], agenda=decide())
    was = Resolution.objects.get().pk
    (item,) = decide(text)
    before = stored_record(meeting)
    record_meeting(
        organization=world.branch,
        uuid=meeting.uuid,
        version=meeting.version,
        by=world.lin.actor,
        **{one.name: getattr(before, one.name) for one in fields(before)}
        | {"agenda": (replace(item, title=title),)},
    )
    kept = Resolution.objects.get()
    assert ((kept.pk == was), kept.text, kept.item.title) == (is_kept, text, title)
