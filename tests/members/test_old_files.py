"""R-STA-12, R-SEC-09: a file kept elsewhere is gone on in when both sides say so, by the letter with which it was let go."""

import datetime as dt
from typing import Any

import pytest

from audit.models import Entry
from branches.access.roles import Role
from branches.selectors.actors import SYSTEM, Actor
from members import actions, errors
from members.models import Member, Membership
from tests.exchange.workbooks import number
from tests.world import World, enroll, person

LETTER, LEFT_ON = "第0012345号", dt.date(2026, 10, 31)


@pytest.fixture
def gone(world: World) -> Member:
    """Somebody the other street let go."""
    member = enroll(world.other_branches[0], "付世顺", identity=number(), note="只有原支部知道")
    return actions.leave(member=member, exit="transferred_out", on=LEFT_ON, document=LETTER, by=SYSTEM)


def go_on(world: World, by: Actor, **facts: Any) -> Member:
    given: dict[str, Any] = {
        "organization": world.branch, "name": "付世顺", "identity": number(), "joined_on": dt.date(2010, 7, 1),
        "full_on": dt.date(2011, 7, 1), "since": dt.date(2026, 11, 20), "entry": "transferred", "document": LETTER,
    }  # fmt: skip
    return actions.enroll(**given | facts, by=by)


@pytest.fixture
def office(world: World) -> Actor:
    """Decides on members of the street, and of no other."""
    return person("far", "街道组织员", world.street, Role.STAFF).actor


@pytest.mark.parametrize(
    "facts",
    [
        {"document": ""},
        {"document": "第0012346号"},
        {"name": "试探"},
        {"name": "试探", "document": ""},
    ],
)
def test_a_number_alone_opens_no_file(
    world: World, gone: Member, office: Actor, facts: dict[str, Any]
) -> None:
    before = (Member.objects.get(pk=gone.pk).version, Membership.objects.count())
    with pytest.raises(errors.IdentityUnclear, match="这个号码不能编入") as refused:
        go_on(world, office, **facts)
    assert "付世顺" not in refused.value.sentence
    kept = Member.objects.get(pk=gone.pk)
    assert (kept.version, Membership.objects.count()) == before
    assert (kept.name, kept.note, kept.organization) == ("付世顺", "只有原支部知道", world.other_branches[0])
    assert Entry.objects.filter(action="member.refused").count() == 1


@pytest.mark.parametrize("document", [LETTER, " 第００１２３４５号 "])
def test_the_letter_of_the_keeper_opens_it(world: World, gone: Member, office: Actor, document: str) -> None:
    again = go_on(world, office, document=document)
    assert (again.pk, again.organization, again.left_on) == (gone.pk, world.branch, None)


def test_a_body_that_decides_at_both_places_needs_no_letter(world: World, gone: Member) -> None:
    assert go_on(world, world.wei.actor, document="").pk == gone.pk


@pytest.mark.parametrize(
    ("exit_", "document"),
    [("suspended", "海组〔2026〕8号"), ("resigned", "海组〔2026〕8号"), ("expelled", "海纪〔2026〕8号")],
)
def test_what_ended_by_a_decision_is_no_letter(
    world: World, office: Actor, exit_: str, document: str
) -> None:
    member = enroll(world.other_branches[0], "付世顺", identity=number())
    Membership.objects.filter(member=member).update(until=LEFT_ON, exit=exit_, document=document)
    Member.objects.filter(pk=member.pk).update(left_on=LEFT_ON)
    with pytest.raises(errors.IdentityUnclear):
        go_on(world, office, document=document, entry="imported")
    assert Membership.objects.filter(member=member).count() == 1
