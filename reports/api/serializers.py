"""Shapes of rules, duties and reports. Lists are plain dicts made from columns; the serializers describe them."""

import datetime as dt
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from core.api import StrictFields
from core.clock import Period
from core.numbers import rate
from meetings.states import Kind
from meetings.selectors.effort import Effort
from reports.models import Report
from obligations.models import Rule, Waiver
from obligations.selectors.owed import Owed
from obligations.states import State

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
PERCENT = {"min_value": 0, "max_value": 100, "allow_null": True}


def whole(**facts: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, **facts)


class RuleRow(serializers.Serializer):
    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(Kind.choices, allow_null=True, help_text="the kind of meeting it asks for")
    applies_to = serializers.ChoiceField(Rule.AppliesTo.choices)
    cadence = serializers.ChoiceField(Rule.Cadence.choices)
    count = serializers.IntegerField(min_value=1, help_text="how many in each period")
    basis = serializers.CharField(help_text="the article it rests on")
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)


class SetRule(StrictFields, serializers.Serializer):
    """A rule known by its code is ended and goes on changed; what is not sent stays as it was."""

    code = serializers.RegexField(Rule.CODE, max_length=20, error_messages={"invalid": Rule.CODE_WRONG})
    valid_from = serializers.DateField()
    name = serializers.CharField(max_length=60, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    applies_to = serializers.ChoiceField(Rule.AppliesTo.choices, required=False)
    cadence = serializers.ChoiceField(Rule.Cadence.choices, required=False)
    count = serializers.IntegerField(min_value=1, max_value=99, required=False)
    basis = serializers.CharField(max_length=120, required=False)


class WaiverRow(serializers.ModelSerializer):
    organization = serializers.CharField(source="organization.code", help_text="code; with all below it")
    rule = serializers.CharField(source="rule_code", help_text="code of the rule")

    class Meta:
        model = Waiver
        fields = ("id", "organization", "rule", "since", "until", "reason", "granted_at")


class WaiveShape(StrictFields, serializers.Serializer):
    """Whole periods: the dates are widened to the rule's own."""

    organization = serializers.CharField(max_length=32, help_text="code")
    rule = serializers.CharField(max_length=20, help_text="code of the rule")
    since = serializers.DateField()
    until = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class EndWaiverShape(StrictFields, serializers.Serializer):
    asked_from = serializers.DateField(help_text="widened to the first day of the rule's own period")
    reason = serializers.CharField(max_length=200)


class WaiverEnded(serializers.Serializer):
    id = serializers.IntegerField()
    until = serializers.DateField(allow_null=True, help_text="null where it was withdrawn whole")


class PeriodShape(serializers.Serializer):
    since = serializers.DateField()
    until = serializers.DateField()


class OwedRow(serializers.Serializer):
    rule = serializers.CharField(help_text="code of the rule")
    organization = serializers.CharField(help_text="code")
    period = PeriodShape(help_text="the rule's own period that holds the month; both days belong to it")
    required = whole(allow_null=True, help_text="null when nothing is asked")
    held = whole()
    state = serializers.ChoiceField(State.choices)
    due_on = serializers.DateField()
    meetings = serializers.ListField(
        child=serializers.UUIDField(), help_text="the meetings counted, oldest first"
    )


class EffortRow(serializers.Serializer):
    organization = serializers.CharField(help_text="code; with everything below it")
    month = serializers.RegexField(MONTH)
    branches = whole(help_text="branches that recorded anything")
    meetings = whole(help_text="counted meetings")
    taps = whole(help_text="estimated from the records, not watched")
    characters = whole(help_text="typed, as they stand in the records")
    minutes = whole()
    minutes_a_branch = whole()
    minutes_a_meeting = whole()


class ReportRow(serializers.Serializer):
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


class BuildReport(StrictFields, serializers.Serializer):
    organization = serializers.CharField(max_length=32, help_text="code of a committee")
    month = serializers.RegexField(MONTH, help_text="YYYY-MM")

    def validate_month(self, text: str) -> Period:
        try:
            return Period.parse(text)
        except ValueError as wrong:
            raise serializers.ValidationError("月份写成2026-11这样。") from wrong


class BuildAccepted(serializers.Serializer):
    job = serializers.UUIDField(help_text="the job that builds it")
    title = serializers.CharField()
    status = serializers.ChoiceField(["queued", "running", "done", "failed"])
    organization = serializers.CharField()
    month = serializers.RegexField(MONTH)


class PublishReport(StrictFields, serializers.Serializer):
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class LineRow(serializers.Serializer):
    organization = serializers.CharField(help_text="code")
    organization_name = serializers.CharField(help_text="the full name, as it was when frozen")
    rule = serializers.CharField(help_text="code")
    period = PeriodShape()
    is_due = serializers.BooleanField(
        help_text="the period ends with the month: it counts towards completion"
    )
    required = whole(allow_null=True, help_text="null when it applies to nothing at or below")
    fulfilled = whole(help_text="Σ min(held, required)")
    held = whole()
    completion = serializers.FloatField(**PERCENT)
    expected = whole()
    present = whole()
    on_leave = whole()
    absent = whole()
    attendance = serializers.FloatField(**PERCENT)
    late_records = whole()
    own_required = whole(allow_null=True, help_text="asked of the organization itself")
    own_held = whole()
    missed_in_a_row = whole(
        help_text="ended periods without any; at most 12; above a branch the longest below"
    )


class TotalRow(serializers.Serializer):
    organization = serializers.CharField(help_text="code")
    organization_name = serializers.CharField(help_text="the full name, as it was when frozen")
    required = whole(allow_null=True)
    fulfilled = whole()
    held = whole()
    completion = serializers.FloatField(**PERCENT)
    expected = whole()
    present = whole()
    on_leave = whole()
    absent = whole()
    attendance = serializers.FloatField(**PERCENT)
    late_records = whole()
    branches = whole()
    members = whole()
    returned = whole()
    missed = whole()
    missing_branches = whole()


class AmendmentRow(serializers.Serializer):
    organization = serializers.CharField(help_text="code")
    organization_name = serializers.CharField(help_text="the full name, as it was when frozen")
    rule = serializers.CharField(help_text="code")
    field = serializers.CharField()
    old = serializers.IntegerField(help_text="as frozen")
    new = serializers.IntegerField()
    reason = serializers.CharField()
    noticed_at = serializers.DateTimeField()


RULE = ("pk", "code", "name", "kind", "applies_to", "cadence", "count", "basis", "valid_from", "valid_until")
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


def _local(value: Any) -> Any:
    """Instants with the local offset, as everywhere in the API."""
    return timezone.localtime(value) if isinstance(value, dt.datetime) else value


def _period(period: Period) -> dict[str, Any]:
    return {"since": period.since, "until": period.until}


def rule(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in RULE[1:]} | {"kind": row["kind"] or None}


EFFORT = ("branches", "meetings", "taps", "characters", "minutes", "minutes_a_branch", "minutes_a_meeting")


def effort(organization: str, month: Period, found: Effort) -> dict[str, Any]:
    return {"organization": organization, "month": month.text} | {
        name: getattr(found, name) for name in EFFORT
    }


def owed(row: Owed) -> dict[str, Any]:
    return {
        "rule": row.rule.code,
        "organization": row.organization.code,
        "period": _period(row.period),
        "required": row.required,
        "held": row.held,
        "state": row.state.value,
        "due_on": row.due_on,
        "meetings": list(row.meetings),
    }


def report(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["uuid"],
        "organization": row["organization__code"],
        "organization_name": row["organization__name"],
        "month": f"{row['month']:%Y-%m}",
        **{name: _local(row[name]) for name in REPORT[6:]},
    }


def line(row: dict[str, Any]) -> dict[str, Any]:
    period = Period.holding(row["report__month"], Rule.MONTHS[Rule.Cadence(row["rule__cadence"])])
    return {
        "organization": row["organization__code"],
        "organization_name": row["organization__name"],
        "rule": row["rule__code"],
        "period": _period(period),
        **{name: row[name] for name in LINE[8:]},
        **rates(row),
    }


def total(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "organization": row["organization__code"],
        "organization_name": row["organization__name"],
        **{name: row[name] for name in TOTAL[4:]},
        **rates(row),
    }


def amendment(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "organization": row["organization__code"],
        "organization_name": row["organization__name"],
        "rule": row["rule__code"],
        **{name: _local(row[name]) for name in AMENDMENT[5:]},
    }
