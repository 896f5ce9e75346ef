"""Talks: who has talked with whom and who not yet (R-LIFE-09), and who may say so."""

import datetime as dt
from typing import Any

import pytest

from branches.errors import NotYours
from life import actions
from life import errors as life_errors
from life.models import Talk
from life.selectors import talks
from members.models import Member
from tests.world import World

DAY = dt.date(2026, 11, 20)


def person(pk: int) -> Member:
    return Member(pk=pk, name="甲乙丙丁戊"[pk - 1])


COMMITTEE = [person(1), person(2)]
MEMBERS = [person(3), person(4)]


@pytest.mark.parametrize(
    ("pairs", "missing"),
    [
        ([], {("committee", 1), ("member", 3), ("member", 4), ("peer", 3), ("peer", 4)}),
        ([(1, 2)], {("member", 3), ("member", 4), ("peer", 3), ("peer", 4)}),
        ([(1, 2), (2, 3)], {("member", 4), ("peer", 3), ("peer", 4)}),
        ([(1, 2), (2, 3), (1, 4)], {("peer", 3), ("peer", 4)}),
        ([(1, 2), (2, 3), (1, 4), (4, 3)], set()),
        ([(3, 4)], {("committee", 1), ("member", 3), ("member", 4)}),
    ],
)
def test_each_pair_of_the_committee_each_member_and_each_peer(
    pairs: list[tuple[int, int]], missing: set[tuple[str, int]]
) -> None:
    """R-LIFE-09."""
    found = talks.missing_talks(COMMITTEE, MEMBERS, {frozenset(pair) for pair in pairs})
    assert {(gap.kind, gap.one.pk) for gap in found} == missing


def test_a_single_member_has_no_peer_to_talk_with() -> None:
    assert [gap.kind for gap in talks.missing_talks([], MEMBERS[:1], set())] == []


@pytest.mark.django_db
def test_several_talks_of_one_are_registered_at_once(world: World) -> None:
    lin, *others = world.members[:4]
    actions.register_talks(
        organization=world.branch, one=lin, others=others, on=DAY, note="谈了学习", by=world.lin.actor
    )
    assert Talk.objects.count() == 3
    found = talks.of_year(world.branch, 2026)
    assert len(found.committee) == 3
    assert len(found.members) == 6
    assert {gap.kind for gap in found.gaps} == {"committee", "member", "peer"}
    assert [len(cells) for _, cells in found.columns] == [3] * 9
    owed = {person.pk: [is_owed for _, _, is_owed in cells] for person, cells in found.columns}
    seated = [person.pk for person in found.committee]
    told = [other.pk for other in others if other.pk not in seated]
    assert told
    assert [owed[pk] for pk in told] == [[False] * 3] * len(told)  # one talk with the committee is enough
    assert [owed[person.pk] for person in found.members if person.pk not in told] == [[True] * 3] * (
        6 - len(told)
    )


@pytest.mark.django_db
def test_two_talk_once_a_day_whoever_began(world: World) -> None:
    facts = {"organization": world.branch, "on": DAY, "by": world.lin.actor}
    actions.register_talks(one=world.members[0], others=[world.members[1]], **facts)
    with pytest.raises(life_errors.TalkAlreadyRegistered):
        actions.register_talks(one=world.members[1], others=[world.members[0], world.members[2]], **facts)
    assert Talk.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("others", "on", "error"),
    [
        ([0], DAY, life_errors.NobodyToTalkWith),
        ([], DAY, life_errors.NobodyToTalkWith),
        ([1], dt.date(2026, 11, 23), life_errors.DayAhead),
        ([8], dt.date(2026, 3, 7), life_errors.NotOfTheBranch),
    ],
)
def test_a_talk_is_of_two_of_the_branch_on_a_day_that_was(
    world: World, others: list[int], on: dt.date, error: type[Exception]
) -> None:
    with pytest.raises(error):
        actions.register_talks(
            organization=world.branch,
            one=world.members[0],
            others=[world.members[n] for n in others],
            on=on,
            by=world.lin.actor,
        )
    assert not Talk.objects.exists()


@pytest.mark.django_db
def test_a_member_registers_his_own_talk_and_no_other(world: World) -> None:
    hua, third, fourth = world.members[2:5]
    facts = {"organization": world.branch, "on": DAY, "by": world.hua.actor}
    (talk,) = actions.register_talks(one=hua, others=[third], **facts)
    with pytest.raises(NotYours):
        actions.register_talks(one=third, others=[fourth], **facts)
    assert [row.uuid for row in talks.visible_to(world.hua.actor, hua)] == [talk.uuid]


@pytest.mark.django_db
def test_the_page_names_both_sides_of_a_talk(world: World, sign_in: Any) -> None:
    one, *others = (str(member.uuid) for member in world.members[:3])
    sent = {"organization": "A-2", "year": "2026", "one": one, "others": others}
    page = sign_in("lin").post("/life/talks/", sent, follow=True).content.decode()
    names = [member.name for member in world.members[:3]]
    assert f"记下了，{names[0]}和{names[1]}、{names[2]}谈过了。" in page


def test_the_note_is_for_the_two_and_for_those_who_record(world: World) -> None:
    (talk,) = actions.register_talks(
        organization=world.branch,
        one=world.members[0],
        others=[world.members[2]],
        on=DAY,
        note="家里有困难",
        by=world.lin.actor,
    )
    reads = {
        name: talks.may_read_note(talk, getattr(world, name).actor, getattr(world, name).member)
        for name in ("lin", "he", "hua", "shao", "wei", "shen")
    }
    assert reads == {"lin": True, "he": True, "hua": True, "shao": False, "wei": False, "shen": False}


@pytest.mark.django_db
def test_shen_sees_no_talk_and_strikes_none(world: World) -> None:
    (talk,) = actions.register_talks(
        organization=world.branch,
        one=world.members[0],
        others=[world.members[2]],
        on=DAY,
        by=world.lin.actor,
    )
    with pytest.raises(NotYours):
        actions.strike_talk(talk=talk, by=world.shen.actor)
    assert list(talks.visible_to(world.shen.actor, world.shen.member)) == []
    assert Talk.objects.count() == 1
    actions.strike_talk(talk=talk, by=world.lin.actor)
    assert not Talk.objects.exists()


@pytest.mark.parametrize(
    ("occasion", "one", "others", "taken"),
    [
        ("family", 0, [3], True),
        ("health", 3, [0], True),
        ("hardship", 1, [3], False),
        ("discipline", 1, [0, 3], False),
        ("reports", 0, [1, 3], True),
        ("post", 1, [3], True),  # the district's own
        ("yearly", 1, [3], True),
    ],
)
def test_r_life_16_on_occasions_of_the_regulations_the_secretary_talks(
    world: World, occasion: str, one: int, others: list[int], taken: bool
) -> None:
    """The first of the members is the secretary."""
    facts = {"organization": world.branch, "on": dt.date(2026, 11, 20), "by": world.lin.actor}
    people = {"one": world.members[one], "others": [world.members[number] for number in others]}
    if taken:
        assert len(actions.register_talks(**facts, **people, occasion=occasion)) == len(others)
        return
    with pytest.raises(life_errors.SecretaryTalks) as refusal:
        actions.register_talks(**facts, **people, occasion=occasion)
    assert (list(refusal.value.fields), Talk.objects.count()) == (["occasion"], 0)
