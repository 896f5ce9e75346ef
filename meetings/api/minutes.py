"""Viewsets and serializers of open tasks and of amendments with two signatures."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.api import EmptySerializer, StrictFields, read_body, refuse_unknown
from core.writes import TaggedRow
from meetings import actions
from meetings.api.serializers import MeetingAmendmentSerializer
from meetings.api.views import MeetingListViewSet
from meetings.models import Amendment, Resolution
from meetings.selectors import open_tasks

ORGANIZATION = OpenApiParameter("organization", str, required=True, description="code")


class OpenTaskSerializer(TaggedRow):
    """A decision still to be carried out."""

    decision = serializers.IntegerField(source="id")
    meeting = serializers.UUIDField()
    held_on = serializers.DateField()
    text = serializers.CharField()
    executor = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True)
    is_overdue = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True, help_text="what was last said of it")
    noted_on = serializers.DateField(allow_null=True)


class FollowUpInputSerializer(StrictFields, serializers.Serializer):
    is_done = serializers.BooleanField(default=True)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")
    on = serializers.DateField(allow_null=True, default=None, help_text="by default today")


class FollowUpSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    decision = serializers.IntegerField(source="resolution_id")
    is_done = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)
    on = serializers.DateField()
    who = serializers.CharField()


class AmendmentRefusalInputSerializer(StrictFields, serializers.Serializer):
    comment = serializers.CharField(max_length=300)


@extend_schema_view(list=extend_schema(parameters=[ORGANIZATION]))
class OpenTaskViewSet(MeetingListViewSet):
    """Decisions still to be carried out, overdue ones first."""

    queryset = Resolution.objects.none()
    serializer_class = OpenTaskSerializer
    filter_backends: list[Any] = []
    cursor_ordering = "id"

    def list(self, request: Request, **kwargs: Any) -> Response:
        refuse_unknown(request, "organization")
        visible = Organization.objects.visible_to(request.actor, Capability.CALENDAR)
        organization = get_object_or_404(visible, code=request.query_params.get("organization", ""))
        request.actor.must(Capability.VIEW, organization)
        today = clock.today()
        return self.page_of(open_tasks.open_tasks_of(organization, on=today, today=today, most=None))

    def retrieve(self, request: Request, pk: int) -> Response:
        """One that is still open."""
        found = self.resolution(pk)
        request.actor.must(Capability.VIEW, found.item.meeting.organization)
        today, place = clock.today(), found.item.meeting.organization
        tasks = open_tasks.open_tasks_of(place, on=today, today=today, most=None)
        task = next((task for task in tasks if task.id == pk), None)
        if task is None:
            raise Http404
        return Response(self.get_serializer(task).data)

    @extend_schema(request=FollowUpInputSerializer, responses={201: FollowUpSerializer})
    def follow_up(self, request: Request, pk: int) -> Response:
        """Say what became of a decision."""
        resolution = self.resolution(pk)
        body = read_body(FollowUpInputSerializer, request)
        row = actions.follow_up(resolution=resolution, by=request.actor, **body)
        return Response(FollowUpSerializer(row).data, status=status.HTTP_201_CREATED)

    def resolution(self, pk: int) -> Resolution:
        rows = Resolution.objects.select_related("item__meeting__organization")
        found = get_object_or_404(rows, pk=pk)
        self.require_visible(found.item.meeting)
        return found


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
