"""Pure rules of an appraisal: who owes a part of a stage (R-LIFE-05), how many ballots its vote needs, and which grades
its tally contradicts (R-VOT-05); and the hours that a session of study credits (R-EDU-06)."""

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.conf import settings

from life.states import PartMark
from meetings.rules.kind_parts import usual_hours
from meetings.rules.majorities import least_share, more_than_half
from meetings.states import Kind


def is_part_owed(text: str, mark: str, came: bool | None) -> bool:
    """Whether a full member still owes their part of a stage. `came` is what the meeting's record says of them; None
    where it says nothing yet: then a mark alone says that they did not come."""
    if came is False or text.strip():
        return False
    return mark not in (PartMark.WRITTEN, PartMark.ORAL) if came else not mark


def least_ballots(entitled: int) -> int:
    """So many ballots make a grading valid: more than half of those entitled, or the larger share of the district."""
    return max(more_than_half(entitled), least_share(settings.GRADING_SHARE, entitled))


def leading_grades(votes: Mapping[str, int]) -> list[str]:
    """The grades with most votes: several where they tie, none where nobody was graded."""
    most = max(votes.values(), default=0)
    return [grade for grade, count in votes.items() if count == most and count]


def is_contradicted(grade: str, votes: Mapping[str, int]) -> bool:
    """Whether another grade than this one has most votes."""
    leading = leading_grades(votes)
    return bool(grade and leading) and grade not in leading


def credited_hours(
    kinds: Collection[str], lecture: Decimal | None, starts_at: dt.datetime, ends_at: dt.datetime | None
) -> Decimal:
    """The hours a session credits to those present, once for all its kinds (R-EDU-06): the stated ones of its lecture, the
    length of any other study, and of both the larger; a day at most. `lecture` is None without somebody who gave it."""
    hours = Decimal(0)
    if Kind.LECTURE in kinds and Kind.LECTURE in settings.STUDY_KINDS and lecture is not None:
        hours = Decimal(lecture)
    if set(kinds) & (set(settings.STUDY_KINDS) - {Kind.LECTURE}):
        hours = max(hours, min(usual_hours(starts_at, ends_at), Decimal(settings.STUDY_DAY_HOURS)))
    return hours.quantize(Decimal("0.1"))
