"""Viewset and serializers of outcomes (会后落实), by the same actions as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from branches.access.roles import Capability
from core.api import StrictFields, read_body, refuse_unknown
from core.writes import TaggedRow
from meetings.api.views import MeetingListViewSet
from meetings.models import Outcome
from planning import actions


class OutcomeInputSerializer(StrictFields, serializers.Serializer):
    text = serializers.CharField(max_length=500)
    on = serializers.DateField()


class OutcomeSerializer(TaggedRow):
    id = serializers.IntegerField()
    text = serializers.CharField()
    on = serializers.DateField()
    who = serializers.CharField()


class OutcomeViewSet(MeetingListViewSet):
    """What was done after one meeting."""

    queryset = Outcome.objects.none()
    serializer_class = OutcomeSerializer
    filter_backends: list[Any] = []
    cursor_ordering = "pk"

    def list(self, request: Request, uuid: Any) -> Response:
        """What was done after the meeting."""
        refuse_unknown(request)
        return self.page_of(self.outcomes(Capability.VIEW))

    @extend_schema(request=OutcomeInputSerializer, responses={201: OutcomeSerializer})
    def create(self, request: Request, uuid: Any) -> Response:
        """Say what was done afterwards; also after the record was confirmed."""
        meeting = self.meeting(Capability.RECORD_MEETING)
        body = read_body(OutcomeInputSerializer, request)
        outcome = actions.add_outcome(meeting=meeting, **body, by=request.actor)
        return Response(OutcomeSerializer(outcome).data, status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, uuid: Any, pk: int) -> Response:
        return Response(OutcomeSerializer(get_object_or_404(self.outcomes(Capability.VIEW), pk=pk)).data)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, uuid: Any, pk: int) -> Response:
        """Take back what was written by mistake; the audit keeps it."""
        outcome = get_object_or_404(self.outcomes(Capability.RECORD_MEETING), pk=pk)
        actions.strike_outcome(outcome=outcome, by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def outcomes(self, capability: Capability) -> "QuerySet[Outcome]":
        return self.meeting(capability).outcomes.select_related("meeting__organization")
