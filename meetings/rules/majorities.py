"""How many must be there and how many must agree, by what a decision is about. The one place that knows the thresholds.

Two halves are never mixed up: 半数以上 (at least half) opens a vote on ordinary matters, 超过半数 (more than half) opens
one on admission or conversion and carries every decision. Both are counted against everyone entitled, never against
those present.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings

from core.errors import RuleBroken
from meetings import errors
from meetings.states import Matter, is_committee_only

ONE_BY_ONE = frozenset({Matter.ADMISSION, Matter.CONVERSION})  # one candidate a vote, written opinions count
GENERAL_ONLY = ONE_BY_ONE | {Matter.DISPOSAL}  # decided by the general meeting alone (支部工作条例 Art. 11)


def least_share(share: str, of: int) -> int:
    """The least number that is `share` of so many: half of 5 is 3, half of 4 is 2."""
    return math.ceil(of * Fraction(share))


def more_than_half(of: int) -> int:
    """The least number above half: of 4 it is 3, of 5 it is 3."""
    return of // 2 + 1


@dataclass(frozen=True)
class Majority:
    """The thresholds of one matter, and the refusals that name the rules and articles they rest on."""

    opens_error: type[RuleBroken]
    carried_error: type[RuleBroken]
    counts_written: bool = False
    quorum: str = "QUORUM"  # the setting of the locality

    def least(self, entitled: int) -> int:
        """So many with a vote must be there for the vote to be taken."""
        if self.counts_written:
            return more_than_half(entitled)
        return least_share(getattr(settings, self.quorum), entitled)

    def quorum_words(self, voting: int, entitled: int) -> str:
        """Who is there, who is expected and how many a vote needs, as the beginning of a sentence."""
        more = "要超过半数，" if self.counts_written else ""
        return f"到会有表决权{voting}人，应到有表决权{entitled}人，{more}至少要到{self.least(entitled)}人才能表决"

    def votes_needed(self, entitled: int) -> int:
        """So many votes in favour carry it. Exactly half is not enough."""
        return more_than_half(entitled)

    def opens(self, voting: int, entitled: int) -> bool:
        return voting >= self.least(entitled)

    def is_carried(self, yes: int | None, entitled: int, written_yes: int = 0) -> bool:
        written = written_yes if self.counts_written else 0
        return yes is not None and yes + written >= self.votes_needed(entitled)


_ORDINARY = Majority(errors.NotQuorate, errors.NotCarried)
_COMMITTEE = Majority(errors.CommitteeNotQuorate, errors.NotCarried, quorum="COMMITTEE_QUORUM")
_ONE_BY_ONE = Majority(errors.NotQuorateToAdmit, errors.NotAdmitted, counts_written=True)


@dataclass(frozen=True)
class VoteThresholds:
    """The numbers of one matter for one roll, for a page that compares with them while votes are typed."""

    matter: str
    voters_needed: int
    votes_needed: int
    counts_written: bool


def thresholds(entitled: int, kinds: Collection[str] = ()) -> list[VoteThresholds]:
    """The numbers of every matter in a meeting of these kinds with so many entitled to vote."""
    return [
        VoteThresholds(
            matter, majority.least(entitled), majority.votes_needed(entitled), majority.counts_written
        )
        for matter in Matter.values
        for majority in [majority_of(matter, kinds)]
    ]


def majority_of(matter: str, kinds: Collection[str] = ()) -> Majority:
    """The thresholds of that matter; a committee meeting alone has a quorum of its own (支部工作条例 Art. 12)."""
    if matter in ONE_BY_ONE:
        return _ONE_BY_ONE
    return _COMMITTEE if is_committee_only(kinds) else _ORDINARY
