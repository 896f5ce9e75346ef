"""How many must be there and how many must agree, by what a decision is about. The one place that knows the thresholds.

Two halves are never mixed up: 半数以上 (at least half) opens a vote on ordinary matters, 超过半数 (more than half) opens
one on admission or on what ends a probation, and carries every decision. Both are counted against everyone entitled,
never against those present; who is left out of attendance (未列入应到) is left out of ordinary matters only (R-STA-17).
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings

from core.errors import RuleBroken
from meetings import errors
from meetings.rules import vote_words
from meetings.states import AFTER_PROBATION, ON_MEMBERSHIP, ONE_BY_ONE, Kind, Matter, is_committee_only


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
    together_error: type[RuleBroken] = errors.CandidatesTogether
    secret_error: type[RuleBroken] = errors.NotSecret
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
        kinds = [Kind.COMMITTEE] if self.quorum == "COMMITTEE_QUORUM" else []
        base = vote_words.base_words(entitled, voting, kinds)
        return f"{base}，{more}至少要到{self.least(entitled)}人才能表决"

    def votes_needed(self, entitled: int) -> int:
        """So many votes in favour carry it. Exactly half is not enough."""
        return more_than_half(entitled)

    def opens(self, voting: int, entitled: int) -> bool:
        return voting >= self.least(entitled)

    def is_carried(self, yes: int | None, entitled: int, written_yes: int = 0) -> bool:
        written = written_yes if self.counts_written else 0
        return yes is not None and yes + written >= self.votes_needed(entitled)


_ORDINARY = Majority(errors.NotQuorate, errors.NotCarried)
_COMMITTEE = Majority(errors.CommitteeNotQuorate, errors.NotCarriedElsewhere, quorum="COMMITTEE_QUORUM")
_APPRAISAL = Majority(errors.NotQuorate, errors.NotCarried, quorum="APPRAISAL_QUORUM")
_ELSEWHERE = Majority(errors.NotQuorateElsewhere, errors.NotCarriedElsewhere)
_ADMISSION = Majority(errors.NotQuorateToAdmit, errors.NotAdmitted, counts_written=True)
_AFTER_PROBATION = Majority(
    errors.NotQuorateToConvert,
    errors.NotConverted,
    errors.ConversionsTogether,
    errors.ConversionNotSecret,
    counts_written=True,
)


@dataclass(frozen=True)
class VoteThresholds:
    """The numbers of one matter for one roll, for a page that compares with them while votes are typed."""

    matter: str
    entitled: int
    voters_needed: int
    votes_needed: int
    counts_written: bool
    is_on_person: bool
    is_secret: bool


def thresholds(entitled: int, kinds: Collection[str] = (), exempt: int = 0) -> list[VoteThresholds]:
    """The numbers of every matter in a meeting of these kinds with so many entitled to vote, and so many with a vote
    who are left out of attendance."""
    return [
        VoteThresholds(
            matter=matter,
            entitled=base,
            voters_needed=majority.least(base),
            votes_needed=majority.votes_needed(base),
            counts_written=majority.counts_written,
            is_on_person=matter in ON_MEMBERSHIP,
            is_secret=is_secret(matter),
        )
        for matter in Matter.values
        for majority in [majority_of(matter, kinds)]
        for base in [entitled + (exempt if counts_exempt(matter) else 0)]
    ]


def majority_of(matter: str, kinds: Collection[str] = ()) -> Majority:
    """The thresholds of that matter; without kinds, in a general meeting. A committee meeting alone has a quorum of its
    own (支部工作条例 Art. 12); in any other meeting no article says how many decide."""
    if matter in AFTER_PROBATION:
        return _AFTER_PROBATION
    if matter in ONE_BY_ONE:
        return _ADMISSION
    if matter == Matter.APPRAISAL:
        return _APPRAISAL
    if is_committee_only(kinds):
        return _COMMITTEE
    return _ELSEWHERE if kinds and not {Kind.GENERAL, Kind.APPRAISAL} & set(kinds) else _ORDINARY


def counts_exempt(matter: str) -> bool:
    """Whether those left out of attendance (未列入应到) who have a vote are entitled all the same (R-STA-17)."""
    return matter in ON_MEMBERSHIP


def is_secret(matter: str) -> bool:
    """Whether the vote must be by secret ballot (R-DEV-26): on admission always, on what ends a probation unless the
    district says otherwise (“等要求…相同”)."""
    return matter == Matter.ADMISSION or (matter in AFTER_PROBATION and settings.CONVERSION_SECRET)
