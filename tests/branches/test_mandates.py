"""Mandates: granted with dates, taken back at once, the three administrators apart (R-SEC-01)."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import User
from audit.models import Entry
from branches import actions
from branches.access.roles import APART, Capability
from branches.errors import (
    AdministratorsApart,
    AlreadyMandated,
    EndsBeforeItBegins,
    NotToYourself,
    NotYours,
    RunsTheSystemOnly,
)
from branches.models import Mandate, Organization
from branches.selectors.actors import SYSTEM, Actor
from core.errors import Gone
from tests.world import World

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


def grant(user: User, organization: Organization, role: str, **facts: Any) -> Mandate:
    """From today on, by the system unless somebody is named."""
    given = {"since": TODAY, "by": SYSTEM} | facts
    return actions.grant(user=user, organization=organization, role=role, **given)


@pytest.fixture
def new(world: World) -> User:
    return User.objects.create_user("new", "Demo-party-life-1", name="新来的")


def test_a_mandate_reaches_from_its_first_day_to_its_last(world: World, new: User, clock: object) -> None:
    grant(new, world.street, "staff", until=TODAY + DAY, by=world.sec.actor)
    covered = []
    for days in (-1, 0, 1, 2):
        clock.move_to(dt.datetime(2026, 11, 22 + days, 9, tzinfo=dt.UTC))
        covered.append(Actor.of(new).may(Capability.VERIFY, world.branch))
    assert covered == [False, True, True, False]


def test_granting_is_written_to_the_audit(world: World, new: User) -> None:
    mandate = grant(new, world.street, "staff", by=world.sec.actor)
    assert mandate.granted_by == world.sec.user
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.who, entry.organization) == (
        "mandate.grant",
        "安全员",
        "中共海云区望海街道党工委",
    )
    assert entry.after == {"user": "new", "role": "staff", "since": "2026-11-22", "until": None}


@pytest.mark.parametrize("role", sorted(APART))
@pytest.mark.parametrize("held", sorted(APART))
def test_r_sec_01_nobody_holds_two_administrations(world: World, new: User, role: str, held: str) -> None:
    grant(new, world.district, held)
    refused = AlreadyMandated if role == held else AdministratorsApart
    with pytest.raises(refused) as refusal:
        grant(new, world.street, role, since=TODAY + 30 * DAY)
    assert refusal.value.rule == ("" if role == held else "R-SEC-01")
    assert Mandate.objects.filter(user=new).count() == 1


@pytest.mark.parametrize(
    ("since", "until", "is_refused"),
    [
        (TODAY - 9 * DAY, TODAY - DAY, False),  # ends the day before
        (TODAY - 9 * DAY, TODAY, True),  # meets on one day
        (TODAY + 10 * DAY, None, True),  # begins on the last day
        (TODAY + 11 * DAY, None, False),
        (TODAY - 9 * DAY, None, True),
    ],
)
def test_administrations_may_follow_but_not_meet(
    world: World, new: User, since: dt.date, until: dt.date | None, is_refused: bool
) -> None:
    grant(new, world.district, "audit_administrator", until=TODAY + 10 * DAY)
    given = {
        "user": new,
        "organization": world.district,
        "role": "system_administrator",
        "since": since,
        "until": until,
        "by": SYSTEM,
    }
    if is_refused:
        with pytest.raises(AdministratorsApart):
            actions.grant(**given)
    else:
        actions.grant(**given)
    assert Mandate.objects.filter(user=new).count() == 2 - is_refused


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("beside", "is_refused"),
    [
        ("secretary", True),
        ("committee_member", True),
        ("staff", True),
        ("reviewer", True),
        ("member", False),  # sees himself only
    ],
)
def test_r_sec_01_who_runs_the_system_gets_no_role_that_opens_files(
    world: World, new: User, beside: str, is_refused: bool, order: int
) -> None:
    first, second = ["system_administrator", beside][::order]
    grant(new, world.district, first)
    given = {"user": new, "organization": world.branch, "role": second, "since": TODAY, "by": SYSTEM}
    if is_refused:
        with pytest.raises(RunsTheSystemOnly, match="系统管理员不看党员资料。“新来的”已经是") as refusal:
            actions.grant(**given)
        assert (refusal.value.rule, list(refusal.value.fields)) == ("R-SEC-01", ["role"])
    else:
        actions.grant(**given)
    assert Mandate.objects.filter(user=new).count() == 2 - is_refused


def test_a_mandate_taken_back_no_longer_bars_another_administration(world: World, new: User) -> None:
    first = grant(new, world.district, "audit_administrator")
    actions.revoke(mandate=first, until=TODAY, by=SYSTEM)
    second = grant(new, world.district, "system_administrator")
    assert [mandate.pk for mandate in Mandate.objects.current(TODAY).filter(user=new)] == [second.pk]


def test_the_same_mandate_is_not_granted_twice(world: World) -> None:
    with pytest.raises(AlreadyMandated):
        grant(world.lin.user, world.branch, "secretary")
    assert Mandate.objects.filter(user=world.lin.user).count() == 1


def test_one_person_may_serve_two_branches(world: World) -> None:
    grant(world.lin.user, world.branches[0], "secretary", by=world.sec.actor)
    assert world.lin.actor.may(Capability.RECORD_MEETING, world.branches[0])
    assert world.lin.actor.may(Capability.RECORD_MEETING, world.branch)


def test_nobody_grants_to_himself(world: World) -> None:
    with pytest.raises(NotToYourself):
        grant(world.sec.user, world.district, "reviewer", by=world.sec.actor)
    assert Mandate.objects.filter(user=world.sec.user).count() == 1


def test_a_mandate_ends_on_or_after_the_day_it_begins(world: World, new: User) -> None:
    with pytest.raises(EndsBeforeItBegins):
        grant(new, world.street, "staff", until=TODAY - DAY)
    assert not Mandate.objects.filter(user=new).exists()


def test_taking_back_today_stops_at_once(world: World) -> None:
    mandate = world.lin.user.mandates.get()
    ended = actions.revoke(mandate=mandate, until=TODAY, by=world.sec.actor)
    assert not world.lin.actor.may(Capability.RECORD_MEETING, world.branch)
    assert (ended.until, ended.revoked_at is not None) == (TODAY, True)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.before, entry.after["at_once"]) == ("mandate.revoke", {"until": None}, True)


def test_taking_back_on_the_day_of_granting_stops_at_once(world: World, new: User) -> None:
    mandate = grant(new, world.street, "staff")
    actions.revoke(mandate=mandate, until=TODAY - DAY, by=SYSTEM)
    assert not Actor.of(new).may(Capability.VIEW, world.street)


def test_ending_later_reaches_until_then(world: World, clock: object) -> None:
    mandate = world.lin.user.mandates.get()
    ended = actions.revoke(mandate=mandate, until=TODAY + DAY, by=world.sec.actor)
    assert (ended.until, ended.revoked_at) == (TODAY + DAY, None)
    assert world.lin.actor.may(Capability.RECORD_MEETING, world.branch)
    clock.move_to(dt.datetime(2026, 11, 24, 1, tzinfo=dt.UTC))
    assert not world.lin.actor.may(Capability.RECORD_MEETING, world.branch)


def test_a_mandate_is_taken_back_once(world: World) -> None:
    mandate = world.lin.user.mandates.get()
    actions.revoke(mandate=mandate, until=TODAY, by=world.sec.actor)
    with pytest.raises(Gone):
        actions.revoke(mandate=mandate, until=TODAY, by=world.sec.actor)
    assert Entry.objects.filter(action="mandate.revoke").count() == 1


@pytest.mark.parametrize("who", ["lin", "he", "hua", "shao", "wei", "sys", "aud", "shen"])
def test_only_the_security_administrator_grants_and_revokes(world: World, new: User, who: str) -> None:
    by = getattr(world, who).actor
    with pytest.raises(NotYours):
        grant(new, world.branch, "member", by=by)
    with pytest.raises(NotYours):
        actions.revoke(mandate=world.he.user.mandates.get(), until=TODAY, by=by)
    assert not Mandate.objects.filter(user=new).exists()
    assert world.he.user.mandates.get().until is None


def test_mandates_over_rest(world: World, sign_in: Any) -> None:
    client, address = sign_in("sec"), "/api/v1/mandates/"

    def send(to: str, **body: Any) -> Any:
        return client.post(to, body, content_type="application/json")

    asked = {"username": "hua", "role": "committee_member", "organization": "A-2", "since": "2026-11-22"}
    made = send(address, **asked)
    assert (made.status_code, made.json()["until"], made.json()["name"]) == (201, None, "华小满")
    assert send(address, **asked).json()["code"] == "already_mandated"
    assert set(send(address, **asked | {"username": "nobody"}).json()["errors"]) == {"username"}
    assert set(send(address, **asked | {"organization": "X"}).json()["errors"]) == {"organization"}
    assert set(send(address, **asked | {"role": "emperor", "colour": 1}).json()["errors"]) == {
        "colour",
        "role",
    }
    held = client.get(address, {"q": "hua", "open": "true"}).json()["results"]
    assert [row["role"] for row in held][:1] == ["committee_member"]
    ended = send(f"{address}{made.json()['id']}/revoke/", until="2026-11-22")
    assert ended.status_code == 200
    assert ended.json()["revoked_at"]
    assert send(f"{address}{made.json()['id']}/revoke/", until="2026-11-22").status_code == 409
    assert [row["id"] for row in client.get(address, {"open": "false"}).json()["results"]] == [
        made.json()["id"]
    ]
    assert sign_in("wei").get(address).status_code == 403
