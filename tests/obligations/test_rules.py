"""Setting rules and waiving them."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from audit.models import Entry
from branches.errors import NotYours
from branches.selectors.actors import SYSTEM
from core.errors import Gone
from obligations import actions as obligations_actions
from obligations import errors
from obligations.models import Rule, Waiver
from reports import actions
from tests.forest_fixtures import Forest
from tests.hand import OCTOBER, day

NEW = {
    "name": "书记讲党课",
    "kind": "lecture",
    "applies_to": "branch",
    "cadence": "year",
    "basis": "区委通知",
}


@pytest.mark.parametrize(
    ("code", "valid_from", "changes"),
    [
        ("R-MEET-04", "2026-12-01", {"count": 2}),
        ("R-MEET-05", "2027-01-01", {"count": 2}),
        ("R-MEET-05", "2027-01-01", {"cadence": "month"}),
        ("R-MEET-04", "2027-01-01", {"cadence": "half_year"}),
        ("L-1", "2026-11-15", NEW),
    ],
)
def test_a_changed_rule_begins_where_the_old_one_ends(
    forest: Forest, code: str, valid_from: str, changes: dict[str, Any]
) -> None:
    old = Rule.objects.filter(code=code).first()
    rule = obligations_actions.set_rule(code=code, valid_from=day(valid_from), by=SYSTEM, **changes)
    assert {name: getattr(rule, name) for name in changes} == changes
    assert (rule.valid_from, rule.valid_until) == (day(valid_from), None)
    if old:
        old.refresh_from_db()
        assert old.valid_until == day(valid_from) - dt.timedelta(days=1)
        assert (rule.name, rule.kind, rule.basis) == (old.name, old.kind, old.basis)
    assert Entry.objects.latest("id").action == "rule.set"


@pytest.mark.parametrize(
    ("code", "valid_from", "changes", "error"),
    [
        ("R-MEET-04", "2026-12-02", {"count": 2}, errors.MidPeriod),
        ("R-MEET-05", "2026-12-01", {"count": 2}, errors.MidPeriod),  # inside the quarter
        ("R-MEET-05", "2026-12-01", {"cadence": "month"}, errors.MidPeriod),
        ("R-MEET-04", "2026-10-01", {"cadence": "year"}, errors.MidPeriod),
        ("R-MEET-04", "2018-10-28", {"count": 2}, errors.NotAfterTheLast),
        ("L-1", "2026-12-01", {"name": "谈心谈话"}, errors.RuleIncomplete),
        ("R-MEET-04", "2026-12-01", {"cadence": "week"}, ValidationError),
        ("R-MEET-04", "2026-12-01", {"count": 0}, ValidationError),
        ("L/TALK", "2026-12-01", NEW, ValidationError),  # no address could be made of it
        ("new", "2026-12-01", NEW, ValidationError),
    ],
)
def test_a_rule_that_would_ask_by_halves_is_refused(
    forest: Forest, code: str, valid_from: str, changes: dict[str, Any], error: type[Exception]
) -> None:
    before = list(Rule.objects.order_by("pk").values_list())
    with pytest.raises(error):
        obligations_actions.set_rule(code=code, valid_from=day(valid_from), by=SYSTEM, **changes)
    assert list(Rule.objects.order_by("pk").values_list()) == before


def test_the_refusal_says_from_when_it_can_be_changed(forest: Forest) -> None:
    with pytest.raises(errors.MidPeriod) as refused:
        obligations_actions.set_rule(code="R-MEET-05", valid_from=day("2026-11-01"), count=2, by=SYSTEM)
    assert "2027年1月1日" in refused.value.sentence


@pytest.mark.parametrize("name", ["lin", "shao", "hua", "sys", "shen"])
def test_rules_and_waivers_are_the_reviewers(world: Any, name: str) -> None:
    actor = getattr(world, name).actor
    with pytest.raises(NotYours):
        obligations_actions.set_rule(code="R-MEET-04", valid_from=day("2026-12-01"), count=2, by=actor)
    with pytest.raises(NotYours):
        obligations_actions.waive(
            organization=world.branch, rule="R-MEET-04", since=day("2026-11-01"), until=day("2026-11-30"),
            reason="汛期", by=actor,
        )  # fmt: skip
    assert (Rule.objects.filter(count=2).count(), Waiver.objects.count()) == (0, 0)
    rule = obligations_actions.set_rule(
        code="R-MEET-04", valid_from=day("2026-12-01"), count=2, by=world.wei.actor
    )
    assert rule.count == 2


def waived(forest: Forest, rule: str, since: str, until: str) -> Waiver:
    return obligations_actions.waive(
        organization=forest.deep, rule=rule, since=day(since), until=day(until), reason="征迁", by=SYSTEM
    )


def test_a_waiver_is_widened_to_the_rules_own_period(forest: Forest) -> None:
    waiver = obligations_actions.waive(
        organization=forest.deep, rule="R-MEET-01", since=day("2026-11-10"), until=day("2026-11-20"),
        reason=" 征迁 ", by=SYSTEM,
    )  # fmt: skip
    assert (waiver.since, waiver.until, waiver.reason) == (day("2026-10-01"), day("2026-12-31"), "征迁")


def test_a_waiver_cannot_reach_into_a_frozen_month(forest: Forest) -> None:
    actions.freeze(organization=forest.district, month=OCTOBER, by=SYSTEM)
    with pytest.raises(errors.NothingToWaive) as refused:
        waived(forest, "R-MEET-04", "2026-10-01", "2026-10-31")
    assert "2026年11月1日" in refused.value.sentence
    assert Waiver.objects.count() == 0


def test_a_quarter_that_still_runs_can_be_waived_though_its_first_month_is_frozen(forest: Forest) -> None:
    actions.freeze(organization=forest.district, month=OCTOBER, by=SYSTEM)
    waived(forest, "R-MEET-01", "2026-11-01", "2026-12-31")
    assert Waiver.objects.count() == 1


@pytest.mark.parametrize(
    ("rule", "until", "error"),
    [("R-NONE", "2026-11-30", errors.WaiverNotForThem), ("R-MEET-04", "2026-10-31", errors.WaiverUpsideDown)],
)
def test_a_waiver_needs_a_rule_and_an_end_after_its_beginning(
    forest: Forest, rule: str, until: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        waived(forest, rule, "2026-11-01", until)
    assert Waiver.objects.count() == 0


@pytest.mark.parametrize(
    ("rule", "asked_from", "until"),
    [
        ("R-MEET-04", "2027-01-01", "2026-12-31"),
        ("R-MEET-04", "2027-01-20", "2026-12-31"),
        ("R-MEET-04", "2027-03-31", "2027-02-28"),
        ("R-MEET-01", "2027-02-10", "2026-12-31"),  # by whole quarters
        ("R-MEET-04", "2026-11-30", None),
        ("R-MEET-04", "2020-01-01", None),
        ("R-MEET-01", "2026-12-31", None),
    ],
)
def test_a_waiver_ends_before_the_period_in_which_it_is_asked_again(
    forest: Forest, rule: str, asked_from: str, until: str | None
) -> None:
    waiver = waived(forest, rule, "2026-11-01", "2027-03-31")
    was = waiver.until
    obligations_actions.end_waiver(waiver=waiver, asked_from=day(asked_from), reason=" 办错了 ", by=SYSTEM)
    assert [row.until for row in Waiver.objects.all()] == ([day(until)] if until else [])
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.note, entry.after["until"]) == ("rule.end_waiver", "办错了", until)
    assert (entry.before["until"], entry.before["reason"]) == (f"{was}", "征迁")


def test_a_waiver_that_is_over_or_was_changed_meanwhile_is_not_ended(forest: Forest) -> None:
    waiver = waived(forest, "R-MEET-04", "2026-11-01", "2026-12-31")
    with pytest.raises(errors.WaiverOver):
        obligations_actions.end_waiver(waiver=waiver, asked_from=day("2027-01-01"), reason="", by=SYSTEM)
    other = Waiver.objects.get()
    obligations_actions.end_waiver(waiver=other, asked_from=day("2026-12-01"), reason="", by=SYSTEM)
    with pytest.raises(Gone):
        obligations_actions.end_waiver(waiver=waiver, asked_from=day("2026-11-01"), reason="", by=SYSTEM)
    assert Waiver.objects.get().until == day("2026-11-30")


def test_the_waiver_of_a_frozen_month_stays(forest: Forest) -> None:
    waiver = waived(forest, "R-MEET-04", "2026-10-01", "2026-12-31")
    actions.freeze(organization=forest.district, month=OCTOBER, by=SYSTEM)
    with pytest.raises(errors.WaiverFrozen) as refused:
        obligations_actions.end_waiver(waiver=waiver, asked_from=day("2026-10-01"), reason="", by=SYSTEM)
    assert "2026年11月1日" in refused.value.sentence
    obligations_actions.end_waiver(waiver=waiver, asked_from=day("2026-11-01"), reason="", by=SYSTEM)
    assert Waiver.objects.get().until == day("2026-10-31")


@pytest.mark.parametrize("name", ["lin", "shao", "hua", "sys", "shen"])
def test_ending_a_waiver_is_the_reviewers(world: Any, name: str) -> None:
    given = {"organization": world.branch, "rule": "R-MEET-04", "reason": "汛期", "by": SYSTEM}
    waiver = obligations_actions.waive(since=day("2026-11-01"), until=day("2026-11-30"), **given)
    with pytest.raises(NotYours):
        obligations_actions.end_waiver(
            waiver=waiver, asked_from=day("2026-11-01"), reason="", by=getattr(world, name).actor
        )
    assert Waiver.objects.count() == 1


@pytest.mark.parametrize(
    ("rule", "until", "is_fine"),
    [
        ("R-MEET-04", "2027-10-31", True),
        ("R-MEET-04", "2027-11-01", False),
        ("R-MEET-04", "2062-11-30", False),
        ("R-MEET-01", "2027-09-30", True),
        ("R-MEET-01", "2027-10-01", False),
    ],
)
def test_an_explanation_lasts_a_year_at_most(forest: Forest, rule: str, until: str, is_fine: bool) -> None:
    if is_fine:
        assert waived(forest, rule, "2026-11-15", until).until == day(until)
        return
    with pytest.raises(errors.WaiverTooLong):
        waived(forest, rule, "2026-11-15", until)
    assert Waiver.objects.count() == 0


def test_a_draft_follows_what_is_waived_and_asked_again(forest: Forest, clock: Any) -> None:
    report = actions.draw_up(organization=forest.district, month=OCTOBER, by=SYSTEM)

    def own_required() -> int | None:
        actions.rebuild_drafts(by=SYSTEM)
        return report.lines.get(organization=forest.deep, rule__code="R-MEET-04").own_required

    assert own_required() == 1
    clock.shift(60)
    waiver = waived(forest, "R-MEET-04", "2026-10-01", "2026-10-31")
    assert own_required() == 1  # explained, still asked (R-LGR-03)
    clock.shift(60)
    obligations_actions.end_waiver(waiver=waiver, asked_from=day("2026-10-01"), reason="办错了", by=SYSTEM)
    assert own_required() == 1
