"""Random worlds: the SQL agrees with a plain recomputation in Python, and every level with the one below it."""

import datetime as dt
import random
from collections import defaultdict
from typing import Any

import pytest

from branches.models import Organization, Term
from branches.rules import tree
from branches.selectors.actors import SYSTEM
from branches.states import BRANCHES
from core import clock as the_clock
from core.clock import Period, months_later
from meetings.models import Meeting
from obligations.models import Rule
from obligations.rules import cut_off
from reports import actions
from reports.models import Report
from reports.selectors import figures
from tests.hand import DECEMBER, OCTOBER, counted_meeting, moment, place, term

KINDS = ["general", "committee", "lecture", "theme_day", "life", "other"]


OWN = (("S0", "R-MEET-04", "month", 2), ("G0", "R-MEET-05", "month", 1), ("B3", "R-MEET-01", "month", 3))


def own_rules() -> None:
    """Stricter ones of a street, of a general branch and of a branch, and one duty more in a street."""
    for code, rule, cadence, count in OWN:
        own = Rule.objects.get(code=rule, organization=None)
        own.pk, own.cadence, own.count = None, cadence, count
        own.organization = Organization.objects.get(code=code)
        own.save()
    Rule.objects.create(
        code="L-LIFE-01", name="组织生活会", kind="life", applies_to="branch", cadence="quarter", basis="街道通知",
        organization=Organization.objects.get(code="S1"), valid_from="2026-09-01",
    )  # fmt: skip


def holds(rule: Rule, path: str) -> bool:
    """The nearest of its code above the path."""
    same = Rule.objects.filter(code=rule.code).select_related("organization")
    return (
        rule.pk
        == max((each for each in same if path.startswith(each.path)), key=lambda each: len(each.path)).pk
    )


def a_world(seed: int, *, with_own_rules: bool = False) -> Organization:
    """An uneven tree of four levels with meetings of every state, dissolved and new branches, committees and none."""
    rnd = random.Random(seed)
    root = place("D", "committee")
    upper = [place(f"S{n}", "working_committee", root) for n in range(3)]
    upper += [place(f"G{n}", "general_branch", rnd.choice(upper)) for n in range(2)]
    branches = []
    for n in range(14):
        since = rnd.choice(["2015-01-01"] * 5 + ["2026-08-15", "2026-10-01", "2026-10-20", "2026-11-01"])
        until = rnd.choice([""] * 8 + ["2026-10-10", "2026-11-01", "2026-12-05"]) if since < "2026-08" else ""
        branch = place(f"B{n}", rnd.choice(sorted(BRANCHES)), rnd.choice([root, *upper]), since, until)
        branches.append(branch)
        if rnd.random() < 0.6:
            began = rnd.choice(["2020-01-01", "2026-10-01", "2026-10-15", "2026-11-20"])
            term(branch, began, has_committee=rnd.random() < 0.8)
    holders = branches + [
        place(f"{branch.code}-{n}", "group", branch)
        for branch in branches
        for n in range(rnd.choice([0, 0, 1, 2]))
    ]
    for holder in [*holders, *upper]:
        for _ in range(rnd.randint(0, 9)):
            on = dt.date(2026, 7, 1) + dt.timedelta(days=rnd.randint(0, 190))
            kinds = rnd.sample([*KINDS, *(["group"] if holder.is_group else [])], rnd.choice([1, 1, 2, 3]))
            expected = rnd.randint(1, 30)
            present = rnd.randint(0, expected)
            counted_meeting(
                holder,
                on.isoformat(),
                *kinds,
                expected=expected,
                present=present,
                on_leave=expected - present,
                status=rnd.choice(["submitted", "confirmed", "confirmed", "returned"]),
                submitted_at=the_clock.timezone.make_aware(dt.datetime.combine(on, dt.time(9)))
                + dt.timedelta(days=rnd.choice([0, 3, 20, 60])),
                is_late=rnd.random() < 0.2,
                is_void=rnd.random() < 0.1,
            )
    if with_own_rules:
        own_rules()
    return root


def share(organization: Organization, rule: Rule, period: Period) -> int | None:
    """R-RPT-03 read aloud: count the full months, take the share, half up."""
    if rule.applies_to == "group" and not organization.is_group:
        return None
    if rule.applies_to != "group" and not organization.is_branch:
        return None
    full = 0
    for n in range(period.months):
        month = Period.month(months_later(period.since, n))
        days = [month.since + dt.timedelta(days=k) for k in range((month.until - month.since).days + 1)]
        stood = organization.established_on <= days[0] and (
            organization.dissolved_on is None or organization.dissolved_on > days[-1]
        )
        if rule.applies_to == "committee":
            terms = list(Term.objects.filter(organization=organization))
            stood = stood and all(
                any(t.has_committee and t.since <= on and (t.until is None or on <= t.until) for t in terms)
                for on in (days[0], days[-1])
            )
        full += stood
    asked = (2 * rule.count * full + period.months) // (2 * period.months)
    return asked or None


def by_hand(month: Period) -> dict[tuple[int, str], dict[str, Any]]:
    """(rule, path) → the own figures, summed into every path above."""
    until = cut_off.cut_off(month)
    rows: dict[tuple[int, str], dict[str, Any]] = defaultdict(
        lambda: {"required": None, "fulfilled": 0, "held": 0, "expected": 0, "present": 0, "late": 0}
    )
    for rule in Rule.objects.select_related("organization"):
        period = Period.holding(month.since, rule.months)
        places = [each for each in Organization.objects.all() if each.path.startswith(rule.path)]
        for organization in (each for each in places if holds(rule, each.path)):
            meetings = [
                each
                for each in Meeting.objects.filter(organization=organization).prefetch_related("kinds")
                if each.held_on in period
                and each.status in ("submitted", "confirmed")
                and not each.is_void
                and each.submitted_at < until
                and rule.kind in {row.kind for row in each.kinds.all()}
            ]
            asked = share(organization, rule, period)
            for path in [*tree.ancestors(organization.path), organization.path]:
                row = rows[rule.pk, path]
                if asked is not None:
                    row["required"] = (row["required"] or 0) + asked
                    row["fulfilled"] += min(asked, len(meetings))
                row["held"] += len(meetings)
                row["expected"] += sum(each.expected for each in meetings)
                row["present"] += sum(each.present for each in meetings)
                row["late"] += sum(each.is_late for each in meetings)
    return rows


@pytest.mark.django_db
@pytest.mark.parametrize(("seed", "own"), [(1, False), (2, False), (3, False), (1, True), (6, True)])
@pytest.mark.parametrize("month", [OCTOBER, DECEMBER])
def test_the_sql_agrees_with_a_plain_recomputation_at_every_level(
    seed: int, own: bool, month: Period, clock: Any
) -> None:
    clock.move_to(moment("2027-01-20T09:00"))
    root = a_world(seed, with_own_rules=own)
    found = figures.live_figures(root, month, the_clock.now())
    expected = by_hand(month)
    for (_, rule), line in found.lines.items():
        plain = expected[rule, line.path]
        shown = {
            "required": line.required,
            "fulfilled": line.fulfilled,
            "held": line.held,
            "expected": line.expected,
            "present": line.present,
            "late": line.late_records,
        }
        assert shown == plain, (line.path, rule)
    known = {(line.rule_id, line.path) for line in found.lines.values()}
    left_out = {key for key, row in expected.items() if key not in known and (row["required"] or row["held"])}
    assert left_out == set()
    due = [line for line in found.lines.values() if line.organization_id == root.pk and line.is_due]
    assert found.total is not None
    assert found.total.required == sum(line.required or 0 for line in due)
    assert found.total.fulfilled == sum(line.fulfilled for line in due)


@pytest.mark.django_db
@pytest.mark.parametrize(("seed", "own"), [(4, False), (5, False), (4, True)])
def test_reports_say_the_same_at_every_level_and_live(seed: int, own: bool, clock: Any) -> None:
    clock.move_to(moment("2027-01-20T09:00"))
    root = a_world(seed, with_own_rules=own)
    actions.draw_up(organization=root, month=DECEMBER, by=SYSTEM)
    reports = list(Report.objects.order_by("path"))
    assert [report.organization.code for report in reports] == ["D", "S0", "S1", "S2"]
    live = figures.live_figures(root, DECEMBER, the_clock.now())
    for report in reports:
        kept = figures.stored_figures(report)
        within = set(Organization.objects.within(report.organization).values_list("pk", flat=True))
        assert kept.lines == {key: row for key, row in live.lines.items() if key[0] in within}
        assert kept.totals == {key: row for key, row in live.totals.items() if key in within}


@pytest.mark.parametrize("branches", [3, 30])
def test_building_costs_the_same_number_of_statements_whatever_the_size(
    forest: Any, branches: int, django_assert_num_queries: Any
) -> None:
    for number in range(branches):
        counted_meeting(place(f"X-{number}", "branch", forest.street), "2026-10-16", "theme_day")
    with django_assert_num_queries(46):  # two committees, a transaction each
        actions.draw_up(organization=forest.district, month=OCTOBER, by=SYSTEM)
