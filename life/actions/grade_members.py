"""The vote of an appraisal on phones: opened, cast once a member, closed. Secret, as ADR 0004 says.

Receipts and empty ballots are written at the opening; a vote fills ballots drawn at random; at the closing they are
written anew in the order of members and grades, so that nothing tells who cast what, or when.
"""

from collections.abc import Mapping
from random import SystemRandom
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F

from audit import chain
from branches.access.roles import Capability
from branches.errors import NotYours
from branches.selectors.actors import Actor
from core import clock
from core.errors import Gone
from life import errors
from life.actions.lead_appraisal import drop_votes
from life.models import Appraisal, AppraisalEntry
from life.selectors import appraisals
from life.selectors.appraisals import Tally
from meetings import errors as meetings_errors
from meetings.actions import vote_by_phone
from meetings.models import Ballot, Poll, Receipt
from meetings.selectors import ballots
from meetings.states import Grade, Matter, Stage, Status

CHANCE = SystemRandom()
NO_PAPERS: Mapping[UUID, Tally] = {}


def open_grading(*, appraisal: Appraisal, again: bool = False, version: int | None = None, by: Actor) -> Poll:
    """Open the secret vote in the meeting under way: a receipt for everyone with a vote there, empty ballots for each to
    grade each. `again`: after one that was closed, whose votes are thrown away.

    Raises OutOfOrder, GradingThere, PollStillOpen, NotTimeToVote, NobodyHere, NotQuorate (R-MEET-06), Gone.
    """
    by.must(Capability.RECORD_MEETING, appraisal.organization)
    meeting = appraisal.meeting
    if appraisal.stage != Stage.POLL or meeting is None:
        raise errors.OutOfOrder(stage=Stage(appraisal.stage).label, deed="开测评")
    if appraisal.poll_id and not again:
        raise errors.GradingThere
    if not ballots.may_vote_in(meeting):
        raise meetings_errors.NotTimeToVote(status=Status(meeting.status).label)
    voters = ballots.electorate(meeting)
    gone = appraisals.gone(appraisal)
    about = list(
        appraisal.entries.filter(is_preparatory=False).exclude(member__in=gone).order_by("member_id")
    )
    if not voters.entitled or not about:
        raise errors.NobodyHere
    vote_by_phone.must_open(meeting, voters, Matter.APPRAISAL)
    before = {}
    with transaction.atomic():
        if appraisal.poll_id:
            before = {"作废的票": appraisal.poll.present or 0 if appraisal.poll else 0}
        drop_votes(appraisal)
        poll = Poll.objects.create(
            meeting=meeting,
            question=f"{appraisal.year}年度民主评议党员测评",
            kind=Matter.APPRAISAL,
            is_secret=True,
            opened_by=by.user,
        )
        seen = appraisal.version if version is None else version
        claimed = Appraisal.objects.filter(
            pk=appraisal.pk, version=seen, stage=Stage.POLL, poll__isnull=True
        ).update(poll=poll, version=F("version") + 1)
        if not claimed:
            raise Gone
        appraisal.poll, appraisal.version = poll, seen + 1
        Receipt.objects.bulk_create(Receipt(poll=poll, member_id=pk) for pk in voters.entitled)
        Ballot.objects.bulk_create(
            Ballot(poll=poll, about_id=entry.member_id) for entry in about for _ in voters.entitled
        )
        chain.record(
            "appraisal.open_grading",
            by=by,
            subject=appraisal,
            where=appraisal.organization,
            before=before,
            after={"可以投票": len(voters.entitled), "测评对象": len(about)},
        )
    return poll


def grade(*, poll: Poll, choices: Mapping[UUID, str], by: Actor) -> Receipt:
    """Cast one's vote: a grade for each member, or none for whom one abstains. Once, and not to be taken back.

    The entry in the audit says that somebody voted, never what.

    Raises NotYours, GradingClosed, NotTimeToVote, NotHere (R-ELE-07), AlreadyVoted, NothingGraded, NotInAppraisal.
    """
    receipt = appraisals.own_receipt(poll, by)
    organization = poll.meeting.organization
    if receipt is None:
        raise NotYours(organization=organization.short_name)
    given = {uuid: choice for uuid, choice in choices.items() if choice}
    if not given or any(choice not in Grade.values for choice in given.values()):
        raise errors.NothingGraded
    with transaction.atomic():
        # Takes the poll's row for the rest of the transaction: closing waits for this vote, or this vote finds it closed.
        if not Poll.objects.filter(pk=poll.pk, closed_at__isnull=True).update(is_secret=F("is_secret")):
            raise errors.GradingClosed
        if not ballots.may_vote_in(poll.meeting):
            raise meetings_errors.NotTimeToVote(status=Status(poll.meeting.status).label)
        if not ballots.is_there(poll.meeting, receipt.member):
            raise meetings_errors.NotHere
        if not Receipt.objects.filter(pk=receipt.pk, has_voted=False).update(has_voted=True):
            raise meetings_errors.AlreadyVoted
        receipt.has_voted = True
        empty: dict[UUID, list[UUID]] = {}
        for about, ballot in Ballot.objects.filter(poll=poll, choice="").values_list("about__uuid", "pk"):
            empty.setdefault(about, []).append(ballot)
        if set(given) - set(empty):
            raise errors.NotInAppraisal
        drawn: dict[str, list[UUID]] = {}
        for uuid, choice in given.items():
            drawn.setdefault(choice, []).append(CHANCE.choice(empty[uuid]))
        for choice in Grade.values:
            if choice in drawn:
                Ballot.objects.filter(pk__in=drawn[choice], choice="").update(choice=choice)
    return receipt


def close_grading(*, poll: Poll, by_hand: Mapping[UUID, Tally] = NO_PAPERS, by: Actor) -> Poll:
    """Close the vote: the entitled are frozen, the ballots written anew in order, the tallies stand on the entries.

    `by_hand` are papers of those without a phone, counted in the room, by the member they grade: no more of them than
    there are people there, with a vote, who did not vote on a phone.

    Raises GradingClosed, TallyExceedsVoters, PreparatoryGraded (R-LIFE-07), NotInAppraisal.
    """
    organization = poll.meeting.organization
    by.must(Capability.RECORD_MEETING, organization)
    with transaction.atomic():
        now = clock.now()
        if not Poll.objects.filter(pk=poll.pk, closed_at__isnull=True).update(closed_at=now):
            raise errors.GradingClosed
        entitled = Receipt.objects.filter(poll=poll).count()
        voted = Receipt.objects.filter(poll=poll, has_voted=True).count()
        appraisal = _of(poll)
        papers = _papers(appraisal, by_hand, ballots.electorate(poll.meeting).voting - voted)
        Poll.objects.filter(pk=poll.pk).update(entitled=entitled, present=voted + papers)
        poll.closed_at, poll.entitled, poll.present = now, entitled, voted + papers
        counted = list(
            Ballot.objects.filter(poll=poll)
            .exclude(choice="")
            .values_list("about_id", "choice")
            .annotate(votes=Count("pk"))
            .order_by("about_id", "choice")
        )
        Ballot.objects.filter(poll=poll).delete()
        Ballot.objects.bulk_create(
            Ballot(poll=poll, about_id=about, choice=choice)
            for about, choice, votes in counted
            for _ in range(votes)
        )
        entries = {entry.member_id: entry for entry in appraisal.entries.select_related("member")}
        for about, choice, votes in counted:
            if about in entries:
                setattr(entries[about], choice, votes)
        for entry in entries.values():
            told = by_hand.get(entry.member.uuid, Tally())
            for grade in appraisals.GRADES:
                setattr(entry, grade, getattr(entry, grade) + getattr(told, grade))
        AppraisalEntry.objects.bulk_update(entries.values(), list(appraisals.GRADES))
        Appraisal.objects.filter(pk=appraisal.pk).update(version=F("version") + 1)
        chain.record(
            "appraisal.close_grading",
            by=by,
            subject=appraisal,
            where=organization,
            after={"应投": entitled, "已投": voted + papers, "手工计票": papers},
        )
    return poll


def _papers(appraisal: Appraisal, by_hand: Mapping[UUID, Tally], most: int) -> int:
    """How many papers there were: as many as grade the one whom most of them grade."""
    entries = {entry.member.uuid: entry for entry in appraisal.entries.select_related("member")}
    if set(by_hand) - set(entries):
        raise errors.NotInAppraisal
    for uuid, tally in by_hand.items():
        entry = entries[uuid]
        if entry.is_preparatory and tally.total:
            raise errors.PreparatoryGraded(names=entry.member.name)
        if tally.total > most:
            sentence = f"{entry.member.name}的纸质票合计{tally.total}张，到会没在手机上投的只有{most}人，最多{most}张。"
            raise errors.TallyExceedsVoters(sentence, fields={f"tally-{uuid}": sentence})
    return max((tally.total for tally in by_hand.values()), default=0)


def _of(poll: Poll) -> Appraisal:
    return Appraisal.objects.select_related("organization").get(poll=poll)
