"""Votes on phones (ADR 0004): nobody votes twice or for another, and of a secret vote nothing tells who cast what."""

from typing import Any

import pytest
from django.db import models

from audit.models import Entry
from branches.access.roles import Role
from branches.errors import NotYours
from core import clock
from core.errors import Gone
from drafts import actions as drafts
from life import actions
from life import errors as life_errors
from life.selectors.ballots import VoteCount
from life.selectors.polls import PollPage, open_polls_for
from meetings import actions as meetings_actions
from meetings import errors
from meetings.models import Ballot, Meeting, Poll, Receipt, Resolution
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from meetings.states import BallotChoice
from meetings.voting import ballot
from tests.factories import record_meeting
from tests.threads import at_once
from tests.world import World, person

SECRET = {"question": "同意接收王小雨为预备党员", "kind": "admission", "candidate": "王小雨"}


def account(world: World, n: int) -> Any:
    """An account for the n-th member of Lin's branch, who is an ordinary member."""
    return person(f"voter{n}", world.members[n].name, world.branch, Role.MEMBER, world.members[n]).actor


@pytest.fixture
def meeting(make: Any, world: World) -> Meeting:
    """A general meeting being recorded: 9 expected, 8 with a vote, one of them on leave."""
    marks = {world.members[7].uuid: AttendanceMark("on_leave", "sick")}
    return make(kinds=["general"], marks=marks)


@pytest.fixture
def poll(meeting: Meeting, world: World) -> Poll:
    return actions.open_poll(meeting=meeting, by=world.lin.actor, **SECRET)


def test_rows_of_a_secret_vote_hold_no_voter_and_no_time() -> None:
    for model in (Ballot, Receipt):
        kinds = {type(field) for field in model._meta.get_fields()}
        assert not kinds & {models.DateTimeField, models.DateField, models.TimeField}
    assert {field.name for field in Ballot._meta.get_fields()} == {"id", "poll", "about", "choice", "sealed"}
    assert isinstance(Ballot._meta.pk, models.UUIDField)
    assert not [field for field in Ballot._meta.get_fields() if field.related_model is Receipt]


def test_papers_stand_from_the_opening_in_the_order_of_the_roll(poll: Poll, world: World) -> None:
    receipts = list(poll.receipts.values_list("member_id", "has_voted", "choice"))
    assert receipts == [(member.pk, False, "") for member in world.members[:8]]
    assert list(poll.ballots.values_list("choice", "about")) == [("", None)] * 8


def test_a_secret_vote_says_in_the_receipt_that_and_in_the_ballot_what(poll: Poll, world: World) -> None:
    actions.cast(poll=poll, choice=BallotChoice.NO, by=world.hua.actor)
    assert Receipt.objects.filter(member=world.members[2], has_voted=True, choice="").count() == 1
    assert list(Ballot.objects.exclude(sealed="").values_list("choice", "about")) == [("", None)]
    assert ballot.count(poll) == {None: {"no": 1}}
    assert Entry.objects.latest("id").action == "meeting.open_poll"  # the audit holds neither voter nor time


def test_an_open_vote_has_no_ballots(meeting: Meeting, world: World) -> None:
    poll = actions.open_poll(meeting=meeting, question="同意计划", is_secret=False, by=world.lin.actor)
    actions.cast(poll=poll, choice=BallotChoice.YES, by=world.hua.actor)
    assert Receipt.objects.get(member=world.members[2]).choice == "yes"
    assert Ballot.objects.count() == 0


def test_nobody_votes_twice(poll: Poll, world: World) -> None:
    actions.cast(poll=poll, choice=BallotChoice.YES, by=world.hua.actor)
    with pytest.raises(errors.AlreadyVoted):
        actions.cast(poll=poll, choice=BallotChoice.NO, by=world.hua.actor)
    assert ballot.count(poll) == {None: {"yes": 1}}


def test_r_meet_10_who_has_no_vote_has_no_paper(poll: Poll, world: World) -> None:
    with pytest.raises(life_errors.NotEntitled):
        actions.cast(poll=poll, choice=BallotChoice.YES, by=account(world, 8))
    assert not Receipt.objects.filter(has_voted=True).exists()


def test_r_ele_07_who_is_not_there_does_not_vote(poll: Poll, world: World) -> None:
    with pytest.raises(errors.NotHere):
        actions.cast(poll=poll, choice=BallotChoice.YES, by=account(world, 7))
    assert not Receipt.objects.filter(has_voted=True).exists()
    assert not Ballot.objects.exclude(sealed="").exists()


@pytest.mark.parametrize("who", ["wei", "shen"])
def test_others_have_no_paper_there(poll: Poll, world: World, who: str) -> None:
    with pytest.raises((NotYours, errors.NotAMember, life_errors.NotEntitled)):
        actions.cast(poll=poll, choice=BallotChoice.YES, by=getattr(world, who).actor)
    assert not Receipt.objects.filter(has_voted=True).exists()


@pytest.mark.parametrize("choice", ["", "excellent", "maybe"])
def test_only_the_three_choices_are_taken(poll: Poll, world: World, choice: str) -> None:
    with pytest.raises(life_errors.NoChoice):
        actions.cast(poll=poll, choice=choice, by=world.hua.actor)
    assert not Receipt.objects.filter(has_voted=True).exists()


@pytest.mark.parametrize("who", ["hua", "wei", "shen"])
def test_only_who_records_opens_and_closes(meeting: Meeting, world: World, who: str) -> None:
    by = getattr(world, who).actor
    with pytest.raises(NotYours):
        actions.open_poll(meeting=meeting, by=by, **SECRET)
    assert Poll.objects.count() == 0
    poll = actions.open_poll(meeting=meeting, by=world.lin.actor, **SECRET)
    with pytest.raises(NotYours):
        actions.close_poll(poll=poll, by=by)
    assert Poll.objects.get().closed_at is None


def test_closing_writes_the_tally_into_the_decision_and_freezes_who_was_entitled(
    poll: Poll, meeting: Meeting, world: World
) -> None:
    for by in (world.lin.actor, world.he.actor, world.hua.actor):
        actions.cast(poll=poll, choice=BallotChoice.YES, by=by)
    actions.cast(poll=poll, choice=BallotChoice.NO, by=account(world, 3))
    actions.close_poll(poll=poll, by_hand=VoteCount(yes=2, abstain=1), by=world.lin.actor)
    kept = Poll.objects.get()
    assert (kept.entitled, kept.present, kept.closed_at is None) == (8, 7, False)
    decision = Resolution.objects.get()
    assert (decision.text, decision.kind, decision.candidate) == (SECRET["question"], "admission", "王小雨")
    assert (decision.form, decision.entitled, decision.present) == ("secret", 8, 7)
    assert (decision.yes, decision.no, decision.abstain, decision.passed) == (5, 1, 1, True)
    assert sorted(Ballot.objects.values_list("choice", flat=True)) == ["no", "yes", "yes", "yes"]
    assert Meeting.objects.get().version == meeting.version + 1
    Meeting.objects.filter(pk=meeting.pk).update(expected=99, present=99, on_leave=0)
    assert (Poll.objects.get().entitled, Poll.objects.get().present) == (8, 7)


def test_the_ballots_lie_anew_after_closing(poll: Poll, world: World) -> None:
    for by in (world.lin.actor, world.hua.actor):
        actions.cast(poll=poll, choice=BallotChoice.YES, by=by)
    before = set(Ballot.objects.values_list("pk", flat=True))
    actions.close_poll(poll=poll, uncast=5, by=world.lin.actor)
    assert not before & set(Ballot.objects.values_list("pk", flat=True))
    assert Ballot.objects.count() == 2


def test_it_fills_the_decision_of_the_same_words(make: Any, world: World) -> None:
    agenda = (AgendaEntry("计划", "大家谈了", Decision("同意计划", executor="何秀英")),)
    meeting = make(kinds=["general"], agenda=agenda)
    poll = actions.open_poll(meeting=meeting, question="同意计划", by=world.lin.actor)
    actions.cast(poll=poll, choice=BallotChoice.YES, by=world.hua.actor)
    actions.close_poll(poll=poll, by_hand=VoteCount(yes=7), by=world.lin.actor)
    decision = Resolution.objects.get()
    assert (decision.yes, decision.passed, decision.executor) == (8, True, "何秀英")
    assert decision.item.title == "计划"


def test_a_vote_taken_before_the_record_is_begun_is_not_erased_by_it(world: World, sign_in: Any) -> None:
    """Typing on the planned meeting's recording page, a poll in between, and then saving."""
    starts = clock.now().replace(minute=0)
    plan = {"organization": world.branch, "held_on": clock.today(), "starts_at": starts, "kinds": ["general"]}
    planned = meetings_actions.plan(**plan, by=world.lin.actor)
    fields = {"kinds": ["general"], "held_on": [f"{clock.today()}"], "agenda-0-title": ["计划"]}
    facts = {"uuid": planned.uuid, "organization": world.branch, "fields": fields}
    drafts.keep(**facts, by=world.lin.actor)
    members = [member.uuid for member in world.members[:5]]
    meetings_actions.check_in_by_hand(meeting=planned, members=members, by=world.lin.actor)
    poll = actions.open_poll(meeting=planned, question="同意计划", by=world.lin.actor)
    actions.close_poll(poll=poll, by_hand=VoteCount(yes=5), by=world.lin.actor)
    planned.refresh_from_db()
    assert (planned.status, planned.version) == ("planned", 2)
    page = sign_in("lin").get(f"/meetings/record/?uuid={planned.uuid}").content.decode()
    assert "同意计划" in page
    with pytest.raises(Gone):
        record_meeting(**plan, uuid=planned.uuid, version=1, by=world.lin.actor)
    assert Resolution.objects.get().yes == 5


def test_two_candidates_asked_about_in_the_same_words_are_two_decisions(
    meeting: Meeting, world: World, sign_in: Any
) -> None:
    question = {"question": "同意接收为预备党员", "kind": "admission"}
    for candidate, votes in (
        ("王小雨", VoteCount(yes=7)),
        ("李明", VoteCount(yes=3, no=4)),
        ("李明", VoteCount(yes=5, no=2)),
    ):
        meeting.refresh_from_db()
        poll = actions.open_poll(meeting=meeting, candidate=candidate, by=world.lin.actor, **question)
        actions.close_poll(poll=poll, by_hand=votes, by=world.lin.actor)
    found = Resolution.objects.order_by("item__position").values_list("candidate", "yes", "no", "passed")
    assert list(found) == [("王小雨", 7, 0, True), ("李明", 3, 4, False), ("李明", 5, 2, True)]
    results = PollPage(meeting).results
    assert [results[poll.pk].yes for poll in Poll.objects.order_by("id")] == [7, 3, 5]
    page = sign_in("lin").get(f"/meetings/{meeting.uuid}/ballots/").content.decode()
    assert [page.count(f"赞成{yes}票，反对{no}票，弃权0票") for yes, no in ((7, 0), (3, 4), (5, 2))] == [
        1,
        1,
        1,
    ]


@pytest.mark.parametrize(("papers", "refused"), [(6, False), (7, True)])
def test_no_more_votes_than_are_there(poll: Poll, world: World, papers: int, refused: bool) -> None:
    actions.cast(poll=poll, choice=BallotChoice.YES, by=world.hua.actor)
    if refused:
        with pytest.raises(errors.TallyExceedsPresent):
            actions.close_poll(poll=poll, by_hand=VoteCount(yes=papers), by=world.lin.actor)
        assert (Poll.objects.get().closed_at, Resolution.objects.count()) == (None, 0)
    else:
        actions.close_poll(poll=poll, by_hand=VoteCount(yes=papers), by=world.lin.actor)
        assert Resolution.objects.get().yes == 7


def test_closed_it_stays_closed(poll: Poll, world: World) -> None:
    actions.close_poll(poll=poll, by_hand=VoteCount(yes=7), by=world.lin.actor)
    with pytest.raises(life_errors.PollClosed):
        actions.close_poll(poll=poll, by=world.lin.actor)
    with pytest.raises(life_errors.PollClosed):
        actions.cast(poll=poll, choice=BallotChoice.YES, by=world.hua.actor)
    assert not Receipt.objects.filter(has_voted=True).exists()
    assert Resolution.objects.count() == 1


@pytest.mark.parametrize(("away", "opens"), [(3, True), (4, False)])
def test_r_dev_11_exactly_half_cannot_open_an_admission(
    make: Any, world: World, away: int, opens: bool
) -> None:
    marks = {member.uuid: AttendanceMark("on_leave", "sick") for member in world.members[3 : 3 + away]}
    meeting = make(kinds=["general"], marks=marks)
    if opens:
        actions.open_poll(meeting=meeting, by=world.lin.actor, **SECRET)
    else:
        with pytest.raises(errors.NotQuorateToAdmit):
            actions.open_poll(meeting=meeting, by=world.lin.actor, **SECRET)
        actions.open_poll(
            meeting=meeting, question="同意计划", by=world.lin.actor
        )  # R-MEET-06: half is enough
    assert Poll.objects.count() == 1


@pytest.mark.parametrize("candidate", ["", "王小雨、李明"])
def test_r_dev_13_one_poll_is_on_one_candidate(meeting: Meeting, world: World, candidate: str) -> None:
    with pytest.raises(errors.CandidatesTogether):
        actions.open_poll(meeting=meeting, by=world.lin.actor, **SECRET | {"candidate": candidate})
    assert Poll.objects.count() == 0


def test_one_poll_at_a_time(poll: Poll, meeting: Meeting, world: World) -> None:
    with pytest.raises(errors.PollUnderWay):
        actions.open_poll(meeting=meeting, question="另一件", by=world.he.actor)
    assert Poll.objects.count() == 1


@pytest.mark.parametrize("status", ["submitted", "confirmed", "cancelled"])
def test_a_record_handed_in_is_not_voted_on(meeting: Meeting, world: World, status: str) -> None:
    Meeting.objects.update(status=status, submitted_at=meeting.starts_at)
    meeting.refresh_from_db()
    with pytest.raises(errors.NotTimeToVote):
        actions.open_poll(meeting=meeting, by=world.lin.actor, **SECRET)
    assert Poll.objects.count() == 0


def test_nobody_sees_the_votes_before_the_end(
    poll: Poll, meeting: Meeting, world: World, sign_in: Any
) -> None:
    hua, lin = sign_in("hua"), sign_in("lin")
    assert SECRET["question"] in hua.get("/ballots/").content.decode()
    assert hua.post(f"/ballots/{poll.uuid}/", {"choice": "no"}).status_code == 302
    assert hua.post(f"/ballots/{poll.uuid}/", {"choice": "yes"}).status_code == 409
    box = lin.get(f"/meetings/{meeting.uuid}/ballots/").content.decode()
    assert "<span>已投<b>1</b></span>" in box
    (row,) = lin.get(f"/api/v1/meetings/{meeting.uuid}/polls/").json()["results"]
    assert (row["voted"], row["is_open"]) == (1, True)
    assert not {"yes", "no", "abstain", "tally"} & row.keys()
    assert sign_in("hua").get(f"/meetings/{meeting.uuid}/ballots/").status_code == 403
    shen = sign_in("shen")
    assert shen.get(f"/meetings/{meeting.uuid}/ballots/").status_code == 404
    assert shen.post(f"/ballots/{poll.uuid}/", {"choice": "yes"}).status_code == 404
    assert SECRET["question"] not in shen.get("/ballots/").content.decode()
    closed = lin.post(f"/ballots/{poll.uuid}/close/", {"yes": "6"})
    assert closed.status_code == 302
    assert (Resolution.objects.get().yes, Resolution.objects.get().no) == (6, 1)


def test_the_same_by_the_api(meeting: Meeting, world: World, sign_in: Any) -> None:
    lin, hua = sign_in("lin"), sign_in("hua")
    made = lin.post(f"/api/v1/meetings/{meeting.uuid}/polls/", SECRET, "application/json")
    assert made.status_code == 201
    poll = made.json()["id"]
    (paper,) = hua.get("/api/v1/ballots/").json()["results"]
    assert (paper["poll"], paper["has_voted"]) == (poll, False)
    cast = f"/api/v1/polls/{poll}/cast/"
    assert hua.post(cast, {"choice": "yes"}, "application/json").json() == {"poll": poll, "has_voted": True}
    assert hua.post(cast, {"choice": "yes"}, "application/json").status_code == 409
    assert hua.post(f"/api/v1/polls/{poll}/close/", {}, "application/json").status_code == 403
    asked = lin.post(f"/api/v1/polls/{poll}/close/", {"yes": 5}, "application/json")
    assert (asked.status_code, asked.json()["code"]) == (409, "not_everybody_voted")
    done = lin.post(f"/api/v1/polls/{poll}/close/", {"yes": 5, "uncast": 1}, "application/json").json()
    assert (done["entitled"], done["present"], done["voted"]) == (8, 7, 1)
    assert (done["cast"], done["uncast"]) == (6, 1)
    assert hua.get("/api/v1/ballots/").json()["results"] == []


def test_of_many_at_once_every_vote_is_counted_and_none_twice(
    real_commits: None, world: World, make: Any
) -> None:
    meeting = make(kinds=["general"])
    poll = actions.open_poll(meeting=meeting, by=world.lin.actor, **SECRET)
    voters = [world.hua.actor, world.hua.actor, *(account(world, n) for n in range(3, 7))]
    answers = at_once(
        [lambda by=by: actions.cast(poll=poll, choice=BallotChoice.YES, by=by) for by in voters]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyVoted", *["Receipt"] * 5]
    assert ballot.count(Poll.objects.get()) == {None: {"yes": 5}}
    assert Receipt.objects.filter(has_voted=True).count() == 5


@pytest.mark.parametrize(("is_secret", "named"), [(False, True), (True, False)])
def test_the_recorder_reads_names_of_an_open_vote_only(
    meeting: Meeting, world: World, sign_in: Any, is_secret: bool, named: bool
) -> None:
    poll = actions.open_poll(meeting=meeting, question="同意计划", is_secret=is_secret, by=world.lin.actor)
    actions.cast(poll=poll, choice=BallotChoice.YES, by=world.hua.actor)
    line = f"赞成：{world.members[2].name}"
    address = f"/meetings/{meeting.uuid}/ballots/"
    assert line not in sign_in("lin").get(address).content.decode()  # not before the end
    actions.close_poll(poll=poll, uncast=6, by=world.lin.actor)
    assert (line in sign_in("lin").get(address).content.decode()) is named
    assert sign_in("shen").get(address).status_code == 404


def test_a_record_is_not_handed_in_while_a_vote_is_open(
    poll: Poll, meeting: Meeting, world: World, sign_in: Any
) -> None:
    with pytest.raises(errors.NotReady) as refusal:
        meetings_actions.submit(meeting=meeting, by=world.lin.actor)
    assert refusal.value.fields == {"ballots": "手机投票还有一项没有结束，先结束或者作废它"}
    page = sign_in("lin").get(f"/meetings/record/?uuid={meeting.uuid}").content.decode()
    assert f'href="/meetings/{meeting.uuid}/ballots/#open-title"' in page
    meeting.refresh_from_db()
    assert (meeting.status, meeting.submitted_at) == ("held", None)
    actions.close_poll(poll=poll, by_hand=VoteCount(yes=7), by=world.lin.actor)
    assert meetings_actions.submit(meeting=Meeting.objects.get(), by=world.lin.actor).status == "submitted"


def test_a_plan_is_not_called_off_while_a_vote_is_open(world: World) -> None:
    when = {"held_on": clock.today(), "starts_at": clock.now()}
    planned = meetings_actions.plan(organization=world.branch, kinds=["general"], **when, by=world.lin.actor)
    members = [member.uuid for member in world.members[:5]]
    meetings_actions.check_in_by_hand(meeting=planned, members=members, by=world.lin.actor)
    poll = actions.open_poll(meeting=planned, question="同意计划", by=world.lin.actor)
    with pytest.raises(errors.PollUnderWay):
        meetings_actions.cancel(meeting=planned, by=world.lin.actor)
    assert Meeting.objects.get().status == planned.status == "planned"
    actions.drop_poll(poll=poll, by=world.lin.actor)
    meetings_actions.cancel(meeting=planned, by=world.lin.actor)
    assert Meeting.objects.get().status == "cancelled"


def test_a_paper_waits_only_while_the_meeting_may_vote(poll: Poll, meeting: Meeting, world: World) -> None:
    assert open_polls_for(world.hua.actor).count() == 1
    Meeting.objects.update(status="cancelled")
    poll.refresh_from_db()
    assert open_polls_for(world.hua.actor).count() == 0
    with pytest.raises(errors.NotTimeToVote):
        actions.cast(poll=poll, choice=BallotChoice.YES, by=world.hua.actor)
    assert not Receipt.objects.filter(has_voted=True).exists()


def test_a_vote_that_too_few_are_left_for_is_taken_back(
    poll: Poll, meeting: Meeting, world: World, sign_in: Any
) -> None:
    actions.cast(poll=poll, choice=BallotChoice.YES, by=world.hua.actor)
    with pytest.raises(NotYours):
        actions.drop_poll(poll=poll, by=world.hua.actor)
    assert Poll.objects.count() == 1
    answer = sign_in("lin").post(f"/api/v1/polls/{poll.uuid}/close/", {"drop": True}, "application/json")
    assert answer.status_code == 204
    assert (Poll.objects.count(), Ballot.objects.count(), Resolution.objects.count()) == (0, 0, 0)
    assert Entry.objects.latest("id").before == {"表决事项": SECRET["question"], "手机投票": 1}
    poll = actions.open_poll(meeting=meeting, by=world.lin.actor, **SECRET)
    assert sign_in("lin").post(f"/ballots/{poll.uuid}/close/", {"drop": "1"}).status_code == 302
    poll = actions.open_poll(meeting=meeting, by=world.lin.actor, **SECRET)
    actions.close_poll(poll=poll, by_hand=VoteCount(yes=7), by=world.lin.actor)
    with pytest.raises(life_errors.PollClosed):
        actions.drop_poll(poll=Poll.objects.get(), by=world.lin.actor)


def test_a_refused_voter_reads_the_article(poll: Poll, world: World, client: Any) -> None:
    by = account(world, 7)
    client.force_login(by.user)
    answer = client.post(f"/ballots/{poll.uuid}/", {"choice": "yes"})
    assert answer.status_code == 409
    assert all(text in answer.content.decode() for text in ("到会的人才能投票", errors.NotHere.basis))
