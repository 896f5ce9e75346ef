"""Serializers of rules, waivers and owed duties."""

from typing import Any

from rest_framework import serializers

from branches.api.fields import OrganizationCodeField
from core.api import StrictFields, count_field
from core.clock import Period
from core.writes import TaggedRow
from meetings.states import Kind
from obligations.actions.try_rule import RuleTrial
from obligations.models import Rule, Waiver
from obligations.states import DutyState

OF_WHOM = (
    "code of the organization it binds with all below it; null: everybody. The nearest above a place holds"
)


class RuleSerializer(serializers.Serializer):
    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(Kind.choices, allow_null=True, help_text="the kind of meeting it asks for")
    applies_to = serializers.ChoiceField(Rule.AppliesTo.choices)
    cadence = serializers.ChoiceField(Rule.Cadence.choices)
    count = serializers.IntegerField(min_value=1, help_text="how many in each period")
    basis = serializers.CharField(help_text="the article it rests on")
    organization = serializers.CharField(allow_null=True, help_text=OF_WHOM)
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)


class SetRuleSerializer(StrictFields, serializers.Serializer):
    """A change of the rule with this code, or a new rule; fields that are not sent keep their value, of a first row of an
    organization's own that of the rule above. What is in force above can be made stricter, never looser.
    """

    code = serializers.RegexField(Rule.CODE, max_length=20, error_messages={"invalid": Rule.CODE_WRONG})
    valid_from = serializers.DateField()
    organization = OrganizationCodeField(required=False, allow_null=True, help_text=OF_WHOM)
    name = serializers.CharField(max_length=60, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    applies_to = serializers.ChoiceField(Rule.AppliesTo.choices, required=False)
    cadence = serializers.ChoiceField(Rule.Cadence.choices, required=False)
    count = serializers.IntegerField(min_value=1, max_value=99, required=False)
    basis = serializers.CharField(max_length=120, required=False)


class TrialPeriodSerializer(serializers.Serializer):
    label = serializers.CharField()
    required_now = count_field()
    fulfilled_now = count_field()
    required_then = count_field()
    fulfilled_then = count_field()


class BoundKindSerializer(serializers.Serializer):
    label = serializers.CharField(help_text="kind of unit")
    now = count_field(help_text="how many are bound now")
    then = count_field(help_text="how many the change binds")
    enough = count_field(help_text="of these, with enough in this period already")


class RuleTrialSerializer(serializers.Serializer):
    number = serializers.IntegerField(help_text="of the new version")
    periods = TrialPeriodSerializer(many=True)
    kinds = BoundKindSerializer(many=True)


class WaiverSerializer(TaggedRow, serializers.ModelSerializer):
    organization = serializers.CharField(source="organization.code", help_text="code; with all below it")
    rule = serializers.CharField(source="rule_code", help_text="code of the rule")

    class Meta:
        model = Waiver
        fields = ("id", "organization", "rule", "since", "until", "reason", "granted_at")


class WaiveSerializer(StrictFields, serializers.Serializer):
    """Whole periods: the dates are widened to the rule's own."""

    organization = serializers.CharField(max_length=32, help_text="code")
    rule = serializers.CharField(max_length=20, help_text="code of the rule")
    since = serializers.DateField()
    until = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class EndWaiverSerializer(StrictFields, serializers.Serializer):
    asked_from = serializers.DateField(help_text="widened to the first day of the rule's own period")
    reason = serializers.CharField(max_length=200)


class WaiverEndedSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    until = serializers.DateField(allow_null=True, help_text="null where it was withdrawn whole")


class PeriodSerializer(serializers.Serializer):
    since = serializers.DateField()
    until = serializers.DateField()


class OwedDutySerializer(serializers.Serializer):
    rule = serializers.CharField(source="rule.code", help_text="code of the rule")
    rule_organization = serializers.CharField(
        source="rule.organization.code",
        default=None,
        allow_null=True,
        help_text="code of whose rule it is; null: everybody's",
    )
    organization = serializers.CharField(source="organization.code", help_text="code")
    period = PeriodSerializer(help_text="the rule's own period that holds the month; both days belong to it")
    required = count_field(allow_null=True, help_text="null when nothing is asked")
    held = count_field()
    state = serializers.ChoiceField(DutyState.choices)
    due_on = serializers.DateField()
    meetings = serializers.ListField(
        child=serializers.UUIDField(), help_text="the meetings counted, oldest first"
    )


OWN = ("code", "name", "kind", "applies_to", "cadence", "count", "basis", "valid_from", "valid_until")
RULE = ("pk", *OWN, "organization__code")


def period_data(period: Period) -> dict[str, Any]:
    return {"since": period.since, "until": period.until}


def rule_data(row: dict[str, Any]) -> dict[str, Any]:
    facts = {name: row[name] for name in OWN} | {"kind": row["kind"] or None}
    return facts | {"organization": row["organization__code"]}


def trial_data(trial: RuleTrial) -> dict[str, Any]:
    periods = [
        {
            "label": label,
            "required_now": now.required,
            "fulfilled_now": now.fulfilled,
            "required_then": then.required,
            "fulfilled_then": then.fulfilled,
        }
        for label, now, then in trial.periods
    ]
    return {"number": trial.number, "periods": periods, "kinds": trial.kinds}
