"""Standing in (代为考勤): a link takes one roll until its hour, and shows nothing else."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from audit.models import Entry
from branches.errors import NotYours
from life import actions
from life import errors as life_errors
from life.actions.stand_in_for_recorder import stand_in_of_token
from meetings import actions as meetings_actions
from meetings import errors
from meetings.models import CheckIn, Meeting, StandIn
from meetings.states import CheckInMethod
from tests.factories import plan_by_lin
from tests.pages import PageClient
from tests.world import World

ZONE = dt.timezone(dt.timedelta(hours=8))
TODAY = dt.date(2026, 11, 22)


def at(hour: int, minute: int = 0, second: int = 0, day: int = 22) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, second, tzinfo=ZONE)


@pytest.fixture
def meeting(world: World) -> Meeting:
    return plan_by_lin(world, at(15, 30), theme="不该给外人看的主题")


@pytest.fixture
def token(world: World, meeting: Meeting) -> str:
    return actions.give_stand_in(meeting=meeting, name="赵小红", until=at(18), by=world.lin.actor)[1]


def test_only_the_links_digest_is_kept(world: World, token: str) -> None:
    row = StandIn.objects.get()
    assert (row.name, row.until, row.given_by) == ("赵小红", at(18), world.lin.user)
    assert token not in {row.digest, str(row.uuid)}
    assert all(token not in str(entry.after) for entry in Entry.objects.all())
    assert stand_in_of_token(token).pk == row.pk


# STAND_IN_DAYS: until the end of the meeting's day.
@pytest.mark.parametrize(
    ("until", "fits"),
    [(at(15), False), (at(15, 1), True), (at(23, 59, 59), True), (at(0, 0, 0, 23), False)],
)
def test_a_link_ends_after_now_and_within_the_day(
    world: World, meeting: Meeting, until: dt.datetime, fits: bool
) -> None:
    if fits:
        actions.give_stand_in(meeting=meeting, name="赵小红", until=until, by=world.lin.actor)
    else:
        with pytest.raises(life_errors.StandInNeeds) as refused:
            actions.give_stand_in(meeting=meeting, name="赵小红", until=until, by=world.lin.actor)
        assert "最晚到11月22日23:59" in str(refused.value)
    assert StandIn.objects.count() == int(fits)


def test_the_page_shows_names_and_ticks_and_nothing_else(world: World, meeting: Meeting, token: str) -> None:
    page = Client().get(f"/stand-in/{token}/").content.decode()
    for member in world.members:
        assert member.name in page
    for hidden in ("不该给外人看的主题", "滨江社区", "主题党日", "预备", "mainnav", "tabbar"):
        assert hidden not in page


def test_ticks_become_check_ins_by_hand_and_can_be_taken_back(
    world: World, meeting: Meeting, token: str
) -> None:
    phone = Client()
    CheckIn.objects.create(
        meeting=meeting,
        member=world.members[2],
        key="00000000-0000-4000-8000-00000000000a",
        way=CheckInMethod.QR,
    )
    there = [member.uuid for member in world.members[3:6]]
    assert phone.post(f"/stand-in/{token}/", {"present": there}).status_code == 302
    assert CheckIn.objects.filter(way=CheckInMethod.HAND).count() == 3
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.who, entry.user) == ("stand_in.take", "赵小红（代为考勤）", None)
    assert entry.after == {"代为考勤": "赵小红", "到会": "4人", "补签": "陈国、许丽、蒋文"}
    phone.post(f"/stand-in/{token}/", {"present": there[:1]})
    names = CheckIn.objects.order_by("id").values_list("member__name", flat=True)
    assert list(names) == ["华小", "陈国"]
    assert Entry.objects.latest("id").before == {"补签": "许丽、蒋文"}
    assert meeting.attendances.count() == 0


def test_nobody_outside_the_roll_is_ticked(world: World, meeting: Meeting, token: str) -> None:
    stranger = world.other_branches[0].members.first()
    with pytest.raises(errors.NotOnRoll):
        actions.take_roll(token=token, present=[stranger.uuid], by=world.lin.actor)
    assert CheckIn.objects.count() == 0


def test_it_ends_at_its_hour(meeting: Meeting, token: str, clock: Any) -> None:
    clock.move_to(at(17, 59, 59))
    assert Client().get(f"/stand-in/{token}/").status_code == 200
    clock.move_to(at(18))
    answer = Client().get(f"/stand-in/{token}/")
    assert answer.status_code == 409
    assert "在18:00到期了" in answer.content.decode()
    assert "华小" not in answer.content.decode()
    assert Client().post(f"/stand-in/{token}/", {"present": []}).status_code == 409


def test_it_can_be_taken_back_once(world: World, token: str) -> None:
    row = StandIn.objects.get()
    actions.revoke_stand_in(stand_in=row, by=world.he.actor)
    with pytest.raises(life_errors.StandInOver) as refused:
        stand_in_of_token(token)
    assert "已经收回" in str(refused.value)
    with pytest.raises(life_errors.StandInOver):
        actions.revoke_stand_in(stand_in=row, by=world.he.actor)


def test_it_ends_when_the_record_is_handed_in(world: World, meeting: Meeting, token: str) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(status="submitted", submitted_at=at(16))
    with pytest.raises(life_errors.StandInOver):
        actions.take_roll(token=token, present=[], by=world.lin.actor)


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.split(":")[0]])
def test_a_changed_link_opens_nothing(token: str, change: Callable[[str], str]) -> None:
    with pytest.raises(life_errors.StandInOver):
        stand_in_of_token(change(token))
    assert Client().get(f"/stand-in/{change(token)}/").status_code == 409


@pytest.mark.parametrize("name", ["hua", "shao", "wei", "shen"])
def test_only_who_records_gives_and_takes_back(world: World, meeting: Meeting, token: str, name: str) -> None:
    by = getattr(world, name).actor
    with pytest.raises(NotYours):
        actions.give_stand_in(meeting=meeting, name="赵小红", until=at(18), by=by)
    with pytest.raises(NotYours):
        actions.revoke_stand_in(stand_in=StandIn.objects.get(), by=by)
    assert StandIn.objects.get().revoked_at is None


def test_the_secretary_sees_the_link_once_and_shen_nothing(
    world: World, meeting: Meeting, sign_in: Callable[[str], Client]
) -> None:
    lin, address = sign_in("lin"), f"/meetings/{meeting.uuid}/stand-ins/"
    made = lin.post(address, {"name": "赵小红", "until": "18:00"}).content.decode()
    assert "/stand-in/" in made
    assert "http://testserver/stand-in/" not in lin.get(address).content.decode()
    shen = sign_in("shen")
    assert shen.get(address).status_code == 404
    assert shen.post(f"/stand-ins/{StandIn.objects.get().uuid}/revoke/").status_code == 404
    assert StandIn.objects.get().revoked_at is None


def test_ticks_sent_late_change_only_what_they_changed(world: World, meeting: Meeting, token: str) -> None:
    """Kept on the phone while the secretary went on: what she ticked meanwhile stays, what was taken back goes."""
    phone, uuids = PageClient(), [member.uuid for member in world.members]
    phone.post(f"/stand-in/{token}/", {"present": uuids[3:5], "seen": ""})
    page = phone.get(f"/stand-in/{token}/").content.decode()
    seen = f"{uuids[3]} {uuids[4]}"
    assert f'name="seen" value="{seen}"' in page
    row = StandIn.objects.get()
    assert f'name="device" content="link-{row.uuid}"' in page
    meetings_actions.check_in_by_hand(meeting=meeting, members=[uuids[6]], by=world.lin.actor)
    kept = {"present": [uuids[3], uuids[5]], "seen": seen, "uuid": row.uuid}
    for keeper, status, state in (("link-other", 403, "other"), (f"link-{row.uuid}", 200, "kept")):
        answer = phone.post(f"/stand-in/{token}/", kept, headers={"X-Kept-By": keeper})
        assert (answer.status_code, answer.json()["state"]) == (status, state)
    there = set(CheckIn.objects.values_list("member__uuid", flat=True))
    assert there == {uuids[3], uuids[5], uuids[6]}


def test_what_a_device_kept_is_refused_with_its_sentence_when_the_link_is_over(
    world: World, meeting: Meeting, token: str
) -> None:
    row = StandIn.objects.get()
    actions.revoke_stand_in(stand_in=row, by=world.lin.actor)
    answer = Client().post(f"/stand-in/{token}/", {"present": []}, headers={"X-Kept-By": f"link-{row.uuid}"})
    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    assert "已经收回" in answer.json()["said"]


def test_the_secretary_ticks_those_without_a_phone(world: World, meeting: Meeting, sign_in: Any) -> None:
    browser, url = sign_in("lin"), f"/meetings/{meeting.uuid}/check-in/hand/"
    page = browser.get(url).content.decode()
    assert 'data-offline="手工补签"' in page
    headers = {"X-Kept-By": str(world.lin.user.pk)}
    for said in ("记下了，这次补签1人。", "点的人都已经记下了。"):  # sent twice, taken once
        answer = browser.post(url, {"present": [world.members[4].uuid]}, headers=headers)
        assert (answer.status_code, answer.json()["state"], answer.json()["said"]) == (200, "kept", said)
    assert list(CheckIn.objects.values_list("member__name", "way")) == [("许丽", CheckInMethod.HAND)]
    refused = browser.post(url, {"present": ["00000000-0000-4000-8000-0000000000ff"]}, headers=headers)
    assert (refused.status_code, refused.json()["state"]) == (409, "refused")
    other = browser.post(url, {"present": [world.members[5].uuid]}, headers={"X-Kept-By": "0"})
    assert (other.status_code, other.json()["state"]) == (403, "other")
    assert CheckIn.objects.count() == 1
