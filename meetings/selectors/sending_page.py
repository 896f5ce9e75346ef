"""What is asked once before a record is handed in, as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from meetings.errors.findings import Finding
from meetings.models import Meeting, Step
from meetings.rules import checks, questions
from meetings.rules.checks import Alike
from meetings.rules.questions import Answers
from meetings.selectors import record_facts
from meetings.selectors.alike import Comparison
from meetings.selectors.returned import Change, changes_since


class AskedHint(NamedTuple):
    finding: Finding
    answer: str  # typed just now or kept before
    is_kept: bool
    frequent: tuple[str, str]
    list_id: str

    @property
    def is_open(self) -> bool:
        """Something was typed that is not kept yet."""
        return bool(self.answer) and not self.is_kept


@dataclass
class SendingPage:
    """The questions of one record: is it another than those alike, why is it sent back unchanged, why do its hints stand."""

    meeting: Meeting
    answers: Answers = field(default_factory=Answers)

    @cached_property
    def _facts(self) -> checks.Facts:
        return record_facts.facts_of_meeting(self.meeting)

    @cached_property
    def alike(self) -> list[Alike]:
        return [one for one in self._facts.alike if one.uuid not in self.answers.distinct_from]

    @cached_property
    def comparison(self) -> Comparison | None:
        """The first of those alike beside this one."""
        if not self.alike:
            return None
        other = Meeting.objects.select_related("host").prefetch_related("kinds").get(uuid=self.alike[0].uuid)
        return Comparison.of(other, self.meeting)

    @cached_property
    def returned(self) -> Step | None:
        return Step.unanswered(self.meeting.steps.all())

    @cached_property
    def changes(self) -> list[Change]:
        return changes_since(self.returned, self.meeting) if self.returned else []

    @cached_property
    def replies(self) -> list[tuple[str, str, str]]:
        """Name of the control, remark and what is typed: of several remarks, or of one where nothing was changed; none when
        all are answered."""
        if self.returned is None or self.returned.record is None:
            return []
        found = questions.replies_to(self.returned.comment, self.answers.replies, self.returned.replies)
        are_answered = all(questions.is_answer(reply) for _remark, reply in found)
        if are_answered or (len(found) == 1 and not self.is_unchanged):
            return []
        return [(f"reply-{number}", remark, reply) for number, (remark, reply) in enumerate(found)]

    @property
    def is_unchanged(self) -> bool:
        return bool(self.returned and self.returned.record is not None and not self.changes)

    @cached_property
    def hints(self) -> list[AskedHint]:
        apart = {one.sentence for one in self._facts.alike}
        kept: Mapping[str, str] = dict(self.meeting.hint_answers.values_list("sentence", "answer"))
        return [
            AskedHint(
                one,
                self.answers.hints.get(one.sentence, kept.get(one.sentence, "")),
                one.sentence in kept,
                questions.frequent_answers(one.rule),
                f"frequent-{number}",
            )
            for number, one in enumerate(checks.hints_for_review(checks.findings(self._facts)))
            if one.sentence not in apart and questions.is_asked(one.rule)
        ]

    @property
    def unanswered(self) -> int:
        return sum(not questions.is_answer(hint.answer) for hint in self.hints)
