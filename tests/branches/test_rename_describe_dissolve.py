"""Renaming, describing, dissolving: each with its history and audit, each refused after the end."""

import datetime as dt
from typing import Any

import pytest

from audit.models import Entry
from branches import actions
from branches.errors import (
    AlreadyDissolved,
    ApprovedTooLate,
    CallOffReasonMissing,
    DissolutionDocumentMissing,
    NothingToCallOff,
    NotYet,
    NotYours,
    StillHasPeopleOrUnits,
    TooEarly,
)
from branches.models import Change, Organization, Term
from branches.selectors.actors import SYSTEM
from tests.world import World, establish, vacate

DAY = dt.date(2026, 11, 1)
DAYS_LATER = dt.date(2026, 12, 1)
TODAY = dt.date(2026, 11, 22)


APPROVED = dt.date(2015, 2, 1)  # before every day of these tests


def test_a_new_name_replaces_the_old_one_which_stays_in_the_history(world: World) -> None:
    renamed = actions.rename(
        organization=world.branch,
        name="中共海云区听涛支部委员会",
        short_name="听涛支部",
        effective_on=DAY,
        document="海组〔2026〕6号",
        by=world.wei.actor,
    )
    assert (renamed.name, renamed.short_name, renamed.version) == ("中共海云区听涛支部委员会", "听涛支部", 2)
    change = Change.objects.get(deed="renamed")
    assert (change.old_name, change.new_name) == ("中共海云区滨江社区第二党支部", "中共海云区听涛支部委员会")
    assert (change.effective_on, change.document) == (DAY, "海组〔2026〕6号")
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.before["short_name"], entry.after["short_name"]) == (
        "organization.rename",
        "滨江社区第二党支部",
        "听涛支部",
    )
    assert [row.code for row in Organization.objects.named_like("ttzb")] == ["A-2"]


def test_describing_changes_what_needs_no_document(world: World) -> None:
    described = actions.describe(organization=world.branch, activity_day=5, by=world.shao.actor)
    assert (described.activity_day, described.unit_kind, described.version) == (5, "community", 2)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.before, entry.after) == (
        "organization.describe",
        {"activity_day": 25},
        {"activity_day": 5},
    )
    assert Change.objects.filter(organization=world.branch).count() == 1


def test_describing_knows_only_its_fields(world: World) -> None:
    with pytest.raises(TypeError):
        actions.describe(organization=world.branch, name="x", by=SYSTEM)
    assert Organization.objects.get(pk=world.branch.pk).version == 1


def test_dissolving_ends_the_organization_and_its_term(world: World) -> None:
    vacate(world.branch)
    for group in world.groups:
        actions.dissolve(organization=group, effective_on=DAY, by=SYSTEM)
    gone = actions.dissolve(
        organization=world.branch,
        effective_on=DAY,
        document="海组〔2026〕7号",
        approved_on=APPROVED,
        by=world.wei.actor,
    )
    assert gone.dissolved_on == DAY
    assert not Organization.objects.standing(DAY).filter(code="A-2").exists()
    assert Organization.objects.standing(DAY - dt.timedelta(days=1)).filter(code="A-2").exists()
    assert Term.objects.get(organization=gone).until == DAY
    change = Change.objects.filter(organization=gone).latest("id")
    assert (change.deed, change.effective_on, change.document) == ("dissolved", DAY, "海组〔2026〕7号")
    assert Entry.objects.latest("id").action == "organization.dissolve"


@pytest.mark.parametrize("document", ["", "  "])
def test_without_the_number_of_the_decision_only_a_group_is_dissolved(world: World, document: str) -> None:
    with pytest.raises(DissolutionDocumentMissing) as refusal:
        actions.dissolve(
            organization=world.branches[0],
            effective_on=DAY,
            document=document,
            approved_on=APPROVED,
            by=SYSTEM,
        )
    assert str(refusal.value) == "撤销“滨江社区第一党支部”要写上级同意撤销的批复文号。《支部工作条例》第七条"
    assert Organization.objects.get(pk=world.branches[0].pk).dissolved_on is None
    assert actions.dissolve(organization=world.groups[0], effective_on=DAY, by=SYSTEM).dissolved_on == DAY


@pytest.mark.parametrize(
    ("approved_on", "error"),
    [(None, DissolutionDocumentMissing), (DAY, None), (DAY + dt.timedelta(days=1), ApprovedTooLate)],
)
def test_r_org_18_the_approval_of_a_dissolution_has_a_day_not_after_it(
    world: World, approved_on: dt.date | None, error: Any
) -> None:
    vacate(world.branches[0])
    given = {"organization": world.branches[0], "effective_on": DAY, "document": "海组〔2026〕7号"}
    if error is None:
        actions.dissolve(**given, approved_on=approved_on, by=SYSTEM)
        change = Change.objects.filter(organization=world.branches[0]).latest("id")
        assert (change.deed, change.approved_on) == ("dissolved", DAY)
        return
    with pytest.raises(error) as refusal:
        actions.dissolve(**given, approved_on=approved_on, by=SYSTEM)
    assert list(refusal.value.fields) == ["approved_on"]
    assert Organization.objects.get(pk=world.branches[0].pk).dissolved_on is None


def test_it_is_not_dissolved_while_something_stands_below(world: World) -> None:
    with pytest.raises(StillHasPeopleOrUnits) as refusal:
        actions.dissolve(
            organization=world.branch, effective_on=DAY, document="1", approved_on=APPROVED, by=SYSTEM
        )
    assert str(refusal.value) == "“滨江社区第二党支部”下面还有2个没有撤销的党组织，先安排好它们再撤销。"
    assert Organization.objects.get(pk=world.branch.pk).dissolved_on is None


def test_what_ends_later_still_stands_below(world: World) -> None:
    for group in world.groups:
        actions.dissolve(organization=group, effective_on=DAY + dt.timedelta(days=1), by=SYSTEM)
    with pytest.raises(StillHasPeopleOrUnits):
        actions.dissolve(
            organization=world.branch, effective_on=DAY, document="1", approved_on=APPROVED, by=SYSTEM
        )
    assert Organization.objects.get(pk=world.branch.pk).dissolved_on is None


def test_nothing_is_done_to_a_dissolved_organization(world: World) -> None:
    vacate(world.branches[0])
    gone = actions.dissolve(
        organization=world.branches[0], effective_on=DAY, document="1", approved_on=APPROVED, by=SYSTEM
    )
    before = Change.objects.count()
    deeds = [
        lambda: actions.rename(organization=gone, name="x", short_name="x", effective_on=DAY, by=SYSTEM),
        lambda: actions.describe(organization=gone, activity_day=1, by=SYSTEM),
        lambda: actions.dissolve(
            organization=gone, effective_on=DAY, document="1", approved_on=APPROVED, by=SYSTEM
        ),
        lambda: actions.move(organization=gone, parent=world.other_street, effective_on=DAY, by=SYSTEM),
        lambda: actions.begin_term(organization=gone, since=DAY, has_committee=False, by=SYSTEM),
    ]
    for deed in deeds:
        with pytest.raises(AlreadyDissolved) as refusal:
            deed()
        assert str(refusal.value) == "“滨江社区第一党支部”已于2026年11月1日撤销。"
    assert Change.objects.count() == before


def test_no_deed_is_dated_before_the_organization(world: World) -> None:
    early = dt.date(2015, 2, 28)
    with pytest.raises(TooEarly):
        actions.rename(organization=world.branch, name="x", short_name="x", effective_on=early, by=SYSTEM)
    with pytest.raises(TooEarly):
        actions.dissolve(
            organization=world.branches[0], effective_on=early, document="1", approved_on=APPROVED, by=SYSTEM
        )
    assert Change.objects.exclude(deed="established").count() == 0


@pytest.mark.parametrize("who", ["lin", "he", "hua", "sys", "sec", "aud", "shen"])
def test_who_manages_no_organizations_changes_none(world: World, who: str) -> None:
    by = getattr(world, who).actor
    with pytest.raises(NotYours):
        actions.rename(organization=world.branch, name="x", short_name="x", effective_on=DAY, by=by)
    with pytest.raises(NotYours):
        actions.describe(organization=world.branch, activity_day=1, by=by)
    with pytest.raises(NotYours):
        actions.dissolve(organization=world.groups[0], effective_on=DAY, by=by)
    assert Change.objects.exclude(deed="established").count() == 0
    assert Organization.objects.get(pk=world.branch.pk).activity_day == 25


def test_a_dissolution_to_come_is_entered_anew_until_it_comes(world: World) -> None:
    vacate(world.branches[0])
    branch = world.branches[0]
    term = actions.begin_term(organization=branch, since=DAY, has_committee=False, by=SYSTEM)
    for year, document in ((2062, "海组〔2062〕1号"), (2027, "海组〔2026〕9号")):
        actions.dissolve(
            organization=branch,
            effective_on=dt.date(year, 3, 1),
            document=document,
            approved_on=APPROVED,
            by=world.wei.actor,
        )
    branch.refresh_from_db()
    assert (branch.dissolved_on, branch.is_dissolved) == (dt.date(2027, 3, 1), False)
    assert Term.objects.get(pk=term.pk).until == dt.date(2027, 3, 1)
    changes = Change.objects.filter(organization=branch, deed="dissolved")
    assert [change.document for change in changes] == ["海组〔2026〕9号"]
    assert Entry.objects.latest("id").before == {"dissolved_on": "2062-03-01"}
    assert actions.describe(organization=branch, activity_day=3, by=SYSTEM).activity_day == 3
    with pytest.raises(AlreadyDissolved, match="定于2027年3月1日撤销"):
        establish("A-1-G1", "第一党小组", "group", branch)


def test_a_dissolution_to_come_is_called_off_until_it_comes(world: World) -> None:
    vacate(world.branches[0])
    branch, by = world.branches[0], world.wei.actor
    term = actions.begin_term(organization=branch, since=DAY, has_committee=False, by=SYSTEM)
    with pytest.raises(NothingToCallOff):
        actions.call_off_dissolution(organization=branch, reason="不撤了", by=by)
    actions.dissolve(
        organization=branch, effective_on=DAYS_LATER, document="海组〔2026〕9号", approved_on=APPROVED, by=by
    )
    with pytest.raises(CallOffReasonMissing):
        actions.call_off_dissolution(organization=branch, reason=" ", by=by)
    actions.call_off_dissolution(organization=branch, reason="不撤了", by=by)
    branch.refresh_from_db()
    assert (branch.dissolved_on, Term.objects.get(pk=term.pk).until) == (None, None)
    assert not Change.objects.filter(organization=branch, deed="dissolved").exists()
    said = Entry.objects.latest("id")
    assert (said.action, said.note) == ("organization.call_off_dissolution", "不撤了")
    actions.dissolve(
        organization=branch, effective_on=TODAY, document="海组〔2026〕9号", approved_on=APPROVED, by=by
    )
    with pytest.raises(NothingToCallOff):
        actions.call_off_dissolution(organization=branch, reason="不撤了", by=by)


def test_what_stands_below_goes_on_no_longer_than_what_is_above(world: World) -> None:
    vacate(world.branch)
    for organization, document in ((world.groups[0], ""), (world.groups[1], ""), (world.branch, "1")):
        actions.dissolve(
            organization=organization,
            effective_on=DAYS_LATER,
            document=document,
            approved_on=APPROVED,
            by=SYSTEM,
        )
    with pytest.raises(AlreadyDissolved, match="“滨江社区第二党支部”定于2026年12月1日撤销"):
        actions.call_off_dissolution(organization=world.groups[0], reason="不撤了", by=SYSTEM)
    for organization in (world.branch, world.groups[0]):
        actions.call_off_dissolution(organization=organization, reason="不撤了", by=SYSTEM)


def test_what_is_below_ends_no_later(world: World) -> None:
    vacate(world.branch)
    for organization, document in ((world.groups[0], ""), (world.groups[1], ""), (world.branch, "1")):
        actions.dissolve(
            organization=organization,
            effective_on=DAYS_LATER,
            document=document,
            approved_on=APPROVED,
            by=SYSTEM,
        )
    with pytest.raises(AlreadyDissolved, match="“滨江社区第二党支部”定于2026年12月1日撤销"):
        actions.dissolve(organization=world.groups[0], effective_on=dt.date(2026, 12, 2), by=SYSTEM)


@pytest.mark.parametrize("day", [dt.date(2026, 11, 23), dt.date(2062, 11, 22)])
def test_what_takes_effect_at_once_is_not_dated_ahead(world: World, day: dt.date) -> None:
    deeds = [
        lambda: actions.rename(
            organization=world.branch, name="x", short_name="x", effective_on=day, by=SYSTEM
        ),
        lambda: actions.move(
            organization=world.branch, parent=world.other_street, effective_on=day, by=SYSTEM
        ),
        lambda: actions.begin_term(organization=world.branch, since=day, has_committee=False, by=SYSTEM),
    ]
    before = Entry.objects.count()
    for deed in deeds:
        with pytest.raises(NotYet, match="还没有到，请核对日期"):
            deed()
    assert Entry.objects.count() == before
    assert Term.objects.get(organization=world.branch).until is None
