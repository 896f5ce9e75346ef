"""Form fields of the record, made by walking its schema, and the form data that says the same as a record."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from meetings.record.field_types import (
    Amount,
    Choice,
    Choices,
    Day,
    FieldType,
    Identity,
    Moment,
    Number,
    Person,
    PersonReference,
    Text,
    YesNo,
    fields_of,
)

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
COUNT = CONTROL | {"inputmode": "numeric", "maxlength": 4}
People = Mapping[PersonReference, str]
"""Whom one may name, with the words that offer them."""


class DefaultChoiceField(forms.ChoiceField):
    """A choice that shows its initial value where its name was not sent."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if data is None else data


class PersonChoiceField(forms.ChoiceField):
    """A choice of one of the members offered, as a PersonReference; None where nobody is chosen."""

    default_error_messages = {"invalid_choice": "请从名单里选。"}

    references: Mapping[str, PersonReference] = {}

    def offer(self, people: People, nobody: str) -> None:
        self.references = {str(one.uuid): one for one in people}
        self.choices = [("", nobody), *((str(one.uuid), words) for one, words in people.items())]

    def clean(self, value: Any) -> PersonReference | None:
        return self.references.get(super().clean(value))


class CountField(forms.IntegerField):
    """A number of votes; the refusal repeats what was typed."""

    def clean(self, value: Any) -> int | None:
        try:
            return super().clean(value)
        except forms.ValidationError as wrong:
            raise forms.ValidationError(f"票数请写整数，如0或21，现在写的是“{value}”。") from wrong


def form_field(kind: FieldType, **facts: Any) -> forms.Field | None:
    """The form field of a field type; None for what no single control says. `facts` are arguments of every field."""
    match kind:
        case Text(has_lines=True):
            lines = forms.Textarea(CONTROL | {"rows": 3, "cols": False})
            return forms.CharField(max_length=kind.most, widget=lines, **facts)
        case Text():
            return forms.CharField(max_length=kind.most, widget=forms.TextInput(CONTROL), **facts)
        case Day():
            return forms.DateField(widget=forms.DateInput(CONTROL | {"type": "date"}, "%Y-%m-%d"), **facts)
        case Moment(has_day=True):
            at = forms.DateTimeInput(CONTROL | {"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
            return forms.DateTimeField(widget=at, **facts)
        case Moment():
            return forms.TimeField(widget=forms.TimeInput(CONTROL | {"type": "time"}, "%H:%M"), **facts)
        case Person():
            return PersonChoiceField(widget=forms.Select(SELECT), **facts)
        case Choice():
            return DefaultChoiceField(choices=kind.choices, widget=forms.Select(SELECT), **facts)
        case Choices():
            return forms.MultipleChoiceField(choices=kind.of, widget=forms.CheckboxSelectMultiple, **facts)
        case Number():
            return CountField(min_value=kind.least, max_value=9999, widget=forms.TextInput(COUNT), **facts)
        case Amount():
            amount = forms.TextInput(CONTROL | {"inputmode": "decimal", "maxlength": 4})
            return forms.DecimalField(
                min_value=0, max_value=kind.most, decimal_places=1, widget=amount, **facts
            )
        case YesNo():
            return forms.BooleanField(widget=forms.CheckboxInput({"class": "form-check-input"}), **facts)
        case Identity(is_member=False):  # of a row that goes on; a person's stands beside their name
            return forms.UUIDField(widget=forms.HiddenInput, **facts)
    return None


def form_fields(shape: type, words: Mapping[str, str] | None = None) -> dict[str, forms.Field]:
    """The form fields of a dataclass of the record by their names. `words` are labels that people find plainer than the
    official ones of the schema. No field has to be filled: what a record needs is the checks' to say."""
    words = words or {}
    fields = {
        one.name: form_field(
            one.type,
            label=words.get(one.name, one.type.label),
            initial=None if one.is_required else one.default,
            required=False,
        )
        for one in fields_of(shape)
        if one.type.is_stated
    }
    return {name: field for name, field in fields.items() if field is not None}


def with_fields_of(
    shape: type, words: Mapping[str, str] | None = None, only: Collection[str] = ()
) -> Callable[[Any], Any]:
    """Class decorator: give a form the fields of a dataclass of the record, its shape. Fields the form declares stay."""

    def extend(form: Any) -> Any:
        fields = form_fields(shape, words)
        form.shape = shape
        form.base_fields = {name: fields[name] for name in only or fields} | form.base_fields
        return form

    return extend


def form_data(entry: Any, prefix: str = "") -> dict[str, Any]:
    """The form data of an entry of the record: what a form filled in with it would send."""
    at = f"{prefix}-" if prefix else ""
    kinds = {one.name: one.type for one in fields_of(type(entry))}
    return {f"{at}{name}": _typed(getattr(entry, name), kinds[name]) for name in form_fields(type(entry))}


def rows_data(entries: Iterable[Any], prefix: str) -> dict[str, Any]:
    """The form data of the rows of a formset."""
    data: dict[str, Any] = {}
    for number, entry in enumerate(entries):
        data |= form_data(entry, f"{prefix}-{number}")
    return data


def _typed(value: Any, kind: FieldType) -> Any:
    """A value as its control sends it."""
    match value:
        case None | False:
            return ""
        case True:
            return "on"
        case PersonReference():
            return str(value.uuid)
        case dt.datetime():
            has_day = isinstance(kind, Moment) and kind.has_day
            return f"{timezone.localtime(value):{'%Y-%m-%dT%H:%M' if has_day else '%H:%M'}}"
        case Decimal():
            return f"{value.normalize():f}"
        case tuple():
            return [str(one) for one in value]
    return str(value)
