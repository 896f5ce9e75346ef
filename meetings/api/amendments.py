"""Viewset and serializers of amendments with two signatures."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from branches.access.roles import Capability
from core.api import EmptySerializer, StrictFields, read_body
from meetings import actions
from meetings.api.serializers import MeetingAmendmentSerializer
from meetings.api.views import MeetingListViewSet
from meetings.models import Amendment


class AmendmentRefusalInputSerializer(StrictFields, serializers.Serializer):
    comment = serializers.CharField(max_length=300)


class AmendmentViewSet(MeetingListViewSet):
    """Amendments of confirmed records; each takes effect with a second signature (R-REC-09)."""

    queryset = Amendment.objects.none()
    serializer_class = MeetingAmendmentSerializer
    cursor_ordering = "pk"

    def get_queryset(self) -> "QuerySet[Amendment]":
        """Those that wait, which the signed-in person may sign or has proposed; the oldest first."""
        return Amendment.objects.waiting().waiting_for(self.request.actor).for_list()

    @extend_schema(responses=MeetingAmendmentSerializer(many=True))
    def list_of_meeting(self, request: Request, uuid: UUID) -> Response:
        """All of one meeting, in their order."""
        return self.page_of(
            self.filter_queryset(self.meeting(Capability.VIEW).amendments.select_related("meeting"))
        )

    def retrieve(self, request: Request, pk: int) -> Response:
        amendment = self.amendment(pk)
        request.actor.must(Capability.VIEW, amendment.meeting.organization)
        return Response(self.get_serializer(amendment).data)

    @extend_schema(request=EmptySerializer, responses=MeetingAmendmentSerializer)
    def sign(self, request: Request, pk: int) -> Response:
        return self.decide(actions.sign_amendment, EmptySerializer, pk)

    @extend_schema(request=AmendmentRefusalInputSerializer, responses=MeetingAmendmentSerializer)
    def refuse(self, request: Request, pk: int) -> Response:
        return self.decide(actions.refuse_amendment, AmendmentRefusalInputSerializer, pk)

    @extend_schema(request=EmptySerializer, responses=MeetingAmendmentSerializer)
    def withdraw(self, request: Request, pk: int) -> Response:
        """Take one's own proposal back."""
        return self.decide(actions.withdraw_amendment, EmptySerializer, pk)

    def decide(self, verb: Any, shape: type[serializers.Serializer], pk: int) -> Response:
        amendment = self.amendment(pk)
        body = read_body(shape, self.request)
        return Response(self.get_serializer(verb(amendment=amendment, by=self.request.actor, **body)).data)

    def amendment(self, pk: int) -> Amendment:
        found = get_object_or_404(Amendment.objects.select_related("meeting__organization"), pk=pk)
        self.require_visible(found.meeting)
        return found
