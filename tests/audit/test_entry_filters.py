"""The audit is asked by what people know: short name or code of an organization, number of a member."""

from collections.abc import Callable

import pytest
from django.test import Client

from members import actions
from members.models import Member
from tests.world import World


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("place=滨江社区第二党支部", True), ("place=A-2", True), ("place=滨江社区第三党支部", False),
        ("subject=HY-00017", True), ("subject=HY-0001", False), ("subject=林知", True),
    ],
)  # fmt: skip
def test_the_audit_is_asked_by_short_name_and_number(
    world: World, sign_in: Callable[[str], Client], query: str, found: bool
) -> None:
    Member.objects.filter(pk=world.lin.member.pk).update(number="HY-00017")
    actions.open_file(member=world.lin.member, by=world.wei.actor)
    auditor = sign_in("aud")
    address = f"?action=member.open&{query}"
    assert bool(auditor.get(f"/audit/{address}").context["rows"]) == found
    api = auditor.get(f"/api/v1/audit/{address}")
    assert api.status_code != 200 or bool(api.json()["results"]) == found
