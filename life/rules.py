"""Pure rules of an appraisal: who owes a part of a stage (R-LIFE-05), how many ballots its vote needs, and which grades
its tally contradicts (R-VOT-05)."""

from collections.abc import Mapping

from django.conf import settings

from life.states import PartMark
from meetings.rules.majorities import least_share, more_than_half


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
