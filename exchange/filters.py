"""The filters of each kind of export, and what a list was narrowed to, in words."""

from collections.abc import Sequence

import django_filters as filters

from branches.models import Organization
from exchange.models import Export
from members.filters import MemberFilters

FILTERS: dict[str, type[filters.FilterSet]] = {Export.Kind.ROSTER: MemberFilters}
"""By kind of export. The floors above add theirs when they are ready."""


PLACES = ("organization", "below", "group")


def in_words(exports: Sequence[Export]) -> list[str]:
    """For each, what its asker had narrowed the list to: 月份 2026-10、类型 主题党日; empty for all there is."""
    codes = {export.filters[name] for export in exports for name in PLACES if name in export.filters}
    names = dict(Organization.objects.filter(code__in=codes).values_list("code", "short_name"))
    said = []
    for export in exports:
        parts = []
        for name, declared in FILTERS[export.kind].base_filters.items():
            if value := export.filters.get(name):
                choices = dict(getattr(declared.field, "choices", ()))
                parts.append(f"{declared.label} {choices.get(value) or names.get(value, value)}")
        said.append("、".join(parts))
    return said
