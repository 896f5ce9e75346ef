"""Serializers of decisions about people and of what is proposed at the addresses of members."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from branches.access.roles import Capability
from branches.api.fields import OrganizationCodeField
from branches.selectors.actors import Actor
from core.api import StrictFields
from meetings.models import Resolution
from members.api.serializers import InputSerializer, MemberFactsSerializer
from members.models import Member, Restriction
from members.states import OFFERED_EXITS, ExemptionPurpose
from procedures.models import MemberDecision
from procedures.rules.proposal import Search
from procedures.selectors.decision_facts import person_warnings
from procedures.states import ENTRIES, GROUNDS, DecisionKind, DecisionStatus

LEAVING = [(kind.value, kind.label) for kind in OFFERED_EXITS]
STARTING = [(kind.value, kind.label) for kind in DecisionKind if kind in ENTRIES]
ALL_GROUNDS = list({code: words for grounds in GROUNDS.values() for code, words in grounds.items()}.items())
LARGEST_ID = 2**63 - 1


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST_ID})
class ResolutionField(serializers.IntegerField):
    """A resolution by its id, among the meetings the actor reads."""

    default_error_messages = {"not_found": "没有这项决议，或者不在您的范围内。"}

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        # Judged before the resolution is looked for (core.json_types); validators would be handed the resolution.
        self.min_value, self.max_value = 1, LARGEST_ID

    def to_internal_value(self, data: Any) -> Resolution:
        by: Actor = self.context["actor"]
        read = by.reach.q(Capability.VIEW, at="item__meeting__organization")
        resolutions = Resolution.objects.filter(read, pk=super().to_internal_value(data))
        found = resolutions.select_related("item__meeting").first()
        if found is None:
            self.fail("not_found")
        return found


class PaperSerializer(InputSerializer):
    """What a proposal rests on. Number, day and body may come later, with the approval, except for letters of transfer."""

    resolution = ResolutionField(
        required=False,
        allow_null=True,
        help_text="id of the passed resolution of the branch's general meeting",
    )
    document = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="number of the paper: 海街工委〔2026〕12号"
    )
    decided_on = serializers.DateField(required=False, allow_null=True, help_text="the day of the paper")
    body = serializers.CharField(
        max_length=120, required=False, allow_blank=True, help_text="who issued the paper"
    )
    reason = serializers.CharField(max_length=120, required=False, allow_blank=True)


class EnrollmentSerializer(PaperSerializer, MemberFactsSerializer):
    organization = OrganizationCodeField(capability=Capability.SEE_TREE)
    group = OrganizationCodeField(required=False, allow_null=True)
    since = serializers.DateField(required=False, allow_null=True, help_text="empty: the day of the decision")
    entry = serializers.ChoiceField(STARTING, required=False)
    suspended_on = serializers.DateField(required=False, allow_null=True)
    suspension_document = serializers.CharField(max_length=60, required=False, allow_blank=True)


class MemberExitSerializer(PaperSerializer):
    exit = serializers.ChoiceField(LEAVING)
    on = serializers.DateField(required=False, allow_null=True, help_text="empty: the day of the decision")
    ground = serializers.ChoiceField(ALL_GROUNDS, required=False, allow_blank=True)


class FullMembershipSerializer(PaperSerializer):
    on = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="the end of the probation; any other day is refused (R-DEV-20)",
    )
    applied_on = serializers.DateField(required=False, allow_null=True)
    opinions_on = serializers.DateField(required=False, allow_null=True)
    reviewed_on = serializers.DateField(required=False, allow_null=True)


class ProbationExtensionSerializer(PaperSerializer):
    until = serializers.DateField(help_text="half a year to a year after the end of the probation (R-DEV-19)")


class PostponementSerializer(PaperSerializer):
    until = serializers.DateField(help_text="at most half a year after the end of the probation (R-DEV-27)")


class SearchSerializer(StrictFields, serializers.Serializer):
    """One attempt to find somebody lost."""

    on = serializers.DateField()
    way = serializers.CharField(max_length=100)

    def to_internal_value(self, data: Any) -> Search:
        return Search(**super().to_internal_value(data))


class RestrictionInputSerializer(PaperSerializer):
    kind = serializers.ChoiceField(Restriction.Kind.choices)
    since = serializers.DateField(required=False, allow_null=True, help_text="empty: the day of the decision")
    until = serializers.DateField(required=False, allow_null=True)
    review_on = serializers.DateField(required=False, allow_null=True)
    ground = serializers.ChoiceField(ALL_GROUNDS, required=False, allow_blank=True)
    purpose = serializers.ChoiceField(
        ExemptionPurpose.choices, required=False, help_text="of an exemption; attendance unless given"
    )
    lost_since = serializers.DateField(required=False, allow_null=True)
    searches = serializers.ListField(child=SearchSerializer(), required=False, max_length=50)


class RestrictionEndSerializer(PaperSerializer):
    until = serializers.DateField(required=False, allow_null=True, help_text="the last day of it")


class ApprovalSerializer(StrictFields, serializers.Serializer):
    """What whoever decides adds; what is left out stays as it was proposed."""

    document = serializers.CharField(max_length=60, required=False, allow_blank=True)
    decided_on = serializers.DateField(required=False, allow_null=True)
    body = serializers.CharField(max_length=120, required=False, allow_blank=True)
    effective_on = serializers.DateField(required=False, allow_null=True)
    comment = serializers.CharField(max_length=300, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class TakingBackSerializer(StrictFields, serializers.Serializer):
    """What the body that gave a decision writes when it takes it back; number and day may come with the approval."""

    reason = serializers.CharField(max_length=120)
    document = serializers.CharField(max_length=60, required=False, allow_blank=True)
    decided_on = serializers.DateField(required=False, allow_null=True)
    body = serializers.CharField(max_length=120, required=False, allow_blank=True)


class ReturnSerializer(StrictFields, serializers.Serializer):
    comment = serializers.CharField(max_length=300)
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class SearchAnswerSerializer(serializers.Serializer):
    on = serializers.DateField()
    way = serializers.CharField()


class MemberDecisionSerializer(serializers.Serializer):
    """A decision about a person; documents decision_data."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(DecisionKind.choices)
    status = serializers.ChoiceField(DecisionStatus.choices)
    organization = serializers.CharField(help_text="code of the branch")
    member = serializers.UUIDField(allow_null=True, help_text="null for a person not yet on a roll")
    name = serializers.CharField()
    resolution = serializers.IntegerField(allow_null=True)
    restriction = serializers.IntegerField(allow_null=True)
    takes_back = serializers.UUIDField(allow_null=True, help_text="the decision that this one takes back")
    document = serializers.CharField(allow_blank=True)
    decided_on = serializers.DateField(allow_null=True)
    body = serializers.CharField(allow_blank=True)
    effective_on = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    review_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(
        allow_null=True,
        help_text="three months after the general meeting: to be decided by then (R-DEV-15, R-DEV-33)",
    )
    ground = serializers.CharField(allow_blank=True)
    purpose = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    searches = SearchAnswerSerializer(many=True)
    asked_by = serializers.CharField(help_text="who proposed it")
    asked_at = serializers.DateTimeField()
    decided_by = serializers.CharField(allow_blank=True, help_text="who approved or returned it")
    decided_at = serializers.DateTimeField(allow_null=True)
    comment = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    warnings = serializers.DictField(
        child=serializers.CharField(),
        help_text="field of a new person → what to look at again under the constitutions of 1945 to 1956 and 1969 to 1977",
    )


def decision_data(decision: MemberDecision) -> dict[str, Any]:
    """A decision as the API gives it to everybody who sees it."""
    member: Member | None = decision.member
    same = (
        "kind",
        "status",
        "name",
        "document",
        "decided_on",
        "body",
        "effective_on",
        "until",
        "review_on",
        "due_on",
        "ground",
    )
    return {
        "id": decision.uuid,
        "organization": decision.organization.code,
        "member": member.uuid if member else None,
        "resolution": decision.resolution_id,
        "restriction": decision.restriction_id,
        "takes_back": decision.takes_back.uuid if decision.takes_back else None,
        **{name: getattr(decision, name) for name in same},
        "purpose": decision.purpose,
        "reason": decision.reason,
        "searches": decision.searches,
        "asked_by": decision.asked_who,
        "asked_at": decision.asked_at,
        "decided_by": decision.decided_who,
        "decided_at": decision.decided_at,
        "comment": decision.comment,
        "version": decision.version,
        "warnings": person_warnings(decision) if decision.status == DecisionStatus.PROPOSED else {},
    }
