"""How the vote of an appraisal ends, and what may be graded against its tally (R-VOT-01 to R-VOT-05)."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from audit.models import Entry
from branches.errors import NotYours
from core.errors import RuleBroken
from life import actions
from life import errors as life_errors
from life.models import Appraisal
from life.selectors.appraisals import Conclusion, GradeTally
from meetings.models import Ballot, Meeting, Poll, Receipt
from meetings.voting import ballot
from tests.life.test_appraisal import advanced
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(world: World) -> Appraisal:
    return actions.begin_appraisal(organization=world.branch, year=2026, by=world.lin.actor)


@pytest.fixture
def meeting(make: Callable[..., Meeting]) -> Meeting:
    return make(kinds=["appraisal"], theme="民主评议党员")


@pytest.fixture
def poll(world: World, begun: Appraisal, meeting: Meeting) -> Any:
    advanced(begun, world, "poll", meeting)
    return actions.open_grading(appraisal=begun, by=world.lin.actor)


def all_as(world: World, choice: str) -> dict[Any, str]:
    return {member.uuid: choice for member in world.members[:8]}


def papers(world: World, count: int) -> dict[Any, GradeTally]:
    """So many papers that grade everybody competent."""
    return {member.uuid: GradeTally(competent=count) for member in world.members[:8]}


@pytest.mark.parametrize(
    ("rule", "share", "count", "uncast", "refusal"),
    [
        ("R-VOT-01", "2/3", 0, None, "nobody_voted"),
        ("R-VOT-05", "2/3", 5, 3, "too_few_ballots"),
        ("R-VOT-02", "2/3", 6, None, "not_everybody_voted"),
        ("R-VOT-02", "2/3", 6, 2, ""),
        ("R-VOT-05", "1/2", 4, 4, "too_few_ballots"),  # more than half, not half
        ("R-VOT-05", "1/2", 5, 3, ""),
        ("R-VOT-05", "7/8", 6, 2, "too_few_ballots"),
        ("R-VOT-02", "2/3", 8, None, ""),
    ],
)
def test_a_grading_ends_with_what_was_cast(
    world: World,
    poll: Any,
    settings: Any,
    rule: str,
    share: str,
    count: int,
    uncast: int | None,
    refusal: str,
) -> None:
    """Eight are entitled and there."""
    settings.GRADING_SHARE = share
    if refusal:
        with pytest.raises(RuleBroken) as refused:
            actions.close_grading(poll=poll, by_hand=papers(world, count), uncast=uncast, by=world.lin.actor)
        assert (refused.value.code, refused.value.rule) == (refusal, rule)
        assert Poll.objects.get().closed_at is None
    else:
        actions.close_grading(poll=poll, by_hand=papers(world, count), uncast=uncast, by=world.lin.actor)
        closed = Poll.objects.get()
        assert (closed.entitled, closed.present, closed.cast, closed.uncast) == (8, 8, count, 8 - count)


@pytest.mark.parametrize(
    ("count", "cast", "enough"), [(6, None, True), (5, None, False), (5, 6, True), (6, 9, None)]
)
def test_r_vot_05_papers_alone_need_as_many(
    world: World, begun: Appraisal, meeting: Meeting, count: int, cast: int | None, enough: bool | None
) -> None:
    advanced(begun, world, "poll", meeting)
    facts = {"appraisal": begun, "tallies": papers(world, count), "cast": cast, "by": world.lin.actor}
    if enough is None:
        with pytest.raises(life_errors.TallyExceedsVoters):
            actions.tally_appraisal(**facts)
        return
    actions.tally_appraisal(**facts)
    if enough:
        actions.advance_appraisal(appraisal=begun, to="conclusion", by=world.lin.actor)
    else:
        with pytest.raises(life_errors.TooFewBallots, match="至少6人投票才有效，已投5人，还差1人"):
            actions.advance_appraisal(appraisal=begun, to="conclusion", by=world.lin.actor)


@pytest.mark.parametrize(
    ("grade", "reason", "permitted"),
    [
        ("competent", "", True),
        ("excellent", "", False),
        ("excellent", "全年都在一线", True),
        ("incompetent", "", False),
        ("basic", " ", False),
    ],
)
def test_r_vot_05_a_grade_that_is_outvoted_needs_the_reason_for_that_person(
    world: World, begun: Appraisal, meeting: Meeting, grade: str, reason: str, permitted: bool
) -> None:
    """5 competent, 3 excellent."""
    advanced(begun, world, "conclusion", meeting)
    one = world.members[3]
    facts = {
        "appraisal": begun,
        "conclusions": {one.uuid: Conclusion(grade, reason=reason)},
        "by": world.lin.actor,
    }
    if permitted:
        actions.conclude_appraisal(**facts)
        assert begun.entries.get(member=one).grade == grade
    else:
        with pytest.raises(
            life_errors.GradeContradictsTally, match=f"测评里合格5票最多|{one.name}"
        ) as refused:
            actions.conclude_appraisal(**facts)
        assert list(refused.value.fields) == [f"reason-{one.uuid}"]
        assert begun.entries.get(member=one).grade == ""


def test_a_grading_is_withdrawn_and_opened_again(world: World, poll: Any, sign_in: Any) -> None:
    actions.grade(poll=poll, choices=all_as(world, "competent"), by=world.hua.actor)
    appraisal = Appraisal.objects.get()
    with pytest.raises(NotYours):
        actions.withdraw_grading(appraisal=appraisal, by=world.hua.actor)
    address = f"/life/appraisals/{appraisal.uuid}/"
    assert "撤回测评" in sign_in("lin").get(address).content.decode()
    sent = {"deed": "withdraw", "version": str(appraisal.version)}
    assert sign_in("lin").post(address, sent).status_code == 302
    assert (Poll.objects.count(), Ballot.objects.count(), Appraisal.objects.get().stage) == (0, 0, "poll")
    assert Entry.objects.latest("id").before == {"作废的票": 1}
    with pytest.raises(life_errors.GradingClosed):
        actions.withdraw_grading(appraisal=Appraisal.objects.get(), by=world.lin.actor)
    assert actions.open_grading(appraisal=Appraisal.objects.get(), by=world.lin.actor).closed_at is None


def test_the_ballot_counts_and_marks_without_a_script(world: World, poll: Any, sign_in: Any) -> None:
    hua, address = sign_in("hua"), f"/life/grading/{poll.uuid}/"
    page = hua.get(address).content.decode()
    assert "评8名党员" in page
    assert "还差8人" in page
    some = {f"grade-{member.uuid}": "competent" for member in world.members[:3]}
    refused = hua.post(address, some)
    assert refused.status_code == 409
    assert "还有5人没评" in refused.content.decode()
    marked = hua.post(address, some | {"rest": "abstain"})
    page = marked.content.decode()
    assert (marked.status_code, len(re.findall(r'value="abstain"\s+checked', page))) == (200, 5)
    assert not Receipt.objects.filter(has_voted=True).exists()
    whole = some | {f"grade-{member.uuid}": "abstain" for member in world.members[3:8]}
    assert hua.post(address, whole).status_code == 302
    cast = ballot.count(Poll.objects.get()).values()
    assert sum(votes.get("abstain", 0) for votes in cast) == 5
