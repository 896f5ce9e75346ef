"""The filters of lists of meetings: one FilterSet for the page and the API."""

import django_filters as df
from django import forms

from branches.access.roles import Capability
from branches.filters import MonthFilter, ScopeFilter, yes_no
from branches.models import Organization
from core.clock import Period
from core.personal_numbers import refuse_number
from meetings.models import Meeting
from meetings.querysets import MeetingQuerySet, counted
from meetings.states import Kind, Status

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
DAY = CONTROL | {"type": "date"}


class MeetingFilter(df.FilterSet):
    """Scoped by the actor's reach whatever the filters say; an organization out of reach holds nothing."""

    organization = df.CharFilter(label="党组织", method="later", widget=forms.HiddenInput)
    below = ScopeFilter(label="及其下级", method="later", capability=Capability.CALENDAR)
    q = df.CharFilter(
        label="查找",
        method="mentioning",
        max_length=60,
        validators=[refuse_number],
        widget=forms.TextInput(CONTROL | {"type": "search", "placeholder": "主题、党组织、日期"}),
    )
    month = MonthFilter(label="月份", method="in_month", widget=forms.TextInput(CONTROL | {"type": "month"}))
    held_from = df.DateFilter(
        label="从", field_name="held_on", lookup_expr="gte", widget=forms.DateInput(DAY, "%Y-%m-%d")
    )
    held_until = df.DateFilter(
        label="到", field_name="held_on", lookup_expr="lte", widget=forms.DateInput(DAY, "%Y-%m-%d")
    )
    kind = df.ChoiceFilter(
        label="类型", choices=Kind.choices, method="of_kind", empty_label="全部", widget=forms.Select(SELECT)
    )
    status = df.ChoiceFilter(
        label="状态",
        choices=Status.choices,
        method="of_status",
        empty_label="全部",
        widget=forms.Select(SELECT),
    )
    is_late = yes_no("逾期补录", method="recorded_late")
    counted = yes_no("计入次数", method="is_counted")

    class Meta:
        model = Meeting
        fields: list[str] = []

    def filter_queryset(self, queryset: MeetingQuerySet) -> MeetingQuerySet:
        values = self.form.cleaned_data
        places = Organization.objects.visible_to(self.request.actor, Capability.CALENDAR)
        if values.get("organization"):
            places = places.filter(code=values["organization"])
        if values.get("below"):
            top = Organization.objects.filter(code=values["below"]).first()
            places = places.within(top) if top else places.none()
        return super().filter_queryset(queryset.held_at(places))

    def later(self, queryset: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        """Places are taken together, in filter_queryset."""
        return queryset

    def mentioning(self, queryset: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        return queryset.found_by(value, self.request.actor)

    def in_month(self, queryset: MeetingQuerySet, name: str, value: Period) -> MeetingQuerySet:
        return queryset.held_in(value)

    def of_kind(self, queryset: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        return queryset.of_kind(value)

    def of_status(self, queryset: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        return queryset.of_status(value, self.request.actor)

    def recorded_late(self, queryset: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        """Of the records this person reads: whether others are late is not seen by leaving them out either."""
        return queryset.visible_to(self.request.actor, Capability.VIEW).filter(is_late=value == "true")

    def is_counted(self, queryset: MeetingQuerySet, name: str, value: str) -> MeetingQuerySet:
        """Exactly what figures count: submitted or confirmed, and not void; of the records this person reads."""
        queryset = queryset.visible_to(self.request.actor, Capability.VIEW)
        if value == "true":
            return queryset.counted()
        return queryset.exclude(counted())
