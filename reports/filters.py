"""What lists of rules, reports and their rows may be narrowed by: one set a list, for page and API."""

import datetime as dt

import django_filters as df
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from branches.models import Organization
from branches.access.roles import Capability
from core.clock import Period
from meetings.filters import MonthFilter
from meetings.states import Kind
from reminders.models import Digest
from reports.models import Report
from obligations.models import Rule, Waiver
from reports.querysets import ReportQuerySet, RowQuerySet
from obligations.querysets import RuleQuerySet


class RuleFilter(df.FilterSet):
    """code, kind, and month=YYYY-MM for the rules in force at the end of a month."""

    code = df.CharFilter(label="编号", max_length=20)
    kind = df.ChoiceFilter(label="会议类型", choices=Kind.choices)
    month = MonthFilter(label="月份", method="in_force")

    class Meta:
        model = Rule
        fields: list[str] = []

    @extend_schema_field(OpenApiTypes.STR)
    def in_force(self, found: RuleQuerySet, name: str, month: Period) -> RuleQuerySet:
        return found.in_force(month)


class ReportFilter(df.FilterSet):
    """organization=CODE (that one), month, status. The list is already narrowed to the reach."""

    organization = df.CharFilter(label="党组织", field_name="organization__code", max_length=32)
    month = MonthFilter(label="月份", method="of_month")
    status = df.ChoiceFilter(label="状态", choices=Report.Status.choices)

    class Meta:
        model = Report
        fields: list[str] = []

    def of_month(self, found: ReportQuerySet, name: str, month: Period) -> ReportQuerySet:
        return found.filter(month=month.since)


class RowFilter(df.FilterSet):
    """organization=CODE (that one), below=CODE (it and everything under it)."""

    organization = df.CharFilter(label="党组织", field_name="organization__code", max_length=32)
    below = df.CharFilter(label="及其下级", method="narrow", max_length=32)

    def narrow(self, found: RowQuerySet, name: str, code: str) -> RowQuerySet:
        """Raises Http404 for a code that is not there or out of reach."""
        places = Organization.objects.visible_to(self.request.actor, Capability.VIEW)
        top = places.filter(code=code).first()
        if top is None:
            raise Http404
        return found.within(top)


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


class LineFilter(RowFilter):
    """Also rule=CODE."""

    rule = df.CharFilter(label="制度", field_name="rule__code", max_length=20)


class DigestFilter(df.FilterSet):
    """day=YYYY-MM-DD. The list is already one's own."""

    day = df.DateFilter(label="哪一天")

    class Meta:
        model = Digest
        fields: list[str] = []
