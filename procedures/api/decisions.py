"""API of decisions about people: list, one, approve, return, withdraw."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api import EmptySerializer, read_body
from procedures import actions
from procedures.api.serializers import (
    ApprovalSerializer,
    MemberDecisionSerializer,
    ReturnSerializer,
    TakingBackSerializer,
    decision_data,
)
from procedures.filters import MemberDecisionFilter
from procedures.models import MemberDecision
from procedures.rules.proposal import taking_back


@extend_schema(responses=MemberDecisionSerializer)
class MemberDecisionViewSet(GenericViewSet):
    """Decisions about people, newest first, of the branches whose roll the actor keeps or decides on.

    What is proposed takes effect when another person approves it, and not before.
    """

    queryset = MemberDecision.objects.all()
    serializer_class = MemberDecisionSerializer
    filterset_class = MemberDecisionFilter
    cursor_ordering = "-pk"
    lookup_field = "uuid"
    lookup_value_converter = "uuid"

    @extend_schema(responses=MemberDecisionSerializer(many=True))
    def list(self, request: Request) -> Response:
        found = self.filter_queryset(MemberDecision.objects.visible_to(request.actor).for_list())
        rows = self.paginate_queryset(found) or []
        return self.get_paginated_response([decision_data(row) for row in rows])

    def retrieve(self, request: Request, uuid: UUID) -> Response:
        return Response(decision_data(self.get_decision()))

    @extend_schema(request=ApprovalSerializer)
    def approve(self, request: Request, uuid: UUID) -> Response:
        """Enter the decision and carry it out. Needs DECIDE_ON_MEMBERS; refused to who proposed it and whom it concerns."""
        decision, given = self.get_decision(), read_body(ApprovalSerializer, request)
        return Response(decision_data(actions.approve_decision(decision=decision, **given, by=request.actor)))

    @extend_schema(request=ReturnSerializer)
    def return_to_proposer(self, request: Request, uuid: UUID) -> Response:
        """Return it with the reason. Needs DECIDE_ON_MEMBERS; refused to who proposed it."""
        decision, given = self.get_decision(), read_body(ReturnSerializer, request)
        return Response(decision_data(actions.return_decision(decision=decision, **given, by=request.actor)))

    @extend_schema(request=TakingBackSerializer, responses={202: MemberDecisionSerializer})
    def take_back(self, request: Request, uuid: UUID) -> Response:
        """Propose that an approved decision is taken back by the body that gave it; another person approves that."""
        decision, given = self.get_decision(), read_body(TakingBackSerializer, request)
        made = actions.propose(proposal=taking_back(decision, **given), by=request.actor)
        return Response(decision_data(made), status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=EmptySerializer)
    def withdraw(self, request: Request, uuid: UUID) -> Response:
        """Take a waiting proposal back."""
        decision = self.get_decision()
        read_body(EmptySerializer, request)
        return Response(decision_data(actions.withdraw(decision=decision, by=request.actor)))

    def get_decision(self) -> MemberDecision:
        found = MemberDecision.objects.visible_to(self.request.actor).for_list()
        return get_object_or_404(found, uuid=self.kwargs["uuid"])
