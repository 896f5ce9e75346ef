"""Viewset and serializers of standing in (代为考勤), by the same actions as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from branches.access.roles import Capability
from core.api import EmptySerializer, StrictFields, read_body
from core.writes import TaggedRow
from life import actions
from meetings.api.views import MeetingListViewSet
from meetings.models import StandIn


class StandInInputSerializer(StrictFields, serializers.Serializer):
    name = serializers.CharField(max_length=64)
    until = serializers.DateTimeField()


class StandInSerializer(TaggedRow):
    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()
    until = serializers.DateTimeField()
    given_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)


class NewStandInSerializer(StandInSerializer):
    link = serializers.CharField(help_text="told only here")


class StandInViewSet(RetrieveModelMixin, MeetingListViewSet):
    """Who was given the attendance of one meeting to take (代为考勤)."""

    queryset = StandIn.objects.none()
    serializer_class = StandInSerializer
    lookup_field, lookup_url_kwarg = "uuid", "stand_in"

    def get_queryset(self) -> QuerySet[StandIn]:
        return self.meeting(Capability.RECORD_MEETING).stand_ins.select_related("meeting__organization")

    @extend_schema(request=StandInInputSerializer, responses={201: NewStandInSerializer})
    def create(self, request: Request, uuid: Any) -> Response:
        meeting = self.meeting(Capability.RECORD_MEETING)
        body = read_body(StandInInputSerializer, request)
        row, token = actions.give_stand_in(meeting=meeting, by=request.actor, **body)
        link = request.build_absolute_uri(reverse("attendance:stand_in", args=[token]))
        return Response(StandInSerializer(row).data | {"link": link}, status=status.HTTP_201_CREATED)

    @extend_schema(request=EmptySerializer, responses=StandInSerializer)
    def revoke(self, request: Request, uuid: Any, stand_in: Any) -> Response:
        stand_ins = self.get_queryset()
        read_body(EmptySerializer, request)
        row = get_object_or_404(stand_ins, uuid=stand_in)
        return Response(StandInSerializer(actions.revoke_stand_in(stand_in=row, by=request.actor)).data)
