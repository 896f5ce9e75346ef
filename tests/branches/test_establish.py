"""Establishing: who may, what may stand where, R-ORG-01, codes, history, audit."""

import datetime as dt
from typing import Any

import pytest

from audit.models import Entry
from branches import actions
from branches.errors import (
    AlreadyDissolved,
    ApprovedTooLate,
    CodeMalformed,
    CodeTaken,
    EndsBeforeItBegins,
    EstablishmentDocumentMissing,
    FullMembersMissing,
    MayNotStandThere,
    NotTemporary,
    NotYet,
    NotYours,
    ProvisionNotTemporary,
    TooFewFullMembers,
    TooFewTogether,
    UnitsMissing,
    UnitsNotJoint,
    UnitsWrong,
)
from branches.models import Change, Organization
from branches.selectors.actors import SYSTEM
from branches.states import Kind
from tests.world import World, vacate

DAY = dt.date(2026, 11, 1)

# What may stand alone (None) or below what: the whole table, written out.
STANDS = {
    "committee": {None, "committee", "working_committee"},
    "working_committee": {None, "committee", "working_committee"},
    "general_branch": {"committee", "working_committee"},
    "branch": {"committee", "working_committee", "general_branch"},
    "joint_branch": {"committee", "working_committee", "general_branch"},
    "temporary_branch": {"committee", "working_committee", "general_branch"},
    "group": {"branch", "joint_branch", "temporary_branch"},
}


def establish(**facts: Any) -> Organization:
    given = {
        "code": "N-1",
        "name": "中共海云区新设支部",
        "short_name": "新设支部",
        "kind": "branch",
        "unit_kind": "community",
        "established_on": DAY,
        "full_members": 3,
        "units": ["海云一厂", "海云二厂"] if facts.get("kind") == "joint_branch" else [],
        "document": "海组〔2026〕3号",
        "approved_on": DAY,
        "by": SYSTEM,
    }
    return actions.establish(**given | facts)


def test_a_new_organization_is_its_parents_last_child(world: World) -> None:
    new = establish(parent=world.street, by=world.wei.actor, document="海组〔2026〕3号")
    assert new.path == world.street.path + "0004"
    assert (new.depth, new.parent, new.established_on) == (3, world.street, DAY)


def test_a_root_gets_the_next_number_among_roots(world: World) -> None:
    assert establish(code="R", kind="committee", parent=None).path == "0002"


def test_establishing_is_written_to_history_and_audit(world: World) -> None:
    new = establish(parent=world.street, by=world.wei.actor, document="海组〔2026〕3号")
    change = Change.objects.get(organization=new)
    assert (change.deed, change.effective_on, change.document) == ("established", DAY, "海组〔2026〕3号")
    assert (change.new_parent, change.recorded_by) == (world.street, world.wei.user)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.who, entry.path, entry.before) == (
        "organization.establish",
        "韦明",
        new.path,
        None,
    )
    assert entry.after["parent"] == "A"


def test_a_new_organization_is_found_by_the_sound_of_both_names(world: World) -> None:
    establish(parent=world.street, name="中共海云区望潮社区支部委员会", short_name="望潮支部")
    for typed in ("wczb", "wangchao", "WangChao Sheq", "wcsq", "望潮", "n-1"):
        assert [row.code for row in Organization.objects.named_like(typed)] == ["N-1"], typed


@pytest.fixture
def street(db: None) -> Organization:
    """A district and a street, where a rule needs no cast."""
    district = establish(code="D", kind="committee", parent=None)
    return establish(code="A", kind="working_committee", parent=district)


@pytest.mark.once
@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("above", [None, *Kind.values])
def test_what_may_stand_under_what(db: None, kind: str, above: str | None) -> None:
    parent = None
    if above is not None:
        chain = {
            "committee": [],
            "working_committee": [],
            "general_branch": ["committee"],
            "group": ["committee", "branch"],
        }
        for step in [*chain.get(above, ["committee"]), above]:
            parent = establish(code=f"C-{step}", kind=step, parent=parent)
    before = Organization.objects.count()
    if above in STANDS[kind]:
        assert establish(kind=kind, parent=parent).parent == parent
    else:
        with pytest.raises(MayNotStandThere) as refusal:
            establish(kind=kind, parent=parent)
        assert set(refusal.value.fields) == {"parent"}
        assert Organization.objects.count() == before


@pytest.mark.parametrize(
    ("kind", "declared", "is_refused"),
    [
        ("branch", 0, True),
        ("branch", 2, True),
        ("branch", 3, False),
        ("branch", 4, False),
        ("joint_branch", 2, True),  # of all its units together
        ("joint_branch", 3, False),
        ("temporary_branch", 2, False),
    ],
)
def test_r_org_01(street: Organization, kind: str, declared: int | None, is_refused: bool) -> None:
    if not is_refused:
        assert establish(kind=kind, parent=street, full_members=declared).pk
        return
    with pytest.raises((TooFewFullMembers, TooFewTogether)) as refusal:
        establish(kind=kind, parent=street, full_members=declared)
    assert refusal.value.rule == "R-ORG-01"
    assert "联合党支部" in str(refusal.value)
    assert ("第四条" if kind == "branch" else "第五条") in str(refusal.value)
    assert not Organization.objects.filter(code="N-1").exists()


@pytest.mark.parametrize(
    ("kind", "ends_on", "refusal"),
    [
        ("temporary_branch", DAY, None),  # a body of one day
        ("temporary_branch", DAY - dt.timedelta(days=1), EndsBeforeItBegins),
        ("temporary_branch", None, None),
        ("branch", DAY, NotTemporary),
        ("branch", None, None),
    ],
)
def test_r_org_13_only_a_temporary_branch_has_a_planned_end(
    street: Organization, kind: str, ends_on: dt.date | None, refusal: Any
) -> None:
    if refusal is None:
        made = establish(kind=kind, parent=street, planned_end_on=ends_on)
        assert made.planned_end_on == ends_on
        assert actions.describe(organization=made, planned_end_on=None, by=SYSTEM).planned_end_on is None
        return
    with pytest.raises(refusal) as refused:
        establish(kind=kind, parent=street, planned_end_on=ends_on)
    assert list(refused.value.fields) == ["planned_end_on"]
    assert not Organization.objects.filter(code="N-1").exists()


@pytest.mark.parametrize("code", ["", " ", "a b", "a/b", "-a", "x" * 33, "mandates", "Mandates", "a\x00"])
def test_a_code_that_is_no_address_is_refused(street: Organization, code: str) -> None:
    with pytest.raises(CodeMalformed):
        establish(code=code, parent=street)
    assert Organization.objects.count() == 2


def test_a_code_is_used_once(world: World) -> None:
    with pytest.raises(CodeTaken) as refusal:
        establish(code="A-1", parent=world.street)
    assert refusal.value.fields == {"code": "编号A-1已经用过，请换一个。"}
    assert Organization.objects.count() == 11


def test_nothing_is_established_below_what_was_dissolved(world: World) -> None:
    vacate(world.branches[0])
    actions.dissolve(
        organization=world.branches[0], effective_on=DAY, document="1", approved_on=DAY, by=SYSTEM
    )
    with pytest.raises(AlreadyDissolved):
        establish(kind="group", parent=world.branches[0])
    assert Organization.objects.count() == 11


@pytest.mark.parametrize("who", ["lin", "he", "hua", "sys", "sec", "aud", "shen"])
def test_who_manages_no_organizations_establishes_none(world: World, who: str) -> None:
    with pytest.raises(NotYours):
        establish(parent=world.street, by=getattr(world, who).actor)
    assert Organization.objects.count() == 11
    assert not Change.objects.filter(effective_on=DAY).exists()


def test_only_the_system_plants_a_new_tree(world: World) -> None:
    with pytest.raises(NotYours):
        establish(kind="committee", parent=None, by=world.wei.actor)
    assert Organization.objects.filter(parent=None).count() == 1


@pytest.mark.parametrize("kind", [kind for kind in Kind.values if kind != "group"])
@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"document": " "}, EstablishmentDocumentMissing),
        ({"approved_on": None}, EstablishmentDocumentMissing),
        ({"approved_on": DAY + dt.timedelta(days=1)}, ApprovedTooLate),
        ({"approved_on": dt.date(2062, 11, 23), "established_on": dt.date(2062, 11, 24)}, NotYet),
    ],
)
def test_r_org_18_nothing_is_set_up_without_the_number_and_day_of_the_approval(
    street: Organization, kind: str, given: dict[str, Any], error: Any
) -> None:
    with pytest.raises(error) as refusal:
        establish(kind=kind, parent=street, **given)
    if error is EstablishmentDocumentMissing:
        assert (refusal.value.rule, list(refusal.value.fields)) == ("R-ORG-18", list(given))
        assert str(refusal.value).endswith("《支部工作条例》第六条")
    assert not Organization.objects.filter(code="N-1").exists()


@pytest.mark.parametrize(
    ("applied_on", "late"),
    [(None, False), (dt.date(2026, 1, 27), False), (dt.date(2026, 1, 26), True)],
)
def test_r_org_18_a_reply_after_more_than_a_month_is_flagged(
    world: World, sign_in: Any, applied_on: dt.date | None, late: bool
) -> None:
    paper = {"document": "海街工委〔2026〕2号", "approved_on": dt.date(2026, 2, 27)}
    made = establish(parent=world.street, established_on=dt.date(2026, 3, 1), applied_on=applied_on, **paper)
    assert Change.objects.get(organization=made).reply_was_late is late
    found = sign_in("shao").get(f"/api/v1/organizations/{made.code}/findings/").json()["results"]
    assert ("R-ORG-18" in [each["rule"] for each in found]) is late
    assert ("超过一个月" in sign_in("shao").get(f"/organizations/{made.code}/").content.decode()) is late


def test_a_group_is_the_branchs_own_affair(world: World) -> None:
    made = establish(kind="group", parent=world.branch, document="", approved_on=None, full_members=None)
    assert Change.objects.get(organization=made).approved_on is None


@pytest.mark.parametrize(
    ("kind", "units", "error"),
    [
        ("joint_branch", ["海云一厂", " 海云二厂 ", ""], None),
        ("joint_branch", [], UnitsMissing),
        ("joint_branch", ["海云一厂"], UnitsMissing),
        ("joint_branch", ["海云一厂", "海云一厂"], UnitsWrong),
        ("joint_branch", ["海云一厂", "厂" * 61], UnitsWrong),
        ("branch", ["海云一厂", "海云二厂"], UnitsNotJoint),
    ],
)
def test_r_org_01_a_joint_branch_names_its_units(
    street: Organization, kind: str, units: list[str], error: Any
) -> None:
    if error is None:
        made = establish(kind=kind, parent=street, units=units)
        assert (made.units, made.units_covered) == (["海云一厂", "海云二厂"], 2)
        assert actions.describe(organization=made, units=["甲", "乙", "丙"], by=SYSTEM).units_covered == 3
        return
    with pytest.raises(error) as refusal:
        establish(kind=kind, parent=street, units=units)
    assert list(refusal.value.fields) == ["units"]
    assert not Organization.objects.filter(code="N-1").exists()


@pytest.mark.parametrize("kind", ["branch", "joint_branch"])
def test_r_org_01_the_number_is_declared(street: Organization, kind: str) -> None:
    with pytest.raises(FullMembersMissing):
        establish(kind=kind, parent=street, full_members=None)
    assert not Organization.objects.filter(code="N-1").exists()


def test_only_a_temporary_branch_has_a_special_provision(street: Organization) -> None:
    with pytest.raises(ProvisionNotTemporary):
        establish(parent=street, special_provision="海组〔2026〕3号")
    made = establish(kind="temporary_branch", parent=street, special_provision=" 海组〔2026〕3号 ")
    assert made.special_provision == "海组〔2026〕3号"
