"""open_poll, cast, close_poll, drop_poll: members vote on one question by phone; the result becomes a decision of the record."""

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core.moves import swap
from life import errors as life_errors
from life.selectors import ballots
from life.selectors.ballots import CHOICES, Electorate, VoteCount
from life.states import POLL_MOVES
from meetings import errors
from meetings.models import AgendaItem, Meeting, Poll, Receipt, Resolution
from meetings.rules import checks, majorities, vote_words
from meetings.rules.checks.votes import candidates
from meetings.selectors import own_seat
from meetings.states import MOVES, ON_MEMBERSHIP, ONE_BY_ONE, Kind, Matter, Status, VoteForm
from meetings.voting import ballot

NO_PAPERS = VoteCount()


def open_poll(
    *,
    meeting: Meeting,
    question: str,
    kind: str = Matter.ORDINARY,
    candidate: str = "",
    is_secret: bool = True,
    by: Actor,
) -> Poll:
    """Put one question to the vote in a meeting under way. One poll at a time, one candidate a poll (R-DEV-13).

    Raises NotTimeToVote, QuestionNeeded, CandidatesTogether, NotSecret (R-DEV-26), MayNotDecide, PollUnderWay, NotQuorate
    (R-MEET-06), CommitteeNotQuorate (R-MEET-08), NotQuorateToAdmit (R-DEV-11).
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    if not ballot.may_vote_in(meeting):
        raise errors.NotTimeToVote(status=Status(meeting.status).label)
    question, candidate = question.strip(), candidate.strip()
    if len(question) < 2 or kind not in ballots.MATTERS:
        raise life_errors.QuestionNeeded.at("question")
    _must_be_proper(meeting, kind, candidate, is_secret=is_secret)
    with transaction.atomic():
        # Of two openings at once the second waits and finds the first.
        Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
        if meeting.polls.filter(closed_at__isnull=True).exclude(kind=Matter.APPRAISAL).exists():
            raise errors.PollUnderWay
        voters = ballots.electorate(meeting, kind)
        must_be_quorate(meeting, voters, kind)
        poll = Poll.objects.create(
            meeting=meeting,
            question=question[:300],
            kind=kind,
            candidate=candidate[:64] if kind in ON_MEMBERSHIP else "",
            is_secret=is_secret,
            opened_by=by.user,
        )
        ballot.issue(poll, voters.entitled)
        after = {
            "表决事项": poll.question,
            "无记名": is_secret,
            "有表决权应到": len(voters.entitled),
            "有表决权到会": voters.voting,
        }
        chain.record("meeting.open_poll", by=by, subject=meeting, where=meeting.organization, after=after)
    return poll


def _must_be_proper(meeting: Meeting, kind: str, candidate: str, *, is_secret: bool) -> None:
    """Raise MayNotDecide, CandidatesTogether or NotSecret where a vote on that matter is not taken in this way."""
    matter, majority = Matter(kind), majorities.majority_of(kind)
    if refusal := checks.matter_refusal(checks.Body.of(meeting.organization), kind):
        raise refusal
    if matter in ON_MEMBERSHIP and Kind.GENERAL not in meeting.kind_codes:
        raise errors.MayNotDecide.at("kind", matter=matter.label).on(meeting.held_on)
    if matter in ONE_BY_ONE and len(candidates(candidate)) != 1:
        sentence = f"{matter.label}，一次表决写一个人，也只写一个人。"
        raise majority.together_error.at("candidate", sentence).on(meeting.held_on)
    if majorities.is_secret(matter) and not is_secret:
        raise majority.secret_error.at("is_secret", matter=matter.label).on(meeting.held_on)


def must_be_quorate(meeting: Meeting, voters: Electorate, kind: str) -> None:
    """Raise NotQuorate, CommitteeNotQuorate or NotQuorateToAdmit where too few with a vote are there to vote on it."""
    entitled, voting = len(voters.entitled), voters.voting
    majority = majorities.majority_of(kind, meeting.kind_codes)
    if entitled and majority.opens(voting, entitled):
        return
    sentence = f"{majority.quorum_words(voting, entitled)}。先签到，或者先存草稿点好到会的人。"
    raise majority.opens_error(sentence).on(meeting.held_on)


def cast(*, poll: Poll, choice: str, by: Actor) -> Receipt:
    """Vote, once, for oneself. Of an open vote the audit is told that, not what; of a secret one nothing, since an entry
    holds the time: the receipt says that somebody voted, and the closing how many.

    Raises NotAMember, NotEntitled (R-MEET-10), NotHere, PollClosed, AlreadyVoted, NoChoice, NotTimeToVote.
    """
    member, meeting = own_seat.member_of(by), poll.meeting
    by.must(Capability.CALENDAR, meeting.organization)
    if choice not in CHOICES or poll.kind == Matter.APPRAISAL:
        raise life_errors.NoChoice
    receipt = Receipt.objects.select_related("member").filter(poll=poll, member=member).first()
    if receipt is None:
        raise life_errors.NotEntitled
    receipt.poll = poll
    with transaction.atomic():
        ballot.cast(receipt, POLL_MOVES, {None: choice})
        if not poll.is_secret:
            chain.record("meeting.cast", by=by, subject=meeting, where=meeting.organization)
    return receipt


def close_poll(*, poll: Poll, by_hand: VoteCount = NO_PAPERS, uncast: int | None = None, by: Actor) -> Poll:
    """End the vote: who was entitled and there is frozen, and the tally is written into the record as a decision.

    `by_hand` are papers of those without a phone, counted in the room; all votes together cannot be more than were
    there with a vote. `uncast` confirms how many of those there did not vote (未投): asked, never taken for abstentions.

    Raises PollClosed, TallyExceedsPresent, NobodyVoted (R-VOT-01), NotEverybodyVoted (R-VOT-02), VotersNotThere
    (R-VOT-03), NotQuorate, CommitteeNotQuorate, NotQuorateToAdmit, WrongMoment.
    """
    meeting = _meeting_of(poll, by)
    if not ballot.may_vote_in(meeting):
        raise errors.WrongMoment(status=Status(meeting.status).label, deed="结束表决")
    with claim(poll, POLL_MOVES, "close", by) as entry:
        voters = ballots.electorate(meeting, poll.kind)
        counted = ballot.count(poll)
        tally = VoteCount.of(counted[None]) + by_hand
        if tally.total > voters.voting:
            raise errors.TallyExceedsPresent(
                f"到会有表决权{voters.voting}人，手机上和手工计的票合计{tally.total}张，多了{tally.total - voters.voting}张。"
            )
        must_be_quorate(meeting, voters, poll.kind)
        ballot.must_be_complete(poll, there=voters.there, votes=tally.total, uncast=uncast)
        ballot.close(poll, counted, entitled=len(voters.entitled), present=voters.voting, cast=tally.total)
        decision = _write_decision(poll, meeting, tally)
        entry.after = {
            "表决事项": poll.question,
            "赞成": tally.yes,
            "反对": tally.no,
            "弃权": tally.abstain,
            "未投": poll.uncast,
            "手机投票": tally.total - by_hand.total,
            "手工计票": by_hand.total,
            "通过": decision.passed,
        }
    return poll


def drop_poll(*, poll: Poll, by: Actor) -> Meeting:
    """Take an open vote back, asked wrongly or with too few left to decide: its votes are thrown away uncounted.

    Raises PollClosed.
    """
    meeting = _meeting_of(poll, by)
    with claim(poll, POLL_MOVES, "drop", by) as entry:
        voted = poll.receipts.filter(has_voted=True).count()
        entry.before = {"表决事项": poll.question, "手机投票": voted}
        ballot.delete_key(poll)
        Poll.objects.filter(pk=poll.pk).delete()
    return meeting


def _meeting_of(poll: Poll, by: Actor) -> Meeting:
    """The poll's meeting, read again. Raises NotYours for anybody but its recorder."""
    poll.meeting = Meeting.objects.select_related("organization").get(pk=poll.meeting_id)
    by.must(Capability.RECORD_MEETING, poll.meeting.organization)
    return poll.meeting


def _must_be_absent(decision: Resolution, meeting: Meeting) -> None:
    """Raise WrittenByThosePresent where who wrote before the meeting has come after all, or more wrote than are away."""
    there = ballots.electorate(meeting, decision.kind).there
    came = [one.member.name for one in decision.written_opinions if one.member_id in there]
    if came:
        sentence = f"{'、'.join(came)}到会了，会前书面意见不再计。先在记录里去掉，再结束表决。"
        raise errors.WrittenByThosePresent(sentence).on(meeting.held_on)
    away, written = decision.entitled - decision.present, vote_words.total_written(decision)
    if written > away:
        sentence = f"有表决权没到会的是{away}人，会前书面意见不能有{written}票。"
        raise errors.WrittenByThosePresent(sentence).on(meeting.held_on)


def _write_decision(poll: Poll, meeting: Meeting, tally: VoteCount) -> Resolution:
    """Into the decision of the same words that still waits for its votes, else as a new point of the agenda: what was
    voted on before, perhaps on somebody else, stays. Another device that has the record
    or the plan open is refused by its old version."""
    swap(meeting, MOVES, "plan" if meeting.status == Status.PLANNED else "record")
    waiting = Resolution.objects.filter(
        item__meeting=meeting,
        text=poll.question,
        kind__in={poll.kind, Matter.ORDINARY},  # ordinary, until somebody says otherwise
        candidate__in={poll.candidate, ""},
        yes__isnull=True,
    )
    decision = waiting.order_by("-candidate", "item__position").first()
    entitled, present = poll.entitled or 0, poll.present or 0
    majority = majorities.majority_of(poll.kind)
    if decision is None:
        last = meeting.agenda.order_by("-position").values_list("position", flat=True).first() or 0
        item = AgendaItem.objects.create(meeting=meeting, position=last + 1, title=poll.question[:200])
        decision = Resolution(item=item, text=poll.question)
    decision.kind, decision.candidate, decision.poll = poll.kind, poll.candidate, poll
    decision.form = VoteForm.SECRET if poll.is_secret else VoteForm.HANDS
    decision.entitled, decision.present = entitled, present
    decision.yes, decision.no, decision.abstain = tally.yes, tally.no, tally.abstain
    _must_be_absent(decision, meeting)
    decision.passed = majority.is_carried(tally.yes, entitled, decision.written_yes)
    decision.save()
    return decision
