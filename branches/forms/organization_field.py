"""The form field that finds an organization by its name."""

from typing import Any

from django import forms

from branches.forms.organizations import CONTROL
from branches.models import Organization
from branches.querysets import OrganizationQuerySet
from branches.selectors.requested_place import place_meant

FIND_HELP = "写全称、简称、编号或拼音首字母；↑↓选，回车定。"


class OrganizationField(forms.CharField):
    """An organization typed by name, short name, code or initials, among `places`; the browser suggests while typing."""

    places: OrganizationQuerySet

    def __init__(self, **facts: Any) -> None:
        attrs = CONTROL | {
            "role": "combobox",
            "aria-autocomplete": "list",
            "aria-expanded": "false",
            "autocomplete": "off",
        }
        super().__init__(max_length=160, widget=forms.TextInput(attrs=attrs), **facts)

    def clean(self, value: Any) -> Organization | None:
        typed = super().clean(value).strip()
        return place_meant(typed, self.places) if typed else None
