"""The form field that finds an organization by its name."""

import re
from typing import Any

from django import forms

from branches.forms.organizations import CONTROL
from branches.models import Organization
from branches.querysets import OrganizationQuerySet

MOST_NAMED = 5
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
        if not typed:
            return None
        code = re.search(r"（([^（）]+)）$", typed)
        for found in (
            self.places.filter(code=code[1] if code else typed),
            self.places.filter(name=typed) | self.places.filter(short_name=typed),
            self.places.named_like(typed),
        ):
            rows = list(found.order_by("path")[: MOST_NAMED + 1])
            if len(rows) == 1:
                return rows[0]
            if rows:
                names = "、".join(f"{row.short_name}（{row.code}）" for row in rows[:MOST_NAMED])
                raise forms.ValidationError(f"有几个叫“{typed}”的：{names}。请写编号或全称。", code="several")
        raise forms.ValidationError(f"没有叫“{typed}”的，或者不能去那里。")
