"""Forms of one part of a record, and rows of them that people add and remove."""

import re
from functools import cached_property
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, ManagementForm, formset_factory
from django.utils.datastructures import MultiValueDict

from meetings.forms.fields import People, PersonChoiceField
from meetings.record.field_types import build

ADD_ROW = "row-"
"""What the button of a formset sends as `then`, with the prefix of the formset."""


class PartForm(forms.Form):
    """A form of one dataclass of the record. It is always bound: a stored record is shown by the data that says the same.

    Of `significant_fields` one at least is filled in where the form says something. A form without them says something
    where its fields were sent at all: a part that was left out stays as it was. `nobody` is what a list of members offers
    for none of them.
    """

    shape: ClassVar[type]
    significant_fields: ClassVar[tuple[str, ...]] = ()
    nobody: ClassVar[str] = "没有选"

    def __init__(self, data: Any, *, people: People | None = None, **facts: Any) -> None:
        super().__init__(data, **{"auto_id": "%s"} | facts)
        for field in self.fields.values():
            if isinstance(field, PersonChoiceField):
                field.offer(people or {}, self.nobody)

    @property
    def says_something(self) -> bool:
        if not self.significant_fields:
            return any(name.startswith(f"{self.prefix}-") for name in self.data)
        return any(self.data.get(self.add_prefix(name), "").strip() for name in self.significant_fields)

    def values(self) -> dict[str, Any]:
        """The valid values, by the names of the schema."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @cached_property
    def entry(self) -> Any:
        """The part of the record made of the valid values; None where the form is empty."""
        return build(self.shape, self.values()) if self.says_something else None

    @property
    def entry_in_place(self) -> Any:
        """The entry, with its rows at the numbers they have on the page."""
        return self.entry


class RowFormSet(BaseFormSet):
    """Rows in their order, those left empty included: a row keeps its number on the page."""

    form: type[PartForm]
    prefix: str
    least: ClassVar[int] = 1  # rows shown, empty or not

    @cached_property
    def management_form(self) -> ManagementForm:
        """The number of rows follows from the names that were sent, so that neither scripts nor stored drafts send a count."""
        names = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,3}})-")
        numbers = [int(match[1]) for name in self.data if (match := names.match(name))]
        count = max(max(numbers, default=-1) + 1, self.least)
        count += self.is_asked_for_more
        management = ManagementForm(
            {f"{self.prefix}-TOTAL_FORMS": count, f"{self.prefix}-INITIAL_FORMS": 0}, prefix=self.prefix
        )
        management.full_clean()
        return management

    @property
    def is_asked_for_more(self) -> bool:
        return self.data.get("then") == f"{ADD_ROW}{self.prefix}"

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Bind the blank row, which a script copies, to empty data: a PartForm is always bound."""
        return super().get_form_kwargs(index) | ({"data": MultiValueDict()} if index is None else {})

    def clean(self) -> None:
        if len(self.entries) > self.max_num:
            raise ValidationError(f"最多写{self.max_num}条，现在是{len(self.entries)}条。")

    @cached_property
    def entries(self) -> dict[int, Any]:
        """The entries of the rows by their numbers on the page, without empty rows."""
        return {number: row.entry for number, row in enumerate(self.forms) if row.entry is not None}

    @property
    def entries_in_place(self) -> tuple[Any, ...]:
        """Each entry at the number of its row, an empty one where a row says nothing: for sentences that name the row
        its writer sees."""
        rows = self.forms[: max(self.entries, default=-1) + 1]
        return tuple(row.entry_in_place or build(self.form.shape, {}) for row in rows)


class OptionalRowFormSet(RowFormSet):
    """Rows that most records do not have: none is shown until one is asked for."""

    least = 0


def row_formset(form: type[PartForm], most: int, formset: type[RowFormSet] = RowFormSet) -> type[RowFormSet]:
    """Rows of that form; one at least is shown, unless the rows are optional."""
    return cast(type[RowFormSet], formset_factory(form, formset, max_num=most))
