"""open_poll, cast, close_poll, drop_poll: a vote on phones (ADR 0004).

Receipts stand from the opening, one for everyone entitled in the order of the roll; a secret vote fills an empty ballot
drawn at random. Neither holds a time, and at the closing the ballots are written anew in the order of the choices.
Nobody votes for somebody else (R-ELE-07).
"""

from random import SystemRandom
from uuid import UUID

from django.db import transaction
from django.db.models import F

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from meetings import errors
from meetings.actions import write_record
from meetings.models import AgendaItem, Ballot, Meeting, Poll, Receipt, Resolution
from meetings.rules import majorities
from meetings.rules.checks.votes import candidates
from meetings.selectors import ballots, own_seat
from meetings.selectors.ballots import CHOICES, Electorate, Tally
from meetings.states import Matter, Status, VoteForm

CHANCE = SystemRandom()
NO_PAPERS = Tally()


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

    Raises NotTimeToVote, QuestionNeeded, CandidatesTogether, PollUnderWay, NotQuorate (R-MEET-06), CommitteeNotQuorate
    (R-MEET-08), NotQuorateToAdmit (R-DEV-11).
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    if not ballots.may_vote_in(meeting):
        raise errors.NotTimeToVote(status=Status(meeting.status).label)
    question, candidate = question.strip(), candidate.strip()
    if len(question) < 2 or kind not in ballots.MATTERS:
        raise errors.QuestionNeeded(fields={"question": errors.QuestionNeeded.sentence})
    if kind in majorities.ONE_BY_ONE and len(candidates(candidate)) != 1:
        sentence = "接收预备党员和转正，一次表决写一个人，也只写一个人。"
        raise errors.CandidatesTogether(sentence, fields={"candidate": sentence})
    with transaction.atomic():
        # Takes the meeting's row, so that of two openings at once the second finds the first.
        Meeting.objects.filter(pk=meeting.pk).update(version=F("version"))
        if meeting.polls.filter(closed_at__isnull=True).exclude(kind=Matter.APPRAISAL).exists():
            raise errors.PollUnderWay
        voters = ballots.electorate(meeting)
        must_open(meeting, voters, kind)
        poll = Poll.objects.create(
            meeting=meeting,
            question=question[:300],
            kind=kind,
            candidate=candidate[:64] if kind in majorities.ONE_BY_ONE else "",
            is_secret=is_secret,
            opened_by=by.user,
        )
        Receipt.objects.bulk_create(Receipt(poll=poll, member_id=pk) for pk in voters.entitled)
        if is_secret:
            Ballot.objects.bulk_create(Ballot(poll=poll) for _ in voters.entitled)
        chain.record(
            "meeting.open_poll",
            by=by,
            subject=meeting,
            where=meeting.organization,
            after={
                "表决事项": poll.question,
                "无记名": is_secret,
                "有表决权应到": len(voters.entitled),
                "有表决权到会": voters.voting,
            },
        )
    return poll


def must_open(meeting: Meeting, voters: Electorate, kind: str) -> None:
    """Raises NotQuorate, CommitteeNotQuorate, NotQuorateToAdmit."""
    entitled, voting = len(voters.entitled), voters.voting
    majority = majorities.of(kind, [row.kind for row in meeting.kinds.all()])
    if entitled and majority.opens(voting, entitled):
        return
    more = "要超过半数，" if majority.counts_written else ""
    raise majority.opens_error(
        f"有表决权应到{entitled}人，到会{voting}人，{more}至少要到{majority.least(entitled)}人才能表决。"
        "先签到，或者先存草稿点好到会的人。"
    )


def cast(*, poll: Poll, choice: str, by: Actor) -> Receipt:
    """Vote, once, for oneself. Of an open vote the audit is told that, not what; of a secret one nothing, since an entry
    holds the time: the receipt says that somebody voted, and the closing how many.

    Raises NotAMember, NotEntitled (R-MEET-10), NotHere, PollClosed, AlreadyVoted, NoChoice, NotTimeToVote.
    """
    member, meeting = own_seat.member_of(by), poll.meeting
    by.must(Capability.CALENDAR, meeting.organization)
    if choice not in CHOICES or poll.kind == Matter.APPRAISAL:
        raise errors.NoChoice
    receipt = Receipt.objects.filter(poll=poll, member=member).first()
    if receipt is None:
        raise errors.NotEntitled
    with transaction.atomic():
        # Takes the poll's row: closing waits for this vote, or this vote finds it closed.
        there = Poll.objects.filter(pk=poll.pk, closed_at__isnull=True)
        if not there.update(is_secret=F("is_secret")):
            raise errors.PollClosed
        if not ballots.may_vote_in(meeting):
            raise errors.NotTimeToVote(status=Status(meeting.status).label)
        if not ballots.is_there(meeting, member):
            raise errors.NotHere
        shown = "" if poll.is_secret else choice
        if not Receipt.objects.filter(pk=receipt.pk, has_voted=False).update(has_voted=True, choice=shown):
            raise errors.AlreadyVoted
        receipt.has_voted, receipt.choice = True, shown
        if poll.is_secret:
            _drop(poll, choice)
        else:
            chain.record("meeting.cast", by=by, subject=meeting, where=meeting.organization)
    return receipt


def _drop(poll: Poll, choice: str) -> None:
    """Fill one empty paper, drawn at random, unless somebody filled it in between."""
    while True:
        empty: list[UUID] = list(poll.ballots.filter(choice="").values_list("pk", flat=True))
        if not empty:
            raise errors.PollClosed
        if poll.ballots.filter(pk=CHANCE.choice(empty), choice="").update(choice=choice):
            return


def close_poll(*, poll: Poll, by_hand: Tally = NO_PAPERS, by: Actor) -> Poll:
    """End the vote: who was entitled and there is frozen, and the tally is written into the record as a decision.

    `by_hand` are papers of those without a phone, counted in the room; all votes together cannot be more than were
    there with a vote.

    Raises PollClosed, TallyExceedsPresent, NotQuorate, CommitteeNotQuorate, NotQuorateToAdmit, WrongMoment.
    """
    meeting = Meeting.objects.select_related("organization").get(pk=poll.meeting_id)
    by.must(Capability.RECORD_MEETING, meeting.organization)
    if not ballots.may_vote_in(meeting):
        raise errors.WrongMoment(status=Status(meeting.status).label, deed="结束表决")
    with transaction.atomic():
        now = clock.now()
        if not Poll.objects.filter(pk=poll.pk, closed_at__isnull=True).update(closed_at=now):
            raise errors.PollClosed
        voters = ballots.electorate(meeting)
        tally = ballots.counted(poll) + by_hand
        if tally.cast > voters.voting:
            raise errors.TallyExceedsPresent(
                f"到会有表决权{voters.voting}人，手机上和手工计的票合计{tally.cast}张，多了{tally.cast - voters.voting}张。"
            )
        must_open(meeting, voters, poll.kind)
        entitled = len(voters.entitled)
        Poll.objects.filter(pk=poll.pk).update(entitled=entitled, present=voters.voting)
        poll.closed_at, poll.entitled, poll.present = now, entitled, voters.voting
        if poll.is_secret:
            _rewrite(poll)
        decision = _write_decision(poll, meeting, tally)
        chain.record(
            "meeting.close_poll",
            by=by,
            subject=meeting,
            where=meeting.organization,
            after={
                "表决事项": poll.question,
                "赞成": tally.yes,
                "反对": tally.no,
                "弃权": tally.abstain,
                "手机投票": tally.cast - by_hand.cast,
                "手工计票": by_hand.cast,
                "通过": decision.passed,
            },
        )
    return poll


def drop_poll(*, poll: Poll, by: Actor) -> Meeting:
    """Take an open vote back, asked wrongly or with too few left to decide: its votes are thrown away uncounted.

    Raises PollClosed.
    """
    meeting = Meeting.objects.select_related("organization").get(pk=poll.meeting_id)
    by.must(Capability.RECORD_MEETING, meeting.organization)
    with transaction.atomic():
        # Takes the poll's row: closing or voting at the same time waits and then finds nothing.
        if not Poll.objects.filter(pk=poll.pk, closed_at__isnull=True).update(is_secret=F("is_secret")):
            raise errors.PollClosed
        voted = poll.receipts.filter(has_voted=True).count()
        chain.record(
            "meeting.drop_poll",
            by=by,
            subject=meeting,
            where=meeting.organization,
            before={"表决事项": poll.question, "手机投票": voted},
        )
        Poll.objects.filter(pk=poll.pk).delete()
    return meeting


def _rewrite(poll: Poll) -> None:
    """The papers anew, in the order of the choices: where they lie tells nothing any more."""
    tally = ballots.counted(poll)
    Ballot.objects.filter(poll=poll).delete()
    Ballot.objects.bulk_create(
        Ballot(poll=poll, choice=choice)
        for choice, votes in zip(CHOICES, (tally.yes, tally.no, tally.abstain), strict=True)
        for _ in range(votes)
    )


def _write_decision(poll: Poll, meeting: Meeting, tally: Tally) -> Resolution:
    """Into the decision of the same words that still waits for its votes, else as a new point of the agenda: what was
    voted on before, perhaps on somebody else, stays. Whoever has the record or the plan open on another device hears
    of it by the version."""
    write_record.claim(meeting, "plan" if meeting.status == Status.PLANNED else "record")
    waiting = Resolution.objects.filter(
        item__meeting=meeting,
        text=poll.question,
        kind__in={poll.kind, Matter.ORDINARY},  # ordinary, until somebody says otherwise
        candidate__in={poll.candidate, ""},
        yes__isnull=True,
    )
    found = waiting.order_by("-candidate", "item__position").first()
    entitled, present = poll.entitled or 0, poll.present or 0
    majority = majorities.of(poll.kind)
    if found is None:
        last = meeting.agenda.order_by("-position").values_list("position", flat=True).first() or 0
        item = AgendaItem.objects.create(meeting=meeting, position=last + 1, title=poll.question[:200])
        found = Resolution(item=item, text=poll.question)
    found.kind, found.candidate = poll.kind, poll.candidate
    found.form = VoteForm.SECRET if poll.is_secret else VoteForm.HANDS
    found.entitled, found.present = entitled, present
    found.yes, found.no, found.abstain = tally.yes, tally.no, tally.abstain
    found.passed = majority.is_carried(tally.yes, entitled, found.written_yes)
    found.save()
    return found
