"""API of rules and owed duties."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.api import read_body, refuse_unknown
from core.clock import Period
from core.parsing import MONTH, parse_month
from obligations import actions as obligations_actions
from obligations.api import serializers
from obligations.filters import RuleFilter
from obligations.models import Rule
from obligations.selectors.owed import owed_duties


class RuleViewSet(GenericViewSet):
    """The rules as dated rows, newest first: a rule's past stays readable."""

    queryset = Rule.objects.all()
    serializer_class = serializers.RuleSerializer
    filterset_class = RuleFilter

    @extend_schema(responses=serializers.RuleSerializer(many=True))
    def list(self, request: Request) -> Response:
        rules = self.filter_queryset(Rule.objects.visible_to(request.actor)).values(*serializers.RULE)
        return self.get_paginated_response(
            [serializers.rule_data(row) for row in self.paginate_queryset(rules)]
        )

    @extend_schema(request=serializers.SetRuleSerializer, responses={201: serializers.RuleSerializer})
    def create(self, request: Request) -> Response:
        """End the rule in force under this code and begin it anew, or begin a new one."""
        rule = obligations_actions.set_rule(
            **read_body(serializers.SetRuleSerializer, request), by=request.actor
        )
        row = Rule.objects.values(*serializers.RULE).get(pk=rule.pk)
        return Response(serializers.rule_data(row), status=status.HTTP_201_CREATED)

    @extend_schema(
        request=serializers.SetRuleSerializer, responses=serializers.RuleTrialSerializer, filters=False
    )
    @action(detail=False, methods=["post"], filterset_class=None, url_path="try")
    def try_rule(self, request: Request) -> Response:
        """Whom the change binds and what this month and last year would show, without making it; or its refusal."""
        trial = obligations_actions.try_rule(
            **read_body(serializers.SetRuleSerializer, request), by=request.actor
        )
        return Response(serializers.RuleTrialSerializer(serializers.trial_data(trial)).data)


PLACE_AND_MONTH = [
    OpenApiParameter("organization", str, required=True, description="code; with everything below it"),
    OpenApiParameter(
        "month", {"type": "string", "pattern": MONTH}, description="YYYY-MM; without it this month"
    ),
]


class OwedDutyViewSet(GenericViewSet):
    """What is owed in a month, in tree order."""

    queryset = Rule.objects.none()
    serializer_class = serializers.OwedDutySerializer
    filter_backends: list[Any] = []
    cursor_ordering = ("organization.path", "rule.code")

    @extend_schema(responses=serializers.OwedDutySerializer(many=True), parameters=PLACE_AND_MONTH)
    def list(self, request: Request) -> Response:
        root, month = requested_place_and_month(request, Capability.VIEW)
        rows = self.paginate_queryset(owed_duties(root, month, clock.today()))
        return self.get_paginated_response(serializers.OwedDutySerializer(rows, many=True).data)


def requested_place_and_month(request: Request, capability: Capability) -> tuple[Organization, Period]:
    """The organization and month asked for, within reach."""
    query = request.query_params
    refuse_unknown(request, "organization", "month")
    if not query.get("organization"):
        raise exceptions.ValidationError({"organization": ["写党组织的编号。"]})
    text = query.get("month")
    month = parse_month(text) if text else Period.month(clock.today())
    if month is None:
        raise exceptions.ValidationError({"month": ["月份写成2026-11这样。"]})
    visible = Organization.objects.visible_to(request.actor, capability)
    return get_object_or_404(visible, code=query["organization"]), month
