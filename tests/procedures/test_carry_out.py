"""What an approved decision writes, kind by kind."""

import datetime as dt

import pytest

from members import errors as member_errors
from members.models import Member, Restriction
from members.personal_data.sealing import digest
from procedures import errors
from procedures.rules.proposal import Search
from tests.exchange.workbooks import number
from tests.factories import make_resolution

TODAY = dt.date(2026, 11, 22)
HELD = dt.date(2026, 11, 20)


def test_an_admission(world, propose, approve):
    resolution = make_resolution(world.branch, "admission", "秦朗")
    person = {"name": "秦朗", "identity": number(), "joined_on": HELD, "phone": "13800000001"}
    decision = propose(kind="admitted", person=person, group=world.groups[0], resolution=resolution)
    assert decision.member is None
    assert number() not in decision.person_sealed
    assert not Member.objects.filter(name="秦朗").exists()
    approve(decision)
    member = Member.objects.get(name="秦朗")
    assert decision.member == member
    assert (member.organization, member.group, member.joined_on, member.full_on) == (
        world.branch,
        world.groups[0],
        HELD,
        None,
    )
    assert member.probation_ends_on == dt.date(2027, 11, 20)  # R-DEV-17
    first = member.memberships.get()
    assert (first.entry, first.since, first.document) == (
        "admitted",
        dt.date(2026, 11, 21),
        "海街工委〔2026〕12号",
    )
    assert decision.effective_on == dt.date(2026, 11, 21)
    assert decision.resolution_words == "2026年11月20日支部党员大会通过：秦朗的事项"


def test_a_conversion_begins_with_the_end_of_the_probation(world, propose, approve):
    member = world.members[-1]
    Member.objects.filter(pk=member.pk).update(joined_on=dt.date(2025, 11, 10))
    member.refresh_from_db()
    resolution = make_resolution(world.branch, "conversion", member.name)
    steps = {"applied_on": HELD, "opinions_on": HELD, "reviewed_on": HELD}
    decision = propose(kind="conversion", member=member, resolution=resolution, **steps)
    approve(decision)
    member.refresh_from_db()
    assert member.full_on == dt.date(2026, 11, 10)  # R-DEV-20


def test_what_is_too_early_is_not_even_proposed(world, propose):
    member = world.members[-1]
    resolution = make_resolution(world.branch, "conversion", member.name)
    with pytest.raises(errors.VotedBeforeTheEnd):
        propose(kind="conversion", member=member, resolution=resolution, applied_on=HELD, opinions_on=HELD, reviewed_on=HELD)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "ground", "is_voted"),
    [
        ("resigned", "own_wish", True),
        ("persuaded", "religion", True),
        ("removed_self", "no_dues", True),
        ("removed_refusing", "refuses", True),
        ("removed_other", "conviction", True),
        ("expelled", "sanction", False),
    ],
)
def test_an_exit_takes_off_the_roll_with_its_own_kind(world, propose, approve, kind, ground, is_voted):
    member = world.members[3]
    resolution = make_resolution(world.branch, "disposal", member.name) if is_voted else None
    approve(propose(kind=kind, ground=ground, member=member, resolution=resolution))
    last = member.memberships.get()
    assert (last.exit, last.until) == (kind, dt.date(2026, 11, 21))
    assert not Member.objects.present().filter(pk=member.pk).exists()


@pytest.mark.parametrize(("since", "right"), [(dt.date(2024, 11, 21), True), (dt.date(2024, 11, 22), False)])
def test_who_is_removed_as_lost_was_suspended_for_two_years(world, propose, approve, since, right):
    """R-STA-04"""
    member = world.members[3]
    Restriction.objects.create(member=member, kind="suspended", since=since, reason="失去联系")
    resolution = make_resolution(world.branch, "disposal", member.name)
    decision = propose(kind="removed_lost", member=member, resolution=resolution)
    if right:
        assert approve(decision).status == "approved"
        return
    with pytest.raises(member_errors.NeverSuspended):
        approve(decision)
    assert Member.objects.get(pk=member.pk).left_on is None


def test_a_suspension_stays_until_it_is_ended_by_decision(world, propose, approve, settings):
    settings.SEARCHES_BEFORE_SUSPENSION = 1
    member = world.members[3]
    facts = {"lost_since": dt.date(2026, 1, 1), "searches": (Search(dt.date(2026, 6, 1), "电话联系"),)}
    review = dt.date(2027, 5, 22)
    decision = propose(kind="suspended", ground="lost", member=member, review_on=review, **facts)
    approve(decision)
    restriction = Restriction.objects.get()
    assert (restriction.since, restriction.until, restriction.review_on) == (
        dt.date(2026, 11, 21),
        None,
        review,
    )
    assert not Member.objects.filter(pk=member.pk).expected_on(TODAY).exists()  # R-STA-05
    assert not Member.objects.filter(pk=member.pk).counted_on(TODAY).exists()  # R-STA-10
    ending = propose(kind="suspension_ended", member=member, restriction=restriction)
    assert Restriction.objects.get().until is None
    approve(ending, document="海街工委〔2026〕13号", effective_on=TODAY)
    assert Restriction.objects.get().until == TODAY


def test_probation_in_the_party_does_not_end_by_its_date(world, propose, approve):
    end = dt.date(2027, 11, 21)
    approve(propose(kind="probation", member=world.members[3], until=end, effective_on=dt.date(2026, 11, 21)))
    restriction = Restriction.objects.get()
    assert (restriction.until, restriction.review_on) == (None, end)


@pytest.mark.parametrize(
    ("purpose", "ground", "expected"), [("attendance", "ill", False), ("elections", "bedridden", True)]
)
def test_an_exemption_ends_and_only_that_for_attendance_is_off_the_roll(
    world, propose, approve, purpose, ground, expected
):
    member, end = world.members[3], dt.date(2027, 5, 22)
    resolution = make_resolution(world.branch, "ordinary", "") if purpose == "elections" else None
    approve(
        propose(
            kind="exempt", purpose=purpose, ground=ground, member=member, until=end, resolution=resolution
        )
    )
    restriction = Restriction.objects.get()
    assert (restriction.until, restriction.purpose) == (end, purpose)
    assert Member.objects.filter(pk=member.pk).expected_on(TODAY).exists() == expected
    assert Member.objects.with_vote_on(TODAY).get(pk=member.pk).has_vote  # R-STA-17


def test_who_is_transferred_in_comes_with_a_letter(world, propose, approve):
    person = {"name": "秦朗", "joined_on": dt.date(2010, 7, 1), "full_on": dt.date(2011, 7, 1)}
    with pytest.raises(errors.DecisionIncomplete):
        propose(kind="transferred", person=person)
    letter = {"document": "第0012345号", "decided_on": dt.date(2026, 11, 15), "body": "中共外地县委组织部"}
    decision = propose(kind="transferred", person=person, **letter)
    approve(decision, **dict.fromkeys(letter) | {"document": "", "body": ""})
    assert Member.objects.get(name="秦朗").memberships.get().document == "第0012345号"


def test_who_is_on_another_roll_is_not_proposed(world, propose):
    person = {"name": "秦朗", "identity": number(), "joined_on": HELD}
    Member.objects.filter(pk=world.other_branches[0].members.first().pk).update(
        identity_digest=digest(number())
    )
    resolution = make_resolution(world.branch, "admission", "秦朗")
    with pytest.raises(member_errors.IdentityTaken, match="请向上级党组织核对"):
        propose(kind="admitted", person=person, resolution=resolution)
