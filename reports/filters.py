"""FilterSets of reports and their rows, for page and API."""

import django_filters as df
from django.http import Http404

from branches.access.roles import Capability
from branches.filters import MonthFilter
from branches.models import Organization
from core.clock import Period
from reports.models import Report
from reports.querysets import ReportQuerySet, RowQuerySet


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


class LineFilter(RowFilter):
    """Also rule=CODE."""

    rule = df.CharFilter(label="制度", field_name="rule__code", max_length=20)
