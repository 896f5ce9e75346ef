"""What is asked once: whether a meeting is another than those alike (R-REC-13), why its hints stand; and the answers."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from branches.selectors.actors import Actor
from core import clock
from meetings import errors
from meetings.errors.findings import Finding
from meetings.models import HintAnswer, Meeting
from meetings.rules.checks import Alike
from meetings.rules.questions import frequent_answers

APART = "不是同一次"


def must_be_another(alike: Sequence[Alike], distinct_from: Collection[UUID]) -> None:
    """Raises SameMeeting for those of which nobody says that they are another."""
    left = [one for one in alike if one.uuid not in distinct_from]
    if left:
        refusal = errors.SameMeeting.at("distinct_from", left[0].sentence)
        refusal.details = {"meetings": [{"id": str(one.uuid), "sentence": one.sentence} for one in left]}
        raise refusal


def must_be_answered(hints: Sequence[Finding]) -> None:
    """Raises HintsToAnswer for these, where there are any."""
    if hints:
        refusal = errors.HintsToAnswer(count=len(hints)).beside("hint_answers")
        refusal.details = {
            "hints": [
                {
                    "rule": hint.rule,
                    "sentence": hint.sentence,
                    "field": hint.field,
                    "frequent_answers": list(frequent_answers(hint.rule)),
                }
                for hint in hints
            ]
        }
        raise refusal


def keep_apart(meeting: Meeting, alike: Sequence[Alike], by: Actor) -> None:
    """From now on nobody asks about them; who reviews reads the answer."""
    if alike:
        meeting.distinct_from.add(*Meeting.objects.filter(uuid__in=[one.uuid for one in alike]))
        keep_answers(meeting, {one.sentence: ("R-REC-13", APART) for one in alike}, by)


def keep_answers(meeting: Meeting, answers: Mapping[str, tuple[str, str]], by: Actor) -> None:
    """Sentence → its rule and the answer; a second answer takes the place of the first."""
    HintAnswer.objects.bulk_create(
        [
            HintAnswer(
                meeting=meeting,
                code=rule,
                sentence=sentence[:500],
                answer=answer.strip()[:200],
                by=by.user,
                who=by.name[:64],
                at=clock.now(),
            )
            for sentence, (rule, answer) in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["meeting", "sentence"],
        update_fields=["answer", "by", "who", "at"],
    )
