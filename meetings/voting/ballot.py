"""One ballot for whatever is put to the vote: a question, the grades of an appraisal, candidates (ADR 0004).

Receipts stand from the opening, one for everyone entitled in the order of the roll. A secret vote fills empty papers drawn at
random; neither holds a time. Rows written together can be told in the database and its copies, therefore each paper is sealed
(core.ballot_box) and the key lies with the kept files, in no backup, until the closing: then the papers are written anew in the
order of what they are about and of the choices, and the key is deleted. Nothing tells who cast what, or when. A paper is about a member who is graded, or about nobody where there is one
question. Nobody votes for somebody else (R-ELE-07). Only this module reads or writes the papers of an open poll.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from random import SystemRandom
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count

from audit import jobs
from core import ballot_box, clock
from core.moves import Moves, swap
from meetings import errors
from meetings.models import Attendance, Ballot, CheckIn, Meeting, Poll, Receipt
from meetings.states import RECEIPT_MOVES, THERE, Status
from members.models import Member

CHANCE = SystemRandom()
ONE_QUESTION = (None,)
FOLDER = "polls"


def may_vote_in(meeting: Meeting) -> bool:
    """While a record is written; of a planned meeting, on its day."""
    if meeting.status == Status.PLANNED:
        return meeting.held_on == clock.today()
    return meeting.status in (Status.HELD, Status.RETURNED)


def is_there(meeting: Meeting, member: Member) -> bool:
    """Whether a member is at the meeting: by the record once begun, before that by check-in."""
    if meeting.roll_frozen_at:
        rows = Attendance.objects.filter(meeting=meeting, member=member, has_vote=True)
        return rows.filter(state__in=THERE).exists()
    return CheckIn.objects.filter(meeting=meeting, member=member).exists()


def issue(poll: Poll, voters: Sequence[int], about: Sequence[int | None] = ONE_QUESTION) -> None:
    """Write a receipt for each voter and, of a secret poll, an empty paper of each about every one of `about`."""
    Receipt.objects.bulk_create(Receipt(poll=poll, member_id=voter) for voter in voters)
    if poll.is_secret:
        _make_box(poll)
        Ballot.objects.bulk_create(Ballot(poll=poll, about_id=member) for member in about for _ in voters)


def _make_box(poll: Poll) -> None:
    poll.box, key = ballot_box.make_box()
    jobs.keep_file(key_name(poll), key)
    poll.save(update_fields=["box"])


def key_name(poll: Poll) -> str:
    """The file with the key of the box, while the poll is open."""
    return f"{FOLDER}/{poll.uuid}"


def names_of_keys() -> Iterator[str]:
    """The keys that are needed still; others are swept (FILES_OF_ROWS)."""
    yield from map(key_name, Poll.objects.filter(closed_at=None, is_secret=True))


def delete_key(poll: Poll) -> None:
    """Once this is committed nobody reads a vote of the poll ever again, from whatever copy of the database."""
    if poll.box:
        name = key_name(poll)
        transaction.on_commit(lambda: default_storage.delete(name))


@transaction.atomic
def cast(receipt: Receipt, moves: Moves, choices: Mapping[UUID | None, str]) -> Receipt:
    """Cast one person's vote, once: a choice for whom each paper is about, None for the one question.

    Raises what `moves` raise of a closed poll, NotTimeToVote, NotHere, AlreadyVoted, NotInAppraisal.
    """
    poll = receipt.poll
    swap(poll, moves, "hold")
    if not may_vote_in(poll.meeting):
        raise errors.NotTimeToVote(status=Status(poll.meeting.status).label)
    if not is_there(poll.meeting, receipt.member):
        raise errors.NotHere
    swap(receipt, RECEIPT_MOVES, "cast", choice="" if poll.is_secret else choices[None])
    if poll.is_secret:
        _fill(poll, choices)
    return receipt


def _fill(poll: Poll, choices: Mapping[UUID | None, str]) -> None:
    """Fill one empty paper of each kind, drawn at random."""
    empty: dict[UUID | None, list[UUID]] = defaultdict(list)
    for member, paper in poll.ballots.filter(sealed="", choice="").values_list("about__uuid", "pk"):
        empty[member].append(paper)
    if set(choices) - set(empty):
        raise errors.NotInAppraisal
    if not poll.box:  # opened by a build before
        poll.refresh_from_db(fields=["box"])
        if not poll.box:
            _make_box(poll)
    filled = []
    for about, choice in choices.items():
        paper = CHANCE.choice(empty[about])
        filled.append(Ballot(pk=paper, sealed=ballot_box.put_in(poll.box, choice, str(paper))))
    Ballot.objects.bulk_update(filled, ["sealed"])


def count(poll: Poll) -> dict[int | None, dict[str, int]]:
    """How many votes each choice has, by whom they are about; asked at the closing only. Raises BoxLocked."""
    votes_by_choice: dict[int | None, dict[str, int]] = defaultdict(dict)
    if poll.is_secret:
        key = jobs.read_file(key_name(poll)) if poll.box else None
        papers = poll.ballots.exclude(sealed="", choice="").values_list("pk", "about_id", "choice", "sealed")
        votes = Counter(
            (about or 0, choice or ballot_box.take_out(key, sealed, str(paper)))
            for paper, about, choice, sealed in papers
        )
        for (about, choice), number in sorted(votes.items()):
            votes_by_choice[about or None][choice] = number
    else:
        receipts = poll.receipts.filter(has_voted=True).values_list("choice").annotate(votes=Count("pk"))
        votes_by_choice[None] = dict(receipts.order_by("choice"))
    return votes_by_choice


def must_be_complete(poll: Poll, *, there: Collection[int], votes: int, uncast: int | None) -> None:
    """Whether a poll may end now, with so many votes on phones and paper; `uncast`: how many without one are accepted.

    Raises VotersNotThere (R-VOT-03), NobodyVoted (R-VOT-01), NotEverybodyVoted (R-VOT-02).
    """
    gone = poll.receipts.filter(has_voted=True).exclude(member__in=there).order_by("id")
    if names := list(gone.values_list("member__name", flat=True)):
        raise errors.VotersNotThere(names="、".join(names))
    if not votes:
        raise errors.NobodyVoted
    if (missing := len(there) - votes) > 0 and uncast != missing:
        raise errors.NotEverybodyVoted.at("uncast", present=len(there), cast=votes, uncast=missing)


def close(
    poll: Poll, counted: dict[int | None, dict[str, int]], *, entitled: int, present: int, cast: int
) -> None:
    """Freeze how many could vote, were there and voted, and write the papers anew from their count."""
    poll.entitled, poll.present, poll.cast = entitled, present, cast
    poll.save(update_fields=["entitled", "present", "cast"])
    if poll.is_secret:
        delete_key(poll)
        poll.ballots.all().delete()
        Ballot.objects.bulk_create(
            Ballot(poll=poll, about_id=about, choice=choice)
            for about, choices in counted.items()
            for choice, votes in choices.items()
            for _ in range(votes)
        )
