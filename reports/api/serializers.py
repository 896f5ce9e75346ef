"""Serializers of reports and their rows. Lists are plain dicts made from columns; the serializers document them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from core.api import StrictFields, count_field
from core.clock import Period, months_later
from core.numbers import rate
from core.parsing import MONTH, parse_month
from obligations.api.serializers import PeriodSerializer, period_data
from obligations.models import Rule
from reports.models import Report
from reports.selectors.figures import TotalFigures
from reports.selectors.received import ReceivedReport

PERCENT = {"min_value": 0, "max_value": 100, "allow_null": True}


class ReportSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    organization = serializers.CharField(help_text="code")
    organization_name = serializers.CharField(help_text="the full name, as it was when frozen")
    month = serializers.RegexField(MONTH)
    status = serializers.ChoiceField(Report.Status.choices)
    version = serializers.IntegerField(min_value=1)
    built_at = serializers.DateTimeField(allow_null=True)
    counted_until = serializers.DateTimeField(
        allow_null=True, help_text="what was submitted before this instant counts"
    )
    frozen_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    issuer = serializers.CharField(
        allow_blank=True, help_text="the office that issued it, as on its paper; empty before it is published"
    )
    addressees = serializers.CharField(allow_blank=True, help_text="主送; empty before it is published")
    note = serializers.CharField()
    replaces = serializers.UUIDField(allow_null=True, help_text="id of the withdrawn version before it")
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawal_reason = serializers.CharField(allow_blank=True)
    withdrawal_document = serializers.CharField(allow_blank=True)
    digest = serializers.CharField(help_text="SHA-256 of the content; empty before it is built")


class BuildReportSerializer(StrictFields, serializers.Serializer):
    organization = serializers.CharField(max_length=32, help_text="code of a committee")
    month = serializers.RegexField(MONTH, help_text="YYYY-MM")

    def validate_month(self, text: str) -> Period:
        month = parse_month(text)
        if month is None:
            raise serializers.ValidationError("月份写成2026-11这样。")
        return month


class BuildAcceptedSerializer(serializers.Serializer):
    job = serializers.UUIDField(help_text="the job that builds it")
    title = serializers.CharField()
    status = serializers.ChoiceField(["queued", "running", "done", "failed"])
    organization = serializers.CharField()
    month = serializers.RegexField(MONTH)


class PublishReportSerializer(StrictFields, serializers.Serializer):
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    with_below = serializers.BooleanField(
        required=False, help_text="the frozen reports below it too, all or none; false if left out"
    )


class WithdrawReportSerializer(StrictFields, serializers.Serializer):
    reason = serializers.CharField(max_length=500)
    document = serializers.CharField(max_length=200, help_text="the decision it rests on")


class ReportReadingSerializer(serializers.Serializer):
    version = serializers.IntegerField(min_value=1)
    read_at = serializers.DateTimeField()


class ReadersSerializer(serializers.Serializer):
    received = count_field(help_text="accounts that find it on their desk today")
    read = count_field(help_text="of these, have said that they read it; counted as a whole only")
    read_former = count_field(help_text="read the withdrawn version and not yet this one")


class ReceivedMonthSerializer(serializers.Serializer):
    month = serializers.RegexField(MONTH)
    required = count_field(allow_null=True)
    held = count_field(allow_null=True)
    completion = serializers.FloatField(**PERCENT)
    attendance = serializers.FloatField(**PERCENT)


class ReceivedReportSerializer(serializers.Serializer):
    organization = serializers.CharField(help_text="code of whoever is looked at")
    own = ReceivedMonthSerializer(
        many=True, help_text="the month, the month before, the same month a year ago"
    )
    whole = ReceivedMonthSerializer(allow_null=True, help_text="the sum of the report's organization")


# What lines and totals have in common. No docstring: the API's document would show it as theirs.
class FiguresSerializer(serializers.Serializer):
    organization = serializers.CharField(help_text="code")
    organization_name = serializers.CharField(help_text="the full name, as it was when frozen")
    required = count_field(allow_null=True)
    fulfilled = count_field()
    held = count_field()
    completion = serializers.FloatField(**PERCENT)
    expected = count_field()
    present = count_field()
    on_leave = count_field()
    absent = count_field()
    attendance = serializers.FloatField(**PERCENT)
    late_records = count_field()


class ReportLineSerializer(FiguresSerializer):
    rule = serializers.CharField(help_text="code")
    rule_organization = serializers.CharField(
        allow_null=True, help_text="code of the organization whose rule it is; null: everybody's"
    )
    period = PeriodSerializer()
    is_due = serializers.BooleanField(
        help_text="the period ends with the month: it counts towards completion"
    )
    required = count_field(allow_null=True, help_text="null when it applies to nothing at or below")
    fulfilled = count_field(help_text="Σ min(held, required)")
    own_required = count_field(allow_null=True, help_text="asked of the organization itself")
    own_held = count_field()
    missed_in_a_row = count_field(
        help_text="ended periods without any; at most 12; above a branch the longest below"
    )


class ReportTotalSerializer(FiguresSerializer):
    branches = count_field()
    members = count_field()
    returned = count_field()
    missed = count_field()
    missing_branches = count_field()


class ReportAmendmentSerializer(serializers.Serializer):
    organization = serializers.CharField(help_text="code")
    organization_name = serializers.CharField(help_text="the full name, as it was when frozen")
    rule = serializers.CharField(help_text="code")
    rule_organization = serializers.CharField(
        allow_null=True, help_text="code of the organization whose rule it is; null: everybody's"
    )
    field = serializers.CharField()
    old = serializers.IntegerField(help_text="as frozen")
    new = serializers.IntegerField()
    reason = serializers.CharField()
    noticed_at = serializers.DateTimeField()


# Columns of the rows: those of the organization, what a row is made of, and what is shown as it stands.
ORGANIZATION = ("organization__code", "organization__name", "organization_id")
REPORT_FIELDS = (
    "status", "version", "built_at", "counted_until", "frozen_at", "published_at", "issuer", "addressees", "note",
    "withdrawn_at", "withdrawal_reason", "withdrawal_document", "digest",
)  # fmt: skip
SUMS = ("required", "fulfilled", "held", "expected", "present", "on_leave", "absent", "late_records")
LINE_FIELDS = ("is_due", *SUMS, "own_required", "own_held", "missed_in_a_row")
TOTAL_FIELDS = (*SUMS, "branches", "members", "returned", "missed", "missing_branches")
AMENDMENT_FIELDS = ("field", "old", "new", "reason", "noticed_at")
REPORT = ("pk", "uuid", *ORGANIZATION, "month", "replaces__uuid", *REPORT_FIELDS)
RULE = ("rule__code", "rule__organization__code")
LINE = ("path", "rule_id", *ORGANIZATION, *RULE, "rule__cadence", "report__month", *LINE_FIELDS)
TOTAL = ("path", *ORGANIZATION, *TOTAL_FIELDS)
AMENDMENT = ("pk", *ORGANIZATION, *RULE, *AMENDMENT_FIELDS)


def percent(part: int | None, of: int | None) -> float | None:
    value = rate(part, of)
    return None if value is None else float(value)


def row_data(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The organization and these columns; instants with the local offset, as everywhere in the API."""
    values = {name: row[name] for name in names}
    return {"organization": row["organization__code"], "organization_name": row["organization__name"]} | {
        name: timezone.localtime(value) if isinstance(value, dt.datetime) else value
        for name, value in values.items()
    }


def figures_data(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return row_data(row, names) | {
        "completion": percent(row["fulfilled"], row["required"]),
        "attendance": percent(row["present"], row["expected"]),
    }


def report_data(row: dict[str, Any]) -> dict[str, Any]:
    found = {"id": row["uuid"], "month": f"{row['month']:%Y-%m}", "replaces": row["replaces__uuid"]}
    return found | row_data(row, REPORT_FIELDS)


def received_data(received: ReceivedReport) -> dict[str, Any]:
    months = [Period.month(months_later(received.report.month, -back)).text for back in (0, 1, 12)]
    return {
        "organization": received.organization.code,
        "own": [_month_data(month, row) for month, (_, row) in zip(months, received.rows, strict=True)],
        "whole": _month_data(months[0], received.whole) if received.whole else None,
    }


def _month_data(month: str, figures: TotalFigures | None) -> dict[str, Any]:
    return {
        "month": month,
        "required": figures.required if figures else None,
        "held": figures.held if figures else None,
        "completion": percent(figures.fulfilled, figures.required) if figures else None,
        "attendance": percent(figures.present, figures.expected) if figures else None,
    }


def line_data(row: dict[str, Any]) -> dict[str, Any]:
    period = Period.holding(row["report__month"], Rule.MONTHS[Rule.Cadence(row["rule__cadence"])])
    return rule_data(row) | {"period": period_data(period)} | figures_data(row, LINE_FIELDS)


def rule_data(row: dict[str, Any]) -> dict[str, Any]:
    return {"rule": row["rule__code"], "rule_organization": row["rule__organization__code"]}


def total_data(row: dict[str, Any]) -> dict[str, Any]:
    return figures_data(row, TOTAL_FIELDS)


def amendment_data(row: dict[str, Any]) -> dict[str, Any]:
    return rule_data(row) | row_data(row, AMENDMENT_FIELDS)
