"""Describe the filters of export requests in words."""

from collections.abc import Sequence

from branches.models import Organization
from core.parts import parts
from exchange.models import Export

PLACES = ("organization", "below", "group")


def describe_filters(exports: Sequence[Export]) -> list[str]:
    """For each request, the filters of its list: 月份 2026-10、类型 主题党日; empty without filters."""
    codes = {export.filters[name] for export in exports for name in PLACES if name in export.filters}
    names = dict(Organization.objects.filter(code__in=codes).values_list("code", "short_name"))
    kinds = parts("EXPORT_KINDS")
    texts = []
    for export in exports:
        narrowed = []
        for name, declared in kinds[export.kind].filters.base_filters.items():
            if value := export.filters.get(name):
                choices = dict(getattr(declared.field, "choices", ()))
                narrowed.append(f"{declared.label} {choices.get(value) or names.get(value, value)}")
        texts.append("、".join(narrowed))
    return texts
