"""Renaming, describing, dissolving: each with its history and audit, each refused after the end."""

import datetime as dt

import pytest

from audit.models import Entry
from branches import actions
from branches.actors import SYSTEM
from branches.errors import AlreadyDissolved, DocumentMissing, NotYours, StillHasPeopleOrUnits, TooEarly
from branches.models import Change, Organization, Term
from tests.world import World

DAY = dt.date(2026, 11, 1)


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
    for group in world.groups:
        actions.dissolve(organization=group, effective_on=DAY, by=SYSTEM)
    gone = actions.dissolve(
        organization=world.branch, effective_on=DAY, document="海组〔2026〕7号", by=world.wei.actor
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
    with pytest.raises(DocumentMissing) as refusal:
        actions.dissolve(organization=world.branches[0], effective_on=DAY, document=document, by=SYSTEM)
    assert str(refusal.value) == "撤销“滨江社区第一党支部”要写上级同意撤销的文号。《支部工作条例》第七条"
    assert Organization.objects.get(pk=world.branches[0].pk).dissolved_on is None
    assert actions.dissolve(organization=world.groups[0], effective_on=DAY, by=SYSTEM).dissolved_on == DAY


def test_it_is_not_dissolved_while_something_stands_below(world: World) -> None:
    with pytest.raises(StillHasPeopleOrUnits) as refusal:
        actions.dissolve(organization=world.branch, effective_on=DAY, document="1", by=SYSTEM)
    assert str(refusal.value) == "“滨江社区第二党支部”下面还有2个没有撤销的党组织，先安排好它们再撤销。"
    assert Organization.objects.get(pk=world.branch.pk).dissolved_on is None


def test_what_ends_later_still_stands_below(world: World) -> None:
    for group in world.groups:
        actions.dissolve(organization=group, effective_on=DAY + dt.timedelta(days=1), by=SYSTEM)
    with pytest.raises(StillHasPeopleOrUnits):
        actions.dissolve(organization=world.branch, effective_on=DAY, document="1", by=SYSTEM)
    assert Organization.objects.get(pk=world.branch.pk).dissolved_on is None


def test_nothing_is_done_to_a_dissolved_organization(world: World) -> None:
    gone = actions.dissolve(organization=world.branches[0], effective_on=DAY, document="1", by=SYSTEM)
    before = Change.objects.count()
    deeds = [
        lambda: actions.rename(organization=gone, name="x", short_name="x", effective_on=DAY, by=SYSTEM),
        lambda: actions.describe(organization=gone, activity_day=1, by=SYSTEM),
        lambda: actions.dissolve(organization=gone, effective_on=DAY, document="1", by=SYSTEM),
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
        actions.dissolve(organization=world.branches[0], effective_on=early, document="1", by=SYSTEM)
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
