"""Writes votes of the demonstration: an admission with an opinion in writing, an open vote, and the extension of a probation.

Who is admitted has no file yet: that comes with the approval of the committee above (发展党员工作细则 Art. 22).
"""

import datetime as dt
from random import Random

from demo.rules.chance import random_uuid
from life.selectors.ballots import VoteCount
from meetings.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Meeting,
    Poll,
    Receipt,
    Resolution,
    WrittenOpinion,
)
from meetings.querysets import EXPECTED
from meetings.rules import majorities
from meetings.states import THERE, BallotChoice, Kind, Matter, OpinionChoice, Status, VoteForm

CANDIDATE = "沈若溪"
TITLE = f"讨论接收{CANDIDATE}为预备党员"
DISCUSSION = "入党介绍人汇报培养和考察情况，党员逐个发言，认为条件成熟。"
EXTENSION_DISCUSSION = "本人汇报一年来的情况，支委会报告审查意见。大家认为还有不足，需要继续考察。"
TEXT = f"同意接收{CANDIDATE}为预备党员，报上级党委审批。"


def write(settled: int, secretary: int, rng: Random) -> None:
    """`settled`: the branch; `secretary`: the account that opens the polls. Newest meetings first, one vote each."""
    rows = Meeting.objects.filter(
        organization=settled, status=Status.CONFIRMED, kinds__kind=Kind.GENERAL, ends_at__isnull=False
    )
    meetings = list(rows.order_by("-held_on", "-pk"))
    admitted = next((one for one in meetings if _admission(one, secretary, rng)), None)
    next((one for one in meetings if one != admitted and _open(one, secretary, rng)), None)


def _admission(meeting: Meeting, secretary: int, rng: Random) -> bool:
    """Whether it could be voted on there: more than half of those entitled had come (发展党员工作细则 Art. 19)."""
    roll = _roll(meeting, Matter.ADMISSION)
    there = [member for member, came in roll if came]
    wrote = [member for member, came in roll if not came][:1]  # 会前书面意见, of one who could not come
    majority, entitled, voting = majorities.majority_of(Matter.ADMISSION), len(roll), len(there)
    abstain = 1 if majority.is_carried(voting - 1, entitled) else 0
    if not majority.opens(voting, entitled) or not majority.is_carried(voting - abstain, entitled):
        return False
    tally = VoteCount(voting - abstain, 0, abstain)
    about = {"kind": Matter.ADMISSION, "candidate": CANDIDATE, "text": TEXT}
    decision = _resolution(
        meeting,
        TITLE,
        DISCUSSION,
        entitled=entitled,
        present=voting,
        yes=tally.yes,
        abstain=tally.abstain,
        written_yes=len(wrote),
        **about,
    )
    received_at = meeting.starts_at - dt.timedelta(days=1)
    WrittenOpinion.objects.bulk_create(
        WrittenOpinion(
            resolution=decision, member_id=member, choice=OpinionChoice.YES, received_at=received_at
        )
        for member in wrote
    )
    facts = {"kind": Matter.ADMISSION, "candidate": CANDIDATE, "is_secret": True}
    poll = _poll(decision, TEXT, entitled, voting, secretary, rng, **facts)
    Receipt.objects.bulk_create(Receipt(poll=poll, member_id=member, has_voted=came) for member, came in roll)
    Ballot.objects.bulk_create(
        Ballot(id=random_uuid(rng), poll=poll, choice=choice) for choice in _choices(tally)
    )
    return True


def extend(meeting: Meeting, name: str) -> Resolution | None:
    """The resolution to extend somebody's probation, by all who came; nothing where too few did."""
    roll = _roll(meeting, Matter.EXTENSION)
    majority, entitled, voting = (
        majorities.majority_of(Matter.EXTENSION),
        len(roll),
        sum(came for _, came in roll),
    )
    if not majority.opens(voting, entitled) or not majority.is_carried(voting, entitled):
        return None
    about = {
        "kind": Matter.EXTENSION,
        "candidate": name,
        "text": f"同意{name}延长预备期半年，报上级党委审批。",
    }
    return _resolution(
        meeting,
        f"讨论{name}转正问题",
        EXTENSION_DISCUSSION,
        entitled=entitled,
        present=voting,
        yes=voting,
        **about,
    )


def _resolution(meeting: Meeting, title: str, discussion: str, **facts: object) -> Resolution:
    """A new point at the end of the agenda, decided by secret ballot and carried."""
    last = meeting.agenda.order_by("-position").values_list("position", flat=True).first() or 0
    item = AgendaItem.objects.create(meeting=meeting, position=last + 1, title=title, discussion=discussion)
    return Resolution.objects.create(item=item, form=VoteForm.SECRET, passed=True, **facts)


def _open(meeting: Meeting, secretary: int, rng: Random) -> bool:
    """Whether something was decided there that everybody present voted on."""
    decided = Resolution.objects.filter(item__meeting=meeting, kind=Matter.ORDINARY, yes__isnull=False)
    decision, roll = decided.select_related("item__meeting").order_by("pk").first(), _roll(meeting)
    if decision is None:
        return False
    tally = VoteCount(decision.yes or 0, decision.no, decision.abstain)
    there = [member for member, came in roll if came]
    if (tally.total, len(roll)) != (len(there), decision.entitled):
        return False
    chosen = _choices(tally)
    rng.shuffle(chosen)
    by_member = dict(zip(there, chosen, strict=True))
    poll = _poll(decision, decision.text[:300], len(roll), len(there), secretary, rng, is_secret=False)
    Receipt.objects.bulk_create(
        Receipt(poll=poll, member_id=member, has_voted=came, choice=by_member.get(member, ""))
        for member, came in roll
    )
    return True


def _roll(meeting: Meeting, matter: str = Matter.ORDINARY) -> list[tuple[int, bool]]:
    """Who had a vote on that matter, in the order of the roll, and whether they were there."""
    rows = Attendance.objects.filter(meeting=meeting, has_vote=True)
    if not majorities.counts_exempt(matter):
        rows = rows.filter(EXPECTED)
    return [(pk, state in THERE) for pk, state in rows.order_by("pk").values_list("member_id", "state")]


def _choices(tally: VoteCount) -> list[str]:
    return [
        *[BallotChoice.YES.value] * tally.yes,
        *[BallotChoice.NO.value] * tally.no,
        *[BallotChoice.ABSTAIN.value] * tally.abstain,
    ]


def _poll(
    decision: Resolution, question: str, entitled: int, present: int, by: int, rng: Random, **facts: object
) -> Poll:
    """The poll that a decision came from; everybody there has voted."""
    meeting = decision.item.meeting
    opened_at = meeting.starts_at + dt.timedelta(minutes=25)
    poll = Poll.objects.create(
        uuid=random_uuid(rng),
        meeting=meeting,
        question=question,
        opened_at=opened_at,
        opened_by_id=by,
        closed_at=opened_at + dt.timedelta(minutes=6),
        entitled=entitled,
        present=present,
        cast=present,
        **facts,
    )
    Resolution.objects.filter(pk=decision.pk).update(poll=poll)
    return poll
