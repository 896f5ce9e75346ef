"""Filters of the lists of rules, waivers and days off, for page and API."""

import datetime as dt

import django_filters as df
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from branches.filters import MonthFilter
from branches.models import Holiday
from core.clock import Period
from meetings.states import Kind
from obligations.models import Rule, Waiver
from obligations.querysets import RuleQuerySet


class RuleFilter(df.FilterSet):
    """code, kind, organization=CODE for its own, and month=YYYY-MM for the rules in force at the end of a month."""

    code = df.CharFilter(label="编号", max_length=20)
    kind = df.ChoiceFilter(label="会议类型", choices=Kind.choices)
    organization = df.CharFilter(label="党组织", field_name="organization__code", max_length=32)
    month = MonthFilter(label="月份", method="in_force")

    class Meta:
        model = Rule
        fields: list[str] = []

    @extend_schema_field(OpenApiTypes.STR)
    def in_force(self, found: RuleQuerySet, name: str, month: Period) -> RuleQuerySet:
        return found.in_force(month)


class HolidayFilter(df.FilterSet):
    """organization=CODE for its own."""

    organization = df.CharFilter(label="党组织", field_name="organization__code", max_length=32)

    class Meta:
        model = Holiday
        fields: list[str] = []


class WaiverFilter(df.FilterSet):
    """organization=CODE (that one), rule=CODE, on=YYYY-MM-DD for those that hold on a day."""

    organization = df.CharFilter(label="党组织", field_name="organization__code", max_length=32)
    rule = df.CharFilter(label="制度", field_name="rule_code", max_length=20)
    on = df.DateFilter(label="哪一天", method="holding")

    class Meta:
        model = Waiver
        fields: list[str] = []

    def holding(self, found: QuerySet, name: str, day: dt.date) -> QuerySet:
        return found.filter(since__lte=day, until__gte=day)
