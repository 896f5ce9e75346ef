"""Who left: the branch or office that keeps the roll still opens the file, on every door; others do not (R-SEC-11)."""

import datetime as dt

import pytest
from django.urls import reverse

from branches.selectors.actors import SYSTEM
from members import actions
from members.models import Member
from members.states import ExitKind
from tests.world import enroll

pytestmark = pytest.mark.once
YEAR = 2026
DOORS = {
    "file": lambda uuid: reverse("members:detail", args=[uuid]),
    "life": lambda uuid: reverse("life:member", args=[uuid]),
    "paper": lambda uuid: reverse("papers:member", args=[uuid, YEAR]),
    "Word": lambda uuid: reverse("papers:member_file", args=[uuid, YEAR, "docx"]),
    "API file": lambda uuid: reverse("api_member", args=[uuid]),
    "API posts": lambda uuid: reverse("api_member_posts", args=[uuid]),
    "API restrictions": lambda uuid: reverse("api_member_restrictions", args=[uuid]),
    "API year": lambda uuid: reverse("api_member_year", args=[uuid]) + f"?year={YEAR}&form=docx",
}


@pytest.fixture
def gone(world):
    member = enroll(world.branch, "秦朗")
    actions.leave(
        member=member, exit=ExitKind.EXPELLED, on=dt.date(2026, 11, 20), document="海纪〔2026〕8号", by=SYSTEM
    )
    return member


@pytest.mark.parametrize("door", DOORS)
def test_a_file_of_who_left_is_not_there_for_who_only_reads_files(world, gone, sign_in, door):
    address = DOORS[door](gone.uuid)
    answers = {
        who: sign_in(who).get(address).status_code for who in ("he", "hua", "shen", "lin", "shao", "wei")
    }
    assert answers == {"he": 404, "hua": 404, "shen": 404, "lin": 200, "shao": 200, "wei": 200}


@pytest.mark.parametrize(
    ("who", "sees"),
    [("lin", True), ("shao", True), ("wei", True), ("he", False), ("hua", False), ("shen", False)],
)
def test_the_queryset_says_the_same(world, gone, who, sees):
    assert Member.objects.visible_to(getattr(world, who).actor).filter(pk=gone.pk).exists() is sees


def test_who_left_sees_their_own_file(world, gone):
    Member.objects.filter(pk=world.hua.member.pk).update(left_on=dt.date(2026, 11, 20))
    assert world.hua.member in Member.objects.visible_to(world.hua.actor)
