"""Viewset and serializers of open tasks: decisions still to be carried out, and what became of them."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.api import StrictFields, read_body, refuse_unknown
from core.writes import TaggedRow
from meetings.api.views import MeetingListViewSet
from meetings.models import Resolution
from meetings.selectors import open_tasks
from planning import actions

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
