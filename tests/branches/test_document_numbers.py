"""One judge of the numbers of papers: what surely is none stops, what looks odd is hinted at (R-DOC-03, R-ORG-18, R-ORG-11)."""

import datetime as dt
import re
from typing import Any

import pytest

from audit.models import Entry
from branches import actions, errors
from core import document_numbers
from tests.world import World, vacate

pytestmark = pytest.mark.once

DAY = dt.date(2026, 11, 20)
PAPER = {"approved_on": dt.date(2026, 11, 18)}


@pytest.mark.parametrize(
    ("written", "is_none", "is_odd"),
    [
        ("", True, False),
        ("x", True, True),
        ("同意", True, True),
        ("  有 ", True, True),
        ("1", False, True),
        ("3号", False, True),
        ("会议纪要", False, True),
        ("2026年第8次", False, True),
        ("机关代字〔2026〕8号", False, False),
        ("海街工委[2026] 12号", False, False),
        ("海街工委【2026】１２号", False, False),
        ("海组2026年第8号", False, False),
    ],
)
def test_the_judge(written: str, is_none: bool, is_odd: bool) -> None:
    assert document_numbers.is_no_number(written) is is_none
    assert bool(document_numbers.hint_of(written)) is is_odd
    if written and written.isascii() is False and "１" not in written:
        assert (re.search(document_numbers.BROWSER_PATTERN, written.strip()) is None) is is_odd


def establish(world: World, number: str) -> Any:
    facts = {"code": "A-9", "kind": "branch", "name": "中共海云区新支部委员会", "short_name": "新支部"}
    facts |= {"unit_kind": "community", "full_members": 5, "established_on": DAY, "parent": world.street}
    return actions.establish(document=number, by=world.shao.actor, **facts, **PAPER)


def dissolve(world: World, number: str) -> Any:
    branch = world.branches[0]
    vacate(branch)
    return actions.dissolve(
        organization=branch, effective_on=DAY, document=number, by=world.shao.actor, **PAPER
    )


def rename(world: World, number: str) -> Any:
    names = {"name": "中共海云区新名支部委员会", "short_name": "新名"}
    return actions.rename(
        organization=world.branch, effective_on=DAY, document=number, by=world.shao.actor, **names
    )


def move(world: World, number: str) -> Any:
    place = {"organization": world.branch, "parent": world.other_street}
    return actions.move(effective_on=DAY, document=number, by=world.wei.actor, **place)


def begin_term(world: World, number: str) -> Any:
    facts = {"since": DAY, "has_committee": True, "approved_by": "望海街道党工委"} | PAPER
    return actions.begin_term(organization=world.branch, document=number, by=world.shao.actor, **facts)


def extend_term(world: World, number: str) -> Any:
    term = world.branch.terms.get(until__isnull=True)
    facts = {"until": dt.date(term.due_on.year, term.due_on.month, term.due_on.day) + dt.timedelta(days=90)}
    facts |= {"approved_by": "望海街道党工委"} | PAPER
    return actions.extend_term(term=term, document=number, by=world.shao.actor, **facts)


WAYS = [establish, dissolve, rename, move, begin_term, extend_term]


@pytest.mark.parametrize("way", WAYS)
def test_no_deed_rests_on_what_is_no_number(world: World, way: Any) -> None:
    for number in ("x", "同意"):
        with pytest.raises(errors.NoPaperNumber) as refused:
            way(world, number)
        assert refused.value.fields == {
            "document": f"“{number}”不是文号。请照文件填写，例如“海街工委〔2026〕12号”。"
        }


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", ["海街工委〔2026〕12号", "会议纪要第3期"])
def test_an_odd_number_is_taken(world: World, way: Any, number: str) -> None:
    before = Entry.objects.count()
    way(world, number)
    made = Entry.objects.order_by("pk")[before:]
    assert any(number in f"{entry.after} {entry.note}" for entry in made)


@pytest.mark.parametrize(("number", "is_hinted"), [("海组〔2026〕3号", False), ("会议纪要第3期", True)])
def test_the_page_hints_and_goes_on(world: World, sign_in: Any, number: str, is_hinted: bool) -> None:
    form = {
        "name": "中共海云区新名支部委员会",
        "short_name": "新名",
        "effective_on": "2026-11-20",
        "document": number,
    }
    shao = sign_in("shao")
    page = shao.get("/organizations/A-2/change/rename/").content.decode()
    assert "data-number=" in page
    assert "js/number" in page
    text = shao.post("/organizations/A-2/change/rename/", form, follow=True).content.decode()
    assert ("不像文号" in text) is is_hinted
    world.branch.refresh_from_db()
    assert world.branch.short_name == "新名"
