"""API of the deeds of the tree: renaming, moving, dissolving, merging, splitting, each shown before it is done, and taken back."""

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from branches import actions
from branches.access.roles import Capability
from branches.actions.try_deed import DEEDS, try_deed
from branches.models import Organization, TreeDeed
from branches.states import CODE, DeedKind, GroupsGo, PlansGo
from core.api import StrictFields, read_body

APPLIED_HELP = "day of the application; a reply more than a month later is flagged (R-ORG-18)"


class StrictSerializer(StrictFields, serializers.Serializer):
    """Base of request bodies; unknown fields are refused."""


class DecidedSerializer(StrictSerializer):  # from which day a decision holds, and its document
    effective_on = serializers.DateField()
    document = serializers.CharField(max_length=60, required=False, allow_blank=True)


class RenameSerializer(DecidedSerializer):
    name = serializers.CharField(max_length=120)
    short_name = serializers.CharField(max_length=60)


class CallOffSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=120)


class DeedSerializer(DecidedSerializer):
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)
    decision_document = serializers.CharField(
        max_length=60,
        required=False,
        allow_blank=True,
        help_text="number of the decision, of a day in a frozen month only: the deed is a correction (R-RPT-04)",
    )
    decided_on = serializers.DateField(
        required=False, allow_null=True, help_text="day of that decision, not after effective_on"
    )


class MoveSerializer(DeedSerializer):
    parent = serializers.CharField(max_length=32, help_text="code of the new organization above")


class GoesSerializer(DeedSerializer):
    approved_on = serializers.DateField(
        required=False, allow_null=True, help_text="day of the approval; not for a party group"
    )
    applied_on = serializers.DateField(required=False, allow_null=True, help_text=APPLIED_HELP)
    groups = serializers.ChoiceField(GroupsGo.choices, required=False, help_text="where its party groups go")
    plans = serializers.ChoiceField(
        PlansGo.choices, required=False, help_text="where meetings planned from that day on go"
    )


class DissolveSerializer(GoesSerializer):
    receiver = serializers.CharField(
        max_length=32,
        required=False,
        allow_null=True,
        help_text="code of the branch that takes in members, groups and what is open; of a group another group",
    )


class MergeSerializer(GoesSerializer):
    receiver = serializers.CharField(max_length=32, help_text="code of the branch it goes into")


class SplitSerializer(DeedSerializer):
    code = serializers.RegexField(f"^{CODE}$", max_length=32)
    name = serializers.CharField(max_length=120)
    short_name = serializers.CharField(max_length=60)
    members = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=500, help_text="who goes to the new branch"
    )
    approved_on = serializers.DateField(required=False, allow_null=True, help_text="day of the approval")
    applied_on = serializers.DateField(required=False, allow_null=True, help_text=APPLIED_HELP)


class TreeDeedSerializer(serializers.ModelSerializer):
    organization = serializers.CharField(source="organization.code")
    receiver = serializers.CharField(source="receiver.code", allow_null=True, default=None)
    former_parent = serializers.CharField(source="former_parent.code", allow_null=True, default=None)

    class Meta:
        model = TreeDeed
        fields = (
            "uuid", "kind", "organization", "receiver", "former_parent", "effective_on", "document", "approved_on",
            "decision_document", "decided_on", "reason", "recorded_at", "taken_back_at", "take_back_reason",
        )  # fmt: skip


class HoldingSerializer(serializers.Serializer):
    label = serializers.CharField()
    count = serializers.IntegerField()
    now = serializers.CharField()
    goes = serializers.CharField(help_text="where it goes")
    note = serializers.CharField(allow_blank=True)


class EffectSerializer(serializers.Serializer):
    label = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class PreviewSerializer(serializers.Serializer):
    holdings = HoldingSerializer(many=True)
    figures = EffectSerializer(many=True)


class TryDeedSerializer(StrictSerializer):
    """The body of the deed under its name; exactly one of them."""

    merge = MergeSerializer(required=False)
    split = SplitSerializer(required=False)
    dissolve = DissolveSerializer(required=False)
    move = MoveSerializer(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError("只写一件：merge、split、dissolve或者move。", code="refused")
        return attrs


KINDS = {
    "merge": DeedKind.MERGED,
    "split": DeedKind.SPLIT,
    "dissolve": DeedKind.DISSOLVED,
    "move": DeedKind.MOVED,
}


class TreeDeedActions:
    """What the viewset of organizations does to the tree."""

    get_object: Callable[[], Organization]
    _one: Callable[..., Response]
    _many: Callable[..., Response]
    _changed: Callable[..., Response]
    _place: Callable[..., Organization]

    @extend_schema(request=RenameSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def rename(self, request: Request, code: str) -> Response:
        return self._changed(actions.rename, RenameSerializer)

    @extend_schema(request=MoveSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def move(self, request: Request, code: str) -> Response:
        """Put it under another parent; taken back until the month is frozen."""
        self._do("move", read_body(MoveSerializer, request))
        return self._one(code)

    @extend_schema(request=DissolveSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def dissolve(self, request: Request, code: str) -> Response:
        """End it: empty, or with a branch that receives what it holds."""
        self._do("dissolve", read_body(DissolveSerializer, request))
        return self._one(code)

    @extend_schema(request=MergeSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def merge(self, request: Request, code: str) -> Response:
        """Merge the branch into another one with everything it holds, as one deed."""
        self._do("merge", read_body(MergeSerializer, request))
        return self._one(code)

    @extend_schema(request=SplitSerializer)
    @action(detail=True, methods=["post"], filterset_class=None)
    def split(self, request: Request, code: str) -> Response:
        """Found a new branch beside it with some of its members; answers with the new one."""
        facts = read_body(SplitSerializer, request)
        self._do("split", facts)
        return self._one(facts["code"], status.HTTP_201_CREATED)

    @extend_schema(request=TryDeedSerializer, responses=PreviewSerializer)
    @action(detail=True, methods=["post"], filterset_class=None, url_path="try-deed")
    def try_deed(self, request: Request, code: str) -> Response:
        """What a deed would do, without doing it: where everything goes, the figures before and after; or its refusal."""
        ((name, body),) = read_body(TryDeedSerializer, request).items()
        preview = try_deed(KINDS[name], self._facts(name, dict(body)), by=self.request.actor)
        figures = [dict(zip(("label", "before", "after"), row, strict=True)) for row in preview.figures]
        body = {"holdings": preview.holdings, "figures": figures}
        return Response(PreviewSerializer(body).data)

    @extend_schema(responses=TreeDeedSerializer(many=True))
    @action(detail=True, filterset_class=None)
    def deeds(self, request: Request, code: str) -> Response:
        """Its mergers, splits, dissolution and moves, those taken back too."""
        rows = self.get_object().deeds.select_related("organization", "receiver", "former_parent")
        return self._many(rows, TreeDeedSerializer)

    @extend_schema(request=CallOffSerializer, responses=TreeDeedSerializer)
    @action(detail=True, methods=["post"], filterset_class=None, url_path="take-back")
    def take_back(self, request: Request, code: str) -> Response:
        """Undo its last deed with everything it carried, until the month is frozen."""
        organization = self.get_object()
        self.request.actor.must(Capability.MANAGE_ORGANIZATIONS, organization)
        rows = organization.deeds.filter(taken_back_at=None).order_by("-pk")
        row = get_object_or_404(TreeDeed, pk=rows.values_list("pk", flat=True).first())
        done = actions.take_back(deed=row, **read_body(CallOffSerializer, request), by=request.actor)
        return Response(TreeDeedSerializer(done).data)

    @extend_schema(request=CallOffSerializer)
    @action(detail=True, methods=["post"], filterset_class=None, url_path="call-off-dissolution")
    def call_off_dissolution(self, request: Request, code: str) -> Response:
        """Cancel a dissolution whose day has not come."""
        return self._changed(actions.call_off_dissolution, CallOffSerializer)

    def _do(self, name: str, body: dict[str, Any]) -> None:
        DEEDS[KINDS[name]](**self._facts(name, body), by=self.request.actor)

    def _facts(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """The arguments of the deed's action: codes are read as organizations."""
        facts = {key: value for key, value in body.items() if value is not None}
        if name in ("merge", "split"):
            facts.setdefault("document", "")
        for key in ("receiver", "parent"):
            if key in facts:
                facts[key] = self._place(facts[key], key)
        return facts | {"organization": self.get_object()}
