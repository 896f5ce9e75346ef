"""R-MEET-12: a rule binds an organization and all below it; below it can be stricter, never looser; beside it, untouched."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from branches import actions as tree_actions
from branches.errors import NotYours
from branches.models import Organization
from branches.selectors.actors import SYSTEM
from core import clock as the_clock
from core.clock import Period
from obligations import actions, errors
from obligations.models import Rule
from obligations.selectors.duties import duties
from obligations.selectors.owed import owed_duties
from reports import actions as report_actions
from reports.models import Amendment
from reports.selectors import figures
from reports.sql.snapshot import content_digest
from tests.hand import OCTOBER, counted_meeting, day
from tests.world import World, person

NOVEMBER = Period.parse("2026-11")
DECEMBER = Period.parse("2026-12")
THEME, TWICE = "R-MEET-04", {"code": "R-MEET-04", "valid_from": dt.date(2026, 12, 1), "count": 2}


def asked_of(organization: Organization, month: Period = DECEMBER, code: str = THEME) -> int | None:
    organization.refresh_from_db()
    (row,) = [each for each in owed_duties(organization, month, month.since) if each.rule.code == code]
    return row.required


def test_a_streets_own_rule_binds_its_branches_and_nobody_elses(world: World) -> None:
    street = person("street", "街道审核员", world.street, "reviewer").actor
    made = actions.set_rule(organization=world.street, **TWICE, by=street)
    former = Rule.objects.get(code=THEME, organization=None)
    assert (made.organization, made.count, former.valid_until) == (world.street, 2, None)
    assert (made.name, made.kind, made.basis) == (former.name, former.kind, former.basis)
    assert [asked_of(each) for each in (world.branch, world.other_branches[0])] == [2, 1]
    assert asked_of(world.branch, NOVEMBER) == 1  # before its first day
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.organization, entry.after["count"]) == ("rule.set", world.street.name, 2)
    live = figures.live_figures(world.district, DECEMBER, the_clock.now())
    asked = {
        (line.rule_id, organization): line.required
        for (organization, _), line in live.lines.items()
        if line.rule_id in (made.pk, former.pk)
    }
    assert asked[made.pk, world.district.pk] == asked[made.pk, world.street.pk] == 2 * len(world.branches)
    assert asked[former.pk, world.district.pk] == len(world.other_branches)
    assert (former.pk, world.street.pk) not in asked
    assert (made.pk, world.other_street.pk) not in asked
    assert live.total.required == sum(
        line.required or 0
        for (organization, _), line in live.lines.items()
        if organization == world.district.pk and line.is_due
    )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"cadence": "month", "count": 1}, None),
        ({"cadence": "quarter", "count": 4}, errors.AsksLess),  # more in sum, but not in each month
        ({"cadence": "year", "count": 31}, errors.AsksLess),
        ({"applies_to": "committee", "count": 2}, errors.AnotherDuty),
        ({"kind": "lecture", "count": 2}, errors.AnotherDuty),
    ],
)
def test_below_it_is_as_much_or_more(world: World, changes: dict[str, Any], refusal: Any) -> None:
    facts = {"code": THEME, "valid_from": dt.date(2027, 1, 1), "organization": world.street, "by": SYSTEM}
    before, entries = list(Rule.objects.order_by("pk").values_list()), Entry.objects.count()
    if refusal is None:
        assert actions.set_rule(**facts, **changes).pk
        return
    with pytest.raises(refusal):
        actions.set_rule(**facts, **changes)
    assert (list(Rule.objects.order_by("pk").values_list()), Entry.objects.count()) == (before, entries)


@pytest.mark.parametrize(
    ("cadence", "count", "is_fine"),
    [("quarter", 1, True), ("month", 1, True), ("half_year", 2, False), ("half_year", 1, False)],
)
def test_what_the_district_sets_itself_binds_a_street_alike(
    world: World, cadence: str, count: int, is_fine: bool
) -> None:
    """党课 rests on no article (本区规定): who is below still does not ask less."""
    facts = {"code": "R-MEET-05", "valid_from": dt.date(2027, 1, 1), "cadence": cadence, "count": count}
    if is_fine:
        assert actions.set_rule(organization=world.street, **facts, by=SYSTEM).count == count
        return
    with pytest.raises(errors.AsksLess, match="每季度1次"):
        actions.set_rule(organization=world.street, **facts, by=SYSTEM)


def test_the_day_begins_a_period_of_the_rule_above_too(world: World) -> None:
    with pytest.raises(errors.MidPeriod, match="2027年1月1日"):
        actions.set_rule(
            code="R-MEET-05",
            organization=world.street,
            valid_from=day("2026-12-01"),
            cadence="month",
            by=SYSTEM,
        )
    assert Rule.objects.count() == 5


def test_what_is_raised_above_holds_below_where_it_asks_more(world: World) -> None:
    actions.set_rule(organization=world.street, **TWICE, by=SYSTEM)
    actions.set_rule(code=THEME, valid_from=day("2027-01-01"), count=3, by=SYSTEM)
    actions.set_rule(code=THEME, valid_from=day("2027-02-01"), count=1, by=SYSTEM)
    months = [DECEMBER, *(Period.month(dt.date(2027, n, 1)) for n in (1, 2))]
    assert [asked_of(world.branch, month) for month in months] == [2, 3, 2]
    assert [asked_of(world.other_branches[0], month) for month in months] == [1, 3, 1]


def test_the_nearest_above_a_branch_holds(world: World) -> None:
    actions.set_rule(organization=world.street, **TWICE, by=SYSTEM)
    actions.set_rule(organization=world.branch, **TWICE | {"count": 4}, by=SYSTEM)
    assert [asked_of(each) for each in (world.branch, world.branches[0])] == [4, 2]
    found = {duty.rule.organization_id: duty for duty in duties(DECEMBER, "") if duty.rule.code == THEME}
    assert set(found) == {None, world.street.pk, world.branch.pk}
    assert [duty.rule.count for duty in duties(DECEMBER, world.branch.path) if duty.rule.code == THEME] == [4]


OWN = {
    "code": "L-TALK-01", "name": "谈心谈话", "kind": "talk", "applies_to": "branch", "cadence": "month",
    "basis": "街道〔2026〕3号", "valid_from": dt.date(2026, 12, 1),
}  # fmt: skip


def test_two_streets_have_duties_of_their_own_under_one_code(world: World) -> None:
    actions.set_rule(organization=world.street, **OWN, by=SYSTEM)
    actions.set_rule(organization=world.other_street, **OWN | {"kind": "other", "count": 2}, by=SYSTEM)
    assert asked_of(world.branch, code="L-TALK-01") == 1
    assert asked_of(world.other_branches[0], code="L-TALK-01") == 2
    with pytest.raises(errors.AnotherDuty):
        actions.set_rule(**OWN, by=SYSTEM)
    assert Rule.objects.filter(code="L-TALK-01", organization=None).count() == 0


def test_an_officer_sets_what_lies_within_reach_and_nothing_else(world: World) -> None:
    street = person("street", "街道审核员", world.street, "reviewer").actor
    assert actions.set_rule(organization=world.branch, **TWICE, by=street).organization == world.branch
    for place in (world.other_street, world.other_branches[0], world.district, None):
        with pytest.raises(NotYours):
            actions.set_rule(organization=place, **TWICE, by=street)
    for name in ("lin", "shao", "hua", "sys", "sec", "shen"):
        with pytest.raises(NotYours):
            actions.set_rule(organization=world.street, **TWICE, by=getattr(world, name).actor)
    assert Rule.objects.filter(count=2).count() == 1


def test_what_holds_for_the_only_root_is_everybodys(world: World) -> None:
    made = actions.set_rule(organization=world.district, **TWICE, by=world.wei.actor)
    assert made.organization is None
    assert Rule.objects.filter(code=THEME).count() == 2


def test_a_branch_that_moves_is_asked_what_holds_where_it_stands(world: World, clock: Any) -> None:
    actions.set_rule(organization=world.street, **TWICE | {"valid_from": day("2026-11-01")}, by=SYSTEM)
    moved = world.branches[0]
    assert asked_of(moved, NOVEMBER) == 2
    counted_meeting(moved, "2026-11-10", "theme_day")
    clock.move_to(dt.datetime(2026, 12, 6, 9, tzinfo=dt.UTC))
    frozen = report_actions.freeze(organization=world.district, month=NOVEMBER, by=SYSTEM)
    kept = content_digest(frozen)
    tree_actions.move(
        organization=moved, parent=world.other_street, effective_on=the_clock.today(), document="区委〔2026〕9号",
        by=SYSTEM,
    )  # fmt: skip
    assert asked_of(moved, DECEMBER) == 1
    line = frozen.lines.get(organization=moved, rule__code=THEME)
    assert (line.own_required, line.own_held, line.rule.organization) == (2, 1, world.street)
    report_actions.notice_corrections(by=SYSTEM)
    assert (Amendment.objects.count(), content_digest(frozen)) == (0, kept == frozen.digest and kept)


@pytest.mark.parametrize(
    ("frozen", "place", "is_fine"),
    [
        ("other_street", "street", True),
        ("street", "street", False),
        ("district", "street", False),  # from above
        ("street", "district", False),  # everybody's binds who is frozen below
        ("street", "branch", False),
    ],
)
def test_no_rule_begins_in_a_month_frozen_for_somebody_it_binds(
    world: World, frozen: str, place: str, is_fine: bool
) -> None:
    report_actions.freeze(organization=getattr(world, frozen), month=OCTOBER, by=SYSTEM)
    facts = TWICE | {"valid_from": day("2026-10-01"), "organization": getattr(world, place)}
    if is_fine:
        assert actions.set_rule(**facts, by=SYSTEM).count == 2
        return
    with pytest.raises(errors.RuleDayFrozen, match="2026年11月1日"):
        actions.set_rule(**facts, by=SYSTEM)
    assert Rule.objects.count() == 5


def test_a_trial_at_a_street_is_measured_there_and_changes_nothing(world: World) -> None:
    rules, entries = list(Rule.objects.order_by("pk").values()), Entry.objects.count()
    trial = actions.try_rule(organization=world.street, **TWICE, by=world.wei.actor)
    assert (trial.number, trial.former.count, trial.bound) == (1, 1, len(world.branches))
    (_, now, then) = trial.periods[0]
    assert (now.required, then.required) == (len(world.branches), 2 * len(world.branches))
    assert (list(Rule.objects.order_by("pk").values()), Entry.objects.count()) == (rules, entries)


def test_an_explanation_goes_by_the_rule_that_holds_there(world: World) -> None:
    facts = {"cadence": "month", "valid_from": day("2027-01-01"), "organization": world.street}
    actions.set_rule(code="R-MEET-05", **facts, by=SYSTEM)
    since, until = day("2027-02-10"), day("2027-02-20")
    for place, first in ((world.branch, "2027-02-01"), (world.other_branches[0], "2027-01-01")):
        waiver = actions.waive(
            organization=place, rule="R-MEET-05", since=since, until=until, reason="汛期", by=SYSTEM
        )
        assert waiver.since == day(first)


@pytest.mark.parametrize("place", [None, "street"])
def test_one_rule_of_a_code_is_open_at_a_place(world: World, place: str | None) -> None:
    at = getattr(world, place) if place else None
    facts = OWN | {"organization": at}
    Rule.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.create(**facts | {"valid_from": dt.date(2027, 1, 1)})


@pytest.mark.parametrize(("who", "sees"), [("lin", True), ("hua", True), ("wei", True), ("shen", False)])
def test_who_stands_elsewhere_does_not_see_a_streets_own(
    world: World, sign_in: Any, who: str, sees: bool
) -> None:
    actions.set_rule(organization=world.street, **OWN, by=SYSTEM)
    browser = sign_in(who)
    rows = browser.get("/api/v1/rules/?code=L-TALK-01").json()["results"]
    assert [row["organization"] for row in rows] == [world.street.code] * sees
    assert ("街道〔2026〕3号" in browser.get("/rules/").content.decode()) == sees


def test_a_street_asks_more_on_the_page_and_by_the_api(world: World, sign_in: Any) -> None:
    world.people["ming"] = person("ming", "街道审核员", world.street, "reviewer")
    browser = sign_in("ming")
    page = browser.get("/rules/").content.decode()
    address = f"/rules/{THEME}/?organization={world.street.code}"
    assert (address in page, f'href="/rules/{THEME}/"' in page) == (True, False)
    assert "另外要求主题党日" in browser.get(address).content.decode().replace("\n", "")
    typed = {
        "name": "主题党日", "kind": "theme_day", "applies_to": "branch", "cadence": "month", "count": "2",
        "basis": "街道〔2026〕3号", "valid_from": "2026-12-01",
    }  # fmt: skip
    shown = browser.post(address, typed)
    seal = shown.context["seal"]
    assert browser.post(address, typed | {"seen": seal}).status_code == 302
    assert Rule.objects.get(organization=world.street).basis == "街道〔2026〕3号"
    refused = browser.post(f"/rules/{THEME}/", typed)
    assert refused.status_code == 403
    elsewhere = browser.post(f"/rules/{THEME}/?organization={world.other_street.code}", typed)
    assert elsewhere.status_code == 404
    body = {"code": THEME, "organization": world.street.code, "valid_from": "2027-01-01", "count": 3}
    made = browser.post("/api/v1/rules/", body, "application/json")
    assert (made.status_code, made.json()["organization"], made.json()["count"]) == (
        201,
        world.street.code,
        3,
    )
    less = browser.post(
        "/api/v1/rules/", body | {"valid_from": "2027-02-01", "cadence": "year"}, "application/json"
    )
    assert (less.status_code, less.json()["code"]) == (409, "mid_period")
    new = OWN | {"code": "L-OWN-01", "organization": world.street.code}
    made = browser.post("/api/v1/rules/", {**new, "valid_from": "2026-12-01"}, "application/json")
    assert made.status_code == 201
