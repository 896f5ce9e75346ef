"""The parts of a lecture and of an organizational-life meeting on the recording page."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.utils.datastructures import MultiValueDict

from meetings.forms.fields import People, form_data, rows_data, with_fields_of
from meetings.forms.rows import PartForm, row_formset
from meetings.record.schema import ExaminationEntry, LecturePart, LifePart, ProblemEntry

MOST_PROBLEMS, MOST_PEOPLE = 60, 200
HALF_AN_HOUR = Decimal("0.5")


@with_fields_of(LecturePart, {"member": "主讲人", "lecturer": "主讲人姓名（本支部以外）"})
class LectureForm(PartForm):
    nobody = "不是本支部的党员"

    def __init__(self, data: MultiValueDict, *, people: People) -> None:
        super().__init__(data, prefix="lecture", people=people)
        self.fields["hours"].help_text = "不填就按时长算，半学时一档。"

    def clean_hours(self) -> Decimal | None:
        hours: Decimal | None = self.cleaned_data["hours"]
        if hours and hours % HALF_AN_HOUR:
            raise forms.ValidationError("学时半学时一档，如1或1.5。")
        return hours


@with_fields_of(ProblemEntry)
class ProblemForm(PartForm):
    nobody = "支部的"
    significant_fields = ("text", "measure")

    @cached_property
    def entry(self) -> ProblemEntry | None:
        """The problem; a measure without a problem is taken for its text too."""
        if not self.says_something:
            return None
        values = self.values()
        return ProblemEntry(**{"text": values.get("measure", "")} | values)


ProblemFormSet = row_formset(ProblemForm, MOST_PROBLEMS)


@with_fields_of(ExaminationEntry)
class ExaminationForm(PartForm):
    significant_fields = ("member", "self_criticism", "criticism")


ExaminationFormSet = row_formset(ExaminationForm, MOST_PEOPLE)


@with_fields_of(LifePart)
class LifeForm(PartForm):
    """The materials of an organizational-life meeting and its list of problems."""

    def __init__(self, data: MultiValueDict, *, people: People) -> None:
        super().__init__(data, prefix="life")
        rows: dict[str, Any] = {"auto_id": "%s", "form_kwargs": {"people": people}}
        self.problems = ProblemFormSet(data, prefix="life", **rows)
        self.examinations = ExaminationFormSet(data, prefix="exam", **rows)

    @property
    def plan_days(self) -> int:
        """Within so many days after the meeting what is done about its problems follows (R-LIFE-02)."""
        return settings.RECTIFICATION_PLAN_DAYS

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.problems.is_valid(), self.examinations.is_valid()])

    @cached_property
    def entry(self) -> LifePart | None:
        return self._entry(self.problems.entries.values(), self.examinations.entries.values())

    @property
    def entry_in_place(self) -> LifePart | None:
        return self._entry(self.problems.entries_in_place, self.examinations.entries_in_place)

    def _entry(
        self, problems: Iterable[ProblemEntry], examinations: Iterable[ExaminationEntry]
    ) -> LifePart | None:
        rows = {"problems": tuple(problems), "examinations": tuple(examinations)}
        return LifePart(**self.values(), **rows) if self.says_something or rows["examinations"] else None


def part_data(lecture: LecturePart | None, life: LifePart | None) -> dict[str, Any]:
    """The form data of these parts."""
    data: dict[str, Any] = form_data(lecture, "lecture") if lecture else {}
    if lecture and lecture.member:
        data["lecture-lecturer"] = ""
    if life:
        data |= (
            form_data(life, "life") | rows_data(life.problems, "life") | rows_data(life.examinations, "exam")
        )
    return data
