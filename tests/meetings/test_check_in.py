"""check_in: the codes on the screen, who they let in, what a refusal says, and that none is lost or doubled."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest

from audit.models import Entry
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM, Actor
from core import clock as the_clock
from meetings import actions, errors
from meetings.check_in import codes
from meetings.models import CheckIn, CheckInWindow, Meeting
from meetings.states import CheckInMethod
from members import actions as member_actions
from tests import world as the_world
from tests.threads import at_once
from tests.world import World

ZONE = dt.timezone(dt.timedelta(hours=8))
TODAY = dt.date(2026, 11, 22)
KEY = UUID("00000000-0000-4000-8000-00000000000a")
OTHER_KEY = UUID("00000000-0000-4000-8000-00000000000b")


def today_at(hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, 22, hour, minute, second, tzinfo=ZONE)


@pytest.fixture
def meeting(world: World) -> Meeting:
    """A theme day of Lin's branch at 15:30, half an hour from now."""
    return planned(world)


def planned(world: World, **facts: Any) -> Meeting:
    given = {
        "organization": world.branch,
        "kinds": ["theme_day"],
        "held_on": TODAY,
        "starts_at": today_at(15, 30),
        "by": world.lin.actor,
    } | facts
    return actions.plan(**given)


@pytest.fixture
def window(world: World, meeting: Meeting) -> CheckInWindow:
    return actions.open_check_in(meeting=meeting, by=world.lin.actor)


def screen_code(window: CheckInWindow, back: int = 0) -> dict[str, Any]:
    """The token and slot on the screen, or those of so many slots ago."""
    slot = codes.slot_at(the_clock.now()) - back
    return {"slot": slot, "token": codes.token(window.nonce, window.meeting.uuid, slot)}


def six(window: CheckInWindow, back: int = 0) -> str:
    return codes.digits(window.nonce, window.meeting.uuid, codes.slot_at(the_clock.now()) - back)


def check_in(meeting: Meeting, by: Actor, key: UUID = KEY, **facts: Any) -> CheckIn:
    return actions.check_in(meeting=meeting, key=key, by=by, **facts)


# ── codes ──


def test_a_token_is_of_one_opening_one_meeting_and_one_slot() -> None:
    one, other = uuid4(), uuid4()
    made = {
        codes.token("a", one, 7),
        codes.token("b", one, 7),
        codes.token("a", other, 7),
        codes.token("a", one, 8),
    }
    assert len(made) == 4
    assert {len(token) for token in made} == {24}
    assert codes.digits("a", one, 7).isdecimal()
    assert len(codes.digits("a", one, 7)) == 6


@pytest.mark.parametrize(
    ("second", "slot", "left"), [(0, 0, 30), (1, 0, 29), (29, 0, 1), (30, 1, 30), (61, 2, 29)]
)
def test_a_slot_lasts_thirty_seconds(second: int, slot: int, left: int) -> None:
    moment = dt.datetime.fromtimestamp(second, dt.UTC)
    assert (codes.slot_at(moment), codes.seconds_left(moment)) == (slot, left)


@pytest.mark.parametrize(
    ("back", "refusal"),
    [
        (-1, errors.CodeWrong),
        (0, None),
        (1, None),
        (2, None),
        (3, errors.CodeTooOld),
        (20, errors.CodeTooOld),
    ],
)
def test_the_slot_now_and_two_before_are_taken(back: int, refusal: type[Exception] | None) -> None:
    meeting, now = uuid4(), 1000
    token, digits = codes.token("n", meeting, now - back), codes.digits("n", meeting, now - back)
    if refusal is None:
        codes.check_token("n", meeting, now - back, token, now)
        codes.check_digits("n", meeting, digits, now)
        return
    with pytest.raises(refusal):
        codes.check_token("n", meeting, now - back, token, now)
    with pytest.raises(refusal):
        codes.check_digits("n", meeting, digits, now)


def test_a_token_with_a_newer_slot_written_on_it_is_wrong() -> None:
    meeting, now = uuid4(), 1000
    with pytest.raises(errors.CodeWrong):
        codes.check_token("n", meeting, now, codes.token("n", meeting, now - 9), now)


# ── the window ──


@pytest.mark.parametrize(("hour", "minute", "opens"), [(14, 29, False), (14, 30, True), (15, 30, True)])
def test_it_opens_an_hour_before_the_meeting(
    world: World, meeting: Meeting, clock: Any, hour: int, minute: int, opens: bool
) -> None:
    clock.move_to(today_at(hour, minute))
    if opens:
        assert actions.open_check_in(meeting=meeting, by=world.lin.actor).closed_at is None
        return
    with pytest.raises(errors.WindowTooEarly) as refused:
        actions.open_check_in(meeting=meeting, by=world.lin.actor)
    assert str(refused.value) == "14:30起才能开始签到（会前60分钟）。"
    assert CheckInWindow.objects.count() == 0


def test_it_opens_on_no_other_day(world: World) -> None:
    tomorrow = dt.date(2026, 11, 23)
    meeting = planned(world, held_on=tomorrow, starts_at=today_at(15, 30) + dt.timedelta(days=1))
    with pytest.raises(errors.WindowNotOpen):
        actions.open_check_in(meeting=meeting, by=world.lin.actor)
    assert CheckInWindow.objects.count() == 0


def test_opening_again_makes_every_earlier_code_worthless(
    world: World, meeting: Meeting, window: CheckInWindow
) -> None:
    photo = screen_code(window)
    actions.close_check_in(meeting=meeting, by=world.lin.actor)
    with pytest.raises(errors.WindowNotOpen) as refused:
        check_in(meeting, world.hua.actor, **photo)
    assert "的签到已经结束" in str(refused.value)
    actions.open_check_in(meeting=meeting, by=world.lin.actor)
    with pytest.raises(errors.CodeWrong):
        check_in(meeting, world.hua.actor, **photo)
    assert CheckIn.objects.count() == 0


def test_opening_an_open_one_changes_nothing(world: World, meeting: Meeting, window: CheckInWindow) -> None:
    entries = Entry.objects.count()
    again = actions.open_check_in(meeting=meeting, by=world.he.actor)
    assert again.nonce == window.nonce
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("name", ["hua", "shao", "wei", "shen"])
def test_only_who_records_opens_and_closes(
    world: World, meeting: Meeting, window: CheckInWindow, name: str
) -> None:
    for verb in (actions.open_check_in, actions.close_check_in):
        with pytest.raises(NotYours):
            verb(meeting=meeting, by=getattr(world, name).actor)
    assert CheckInWindow.objects.get().closed_at is None


# ── checking in ──


@pytest.mark.parametrize("back", [0, 1, 2])
def test_the_signed_in_member_is_in_and_both_clocks_are_kept(
    world: World, meeting: Meeting, window: CheckInWindow, back: int
) -> None:
    row = check_in(meeting, world.hua.actor, device_at=today_at(14, 58), **screen_code(window, back))
    assert (row.member, row.way, row.at, row.device_at) == (
        world.members[2],
        CheckInMethod.QR,
        today_at(15),
        today_at(14, 58),
    )
    entry = Entry.objects.latest("id")
    said = {"会议": "滨江社区第二党支部 2026-11-22", "党员": "华小", "方式": "扫码"}
    assert (entry.action, entry.after) == ("check_in.take", said)


@pytest.mark.parametrize("back", [3, 4])
def test_an_old_code_is_refused_and_changes_nothing(
    world: World, meeting: Meeting, window: CheckInWindow, back: int
) -> None:
    with pytest.raises(errors.CodeTooOld):
        check_in(meeting, world.hua.actor, **screen_code(window, back))
    with pytest.raises(errors.CodeTooOld):
        check_in(meeting, world.hua.actor, code=six(window, back))
    assert CheckIn.objects.count() == 0


def test_the_six_digits_may_be_typed_with_a_space(
    world: World, meeting: Meeting, window: CheckInWindow
) -> None:
    said = six(window)
    row = check_in(meeting, world.hua.actor, code=f"{said[:3]} {said[3:]}")
    assert (row.way, row.member) == (CheckInMethod.CODE, world.members[2])


def test_a_repeated_key_gets_the_same_answer_even_when_the_code_is_old(
    world: World, meeting: Meeting, window: CheckInWindow, clock: Any
) -> None:
    photo = screen_code(window)
    first = check_in(meeting, world.hua.actor, **photo)
    clock.shift(dt.timedelta(minutes=20))
    entries = Entry.objects.count()
    again = check_in(meeting, world.hua.actor, **photo)
    assert (again.pk, again.at) == (first.pk, today_at(15))
    assert (CheckIn.objects.count(), Entry.objects.count()) == (1, entries)


def test_a_second_device_of_the_same_member_is_told_when_he_came(
    world: World, meeting: Meeting, window: CheckInWindow, clock: Any
) -> None:
    check_in(meeting, world.hua.actor, **screen_code(window))
    clock.shift(dt.timedelta(minutes=2))
    with pytest.raises(errors.AlreadyIn) as refused:
        check_in(meeting, world.hua.actor, OTHER_KEY, **screen_code(window))
    assert str(refused.value) == "您15:00已经签到，不用再签。"
    assert CheckIn.objects.count() == 1


def test_a_forwarded_photo_helps_nobody_who_is_not_expected(
    world: World, meeting: Meeting, window: CheckInWindow
) -> None:
    with pytest.raises(errors.NotExpectedHere):
        check_in(meeting, world.shen.actor, **screen_code(window))
    assert CheckIn.objects.count() == 0


def test_a_forwarded_photo_checks_in_whoever_is_signed_in_and_not_its_sender(
    world: World, meeting: Meeting, window: CheckInWindow
) -> None:
    photo = screen_code(window)
    check_in(meeting, world.hua.actor, **photo)
    check_in(meeting, world.he.actor, OTHER_KEY, **photo)
    names = CheckIn.objects.values_list("member__name", flat=True)
    assert list(names) == ["华小", "何秀"]


def test_another_members_key_is_refused(world: World, meeting: Meeting, window: CheckInWindow) -> None:
    check_in(meeting, world.hua.actor, **screen_code(window))
    with pytest.raises(errors.KeyTaken):
        check_in(meeting, world.he.actor, KEY, **screen_code(window))
    assert CheckIn.objects.count() == 1


def test_an_account_without_a_member_is_refused(
    world: World, meeting: Meeting, window: CheckInWindow
) -> None:
    with pytest.raises(errors.NotAMember):
        check_in(meeting, world.shao.actor, **screen_code(window))
    assert CheckIn.objects.count() == 0


def test_a_committee_meeting_expects_the_committee_only(world: World) -> None:
    meeting = planned(world, kinds=["committee"])
    window = actions.open_check_in(meeting=meeting, by=world.lin.actor)
    with pytest.raises(errors.NotExpectedHere):
        check_in(meeting, world.hua.actor, **screen_code(window))
    assert check_in(meeting, world.he.actor, **screen_code(window)).member == world.members[1]


def test_who_is_exempt_may_come_and_check_in(world: World, meeting: Meeting, window: CheckInWindow) -> None:
    member_actions.restrict(
        member=world.members[2],
        kind="exempt",
        since=TODAY,
        reason="长期患病",
        document="街道党工委决定",
        by=SYSTEM,
    )
    assert check_in(meeting, world.hua.actor, **screen_code(window)).member == world.members[2]


def test_nobody_checks_in_before_it_opens_or_on_the_day_after(
    world: World, meeting: Meeting, clock: Any
) -> None:
    with pytest.raises(errors.WindowNotOpen) as refused:
        check_in(meeting, world.hua.actor, code="123456")
    assert str(refused.value) == "这次会议还没有开始签到，不能签到。没签上的，请找记录人登记。"
    window = actions.open_check_in(meeting=meeting, by=world.lin.actor)
    clock.shift(dt.timedelta(days=1))
    with pytest.raises(errors.WindowNotOpen):
        check_in(meeting, world.hua.actor, **screen_code(window))
    assert CheckIn.objects.count() == 0


def test_six_digits_may_be_tried_five_times_a_minute(
    world: World, meeting: Meeting, window: CheckInWindow, clock: Any
) -> None:
    wrong = next(f"{n:06d}" for n in range(100) if all(f"{n:06d}" != six(window, b) for b in range(25)))
    for _ in range(5):
        with pytest.raises(errors.CodeWrong):
            check_in(meeting, world.hua.actor, code=wrong)
    with pytest.raises(errors.TooManyTries):
        check_in(meeting, world.hua.actor, code=six(window))
    assert CheckIn.objects.count() == 0
    assert check_in(meeting, world.he.actor, OTHER_KEY, code=six(window)).member == world.members[1]
    clock.shift(dt.timedelta(minutes=1))
    assert check_in(meeting, world.hua.actor, code=six(window)).member == world.members[2]


def test_the_secretary_checks_in_by_hand_and_says_so(world: World, meeting: Meeting) -> None:
    uuids = [member.uuid for member in world.members[3:5]]
    rows = actions.check_in_by_hand(meeting=meeting, members=uuids, by=world.lin.actor)
    assert [(row.member_id, row.way) for row in rows] == [
        (m.pk, CheckInMethod.HAND) for m in world.members[3:5]
    ]
    assert actions.check_in_by_hand(meeting=meeting, members=uuids, by=world.lin.actor) == []
    stranger = world.other_branches[0].members.first()
    with pytest.raises(errors.NotOnRoll):
        actions.check_in_by_hand(meeting=meeting, members=[stranger.uuid], by=world.lin.actor)
    with pytest.raises(NotYours):
        actions.check_in_by_hand(meeting=meeting, members=uuids, by=world.shen.actor)
    assert CheckIn.objects.count() == 2


# ── many at once ──


def test_those_who_check_in_at_once_are_all_in_and_nobody_twice(real_commits: None, world: World) -> None:
    meeting = planned(world)
    window = actions.open_check_in(meeting=meeting, by=world.lin.actor)
    people = [world.lin, world.he, world.hua]
    for number, member in enumerate(world.members[3:6]):
        people.append(the_world.person(f"more{number}", member.name, world.branch, "member", member))
    deeds = [
        lambda person=person, key=key: check_in(meeting, person.actor, key, **screen_code(window))
        for person in people
        for key in (uuid4(),)
        for _ in range(2)
    ]
    answers = at_once(deeds)
    assert [type(answer) for answer in answers] == [CheckIn] * 12
    assert sorted(CheckIn.objects.values_list("member_id", flat=True)) == [m.pk for m in world.members[:6]]
    assert Entry.objects.filter(action="check_in.take").count() == 6


def test_two_devices_of_one_member_at_once_are_one_check_in(real_commits: None, world: World) -> None:
    meeting = planned(world)
    window = actions.open_check_in(meeting=meeting, by=world.lin.actor)
    keys = [uuid4() for _ in range(4)]
    answers = at_once(
        [lambda key=key: check_in(meeting, world.hua.actor, key, **screen_code(window)) for key in keys]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyIn"] * 3 + ["CheckIn"]
    assert CheckIn.objects.count() == 1
