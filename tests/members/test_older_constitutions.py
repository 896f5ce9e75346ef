"""Dates that an older constitution explains are hinted at, never refused: form, page of a proposal, API (R-DATA-02, R-DATA-03)."""

import datetime as dt
from typing import Any

import pytest

from members.models import Member
from procedures import actions
from procedures.rules.proposal import Proposal
from tests.world import World

YOUNG = "入党时不满18岁，战争年代有过，请对照档案核对"
BY_CLASS = "候补期不满1年：1956年以前按成分定，半年起，请对照档案核对"
NONE_THEN = "预备期不满1年：1969年至1977年没有预备期，请对照档案核对"
CASES = [
    (
        dt.date(1930, 5, 1),
        dt.date(1946, 7, 1),
        dt.date(1947, 1, 1),
        {"joined_on": YOUNG, "full_on": BY_CLASS},
    ),
    (dt.date(1930, 5, 1), dt.date(1949, 7, 1), dt.date(1950, 1, 1), {"full_on": BY_CLASS}),
    (dt.date(1930, 5, 1), dt.date(1956, 9, 25), dt.date(1957, 3, 25), {"full_on": BY_CLASS}),
    (dt.date(1930, 5, 1), dt.date(1968, 9, 25), dt.date(1969, 4, 14), {"full_on": NONE_THEN}),
    (
        dt.date(1950, 5, 1),
        dt.date(1970, 7, 1),
        dt.date(1970, 7, 1),
        {},
    ),  # no probation: full from the first day
    (dt.date(1960, 5, 1), dt.date(1980, 7, 1), dt.date(1981, 7, 1), {}),
]


@pytest.mark.parametrize(("birth_on", "joined_on", "full_on", "warnings"), CASES)
def test_a_correction_is_saved_and_hinted_at(world: World, sign_in: Any, birth_on: Any, joined_on: Any, full_on: Any, warnings: Any) -> None:  # fmt: skip
    member = world.members[3]
    address, shao = f"/members/{member.uuid}/update/", sign_in("shao")
    form = {"name": member.name, "birth_on": birth_on, "joined_on": joined_on, "full_on": full_on, "version": member.version}  # fmt: skip
    saved = shao.post(address, form, follow=True)
    assert Member.objects.get(pk=member.pk).full_on == full_on
    text, again = saved.content.decode(), shao.get(address).content.decode()
    for sentence in (YOUNG, BY_CLASS, NONE_THEN):
        assert (sentence in text) is (sentence in warnings.values())
        assert (sentence in again) is (sentence in warnings.values())
    api = shao.get(f"/api/v1/members/{member.uuid}/").json()
    assert api["warnings"] == warnings
    assert sign_in("he").get(f"/api/v1/members/{member.uuid}/").json()["warnings"] is None  # no private facts


@pytest.mark.parametrize(("birth_on", "joined_on", "full_on", "warnings"), CASES)
def test_who_is_transferred_in_is_proposed_with_the_hint(world: World, sign_in: Any, birth_on: Any, joined_on: Any, full_on: Any, warnings: Any) -> None:  # fmt: skip
    person = {"name": "秦朗", "birth_on": birth_on, "joined_on": joined_on, "full_on": full_on}
    letter = {"document": "第0012345号", "decided_on": dt.date(2026, 11, 18), "body": "中共外地县委组织部"}
    proposal = Proposal(kind="transferred", organization=world.branch, person=person, **letter)
    decision = actions.propose(proposal=proposal, by=world.lin.actor)
    shao = sign_in("shao")
    assert shao.get(f"/api/v1/member-decisions/{decision.uuid}/").json()["warnings"] == warnings
    text = shao.get(f"/member-decisions/{decision.uuid}/").content.decode()
    assert all(sentence in text for sentence in warnings.values())
    actions.approve_decision(decision=decision, by=world.shao.actor)
    assert Member.objects.get(name="秦朗").full_on == full_on
