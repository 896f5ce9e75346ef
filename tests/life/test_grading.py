"""The secret vote of an appraisal on phones: who may vote, once, uncounted before the end (ADR 0004, R-LIFE-05)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from audit.models import Entry
from branches.access.roles import Role
from branches.errors import NotYours
from branches.selectors.actors import Actor
from core import clock
from life import actions
from life import errors as life_errors
from life.models import Appraisal, AppraisalEntry
from life.selectors import appraisals
from life.selectors.appraisals import Conclusion, GradeTally
from meetings import errors
from meetings.models import Ballot, Meeting, Poll, Receipt
from meetings.record.schema import AttendanceMark
from meetings.voting import ballot
from members.models import Membership
from tests.life.test_appraisal import advanced
from tests.world import World, person

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


def voter(world: World, n: int) -> Actor:
    return (world.lin, world.he, world.hua)[n].actor


def papers(world: World, count: int) -> dict[Any, GradeTally]:
    """So many papers that grade everybody competent."""
    return {member.uuid: GradeTally(competent=count) for member in world.members[:8]}


def test_everyone_with_a_vote_gets_a_receipt_and_everyone_gradable_so_many_empty_papers(
    world: World, poll: Any
) -> None:
    assert Receipt.objects.filter(poll=poll).count() == 8
    assert Ballot.objects.filter(poll=poll, choice="", sealed="").count() == 64
    assert not Ballot.objects.filter(about=world.members[-1]).exists()


def test_a_member_votes_once(world: World, poll: Any) -> None:
    actions.grade(poll=poll, choices=all_as(world, "competent"), by=world.hua.actor)
    with pytest.raises(errors.AlreadyVoted):
        actions.grade(poll=poll, choices=all_as(world, "excellent"), by=world.hua.actor)
    assert set(ballot.count(poll)) == {member.pk for member in world.members[:8]}
    assert all(votes == {"competent": 1} for votes in ballot.count(poll).values())


def test_nothing_says_who_cast_what_or_when(world: World, poll: Any) -> None:
    """ADR 0004: neither receipt nor ballot holds both, and the audit nothing of it before the closing."""
    for n, choice in enumerate(("excellent", "competent", "incompetent")):
        actions.grade(poll=poll, choices=all_as(world, choice), by=voter(world, n))
    assert not Entry.objects.filter(action="appraisal.grade").exists()
    assert set(Receipt.objects.filter(poll=poll).values_list("choice", flat=True)) == {""}
    assert {field.name for field in Ballot._meta.get_fields()} == {"id", "poll", "about", "choice", "sealed"}


def test_at_the_closing_the_papers_are_written_anew_in_order(world: World, poll: Any) -> None:
    for n, choice in enumerate(("excellent", "competent", "competent")):
        actions.grade(poll=poll, choices=all_as(world, choice), by=voter(world, n))
    before = set(Ballot.objects.filter(poll=poll).values_list("pk", flat=True))
    actions.close_grading(poll=poll, by_hand=papers(world, 4), uncast=1, by=world.lin.actor)
    rows = list(Ballot.objects.filter(poll=poll).values_list("about_id", "choice"))
    assert len(rows) == 24
    assert not before & set(Ballot.objects.filter(poll=poll).values_list("pk", flat=True))
    assert (poll.entitled, poll.present, poll.cast, poll.uncast) == (8, 8, 7, 1)
    entry = AppraisalEntry.objects.get(appraisal__poll=poll, member=world.members[4])
    assert (entry.excellent, entry.competent, entry.basic, entry.incompetent) == (1, 6, 0, 0)


def test_after_the_closing_nobody_votes(world: World, poll: Any) -> None:
    actions.close_grading(poll=poll, by_hand=papers(world, 8), by=world.lin.actor)
    with pytest.raises(life_errors.GradingClosed):
        actions.grade(poll=poll, choices=all_as(world, "competent"), by=world.hua.actor)
    with pytest.raises(life_errors.GradingClosed):
        actions.close_grading(poll=poll, by=world.lin.actor)
    assert not Ballot.objects.filter(poll=poll).exists()
    assert not Receipt.objects.filter(poll=poll, has_voted=True).exists()


def test_one_may_abstain_of_some_but_not_of_all(world: World, poll: Any) -> None:
    with pytest.raises(life_errors.NothingGraded):
        actions.grade(poll=poll, choices=all_as(world, ""), by=world.hua.actor)
    choices = all_as(world, "") | {world.members[0].uuid: "excellent"}
    with pytest.raises(life_errors.BallotIncomplete, match="还有7人没评") as refusal:
        actions.grade(poll=poll, choices=choices, by=world.hua.actor)
    assert list(refusal.value.fields) == [f"grade-{world.members[1].uuid}"]
    assert not Receipt.objects.filter(has_voted=True).exists()
    actions.grade(poll=poll, choices=choices, abstains_from_rest=True, by=world.hua.actor)
    assert sum(votes.get("abstain", 0) for votes in ballot.count(poll).values()) == 7
    actions.close_grading(poll=poll, by_hand=papers(world, 7), by=world.lin.actor)
    tallies = AppraisalEntry.objects.filter(appraisal__poll=poll).order_by("member_id")
    assert [GradeTally.of(entry).total for entry in tallies] == [8, 7, 7, 7, 7, 7, 7, 7, 0]


def test_who_is_graded_must_be_gradable(world: World, poll: Any) -> None:
    """A preparatory member has no paper (R-LIFE-07); the vote is then not spent."""
    choices = {world.members[-1].uuid: "competent"}
    with pytest.raises(errors.NotInAppraisal):
        actions.grade(poll=poll, choices=choices, by=world.hua.actor)
    assert not Receipt.objects.filter(poll=poll, has_voted=True).exists()


def test_votes_are_not_filled_in_by_hand_beside_the_phones(world: World, poll: Any) -> None:
    appraisal = Appraisal.objects.get(poll=poll)
    with pytest.raises(life_errors.TalliedByBallot):
        actions.tally_appraisal(
            appraisal=appraisal, tallies={world.members[0].uuid: GradeTally(excellent=1)}, by=world.lin.actor
        )
    with pytest.raises(life_errors.PollStillOpen):
        actions.advance_appraisal(appraisal=appraisal, to="conclusion", by=world.lin.actor)


@pytest.mark.parametrize("name", ["hua", "shao", "wei", "shen"])
def test_who_does_not_record_here_runs_no_appraisal(
    world: World, begun: Appraisal, poll: Any, name: str
) -> None:
    by = getattr(world, name).actor
    for refused in (
        lambda: actions.begin_appraisal(organization=world.branch, year=2025, by=by),
        lambda: actions.advance_appraisal(appraisal=begun, to="conclusion", by=by),
        lambda: actions.close_grading(poll=poll, by=by),
    ):
        with pytest.raises(NotYours):
            refused()
    poll.refresh_from_db()
    assert poll.closed_at is None


def test_shen_has_no_vote_here_and_sees_no_appraisal(world: World, poll: Any) -> None:
    with pytest.raises(NotYours):
        actions.grade(poll=poll, choices=all_as(world, "competent"), by=world.shen.actor)
    assert list(appraisals.for_list(world.shen.actor)) == []
    assert [row.year for row in appraisals.for_list(world.lin.actor)] == [2026]


@pytest.mark.parametrize("status", ["submitted", "confirmed", "cancelled"])
def test_the_vote_is_opened_while_the_meeting_is_under_way(
    world: World, begun: Appraisal, meeting: Meeting, status: str
) -> None:
    advanced(begun, world, "poll", meeting)
    Meeting.objects.update(status=status, submitted_at=meeting.starts_at)
    appraisal = Appraisal.objects.get()
    with pytest.raises(errors.NotTimeToVote):
        actions.open_grading(appraisal=appraisal, by=world.lin.actor)
    assert Poll.objects.count() == 0


def test_r_ele_07_who_is_not_there_does_not_grade(
    world: World, begun: Appraisal, make: Callable[..., Meeting]
) -> None:
    meeting = make(kinds=["appraisal"], marks={world.members[7].uuid: AttendanceMark("on_leave", "sick")})
    advanced(begun, world, "poll", meeting)
    poll = actions.open_grading(appraisal=begun, by=world.lin.actor)
    away = person("away", world.members[7].name, world.branch, Role.MEMBER, world.members[7]).actor
    with pytest.raises(errors.NotHere):
        actions.grade(poll=poll, choices=all_as(world, "competent"), by=away)
    assert not Receipt.objects.filter(has_voted=True).exists()
    assert not Ballot.objects.exclude(choice="", sealed="").exists()


@pytest.mark.parametrize(
    ("quorum", "away", "enough", "least"),
    [
        ("1/2", 3, True, 4),
        ("1/2", 5, False, 4),
        ("2/3", 2, True, 6),
        ("2/3", 3, False, 6),
    ],
)
def test_r_meet_06_so_many_of_those_entitled_must_be_there(
    world: World,
    begun: Appraisal,
    make: Callable[..., Meeting],
    settings: Any,
    quorum: str,
    away: int,
    enough: bool,
    least: int,
) -> None:
    """Of eight with a vote, on phones and on paper; the district may ask for more than half."""
    settings.GRADING_SHARE, settings.APPRAISAL_QUORUM = "1/2", quorum
    marks = {member.uuid: AttendanceMark("on_leave", "sick") for member in world.members[8 - away : 8]}
    meeting = make(kinds=["appraisal"], marks=marks)
    advanced(begun, world, "poll", meeting)
    tallies = {member.uuid: GradeTally(competent=8 - away) for member in world.members[:8]}
    actions.tally_appraisal(appraisal=begun, tallies=tallies, by=world.lin.actor)
    if enough:
        actions.advance_appraisal(appraisal=begun, to="conclusion", by=world.lin.actor)
    else:
        with pytest.raises(errors.NotQuorate, match=f"应到8人，到会{8 - away}人，至少要到{least}人"):
            actions.advance_appraisal(appraisal=begun, to="conclusion", by=world.lin.actor)
        with pytest.raises(errors.NotQuorate):
            actions.open_grading(appraisal=begun, by=world.lin.actor)
    assert Appraisal.objects.get().stage == ("conclusion" if enough else "poll")
    assert Poll.objects.count() == 0


def test_papers_of_those_without_a_phone_are_counted_with_the_rest(world: World, poll: Any) -> None:
    """Eight are there and one votes on his phone, so there are seven papers at most."""
    actions.grade(poll=poll, choices=all_as(world, "competent"), by=world.hua.actor)
    first, last = world.members[0].uuid, world.members[-1].uuid
    for by_hand, refusal in (
        ({first: GradeTally(competent=8)}, life_errors.TallyExceedsVoters),
        ({last: GradeTally(competent=1)}, life_errors.ProbationaryGraded),
        ({world.shen.member.uuid: GradeTally(competent=1)}, errors.NotInAppraisal),
    ):
        with pytest.raises(refusal):
            actions.close_grading(poll=poll, by_hand=by_hand, by=world.lin.actor)
        assert Poll.objects.get().closed_at is None
    actions.close_grading(poll=poll, by_hand={first: GradeTally(excellent=6, basic=1)}, by=world.lin.actor)
    rows = AppraisalEntry.objects.order_by("member_id")
    assert [GradeTally.of(row) for row in rows[:2]] == [GradeTally(6, 1, 1), GradeTally(0, 1)]
    assert (Poll.objects.get().entitled, Poll.objects.get().present) == (8, 8)
    assert (
        actions.advance_appraisal(
            appraisal=Appraisal.objects.get(), to="conclusion", by=world.lin.actor
        ).stage
        == "conclusion"
    )


def test_of_whom_everybody_abstained_the_conclusion_is_not_stuck(world: World, poll: Any) -> None:
    choices = all_as(world, "competent") | {world.members[3].uuid: "abstain"}
    actions.grade(poll=poll, choices=choices, by=world.hua.actor)
    by_hand = {uuid: tally for uuid, tally in papers(world, 7).items() if uuid != world.members[3].uuid}
    actions.close_grading(poll=poll, by_hand=by_hand, by=world.lin.actor)
    appraisal = Appraisal.objects.get()
    assert (
        actions.advance_appraisal(appraisal=appraisal, to="conclusion", by=world.lin.actor).stage
        == "conclusion"
    )


def test_a_vote_closed_too_early_is_taken_again(world: World, poll: Any, sign_in: Any) -> None:
    with pytest.raises(errors.NobodyVoted):
        actions.close_grading(poll=poll, by=world.lin.actor)
    # as one could be closed before
    Poll.objects.update(closed_at=clock.now(), entitled=8, present=0)
    appraisal = Appraisal.objects.get()
    with pytest.raises(life_errors.NobodyGraded):
        actions.advance_appraisal(appraisal=appraisal, to="conclusion", by=world.lin.actor)
    with pytest.raises(life_errors.GradingAlreadyOpen):
        actions.open_grading(appraisal=appraisal, by=world.lin.actor)
    page = sign_in("lin").get(f"/life/appraisals/{appraisal.uuid}/").content.decode()
    assert "重新测评" in page
    again = sign_in("lin").post(
        f"/api/v1/appraisals/{appraisal.uuid}/open-grading/", {"again": True}, "application/json"
    )
    assert again.status_code == 200
    fresh = Poll.objects.get()
    assert (fresh.pk != poll.pk, fresh.closed_at, Ballot.objects.count()) == (True, None, 64)
    with pytest.raises(life_errors.PollStillOpen):
        actions.open_grading(appraisal=Appraisal.objects.get(), again=True, by=world.lin.actor)
    entries = [{"member": str(world.members[0].uuid), "competent": 6}]
    address = f"/api/v1/appraisals/{appraisal.uuid}/close-grading/"
    asked = sign_in("lin").post(address, {"entries": entries}, "application/json")
    assert (asked.status_code, asked.json()["code"]) == (409, "not_everybody_voted")
    closed = sign_in("lin").post(address, {"entries": entries, "uncast": 2}, "application/json")
    assert closed.json()["entries"][0]["tally"]["competent"] == 6


def test_the_vote_is_moved_to_another_meeting_without_its_votes(
    world: World, poll: Any, make: Callable[..., Meeting], sign_in: Any
) -> None:
    other, wrong = make(kinds=["appraisal"]), make(kinds=["theme_day"])
    appraisal = Appraisal.objects.get()
    move = {"appraisal": appraisal, "to": "poll", "by": world.lin.actor}
    with pytest.raises(life_errors.PollStillOpen):
        actions.advance_appraisal(**move, meeting=other)
    actions.grade(poll=poll, choices=all_as(world, "competent"), by=world.hua.actor)
    actions.close_grading(poll=poll, by_hand=papers(world, 7), by=world.lin.actor)
    move["appraisal"] = appraisal = Appraisal.objects.get()
    with pytest.raises(life_errors.MeetingNeeded):
        actions.advance_appraisal(**move, meeting=wrong)
    assert (Appraisal.objects.get().meeting_id, Appraisal.objects.get().poll_id) == (poll.meeting_id, poll.pk)
    page = sign_in("lin")
    sent = {"deed": "advance", "to": "poll", "meeting": str(other.uuid), "version": str(appraisal.version)}
    assert "换一次评议会" in page.get(f"/life/appraisals/{appraisal.uuid}/").content.decode()
    assert page.post(f"/life/appraisals/{appraisal.uuid}/", sent).status_code == 302
    moved = Appraisal.objects.get()
    assert (moved.stage, moved.meeting, moved.poll, Poll.objects.count()) == ("poll", other, None, 0)
    assert {GradeTally.of(entry).total for entry in moved.entries.all()} == {0}


def test_who_left_the_branch_holds_nothing_up(world: World, begun: Appraisal, meeting: Meeting) -> None:
    advanced(begun, world, "poll", meeting)
    gone = world.members[7]
    tallies = {member.uuid: GradeTally(competent=6) for member in world.members[:7]}
    actions.tally_appraisal(appraisal=begun, tallies=tallies, by=world.lin.actor)
    with pytest.raises(life_errors.TallyMissing, match=gone.name):
        actions.advance_appraisal(appraisal=begun, to="conclusion", by=world.lin.actor)
    Membership.objects.filter(member=gone).update(until=clock.today() - dt.timedelta(days=1))
    actions.advance_appraisal(appraisal=begun, to="conclusion", by=world.lin.actor)
    grades = {member.uuid: Conclusion("competent") for member in world.members[:7]}
    actions.conclude_appraisal(appraisal=begun, conclusions=grades, by=world.lin.actor)
    sheet = appraisals.AppraisalTable(Appraisal.objects.get(), world.lin.actor)
    assert sheet.gone == {gone.pk}
    actions.advance_appraisal(appraisal=begun, to="closed", by=world.lin.actor)
    assert begun.entries.get(member=gone).grade == ""
