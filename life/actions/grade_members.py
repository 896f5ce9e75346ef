"""Actions open_grading, grade, close_grading, withdraw_grading: the secret vote of an appraisal, whose tallies stand on
its entries."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from branches.access.roles import Capability
from branches.errors import NotYours
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core.moves import swap
from life import errors
from life.actions.lead_appraisal import (
    drop_votes,
    entries_of,
    must_have_enough_ballots,
    refuse_graded_probationary,
)
from life.actions.vote_by_phone import must_be_quorate
from life.models import Appraisal, AppraisalEntry
from life.selectors import appraisal_people, appraisals, ballots
from life.selectors.appraisals import GradeTally
from life.states import APPRAISAL_MOVES, GRADING_MOVES
from meetings import errors as meetings_errors
from meetings.models import Poll, Receipt
from meetings.states import BallotChoice, Grade, Matter, Status
from meetings.voting import ballot

NO_PAPERS: Mapping[UUID, GradeTally] = {}


def open_grading(*, appraisal: Appraisal, again: bool = False, version: int | None = None, by: Actor) -> Poll:
    """Open the secret vote in the meeting under way: a receipt for everyone with a vote there, empty ballots for each to
    grade each. `again`: after one that was closed, whose votes are thrown away.

    Raises OutOfOrder, GradingAlreadyOpen, PollStillOpen, NotTimeToVote, NobodyHere, NotQuorate (R-MEET-06), Gone.
    """
    by.must(Capability.RECORD_MEETING, appraisal.organization)
    APPRAISAL_MOVES.require(appraisal, "open_grading")
    meeting = appraisal.meeting
    if meeting is None:
        raise APPRAISAL_MOVES.refuse(appraisal, "open_grading", appraisal.stage)
    if appraisal.poll_id and not again:
        raise errors.GradingAlreadyOpen
    if not ballot.may_vote_in(meeting):
        raise meetings_errors.NotTimeToVote(status=Status(meeting.status).label)
    voters = ballots.electorate(meeting)
    gone = appraisal_people.members_who_left(appraisal)
    about = list(
        appraisal.entries.filter(is_preparatory=False).exclude(member__in=gone).order_by("member_id")
    )
    if not voters.entitled or not about:
        raise errors.NobodyHere
    must_be_quorate(meeting, voters, Matter.APPRAISAL)
    with transaction.atomic():
        before = {"作废的票": appraisal.poll.present or 0} if appraisal.poll else {}
        drop_votes(appraisal)
        poll = Poll.objects.create(
            meeting=meeting,
            question=f"{appraisal.year}年度民主评议党员测评",
            kind=Matter.APPRAISAL,
            is_secret=True,
            opened_by=by.user,
        )
        seen = {"poll": None}
        with claim(
            appraisal, APPRAISAL_MOVES, "open_grading", by, version=version, seen=seen, poll=poll
        ) as entry:
            ballot.issue(poll, voters.entitled, [row.member_id for row in about])
            entry.before, entry.after = before, {"可以投票": len(voters.entitled), "测评对象": len(about)}
    return poll


def grade(*, poll: Poll, choices: Mapping[UUID, str], abstains_from_rest: bool = False, by: Actor) -> Receipt:
    """Cast one's vote: for each member a grade or `abstain`; `abstains_from_rest` abstains from whoever has neither.

    Nobody is left blank (R-VOT-04). Once, and not to be taken back; the audit has no entry before the closing.

    Raises NotYours, GradingClosed, NotTimeToVote, NotHere (R-ELE-07), AlreadyVoted, NothingGraded, BallotIncomplete,
    NotInAppraisal.
    """
    receipt = appraisals.own_receipt(poll, by)
    organization = poll.meeting.organization
    if receipt is None:
        raise NotYours(organization=organization.short_name)
    given: dict[UUID | None, str] = {uuid: choice for uuid, choice in choices.items() if choice}
    known = {*Grade.values, BallotChoice.ABSTAIN.value}
    if not set(given.values()) & set(Grade.values) or set(given.values()) - known:
        raise errors.NothingGraded
    if poll.closed_at is None and not receipt.has_voted:
        about = appraisals.graded_in(poll)
        if set(given) - set(about):
            raise meetings_errors.NotInAppraisal
        blank = [uuid for uuid in about if uuid not in given]
        if abstains_from_rest:
            given |= dict.fromkeys(blank, BallotChoice.ABSTAIN.value)
        elif blank:
            raise errors.BallotIncomplete.at(f"grade-{blank[0]}", count=len(blank))
    receipt.poll = poll
    return ballot.cast(receipt, GRADING_MOVES, given)


def close_grading(
    *, poll: Poll, by_hand: Mapping[UUID, GradeTally] = NO_PAPERS, uncast: int | None = None, by: Actor
) -> Poll:
    """Close the vote: the entitled are frozen, the ballots written anew in order, the tallies stand on the entries.

    `by_hand` are papers of those without a phone, counted in the room, by the member they grade: no more of them than
    there are people there, with a vote, who did not vote on a phone. `uncast` confirms how many of those there did not
    vote (未投).

    Raises GradingClosed, TallyExceedsVoters, ProbationaryGraded (R-LIFE-07), NotInAppraisal, NobodyVoted (R-VOT-01),
    NotEverybodyVoted (R-VOT-02), VotersNotThere (R-VOT-03), TooFewBallots (R-VOT-05).
    """
    by.must(Capability.RECORD_MEETING, poll.meeting.organization)
    with transaction.atomic():
        swap(poll, GRADING_MOVES, "hold")
        appraisal = Appraisal.objects.select_related("organization").get(poll=poll)
        voters = ballots.electorate(poll.meeting)
        entitled = len(voters.entitled)
        voted = poll.receipts.filter(has_voted=True).count()
        papers = _papers(appraisal, by_hand, voters.voting - voted)
        if cast := voted + papers:
            must_have_enough_ballots(cast, entitled)
        ballot.must_be_complete(poll, there=voters.there, votes=cast, uncast=uncast)
        with claim(appraisal, APPRAISAL_MOVES, "close_grading", by) as entry:
            votes = ballot.count(poll)
            swap(poll, GRADING_MOVES, "close")
            ballot.close(poll, votes, entitled=entitled, present=voters.voting, cast=cast)
            _write_tallies(appraisal, votes, by_hand)
            entry.after = {"应投": entitled, "已投": cast, "未投": poll.uncast, "手工计票": papers}
    return poll


def withdraw_grading(*, appraisal: Appraisal, version: int | None = None, by: Actor) -> Appraisal:
    """Take an open vote back: what was cast is thrown away uncounted, and the vote may be opened again (R-VOT-01).

    Raises OutOfOrder, GradingClosed, Gone.
    """
    by.must(Capability.RECORD_MEETING, appraisal.organization)
    APPRAISAL_MOVES.require(appraisal, "withdraw_grading")
    poll = appraisal.poll
    if poll is None:
        raise errors.GradingClosed
    with transaction.atomic():
        swap(poll, GRADING_MOVES, "hold")
        voted = poll.receipts.filter(has_voted=True).count()
        seen = {"poll": poll}
        with claim(
            appraisal, APPRAISAL_MOVES, "withdraw_grading", by, version=version, seen=seen, poll=None
        ) as entry:
            ballot.delete_key(poll)
            poll.delete()
            entry.before = {"作废的票": voted}
    return appraisal


def _write_tallies(
    appraisal: Appraisal, votes: Mapping[int | None, Mapping[str, int]], by_hand: Mapping[UUID, GradeTally]
) -> None:
    """The votes of the phones and of the papers together stand on each member's entry."""
    entries = list(appraisal.entries.select_related("member"))
    for entry in entries:
        cast, papers = votes.get(entry.member_id, {}), by_hand.get(entry.member.uuid, GradeTally())
        for grade in appraisals.GRADES:
            setattr(entry, grade, getattr(entry, grade) + cast.get(grade, 0) + getattr(papers, grade))
    AppraisalEntry.objects.bulk_update(entries, list(appraisals.GRADES))


def _papers(appraisal: Appraisal, by_hand: Mapping[UUID, GradeTally], most: int) -> int:
    """How many papers there were: as many as grade the one whom most of them grade."""
    entries = entries_of(appraisal, by_hand)
    refuse_graded_probationary(entries, by_hand, "total")
    for uuid, tally in by_hand.items():
        if tally.total > most:
            sentence = f"{entries[uuid].member.name}的纸质票合计{tally.total}张，到会没在手机上投的只有{most}人，最多{most}张。"
            raise errors.TallyExceedsVoters.at(f"tally-{uuid}", sentence)
    return max((tally.total for tally in by_hand.values()), default=0)
