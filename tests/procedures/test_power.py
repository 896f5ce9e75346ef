"""Who may approve an admission, a conversion, an extension, a cancellation (R-DEV-16; 发展党员工作细则 Art. 22)."""

from typing import Any

import pytest

from branches.selectors.actors import SYSTEM
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


@pytest.mark.parametrize(
    ("kind", "names_above", "may"),
    [
        ("committee", [], True),
        ("committee", [DISTRICT], True),
        ("working_committee", [DISTRICT], True),
        ("committee", [DISTRICT, "中共海云区教育工作委员会"], True),
        ("committee", [DISTRICT, "中共海云区望海街道工作委员会"], False),
        ("committee", [DISTRICT, "中共海云区青石镇委员会"], False),
        ("committee", [DISTRICT, "中共海云区云岭乡党委"], False),
        ("committee", [DISTRICT, "中共海云区乡村振兴局委员会"], True),
        ("general_branch", [DISTRICT], False),
        ("branch", [DISTRICT], False),
        ("temporary_branch", [DISTRICT], False),
    ],
)
def test_which_bodies_have_the_power(kind: str, names_above: list[str], may: bool) -> None:
    assert (lacks_power(kind, "它", names_above) == "") is may


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
