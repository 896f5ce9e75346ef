"""Serializers of reports and their rows. Lists are plain dicts made from columns; the serializers document them."""

import datetime as dt
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from core.api import MONTH, StrictFields, count_field
from core.clock import Period
from core.numbers import rate
from core.parsing import parse_month
from obligations.api.serializers import PeriodSerializer, period_data
from obligations.models import Rule
from reports.models import Report

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
    note = serializers.CharField()
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


class ReportLineSerializer(serializers.Serializer):
    organization = serializers.CharField(help_text="code")
    organization_name = serializers.CharField(help_text="the full name, as it was when frozen")
    rule = serializers.CharField(help_text="code")
    period = PeriodSerializer()
    is_due = serializers.BooleanField(
        help_text="the period ends with the month: it counts towards completion"
    )
    required = count_field(allow_null=True, help_text="null when it applies to nothing at or below")
    fulfilled = count_field(help_text="Σ min(held, required)")
    held = count_field()
    completion = serializers.FloatField(**PERCENT)
    expected = count_field()
    present = count_field()
    on_leave = count_field()
    absent = count_field()
    attendance = serializers.FloatField(**PERCENT)
    late_records = count_field()
    own_required = count_field(allow_null=True, help_text="asked of the organization itself")
    own_held = count_field()
    missed_in_a_row = count_field(
        help_text="ended periods without any; at most 12; above a branch the longest below"
    )


class ReportTotalSerializer(serializers.Serializer):
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
    branches = count_field()
    members = count_field()
    returned = count_field()
    missed = count_field()
    missing_branches = count_field()


class ReportAmendmentSerializer(serializers.Serializer):
    organization = serializers.CharField(help_text="code")
    organization_name = serializers.CharField(help_text="the full name, as it was when frozen")
    rule = serializers.CharField(help_text="code")
    field = serializers.CharField()
    old = serializers.IntegerField(help_text="as frozen")
    new = serializers.IntegerField()
    reason = serializers.CharField()
    noticed_at = serializers.DateTimeField()


REPORT = (
    "pk", "uuid", "organization__code", "organization__name", "organization_id", "month", "status", "version",
    "built_at", "counted_until", "frozen_at", "published_at", "note", "digest",
)  # fmt: skip
SUMS = ("required", "fulfilled", "held", "expected", "present", "on_leave", "absent", "late_records")
LINE = (
    "path", "rule_id", "organization__code", "organization__name", "organization_id", "rule__code", "rule__cadence", "report__month", "is_due", *SUMS,
    "own_required", "own_held", "missed_in_a_row",
)  # fmt: skip
TOTAL = (
    "path", "organization__code", "organization__name", "organization_id", *SUMS, "branches", "members", "returned", "missed", "missing_branches",
)  # fmt: skip
AMENDMENT = (
    "pk", "organization__code", "organization__name", "organization_id", "rule__code", "field", "old", "new",
    "reason", "noticed_at",
)  # fmt: skip


def percent(part: int | None, of: int | None) -> float | None:
    found = rate(part, of)
    return None if found is None else float(found)


def rates(row: dict[str, Any]) -> dict[str, float | None]:
    return {
        "completion": percent(row["fulfilled"], row["required"]),
        "attendance": percent(row["present"], row["expected"]),
    }


def _local_time(value: Any) -> Any:
    """Instants with the local offset, as everywhere in the API."""
    return timezone.localtime(value) if isinstance(value, dt.datetime) else value


def report_data(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["uuid"],
        "organization": row["organization__code"],
        "organization_name": row["organization__name"],
        "month": f"{row['month']:%Y-%m}",
        **{name: _local_time(row[name]) for name in REPORT[6:]},
    }


def line_data(row: dict[str, Any]) -> dict[str, Any]:
    period = Period.holding(row["report__month"], Rule.MONTHS[Rule.Cadence(row["rule__cadence"])])
    return {
        "organization": row["organization__code"],
        "organization_name": row["organization__name"],
        "rule": row["rule__code"],
        "period": period_data(period),
        **{name: row[name] for name in LINE[8:]},
        **rates(row),
    }


def total_data(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "organization": row["organization__code"],
        "organization_name": row["organization__name"],
        **{name: row[name] for name in TOTAL[4:]},
        **rates(row),
    }


def amendment_data(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "organization": row["organization__code"],
        "organization_name": row["organization__name"],
        "rule": row["rule__code"],
        **{name: _local_time(row[name]) for name in AMENDMENT[5:]},
    }
