"""A rule is changed with open eyes: whom it binds, what it would have shown, never in a frozen month, never in a report."""

import datetime as dt
from typing import Any

import pytest

from audit.models import Entry
from branches.errors import NotYours
from meetings import actions as meetings
from obligations import actions
from obligations.errors import MidPeriod, RuleDayFrozen
from obligations.models import FrozenMonth, Rule
from tests.factories import make_meeting
from tests.world import World

JANUARY = dt.date(2027, 1, 1)


def freeze(world: World, month: dt.date) -> None:
    FrozenMonth.objects.create(path=world.district.path, month=month)


@pytest.mark.parametrize(
    ("code", "changes", "valid_from", "bound", "factor"),
    [
        ("R-MEET-05", {"count": 2}, JANUARY, 6, 2),
        ("R-MEET-05", {"count": 1}, JANUARY, 6, 1),
        ("R-MEET-04", {"count": 3}, dt.date(2026, 12, 1), 6, 3),
    ],
)
def test_a_trial_says_whom_it_binds_and_what_it_would_have_shown(
    world: World, code: str, changes: dict[str, Any], valid_from: dt.date, bound: int, factor: int
) -> None:
    rules, entries = list(Rule.objects.order_by("pk").values()), Entry.objects.count()
    trial = actions.try_rule(code=code, valid_from=valid_from, by=world.wei.actor, **changes)
    assert (trial.bound, trial.number) == (bound, 2)
    for label, now, then in trial.periods:
        assert then.required == now.required * factor, label
    assert [label for label, _, _ in trial.periods] == ["这个月，2026年11月", "2026年10月", "2025年全年"]
    assert list(Rule.objects.order_by("pk").values()) == rules
    assert Entry.objects.count() == entries


def test_what_was_held_fulfils_both_versions(world: World) -> None:
    for number in (3, 10):
        meeting = make_meeting(
            organization=world.branch,
            held_on=dt.date(2026, 11, number),
            host=world.members[0],
            recorder=world.members[1],
            by=world.lin.actor,
        )
        meetings.submit(meeting=meeting, by=world.lin.actor)
    facts = {"code": "R-MEET-04", "valid_from": dt.date(2026, 12, 1), "count": 3}
    trial = actions.try_rule(**facts, by=world.wei.actor)
    (_, now, then), *_ = trial.periods
    assert (now.fulfilled, then.fulfilled) == (1, 2)
    assert sum(kind.enough for kind in trial.kinds) == 0


@pytest.mark.parametrize(
    ("frozen", "code", "valid_from", "earliest"),
    [
        ("2026-10-01", "R-MEET-04", "2026-10-01", "2026年11月1日"),
        ("2026-10-01", "R-MEET-04", "2026-11-01", None),
        ("2026-10-01", "R-MEET-05", "2026-10-01", "2027年1月1日"),
        ("2026-09-01", "R-MEET-05", "2026-10-01", None),
        ("2026-12-01", "R-MEET-05", "2026-10-01", "2027年1月1日"),
        ("2026-10-01", "L-NEW-01", "2026-10-31", "2026年11月1日"),
        ("2026-10-01", "L-NEW-01", "2026-11-01", None),
    ],
)
def test_no_rule_begins_in_a_frozen_month(
    world: World, frozen: str, code: str, valid_from: str, earliest: str | None
) -> None:
    freeze(world, dt.date.fromisoformat(frozen))
    new = {
        "name": "谈心",
        "kind": "talk",
        "applies_to": "branch",
        "cadence": "month",
        "basis": "区委〔2026〕5号",
    }
    facts = {"code": code, "valid_from": dt.date.fromisoformat(valid_from), "by": world.wei.actor}
    facts |= new if code.startswith("L-") else {"count": 2}
    before = Rule.objects.count()
    for act in (actions.try_rule, actions.set_rule):
        if earliest is None:
            act(**facts)
            continue
        with pytest.raises(RuleDayFrozen, match=f"最早{earliest}"):
            act(**facts)
        assert Rule.objects.count() == before


def test_a_trial_is_refused_as_the_change_would_be(world: World) -> None:
    with pytest.raises(MidPeriod):
        actions.try_rule(code="R-MEET-05", valid_from=dt.date(2027, 2, 1), count=2, by=world.wei.actor)
    with pytest.raises(NotYours):
        actions.try_rule(code="R-MEET-05", valid_from=JANUARY, count=2, by=world.shao.actor)
