"""What a vote on phones says when it ends: not on nothing, not more than was cast, of nobody who is not on the record."""

from dataclasses import replace
from typing import Any

import pytest

from branches.access.roles import Role
from core.errors import RuleBroken
from life import actions
from life.selectors.ballots import VoteCount
from meetings import actions as meetings_actions
from meetings import errors
from meetings.models import Attendance, Meeting, Poll, Resolution
from meetings.record.schema import AgendaEntry, AttendanceMark, Decision
from meetings.selectors.stored_record import stored_record
from tests.world import World, person

ORDINARY = {"question": "同意全年计划"}
NEED_NOBODY = {"ends_with_vote": True}
ADMISSION = {"question": "同意接收王小雨为预备党员", "kind": "admission", "candidate": "王小雨"}


@pytest.fixture
def meeting(make: Any, world: World) -> Meeting:
    """A general meeting being recorded: 8 with a vote, one of them on leave."""
    return make(kinds=["general"], marks={world.members[7].uuid: AttendanceMark("on_leave", "sick")})


@pytest.mark.parametrize("matter", [ORDINARY, ADMISSION])
@pytest.mark.parametrize(
    ("rule", "papers", "uncast", "refusal"),
    [
        ("R-VOT-01", VoteCount(), None, "nobody_voted"),
        ("R-VOT-01", VoteCount(), 7, "nobody_voted"),
        ("R-VOT-02", VoteCount(yes=6), None, "not_everybody_voted"),
        ("R-VOT-02", VoteCount(yes=6), 2, "not_everybody_voted"),
        ("R-VOT-02", VoteCount(yes=5, no=1), 1, ""),
        ("R-VOT-02", VoteCount(abstain=1), 6, ""),
        ("R-VOT-02", VoteCount(yes=6, abstain=1), None, ""),
        ("R-VOT-02", VoteCount(yes=7), 3, ""),
        ("R-MEET-07", VoteCount(yes=8), None, "tally_exceeds_present"),
    ],
)
def test_a_vote_ends_with_what_was_cast(
    meeting: Meeting,
    world: World,
    matter: Any,
    rule: str,
    papers: VoteCount,
    uncast: int | None,
    refusal: str,
) -> None:
    poll = actions.open_poll(meeting=meeting, by=world.lin.actor, **matter)
    if refusal:
        with pytest.raises(RuleBroken) as refused:
            actions.close_poll(poll=poll, by_hand=papers, uncast=uncast, by=world.lin.actor)
        assert (refused.value.code, refused.value.rule) == (refusal, rule)
        assert (Poll.objects.get().closed_at, Resolution.objects.count()) == (None, 0)
        return
    actions.close_poll(poll=poll, by_hand=papers, uncast=uncast, by=world.lin.actor)
    closed, decision = Poll.objects.get(), Resolution.objects.get()
    assert (closed.present, closed.cast, closed.uncast) == (7, papers.total, 7 - papers.total)
    assert VoteCount(decision.yes or 0, decision.no, decision.abstain) == papers
    assert decision.present == 7


def test_both_figures_are_asked_on_the_page_and_the_missing_are_no_abstentions(
    meeting: Meeting, world: World, sign_in: Any
) -> None:
    poll = actions.open_poll(meeting=meeting, by=world.lin.actor, **ORDINARY)
    lin, address = sign_in("lin"), f"/ballots/{poll.uuid}/close/"
    asked = lin.post(address, {"yes": "5"})
    page = asked.content.decode()
    assert asked.status_code == 409
    assert "到会有表决权7人，已投5人，还有2人没投" in page
    assert '<input type="hidden" name="uncast" value="2">' in page
    assert lin.post(address, {"yes": "5", "uncast": "2"}).status_code == 302
    page = lin.get(f"/meetings/{meeting.uuid}/ballots/").content.decode()
    assert "未投2人" in page
    assert Resolution.objects.get().abstain == 0


def test_r_vot_03_who_voted_and_is_no_longer_on_the_record_holds_the_end(
    meeting: Meeting, world: World
) -> None:
    poll = actions.open_poll(meeting=meeting, by=world.lin.actor, **ORDINARY)
    voter = person("voter", world.members[4].name, world.branch, Role.MEMBER, world.members[4]).actor
    actions.cast(poll=poll, choice="yes", by=voter)
    Attendance.objects.filter(meeting=meeting, member=world.members[4]).update(
        state="absent", reason_code="sick"
    )
    with pytest.raises(errors.VotersNotThere, match=world.members[4].name):
        actions.close_poll(poll=poll, by_hand=VoteCount(yes=5), by=world.lin.actor)
    assert (Poll.objects.get().closed_at, Resolution.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    ("state", "by_phone", "sentence"),
    [
        ("absent", True, "{name}投过票（同意全年计划），记录里没有到会"),
        ("absent", False, "表决“同意全年计划”时到会有表决权7人，记录里是6人"),
        ("present", False, ""),
    ],
)
def test_r_vot_03_the_record_keeps_who_was_there_at_the_vote(
    meeting: Meeting, world: World, state: str, by_phone: bool, sentence: str
) -> None:
    poll = actions.open_poll(meeting=meeting, by=world.lin.actor, **ORDINARY)
    voter = person("voter", world.members[4].name, world.branch, Role.MEMBER, world.members[4]).actor
    if by_phone:
        actions.cast(poll=poll, choice="yes", by=voter)
    actions.close_poll(poll=poll, by_hand=VoteCount(yes=7 - by_phone), by=world.lin.actor)
    Resolution.objects.update(**NEED_NOBODY)
    Attendance.objects.filter(meeting=meeting, member=world.members[4]).update(
        state=state, reason_code="sick" if state == "absent" else ""
    )
    meeting.refresh_from_db()
    if sentence:
        with pytest.raises(errors.NotReady) as refused:
            meetings_actions.submit(meeting=meeting, by=world.lin.actor)
        assert sentence.format(name=world.members[4].name) in refused.value.fields["attendances"]
        meeting.refresh_from_db()
        assert meeting.status == "held"
    else:
        assert meetings_actions.submit(meeting=meeting, by=world.lin.actor).status == "submitted"


@pytest.mark.parametrize(("state", "taken"), [("late", True), ("present", False)])
def test_r_vot_03_who_came_after_the_vote_is_late(
    meeting: Meeting, world: World, state: str, taken: bool
) -> None:
    poll = actions.open_poll(meeting=meeting, by=world.lin.actor, **ORDINARY)
    actions.close_poll(poll=poll, by_hand=VoteCount(yes=7), by=world.lin.actor)
    Resolution.objects.update(**NEED_NOBODY)
    Attendance.objects.filter(meeting=meeting, member=world.members[7]).update(state=state, reason_code="")
    meeting.refresh_from_db()
    if taken:
        meetings_actions.submit(meeting=meeting, by=world.lin.actor)
        assert Resolution.objects.get().present == 7
    else:
        with pytest.raises(errors.NotReady, match="时到会有表决权7人，记录里是8人"):
            meetings_actions.submit(meeting=meeting, by=world.lin.actor)


def test_r_vot_03_a_tally_of_phones_is_not_typed_over(meeting: Meeting, world: World) -> None:
    poll = actions.open_poll(meeting=meeting, by=world.lin.actor, **ORDINARY)
    actions.close_poll(poll=poll, by_hand=VoteCount(yes=5, no=1), uncast=1, by=world.lin.actor)
    meeting.refresh_from_db()
    record = stored_record(meeting)
    (item,) = record.agenda
    more = replace(item, decision=replace(item.decision, yes=7, no=0))
    facts = {"uuid": meeting.uuid, "organization": world.branch, "by": world.lin.actor}
    with pytest.raises(errors.PolledVotesStay):
        meetings_actions.record(**facts, record=replace(record, agenda=(more,)), version=meeting.version)
    assert Resolution.objects.get().yes == 5
    done = replace(item, decision=replace(item.decision, executor="何秀英"))
    meetings_actions.record(**facts, record=replace(record, agenda=(done,)), version=meeting.version)
    decision = Resolution.objects.get()
    assert (decision.yes, decision.executor, decision.poll) == (5, "何秀英", poll)


@pytest.mark.parametrize(("yes", "no", "stopped"), [(0, 0, True), (0, 7, False), (5, 0, False)])
def test_r_vot_01_a_typed_vote_of_nobody_is_no_vote(
    make: Any, world: World, yes: int, no: int, stopped: bool
) -> None:
    decision = Decision("同意计划", yes=yes, no=no, abstain=0, ends_with_vote=True)
    meeting = make(kinds=["general"], agenda=(AgendaEntry("计划", "大家谈了", decision),))
    if stopped:
        with pytest.raises(errors.NotReady, match="一张票也没有"):
            meetings_actions.submit(meeting=meeting, by=world.lin.actor)
        assert Meeting.objects.get().status == "held"
    else:
        assert meetings_actions.submit(meeting=meeting, by=world.lin.actor).status == "submitted"
