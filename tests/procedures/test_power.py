"""Who may approve an admission, a conversion, an extension, a cancellation (R-DEV-16; 发展党员工作细则 Art. 22)."""

import datetime as dt
from typing import Any

import pytest

from branches import actions as tree_actions
from branches.errors import NotYours
from branches.models import Organization
from branches.selectors.actors import SYSTEM
from core.errors import RuleBroken
from core.instruments import FZ22_APPROVAL
from members.models import Member
from procedures import errors
from procedures.forms import ApprovalForm
from procedures.models import MemberDecision
from procedures.rules.power import lacks_power
from tests.factories import make_resolution
from tests.procedures.conftest import PAPER
from tests.world import World, enroll, establish

DISTRICT = "中共海云区委员会"
DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "names_above", "name", "alone", "granted"),
    [
        ("committee", [], DISTRICT, True, True),
        ("working_committee", [DISTRICT], "中共海云区望海街道工作委员会", True, True),
        ("committee", [DISTRICT], "中共海云区青石镇委员会", True, True),
        ("committee", [DISTRICT], "中共海云区第一中学委员会", False, True),
        ("committee", [DISTRICT, "中共海云区教育工作委员会"], "中共海云区第一中学委员会", False, True),
        ("committee", [DISTRICT, "中共海云区乡村振兴局委员会"], "中共海云区农科所委员会", False, True),
        ("committee", [DISTRICT, "中共海云区望海街道工作委员会"], "中共海云区滨江社区委员会", False, False),
        ("committee", [DISTRICT, "中共海云区青石镇委员会"], "中共青石村委员会", False, False),
        ("committee", [DISTRICT, "中共海云区云岭乡党委"], "中共云岭村委员会", False, False),
        ("general_branch", [DISTRICT], "中共海云区第一中学总支部", False, False),
        ("branch", [DISTRICT], "中共海云区第一支部", False, False),
        ("temporary_branch", [DISTRICT], "中共海云区临时支部", False, False),
    ],
)
def test_which_bodies_have_the_power(
    kind: str, names_above: list[str], name: str, alone: bool, granted: bool
) -> None:
    """R-ORG-17: by what they are, or by a grant that is in force on the day of the decision."""
    on = dt.date(2026, 11, 21)
    later = on + dt.timedelta(days=1)
    may = [lacks_power(kind, "它", names_above, name, day, on) == "" for day in (None, later, on)]
    assert may == [alone, alone, granted]


def test_a_grant_counts_from_its_day_and_until_it_is_taken_away(
    world: World, propose: Any, approve: Any
) -> None:
    school = establish("S", "第一中学党委", "committee", world.district, unit_kind="school")
    branch = establish("S-1", "第一中学党支部", "branch", school, unit_kind="school")
    for n in range(8):
        enroll(branch, f"周{'一二三四五六七八'[n]}")
    resolution = make_resolution(branch, "admission", "秦朗")
    person = {"name": "秦朗", "joined_on": resolution.item.meeting.held_on}
    decision = propose(kind="admitted", organization=branch, person=person, resolution=resolution, by=SYSTEM)
    paper = PAPER | {"body": "第一中学党委", "by": world.wei.actor}
    with pytest.raises(errors.BodyMayNotDecide, match="没有登记上级授予的审批权限"):
        approve(decision, **paper)
    given = {"power_document": "海委组〔2026〕9号", "power_granted_on": dt.date(2026, 11, 22)}
    tree_actions.describe(organization=school, by=world.wei.actor, **given)
    with pytest.raises(errors.BodyMayNotDecide, match="2026年11月22日才授予"):
        approve(decision, **paper)
    assert approve(decision, **paper | {"decided_on": dt.date(2026, 11, 22)}).status == "approved"


@pytest.mark.parametrize(
    ("code", "given", "field"),
    [
        ("A-2", {"power_document": "海委组〔2026〕9号", "power_granted_on": DAY}, "power_document"),
        ("A", {"power_document": "同意", "power_granted_on": DAY}, "power_document"),
        ("A", {"power_document": "海委组〔2026〕9号"}, "power_granted_on"),
        ("A", {"power_granted_on": DAY}, "power_document"),
        ("A", {"power_document": "海委组〔2026〕9号", "power_granted_on": DAY + dt.timedelta(days=1)}, "power_granted_on"),
    ],
)  # fmt: skip
def test_r_org_17_a_grant_has_number_and_day(
    world: World, code: str, given: dict[str, Any], field: str
) -> None:
    body = Organization.objects.get(code=code)
    with pytest.raises(RuleBroken) as refused:
        tree_actions.describe(organization=body, by=world.wei.actor, **given)
    assert list(refused.value.fields) == [field]
    body.refresh_from_db()
    assert (body.power_document, body.power_granted_on) == ("", None)


def test_nobody_grants_the_power_to_their_own_body(world: World, sign_in: Any) -> None:
    given = {"power_document": "海委组〔2026〕9号", "power_granted_on": DAY}
    with pytest.raises(NotYours):
        tree_actions.describe(organization=world.street, by=world.shao.actor, **given)
    tree_actions.describe(
        organization=world.street, by=world.shao.actor, power_document="", unit_kind="organ"
    )
    assert (
        "power_document"
        not in sign_in("shao").get("/organizations/A/change/describe/").context["form"].fields
    )
    assert "power_document" in sign_in("wei").get("/organizations/A/change/describe/").context["form"].fields


@pytest.fixture
def admission(world: World, propose: Any) -> MemberDecision:
    """In a branch below a community's committee, which stands below the street's."""
    community = establish("A-9", "滨江社区党委", "committee", world.street)
    branch = establish("A-9-1", "滨江网格党支部", "branch", community)
    for n in range(8):
        enroll(branch, f"周{'一二三四五六七八'[n]}")
    resolution = make_resolution(branch, "admission", "秦朗")
    person = {"name": "秦朗", "joined_on": resolution.item.meeting.held_on}
    return propose(kind="admitted", organization=branch, person=person, resolution=resolution, by=SYSTEM)


@pytest.mark.parametrize("body", ["滨江社区党委", "海云区纪委", "滨江网格党支部"])
def test_no_other_body_approves(world: World, admission: Any, approve: Any, body: str) -> None:
    with pytest.raises(errors.BodyMayNotDecide) as refused:
        approve(admission, body=body)
    assert set(refused.value.fields) == {"body"}
    assert refused.value.basis == FZ22_APPROVAL
    assert not Member.objects.filter(name="秦朗").exists()


@pytest.mark.parametrize("body", ["望海街道党工委", "区委"])
def test_the_street_approves(admission: Any, approve: Any, body: str) -> None:
    assert approve(admission, **(PAPER | {"body": body})).status == "approved"


def test_the_form_names_the_nearest_that_has_the_power(world: World, admission: Any, propose: Any) -> None:
    assert ApprovalForm(decision=admission)["body"].value() == world.street.name
    resolution = make_resolution(admission.organization, "disposal", "周一")
    member = Member.objects.get(name="周一")
    leaving = propose(
        kind="resigned", organization=member.organization, member=member, resolution=resolution, by=SYSTEM
    )
    assert ApprovalForm(decision=leaving)["body"].value() == "中共海云区滨江社区党委"
