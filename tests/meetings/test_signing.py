"""What check-in says of who was there: 待定, 补签, 迟到, and when it counts for nothing (R-ATT-07, R-ATT-08)."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from documents.contexts import minutes
from meetings import actions, errors
from meetings.forms import initial_data
from meetings.models import CheckIn, Meeting
from meetings.rules import signing
from meetings.selectors.check_ins import signing_words
from meetings.states import CheckInMethod, Status
from tests.factories import answer_hints, at, plan_by_lin
from tests.world import World

DAY = dt.date(2026, 11, 22)

USED = [
    # rule, share, signed, expected, used
    ("R-ATT-07", "1/4", 0, 25, False),
    ("R-ATT-07", "1/4", 6, 25, False),
    ("R-ATT-07", "1/4", 7, 25, True),
    ("R-ATT-07", "1/4", 1, 4, True),
    ("R-ATT-07", "1/4", 0, 0, False),
    ("R-ATT-07", "1/2", 4, 9, False),
    ("R-ATT-07", "1/2", 5, 9, True),
    ("R-ATT-07", "0", 0, 9, False),
]
LATE = [
    ("R-ATT-08", 15, 15, 0, False),
    ("R-ATT-08", 15, 15, 1, True),
    ("R-ATT-08", 15, -5, 0, False),
    ("R-ATT-08", 0, 0, 1, True),
    ("R-ATT-08", 30, 28, 0, False),
]


@pytest.mark.parametrize(("rule", "share", "signed", "expected", "used"), USED)
def test_check_in_counts_where_enough_used_it(
    settings: Any, rule: str, share: str, signed: int, expected: int, used: bool
) -> None:
    settings.CHECK_IN_SHARE = share
    assert signing.is_used(signed, expected) is used, rule


@pytest.mark.parametrize(("rule", "grace", "minutes", "seconds", "late"), LATE)
def test_late_is_who_signs_in_after_the_grace(
    settings: Any, rule: str, grace: int, minutes: int, seconds: int, late: bool
) -> None:
    settings.LATE_CHECK_IN_MINUTES = grace
    start = at(DAY, 14)
    assert signing.is_late(start + dt.timedelta(minutes=minutes, seconds=seconds), start) is late, rule


@pytest.fixture
def meeting(world: World, clock: Any) -> Meeting:
    """Planned for half past two; it is five now."""
    planned = plan_by_lin(world, at(DAY), kinds=["general"], theme="学习条例", place="二楼")
    actions.open_check_in(meeting=planned, by=world.lin.actor)
    clock.move_to(at(DAY, 17, 0))
    return planned


def sign(meeting: Meeting, members: list[Any], minute: int = 0) -> None:
    for member in members:
        CheckIn.objects.create(
            meeting=meeting,
            member=member,
            key=uuid4(),
            way=CheckInMethod.QR,
            at=meeting.starts_at + dt.timedelta(minutes=minute),
        )


def opened(meeting: Meeting, world: World) -> dict[str, Any]:
    """The page of the record as a browser would send it."""
    form = initial_data.form_of_meeting(Meeting.objects.get(pk=meeting.pk), world.lin.actor)
    sent = {name: form.data.getlist(name) for name in form.data}
    return sent | {
        "uuid": meeting.uuid,
        "version": form.version,
        "organization": world.branch.code,
        "starts_at": "14:30",
        "ends_at": "16:00",
        "host": str(world.members[0].uuid),
        "recorder": str(world.members[1].uuid),
        "minutes": "林知远领学，大家讨论。",
    }


def counts_of(meeting: Meeting) -> tuple[int, int, int, int, int]:
    row = Meeting.objects.get(pk=meeting.pk)
    return row.expected, row.present, row.on_leave, row.absent, row.undecided


def test_who_did_not_sign_in_is_undecided_until_somebody_says(
    meeting: Meeting, world: World, sign_in: Any
) -> None:
    people, lin = world.members, sign_in("lin")
    sign(meeting, people[:6])
    expected = len(people)
    page = lin.get(f"/meetings/record/?uuid={meeting.uuid}").text
    assert f"还有{expected - 6}人要您定" in page
    assert f"签到6人，没签到{expected - 6}人" in page
    sent = opened(meeting, world)
    refused = lin.post("/meetings/record/", sent | {"then": "submit"})
    assert refused.status_code == 409
    assert "来了就补签，没到就选原因" in refused.text
    assert counts_of(meeting) == (expected, 6, 0, 0, expected - 6)
    api = lin.get(f"/api/v1/meetings/{meeting.uuid}/").json()
    assert (api["present"], api["undecided"]) == (6, expected - 6)
    with pytest.raises(errors.NotReady) as refusal:
        actions.submit(meeting=Meeting.objects.get(pk=meeting.pk), by=world.lin.actor)
    assert refusal.value.rule == "R-ATT-07"
    sent = opened(meeting, world)
    shown = lin.post("/meetings/record/", sent | {"then": f"came-{people[6].uuid}"}).context["form"]
    sent |= {name: shown.data.getlist(name) for name in shown.data if name.startswith("mark-")}
    for member in people[7:]:
        sent |= {f"mark-{member.uuid}": "sick"}
    sent["missing"] = [str(one.uuid) for one in people[7:]]
    done = lin.post("/meetings/record/", sent | {"then": "submit"})
    if done["Location"].endswith("/send/"):
        answer_hints(lin, meeting.uuid)
    assert counts_of(meeting) == (expected, 7, expected - 7, 0, 0)
    row = Meeting.objects.get(pk=meeting.pk)
    assert (row.status, signing_words(row)) == (Status.SUBMITTED, "签到6人，补签1人")
    paper = minutes.contexts(minutes.load_meetings(Meeting.objects.filter(pk=meeting.pk)))[0]
    assert "签到6人，补签1人。" in paper["到会"]


def test_all_who_came_are_said_to_have_come_in_one_tap(meeting: Meeting, world: World, sign_in: Any) -> None:
    sign(meeting, world.members[:3])
    lin = sign_in("lin")
    shown = lin.post("/meetings/record/", opened(meeting, world) | {"then": "came-all"}).context["form"]
    turnout = shown.roster.turnout
    assert (turnout.present, turnout.undecided) == (turnout.expected, 0)
    lin.post("/meetings/record/", {name: shown.data.getlist(name) for name in shown.data} | {"then": "draft"})
    assert counts_of(meeting)[1] == len(world.members)
    assert CheckIn.objects.filter(meeting=meeting, way=CheckInMethod.HAND).count() == len(world.members) - 3


@pytest.mark.parametrize(("signed", "words"), [(0, "没有人签到"), (1, "这次只有1人签到，当作没有开签到。")])
def test_a_check_in_hardly_used_empties_no_hall(
    meeting: Meeting, world: World, sign_in: Any, signed: int, words: str
) -> None:
    lin = sign_in("lin")
    sign(meeting, world.members[:signed])
    assert words in lin.get(f"/meetings/record/?uuid={meeting.uuid}").text
    shown = lin.post("/meetings/record/", opened(meeting, world) | {"then": "unchecked"}).context["form"]
    assert shown.roster.turnout.present == shown.roster.turnout.expected
    lin.post("/meetings/record/", opened(meeting, world) | {"then": "draft"})
    assert counts_of(meeting)[4] == 0
    row = Meeting.objects.get(pk=meeting.pk)
    assert signing_words(row) == ("签到1人，其余由记录人登记" if signed else "")
    if signed:
        assert "签到1人，其余由记录人登记" in lin.get(reverse("meetings:detail", args=[row.uuid])).text


def test_late_is_proposed_and_taken_back_in_one_tap(meeting: Meeting, world: World, sign_in: Any) -> None:
    lin, late = sign_in("lin"), world.members[2]
    sign(meeting, [one for one in world.members if one != late])
    sign(meeting, [late], minute=28)
    page = lin.get(f"/meetings/record/?uuid={meeting.uuid}").text
    assert "14:58签到，晚了28分钟" in page
    shown = lin.post("/meetings/record/", opened(meeting, world) | {"then": f"came-{late.uuid}"}).context[
        "form"
    ]
    sent = {name: shown.data.getlist(name) for name in shown.data}
    lin.post("/meetings/record/", sent | {"then": "draft"})
    assert meeting.attendances.get(member=late).state == "present"
    assert "不算迟到" not in lin.get(f"/meetings/record/?uuid={meeting.uuid}").text


def test_over_the_api_late_is_proposed_and_the_unsigned_are_undecided(
    meeting: Meeting, world: World, sign_in: Any
) -> None:
    lin, late = sign_in("lin"), world.members[2]
    sign(meeting, world.members[:2])
    sign(meeting, [late], minute=16)
    body = {
        "status": "held", "version": 1, "minutes": "学习文件。",
        "attendances": [{"member": str(world.members[3].uuid), "state": "present"}],
    }  # fmt: skip
    done = lin.patch(f"/api/v1/meetings/{meeting.uuid}/", body, content_type="application/json")
    assert done.status_code == 200, done.json()
    states = {one["member"]: one["state"] for one in done.json()["attendances"]}
    assert states[str(late.uuid)] == "late"
    assert states[str(world.members[3].uuid)] == "present"
    assert states[str(world.members[4].uuid)] == "undecided"
    assert done.json()["undecided"] == len(world.members) - 4
