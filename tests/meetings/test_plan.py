"""Planning and cancelling."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from audit.models import Entry
from branches.errors import NotYours
from core.errors import Gone
from meetings import actions, errors
from meetings.models import Meeting
from meetings.states import Status
from tests.factories import at, record_meeting
from tests.world import World

DAY = dt.date(2026, 11, 25)


def plan(world: World, **facts: Any) -> Meeting:
    day = facts.get("held_on", DAY)
    given = {
        "organization": world.branch,
        "kinds": ["theme_day"],
        "held_on": day,
        "starts_at": at(day),
        "by": world.lin.actor,
    }
    return actions.plan(**(given | facts))


def test_a_plan_is_kept_under_the_number_the_client_chose(world: World) -> None:
    uuid = uuid4()
    meeting = plan(world, uuid=uuid, theme="学习条例")
    assert (meeting.uuid, meeting.status, meeting.expected) == (uuid, Status.PLANNED, 0)
    assert list(meeting.steps.values_list("deed", flat=True)) == ["planned"]
    assert Entry.objects.latest("id").action == "meeting.plan"
    assert Meeting.objects.counted().count() == 0


def test_today_can_be_planned_and_yesterday_not(world: World) -> None:
    plan(world, held_on=dt.date(2026, 11, 22))
    with pytest.raises(errors.AlreadyOver) as refusal:
        plan(world, held_on=dt.date(2026, 11, 21))
    assert refusal.value.sentence == "11月21日已经过了，不用再计划，请直接记录。"
    assert Meeting.objects.count() == 1


def test_a_plan_is_changed_with_the_version_seen(world: World) -> None:
    meeting = plan(world, uuid=uuid4())
    plan(world, uuid=meeting.uuid, version=1, place="三楼")
    with pytest.raises(Gone):
        plan(world, uuid=meeting.uuid, version=1, place="四楼")
    assert list(Meeting.objects.values_list("place", "version")) == [("三楼", 2)]


def test_a_plan_is_called_off(world: World) -> None:
    meeting = actions.cancel(meeting=plan(world), by=world.lin.actor)
    assert meeting.status == Status.CANCELLED
    with pytest.raises(errors.WrongMoment):
        actions.cancel(meeting=meeting, by=world.lin.actor)
    assert Meeting.objects.get().version == 2


@pytest.mark.parametrize("who", ["hua", "wei", "shen"])
def test_others_do_not_plan_here(world: World, who: str) -> None:
    with pytest.raises(NotYours):
        plan(world, by=getattr(world, who).actor)
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("plans", "asked", "goes_on", "shown"),
    [
        ([(11, 25, "theme_day")], "theme_day", True, (25, "2026-11-22")),  # held before its day: today
        ([(11, 25, "theme_day")], "", True, (25, "2026-11-22")),  # the month's theme day is what is usual
        ([(11, 22, "theme_day"), (11, 25, "theme_day")], "theme_day", True, (22, "2026-11-22")),
        ([(11, 25, "theme_day")], "theme_day", False, None),  # 这是另一次，重新记
        ([(11, 25, "theme_day", "lecture")], "theme_day", True, (25, "2026-11-22")),
        ([(11, 25, "theme_day")], "general", True, None),
        ([(11, 25, "lecture")], "theme_day", True, None),
        ([(12, 25, "theme_day")], "theme_day", True, None),  # another month's
    ],
)
def test_a_new_record_goes_on_with_the_plan_it_fulfils(
    world: World, sign_in: Any, plans: Any, asked: str, goes_on: bool, shown: Any
) -> None:
    made = {}
    for month, day, *kinds in plans:
        on = dt.date(2026, month, day)
        made[day] = plan(world, kinds=kinds, held_on=on)
    query = f"organization=A-2{f'&kinds={asked}' if asked else ''}{'' if goes_on else '&new=1'}"
    page = sign_in("lin").get(f"/meetings/record/?{query}").content.decode()
    if shown is None:
        assert not any(f'name="uuid" value="{one.uuid}"' in page for one in made.values())
        assert "接着记原定" not in page
        return
    day, held_on = shown
    assert f'name="uuid" value="{made[day].uuid}"' in page
    assert f'name="held_on" value="{held_on}"' in page
    assert f"接着记原定11月{day}日的这一次" in page


def test_held_on_another_day_it_is_the_same_meeting_moved(world: World) -> None:
    planned = plan(world)
    on = dt.date(2026, 11, 20)
    held = record_meeting(
        organization=world.branch,
        kinds=["theme_day"],
        held_on=on,
        starts_at=at(on),
        uuid=planned.uuid,
        version=planned.version,
        by=world.lin.actor,
    )
    assert (held.pk, held.held_on, held.status) == (planned.pk, on, Status.HELD)
    assert Meeting.objects.count() == 1
    entry = Entry.objects.latest("id")
    assert (entry.before["日期"], entry.after["日期"]) == ("2026-11-25", "2026-11-20")


def test_the_api_refuses_what_a_plan_does_not_keep(world: World, sign_in: Any) -> None:
    on = DAY
    said = {
        "organization": world.branch.code,
        "kinds": ["theme_day"],
        "held_on": f"{on}",
        "starts_at": at(on).isoformat(),
        "theme": "学习条例",
        "guests": "",
    }
    lin = sign_in("lin")
    for extra in (
        {"agenda": [{"title": "计划"}]},
        {"minutes": "还没开"},
        {"ends_at": at(on, 16).isoformat()},
    ):
        answer = lin.post("/api/v1/meetings/", said | extra, content_type="application/json")
        assert answer.status_code == 409
        assert list(answer.json()["errors"]) == list(extra)
    assert Meeting.objects.count() == 0
    made = lin.post("/api/v1/meetings/", said, content_type="application/json")
    assert made.status_code == 201
    url = f"/api/v1/meetings/{made.json()['id']}/"
    changed = {"version": 1, "agenda": [{"title": "计划"}]}
    assert lin.patch(url, changed, content_type="application/json").status_code == 409
    assert Meeting.objects.get().version == 1


def test_a_client_claims_no_scan(make: Any, world: World, sign_in: Any) -> None:
    meeting, lin = make(), sign_in("lin")
    mark = {"member": str(world.members[4].uuid), "state": "late"}
    for source, status in (("code", 400), ("imported", 400), ("offline", 200)):
        said = {"version": 1, "attendances": [mark | {"source": source}]}
        url = f"/api/v1/meetings/{meeting.uuid}/"
        assert lin.patch(url, said, content_type="application/json").status_code == status
    assert meeting.attendances.get(member=world.members[4]).source == "offline"


def test_a_plan_moved_to_another_group_takes_its_usual_people(world: World, sign_in: Any) -> None:
    """The host of the first group is nobody in the second."""
    first, second = world.groups
    client = sign_in("lin")
    form = client.get(f"/meetings/plan/?organization={first.code}&kinds=group").context["form"]
    stranger = next(one for one in world.members if one.memberships.filter(group=first).exists())
    sent = {
        "uuid": form["uuid"].value(), "organization": second.code, "kinds": ["group"], "held_on": "2026-11-27",
        "starts_at": "14:30", "host": str(stranger.uuid), "recorder": str(stranger.uuid),
    }  # fmt: skip
    answer = client.post("/meetings/plan/", sent)
    assert answer.status_code == 302
    plan = Meeting.objects.get()
    assert plan.organization == second
    assert stranger not in (plan.host, plan.recorder)
