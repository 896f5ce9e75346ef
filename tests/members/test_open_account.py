"""The shell's way to the first account."""

from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.world import World


def opened(**options: str) -> str:
    out = StringIO()
    given = {"username": "first", "name": "首位", "role": "reviewer", "organization": "D"} | options
    call_command("open_account", stdout=out, **given)
    return out.getvalue()


def test_the_account_signs_in_with_the_printed_password_and_has_its_role(world: World) -> None:
    lines = dict(line.split("=", 1) for line in opened().split())
    user = User.objects.get(username="first")
    assert user.check_password(lines["password"])
    assert user.must_change_password
    assert [(m.role, m.organization.code) for m in user.mandates.all()] == [("reviewer", "D")]


def test_the_account_is_the_named_member_s_own(world: World) -> None:
    opened(role="committee_member", organization="A-2", member=str(world.members[4].uuid))
    user = User.objects.get(username="first")
    assert user.member == world.members[4]
    assert [mandate.role for mandate in user.mandates.all()] == ["committee_member"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"organization": "NONE"}, "NONE"),
        ({"username": "lin"}, "lin"),
        ({"member": str(UUID(int=1))}, "has the id"),
    ],
)
def test_a_refusal_opens_nothing(world: World, options: dict[str, str], sentence: str) -> None:
    before = User.objects.count()
    with pytest.raises(CommandError, match=sentence):
        opened(**options)
    assert User.objects.count() == before
