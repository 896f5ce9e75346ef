"""A number of somebody out of reach is answered with one sentence, whoever it is, recorded and counted (R-SEC-04)."""

import datetime as dt

import pytest

from audit.models import Entry
from branches.access.roles import Role
from branches.selectors.actors import SYSTEM
from members import actions, errors
from members.models import Member, Membership
from members.states import ExitKind
from procedures.actions import propose
from procedures.rules.proposal import Proposal
from tests.exchange.workbooks import number
from tests.world import enroll, person

pytestmark = pytest.mark.once
TODAY, JOINED, FULL = dt.date(2026, 11, 20), dt.date(2010, 7, 1), dt.date(2011, 7, 1)


def present(world):
    return enroll(world.other_branches[0], "付世顺", identity=number())


def expelled(world):
    return somebody_who_left(world, ExitKind.EXPELLED)


def struck_off(world):
    return somebody_who_left(world, ExitKind.RESIGNED)


def dead(world):
    return somebody_who_left(world, ExitKind.DIED)


def somebody_who_left(world, kind):
    member = present(world)
    paper = {} if kind == ExitKind.DIED else {"document": "海纪〔2026〕8号"}
    return actions.leave(member=member, exit=kind, on=dt.date(2026, 11, 1), by=SYSTEM, **paper)


@pytest.fixture
def staff(world):
    """An office whose reach ends at the street."""
    return person("far", "远", world.street, Role.STAFF).actor


def try_to_enroll(world, by):
    actions.enroll(
        organization=world.branch,
        name="试探",
        identity=number(),
        joined_on=JOINED,
        full_on=FULL,
        since=TODAY,
        by=by,
    )


def try_to_propose(world, by):
    facts = {"name": "试探", "identity": number(), "joined_on": JOINED, "full_on": FULL}
    propose(
        proposal=Proposal(
            kind="transferred",
            organization=world.branch,
            person=facts,
            effective_on=TODAY,
            document="第0012345号",
            decided_on=TODAY,
            body="中共外地县委组织部",
        ),
        by=by,
    )


def try_to_correct(world, by):
    actions.update(member=world.members[3], identity=number(), by=by)


@pytest.mark.parametrize("somebody", [present, expelled, struck_off, dead])
@pytest.mark.parametrize("attempt", [try_to_enroll, try_to_propose, try_to_correct])
def test_one_sentence_tells_nothing_of_who_is_out_of_reach(world, staff, somebody, attempt):
    member = somebody(world)
    before = Member.objects.count(), Membership.objects.count()
    with pytest.raises(errors.IdentityUnclear) as refusal:
        attempt(world, staff)
    assert str(refusal.value) == "这个号码不能编入，请向上级党组织核对。"
    assert refusal.value.fields == {"identity": "这个号码不能编入，请向上级党组织核对。"}
    assert (Member.objects.count(), Membership.objects.count()) == before
    entry = Entry.objects.get(action="member.refused")
    assert (entry.who, entry.subject_id, list(entry.after)) == ("远", "", ["digest"])
    assert member.name not in f"{entry.note}{entry.subject_name}{entry.after}"


def test_who_keeps_the_roll_is_told_why(world):
    expelled(world)
    with pytest.raises(errors.MayNotComeBack, match="付世顺开除党籍"):
        actions.enroll(
            organization=world.other_branches[0],
            name="付世顺",
            identity=number(),
            joined_on=JOINED,
            full_on=FULL,
            since=TODAY,
            by=world.wei.actor,
        )
    assert not Entry.objects.filter(action="member.refused").exists()


def test_so_many_in_a_day_and_then_no_number_is_answered(world, staff, settings, clock):
    settings.IDENTITY_REFUSALS_A_DAY = 2
    present(world)
    for _ in range(2):
        with pytest.raises(errors.IdentityUnclear):
            try_to_correct(world, staff)
    with pytest.raises(errors.TooManyRefusals, match="一天里已有2个"):
        try_to_correct(world, staff)
    with pytest.raises(errors.TooManyRefusals):
        actions.update(member=world.members[3], identity=number(sequence=7), by=staff)
    assert Entry.objects.filter(action="member.refused").count() == 2
    clock.shift(dt.timedelta(days=1, seconds=1))
    actions.update(member=world.members[3], identity=number(sequence=7), by=staff)
