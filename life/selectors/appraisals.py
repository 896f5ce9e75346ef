"""Read models of the yearly appraisal (民主评议党员): its stages, the share of excellent, the grade a tally proposes.

自评 → 互评 → 测评 → 评定 (支部工作条例 Art. 18; R-LIFE-05). A fixed number of queries, whatever the size of the branch.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from life import rules
from life.models import Appraisal, AppraisalEntry, Disposal
from life.selectors import appraisal_people, ballots, disposals
from life.states import BEFORE_THE_VOTE, ORDER, Stage, following
from meetings.models import Meeting, Poll, Receipt
from meetings.querysets import EXPECTED
from meetings.states import HAPPENED, THERE, Grade
from meetings.voting.ballot import may_vote_in
from members.models import Member

GRADES = ("excellent", "competent", "basic", "incompetent")
# In which stages each may be written: a late self-appraisal is still accepted during mutual appraisal; how it was done
# until the conclusion, for the record of the meeting may say that somebody came after all.
WRITABLE = {
    "self_text": (Stage.SELF, Stage.MUTUAL),
    "self_mark": (Stage.SELF, Stage.MUTUAL, Stage.POLL),
    "mutual_text": (Stage.MUTUAL, Stage.POLL),
    "mutual_mark": (Stage.MUTUAL, Stage.POLL),
}


@dataclass(frozen=True)
class GradeTally:
    excellent: int = 0
    competent: int = 0
    basic: int = 0
    incompetent: int = 0

    @property
    def total(self) -> int:
        return self.excellent + self.competent + self.basic + self.incompetent

    @property
    def by_grade(self) -> dict[str, int]:
        return {grade: getattr(self, grade) for grade in GRADES}

    @classmethod
    def of(cls, entry: AppraisalEntry) -> "GradeTally":
        return cls(*(getattr(entry, name) for name in GRADES))


@dataclass(frozen=True)
class Conclusion:
    """What the committee concludes of one member."""

    grade: str
    opinion: str = ""
    case: str = ""  # of an incompetent one: what follows (R-LIFE-08)
    reason: str = ""  # of a grade that another one outvotes (R-VOT-05)


def excellent_base(entries: Iterable[AppraisalEntry]) -> int:
    """The number a third of which may be excellent: all members, or only those who are graded (APPRAISAL_BASE)."""
    if settings.APPRAISAL_BASE == "taking_part":
        return sum(not entry.is_preparatory for entry in entries)
    return len(list(entries))


def most_excellent(base: int) -> int:
    """The most members who may be graded excellent: a third, rounded down (R-LIFE-06)."""
    return base // 3


def proposed_grade(tally: GradeTally) -> str:
    """The grade with most votes, the lower one on a tie; empty without votes."""
    return max(reversed(GRADES), key=lambda grade: getattr(tally, grade)) if tally.total else ""


def for_list(by: Actor) -> QuerySet:
    """Appraisals of the branches whose records this actor may view."""
    return Appraisal.objects.filter(by.reach.q(Capability.VIEW)).select_related(
        "organization", "meeting", "poll__meeting"
    )


def with_entries(rows: QuerySet) -> QuerySet:
    entries = AppraisalEntry.objects.select_related("member").order_by("member_id")
    return rows.prefetch_related(Prefetch("entries", queryset=entries))


def ballots_cast(appraisal: Appraisal, entries: Iterable[AppraisalEntry]) -> int:
    """How many ballots there were, on phones and on paper: of old votes as many as grade the one most graded."""
    poll = appraisal.poll
    if poll is not None:
        return poll.cast if poll.cast is not None else poll.present or 0
    if appraisal.ballots is not None:
        return appraisal.ballots
    return max((GradeTally.of(entry).total for entry in entries), default=0)


def graded_in(poll: Poll) -> list[UUID]:
    """Whom an open vote grades, in the order of the roll."""
    return list(poll.ballots.order_by("about_id").values_list("about__uuid", flat=True).distinct())


def voters(appraisal: Appraisal) -> int:
    """How many could vote: receipts of the vote on phones, else those present with a vote, else those entitled."""
    poll, meeting = appraisal.poll, appraisal.meeting
    if poll is not None:
        return poll.present if poll.present is not None else poll.receipts.count()
    if meeting is not None and meeting.status in HAPPENED:
        return meeting.attendances.filter(EXPECTED, state__in=THERE, has_vote=True).count()
    return AppraisalEntry.objects.filter(appraisal=appraisal, is_preparatory=False).count()


@dataclass
class AppraisalTableRow:
    """One member in the appraisal as the page shows them: what was just typed, else what stands."""

    entry: AppraisalEntry
    sent: Mapping[str, str]

    @property
    def key(self) -> str:
        return str(self.entry.member.uuid)

    def _sent_or(self, prefix: str, value: Any) -> str:
        return str(self.sent.get(f"{prefix}-{self.key}", value))

    @property
    def self_text(self) -> str:
        return self._sent_or("self", self.entry.self_text)

    @property
    def mutual_text(self) -> str:
        return self._sent_or("mutual", self.entry.mutual_text)

    @property
    def self_mark(self) -> str:
        return self._sent_or("self_mark", self.entry.self_mark)

    @property
    def mutual_mark(self) -> str:
        return self._sent_or("mutual_mark", self.entry.mutual_mark)

    @property
    def votes(self) -> list[tuple[str, str, str]]:
        """(grade, its word, votes as typed or stored)."""
        return [
            (grade, Grade(grade).label, self._sent_or(grade, getattr(self.entry, grade) or ""))
            for grade in GRADES
        ]

    @property
    def grade(self) -> str:
        """The concluded grade, else the one the tally proposes."""
        return self._sent_or("grade", self.entry.grade or proposed_grade(GradeTally.of(self.entry)))

    @property
    def chosen(self) -> str:
        """The grade just chosen on the phone; empty when the page is first shown."""
        return self._sent_or("grade", "")

    @property
    def opinion(self) -> str:
        return self._sent_or("opinion", self.entry.opinion)

    @property
    def case(self) -> str:
        return self._sent_or("case", self.entry.case)

    @property
    def reason(self) -> str:
        return self._sent_or("reason", self.entry.reason)

    @property
    def is_contradicted(self) -> bool:
        return rules.is_contradicted(self.grade, GradeTally.of(self.entry).by_grade)


@dataclass
class AppraisalTable:
    """One appraisal as its page shows it. Members stand in the order of the roll; nobody is ranked."""

    appraisal: Appraisal
    by: Actor
    sent: Mapping[str, str] = field(default_factory=dict)  # what was typed, when it was refused

    def __post_init__(self) -> None:
        self.entries: list[AppraisalEntry] = list(self.appraisal.entries.all())

    @property
    def may_record(self) -> bool:
        return self.by.may(Capability.RECORD_MEETING, self.appraisal.organization)

    @property
    def stages(self) -> list[tuple[str, str, str]]:
        """(code, label, done | now | ahead)."""
        at = ORDER.index(Stage(self.appraisal.stage))
        return [
            (stage.value, stage.label, "done" if n < at else "now" if n == at else "ahead")
            for n, stage in enumerate(ORDER)
        ]

    @property
    def next(self) -> Stage | None:
        after = following(self.appraisal.stage)
        return Stage(after) if after else None

    @property
    def base(self) -> int:
        return excellent_base(self.entries)

    @property
    def most_excellent(self) -> int:
        return most_excellent(self.base)

    @property
    def excellent(self) -> int:
        return sum(entry.grade == Grade.EXCELLENT for entry in self.entries)

    @cached_property
    def disposals(self) -> list[tuple[Disposal, list[tuple[str, str]]]]:
        """What follows each incompetent grade of a closed appraisal, concluded or not, with the resolutions that may
        conclude it (R-LIFE-08)."""
        if self.appraisal.stage != Stage.CLOSED:
            return []
        rows = disposals.visible_to(self.by).filter(entry__appraisal=self.appraisal)
        return disposals.with_resolutions(list(rows))

    @cached_property
    def owed(self) -> list[tuple[Stage, list[AppraisalTableRow]]]:
        """Each stage until this one with those who still owe their part of it (R-LIFE-05)."""
        rows = {row.entry.pk: row for row in self.rows}
        owed = appraisal_people.owed_now(self.appraisal, self.entries)
        return [(stage, [rows[entry.pk] for entry in entries]) for stage, entries in owed.items() if entries]

    @cached_property
    def rows(self) -> list[AppraisalTableRow]:
        return [AppraisalTableRow(entry, self.sent) for entry in self.entries]

    @property
    def poll(self) -> Poll | None:
        return self.appraisal.poll

    @cached_property
    def own_receipt(self) -> Receipt | None:
        """The reader's own receipt, if they are one of the voters."""
        return own_receipt(self.poll, self.by) if self.poll else None

    @cached_property
    def gone(self) -> frozenset[int]:
        return appraisal_people.members_who_left(self.appraisal)

    @cached_property
    def lacking(self) -> list[str]:
        """Sentences on how the roll has changed since the appraisal began, while entries can still be added."""
        if not self.may_record or self.appraisal.stage not in BEFORE_THE_VOTE:
            return []
        return [
            *(f"{member.name}不在里面" for member in appraisal_people.members_to_add(self.appraisal)),
            *(f"{entry.member.name}已经转正" for entry in appraisal_people.confirmed_entries(self.appraisal)),
        ]

    @property
    def by_hand(self) -> int:
        """The most paper votes there can be: present with a vote, and not voted on a phone."""
        return max(ballots.electorate(self.poll.meeting).voting - self.has_voted, 0) if self.poll else 0

    @property
    def types_tally(self) -> bool:
        """Votes on paper alone are entered by hand."""
        return self.may_record and self.poll is None

    @cached_property
    def others(self) -> list[Meeting]:
        return [one for one in self.meetings if one.pk != self.appraisal.meeting_id]

    @property
    def may_move(self) -> bool:
        """To another meeting: until it is concluded from, and with no vote open."""
        is_open = self.poll is not None and self.poll.closed_at is None
        return self.may_record and self.appraisal.stage == Stage.POLL and not is_open and bool(self.others)

    @property
    def may_open(self) -> bool:
        """A vote on phones: while the meeting is under way."""
        return self.appraisal.meeting is not None and may_vote_in(self.appraisal.meeting)

    @property
    def has_voted(self) -> int:
        return self.poll.receipts.filter(has_voted=True).count() if self.poll else 0

    @property
    def entitled(self) -> int:
        return self.poll.receipts.count() if self.poll else 0

    @property
    def least_ballots(self) -> int:
        """Of those entitled: by the vote, by its meeting, or by who takes part until there is one."""
        meeting = self.appraisal.meeting
        entitled = self.entitled or (len(ballots.electorate(meeting).entitled) if meeting else self.voters)
        return rules.least_ballots(entitled)

    @cached_property
    def cast(self) -> int:
        return ballots_cast(self.appraisal, self.entries)

    @property
    def voters(self) -> int:
        return voters(self.appraisal)

    @cached_property
    def meetings(self) -> list[Meeting]:
        return list(appraisal_people.meetings_of(self.appraisal).prefetch_related("kinds"))


def own_entry(appraisal: Appraisal, by: Actor) -> AppraisalEntry | None:
    """The actor's own entry in this appraisal."""
    if by.user is None:
        return None
    return appraisal.entries.filter(member__user=by.user).select_related("member").first()


def own_receipt(poll: Poll, by: Actor) -> Receipt | None:
    """The actor's own receipt, if they may vote in this poll."""
    if by.user is None or not by.may(Capability.CALENDAR, poll.meeting.organization):
        return None
    return poll.receipts.filter(member__user=by.user).select_related("member").first()


def own_member(by: Actor) -> Member | None:
    return Member.objects.filter(user=by.user).first() if by.user is not None else None


def entries_waiting_for(member: Member) -> list[AppraisalEntry]:
    """Appraisals that wait for this member: their self-appraisal to write, or an open vote they have not cast."""
    rows = AppraisalEntry.objects.filter(member=member).select_related("appraisal__poll")
    voting = Receipt.objects.filter(member=member, has_voted=False, poll__closed_at__isnull=True)
    return list(
        rows.filter(
            Q(appraisal__stage__in=WRITABLE["self_text"])
            | Q(appraisal__stage=Stage.POLL, appraisal__poll__in=voting.values("poll"))
        ).order_by("-appraisal__year")
    )
