"""Filters of lists of organizations and of mandates, for pages and API, and the fields that other lists filter by."""

import datetime as dt
from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404

from branches.access.roles import Capability
from branches.models import Mandate, Organization
from branches.querysets import MandateQuerySet, OrganizationQuerySet
from branches.selectors.requested_place import code_in, place_meant
from branches.states import Kind, UnitKind
from core import clock
from core.clock import Period
from core.parsing import MONTH, parse_month

YES_NO = [("true", "是"), ("false", "否")]


class MonthField(forms.CharField):
    """YYYY-MM as a Period."""

    def to_python(self, value: Any) -> Period | None:
        text = super().to_python(value)
        if not text:
            return None
        month = parse_month(text)
        if month is None:
            raise ValidationError("月份写成2026-11这样。", code="invalid")
        return month


class MonthFilter(filters.Filter):
    field_class = MonthField
    # What the API's document says of it; the decorator that sets this lives upstairs of filters.
    _spectacular_annotation = {"field": {"type": "string", "pattern": MONTH}}


class ScopeField(forms.CharField):
    """The code of the one organization meant; what looks like a code stays, whether there is such a one or not."""

    places: OrganizationQuerySet

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        code = code_in(typed)
        if not typed or Organization.objects.filter(code=code).exists():
            return code
        try:
            return str(place_meant(typed, self.places).code)
        except ValidationError:
            if code.isascii() and code == code.upper():
                return code
            raise


class ScopeFilter(filters.CharFilter):
    """范围: an organization by code, or by name among those in which the person has the capability."""

    field_class = ScopeField

    def __init__(self, *given: Any, capability: Capability = Capability.SEE_TREE, **more: Any) -> None:
        super().__init__(*given, **more)
        self.capability = capability

    @property
    def field(self) -> ScopeField:
        field: ScopeField = super().field
        if form := getattr(self, "parent", None):  # none where filters are only described
            field.places = Organization.objects.visible_to(form.request.actor, self.capability)
        return field


def yes_no(label: str, method: str) -> filters.ChoiceFilter:
    return filters.ChoiceFilter(
        label=label,
        choices=YES_NO,
        method=method,
        empty_label="全部",
        widget=forms.Select({"class": "form-select"}),
    )


class OrganizationFilters(filters.FilterSet):
    """below=CODE (it and everything under it), kind, unit_kind, q (name, code, pinyin, initials)."""

    below = ScopeFilter(method="narrow_below", label="这个党组织和它下面的", max_length=160)
    kind = filters.ChoiceFilter(choices=Kind.choices, label="类别")
    unit_kind = filters.ChoiceFilter(choices=UnitKind.choices, label="单位类别")
    q = filters.CharFilter(method="narrow_q", label="名称、编号、拼音或首字母", max_length=60)

    class Meta:
        model = Organization
        fields: list[str] = []

    def narrow_below(self, found: OrganizationQuerySet, name: str, code: str) -> OrganizationQuerySet:
        """Raises Http404 for a code that is not there or out of reach: the list is already narrowed to the reach."""
        top = self.queryset.filter(code=code).first()
        if top is None:
            raise Http404
        return found.within(top)

    def narrow_q(self, found: OrganizationQuerySet, name: str, text: str) -> OrganizationQuerySet:
        return found.named_like(text)


class DayFilters(filters.FilterSet):
    """on=YYYY-MM-DD; the view reads the day, as without it today is meant."""

    on = filters.DateFilter(method="keep", label="哪一天，不写就是今天")

    def keep(self, found: OrganizationQuerySet, name: str, day: dt.date) -> OrganizationQuerySet:
        return found


class MandateFilters(filters.FilterSet):
    """q (account, name or organization), open=true for those in force or still to begin, open=false for those over."""

    q = filters.CharFilter(method="narrow_q", label="账号、姓名或党组织", max_length=60)
    open = filters.BooleanFilter(method="narrow_open", label="还有效的")

    class Meta:
        model = Mandate
        fields: list[str] = []

    def narrow_q(self, found: MandateQuerySet, name: str, text: str) -> MandateQuerySet:
        return found.held_by(text)

    def narrow_open(self, found: MandateQuerySet, name: str, wanted: bool) -> MandateQuerySet:
        today = clock.today()
        return found.open(today) if wanted else found.ended(today)
