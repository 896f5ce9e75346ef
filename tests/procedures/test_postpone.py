"""R-DEV-27: the discussion of a full membership is postponed of one transferred in, once, by half a year at most."""

import datetime as dt
from typing import Any

import pytest

from core import clock
from dashboards.selectors.member_alerts import member_alerts
from members.models import Member, Membership
from procedures import errors
from tests.world import World

pytestmark = pytest.mark.django_db
END = dt.date(2026, 11, 10)


@pytest.fixture
def member(world: World) -> Member:
    """A probationary member who was transferred in; the probation is over."""
    row = world.members[-1]
    Member.objects.filter(pk=row.pk).update(joined_on=dt.date(2025, 11, 10))
    Membership.objects.filter(member=row).update(entry="transferred")
    row.refresh_from_db()
    assert row.probation_ends_on == END
    return row


@pytest.mark.parametrize(
    ("until", "fits"),
    [("2027-05-10", True), ("2027-05-11", False), ("2026-11-11", True), ("2026-11-10", False)],
)
def test_by_half_a_year_at_most(member: Member, propose: Any, approve: Any, until: str, fits: bool) -> None:
    day = dt.date.fromisoformat(until)
    if fits:
        approve(propose(kind="postponed", member=member, until=day))
    else:
        with pytest.raises(errors.PostponedTooLong):
            propose(kind="postponed", member=member, until=day)
    member.refresh_from_db()
    assert (member.full_on, member.probation_ends_on) == (None, END)  # R-DEV-20


@pytest.mark.parametrize("entry", ["imported", "admitted"])
def test_only_of_one_transferred_in(member: Member, propose: Any, entry: str) -> None:
    Membership.objects.filter(member=member).update(entry=entry)
    with pytest.raises(errors.NotTransferredIn) as refusal:
        propose(kind="postponed", member=member, until=dt.date(2027, 1, 10))
    assert "（2026年修订）第三十五条" in str(refusal.value.basis)


def test_of_no_full_member_and_once(world: World, member: Member, propose: Any, approve: Any) -> None:
    Membership.objects.filter(member=world.members[2]).update(entry="transferred")
    with pytest.raises(errors.NotTransferredIn):
        propose(kind="postponed", member=world.members[2], until=dt.date(2027, 1, 10))
    approve(propose(kind="postponed", member=member, until=dt.date(2027, 1, 10)))
    with pytest.raises(errors.PostponedBefore):
        propose(kind="postponed", member=member, until=dt.date(2027, 3, 10))


def test_a_branch_committee_may_not_decide_it(member: Member, propose: Any, approve: Any) -> None:
    with pytest.raises(errors.BodyMayNotDecide):
        approve(propose(kind="postponed", member=member, until=dt.date(2027, 1, 10)), body="别处党委")


@pytest.mark.parametrize(("day", "late"), [("2026-11-25", False), ("2026-11-26", True)])
def test_the_desk_says_until_when(
    world: World, member: Member, propose: Any, approve: Any, day: str, late: bool
) -> None:
    approve(propose(kind="postponed", member=member, until=dt.date(2026, 11, 25)))
    today = dt.date.fromisoformat(day)
    found = member_alerts(world.branch, today=today, by=world.lin.actor)
    (alert,) = [one for one in found if one.member == member and one.word]
    assert alert.word == ("预备期已满" if late else "推迟讨论转正")
    assert clock.today() < today
