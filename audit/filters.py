"""Filters of the list of audit entries, for the page and the API."""

from typing import Any

import django_filters as df
from django import forms
from django.db.models import Q

from audit.models import Entry
from audit.querysets import EntryQuerySet
from audit.selectors.entry_words import grouped
from core.parts import parts

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
DAY = CONTROL | {"type": "date"}


class EntryFilter(df.FilterSet):
    who = df.CharFilter(label="何人", method="by_person", widget=forms.TextInput(CONTROL))
    action = df.ChoiceFilter(
        label="何事",
        choices=grouped(),
        empty_label="全部",
        widget=forms.Select(SELECT),
    )
    subject = df.CharFilter(label="对象", method="about", widget=forms.TextInput(CONTROL))
    place = df.CharFilter(label="组织或路径", method="at_place", widget=forms.TextInput(CONTROL))
    since = df.DateFilter(
        label="从",
        field_name="at",
        lookup_expr="date__gte",
        widget=forms.DateInput(DAY),
    )
    until = df.DateFilter(
        label="到",
        field_name="at",
        lookup_expr="date__lte",
        widget=forms.DateInput(DAY),
    )
    request_id = df.CharFilter(label="请求号", widget=forms.TextInput(CONTROL))

    class Meta:
        model = Entry
        fields: list[str] = []

    def by_person(self, rows: EntryQuerySet, name: str, value: Any) -> EntryQuerySet:
        return rows.filter(Q(who__icontains=value) | Q(user__username=value))

    def about(self, rows: EntryQuerySet, name: str, value: Any) -> EntryQuerySet:
        """By what the deed was done to: its name as it was then, its id, or the number it has (of a member)."""
        numbered = [each for find in parts("AUDIT_SUBJECTS") for each in find(value)]
        return rows.filter(Q(subject_name__icontains=value) | Q(subject_id__in=[value, *numbered]))

    def at_place(self, rows: EntryQuerySet, name: str, value: Any) -> EntryQuerySet:
        """By the name of the organization as it was then, its short name of today, or its path with everything below."""
        if value.isdigit():
            return rows.filter(path__startswith=value)
        paths = [each for find in parts("AUDIT_PLACES") for each in find(value)]
        return rows.filter(Q(organization__icontains=value) | Q(path__in=paths))
