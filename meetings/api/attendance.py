"""Viewsets and serializers of attendance: check-in and leave, by the same actions as the pages."""

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core.api import EmptySerializer, StrictFields, read_body, rows_response
from core.writes import TaggedRow
from meetings import actions
from meetings.api.views import MeetingListViewSet
from meetings.models import CheckIn, Leave
from meetings.selectors import check_ins
from meetings.states import CheckInMethod, LeaveStatus, Reason


def own_or_in_reach(by: Actor, capability: Capability) -> Q:
    """Rows of the signed-in member, and those of meetings where they have the capability."""
    own = Q(member__user=by.user) & by.reach.q(Capability.CALENDAR, "meeting__organization")
    return own | by.reach.q(capability, "meeting__organization")


class CheckInInputSerializer(StrictFields, serializers.Serializer):
    """What a phone sends: the scanned token with its slot, or the six digits; its own key and clock."""

    key = serializers.UUIDField(help_text="made by the phone; sent again, it gets the same answer")
    token = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)
    slot = serializers.IntegerField(
        min_value=0, max_value=2**40, required=False, allow_null=True, default=None
    )
    code = serializers.CharField(max_length=12, required=False, default="", allow_blank=True)
    device_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class CheckInByHandInputSerializer(StrictFields, serializers.Serializer):
    members = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=2000)


class CheckInWindowInputSerializer(StrictFields, serializers.Serializer):
    open = serializers.BooleanField()


class CheckInSerializer(serializers.Serializer):
    member = serializers.UUIDField(source="member.uuid")
    name = serializers.CharField(source="member.name")
    way = serializers.ChoiceField(CheckInMethod.choices)
    at = serializers.DateTimeField(help_text="the server's clock")
    device_at = serializers.DateTimeField(allow_null=True, help_text="the phone's")


class CheckInReceiptSerializer(CheckInSerializer):
    place = serializers.IntegerField(help_text="the how manieth to come")


class CheckInWindowSerializer(serializers.Serializer):
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    count = serializers.IntegerField()


class CheckInViewSet(MeetingListViewSet):
    """Who checked in to one meeting."""

    queryset = CheckIn.objects.none()
    serializer_class = CheckInSerializer
    cursor_ordering = "pk"

    def get_queryset(self) -> QuerySet[CheckIn]:
        return self.meeting(Capability.VIEW).check_ins.select_related("member")

    @extend_schema(request=CheckInInputSerializer, responses={201: CheckInReceiptSerializer})
    def create(self, request: Request, uuid: Any) -> Response:
        """Check in the signed-in member. The same key again gets the same answer."""
        meeting = self.meeting()
        row = actions.check_in(
            meeting=meeting, by=request.actor, **read_body(CheckInInputSerializer, request)
        )
        body = CheckInSerializer(row).data | {"place": check_ins.arrival_number(row)}
        return Response(body, status=status.HTTP_201_CREATED)

    @extend_schema(
        request=CheckInByHandInputSerializer, responses={201: CheckInSerializer(many=True)}, filters=False
    )
    def by_hand(self, request: Request, uuid: Any) -> Response:
        """The secretary checks in those without a phone; answers with those who were not in yet."""
        meeting = self.meeting()
        body = read_body(CheckInByHandInputSerializer, request)
        rows = actions.check_in_by_hand(meeting=meeting, by=request.actor, **body)
        return rows_response(CheckInSerializer(rows, many=True).data)

    @extend_schema(request=CheckInWindowInputSerializer, responses=CheckInWindowSerializer)
    def window(self, request: Request, uuid: Any) -> Response:
        """Open or close the time of checking in."""
        meeting = self.meeting()
        is_open = read_body(CheckInWindowInputSerializer, request)["open"]
        verb = actions.open_check_in if is_open else actions.close_check_in
        row = verb(meeting=meeting, by=request.actor)
        body = {"opened_at": row.opened_at, "closed_at": row.closed_at, "count": meeting.check_ins.count()}
        return Response(CheckInWindowSerializer(body).data)


class LeaveInputSerializer(StrictFields, serializers.Serializer):
    meeting = serializers.UUIDField()
    reason_code = serializers.ChoiceField([pair for pair in Reason.choices if pair[0] != Reason.UNEXCUSED])
    reason = serializers.CharField(max_length=120, allow_blank=True, default="")


class LeaveCommentInputSerializer(StrictFields, serializers.Serializer):
    comment = serializers.CharField(max_length=120, allow_blank=True, default="")


class LeaveSerializer(TaggedRow):
    id = serializers.UUIDField(source="uuid")
    meeting = serializers.UUIDField(source="meeting.uuid")
    member = serializers.UUIDField(source="member.uuid")
    name = serializers.CharField(source="member.name")
    reason_code = serializers.ChoiceField(Reason.choices)
    reason = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(LeaveStatus.choices)
    comment = serializers.CharField(allow_blank=True)
    asked_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField(source="decided_who", allow_blank=True)
    is_late = serializers.BooleanField(help_text="approved after the meeting had ended (R-ATT-02)")


class LeaveViewSet(RetrieveModelMixin, MeetingListViewSet):
    """Leave asked for and decided, newest first."""

    queryset = Leave.objects.select_related("meeting__organization", "member")
    serializer_class = LeaveSerializer
    lookup_field = "uuid"

    def get_queryset(self) -> QuerySet[Leave]:
        """The leave of the signed-in member, and that of the branches whose records they may read."""
        return super().get_queryset().filter(own_or_in_reach(self.request.actor, Capability.VIEW))

    @extend_schema(request=LeaveInputSerializer, responses={201: LeaveSerializer})
    def create(self, request: Request) -> Response:
        """The signed-in member asks to be excused from one meeting."""
        body = read_body(LeaveInputSerializer, request)
        meeting = self.meeting(uuid=body.pop("meeting"))
        row = actions.ask_leave(meeting=meeting, by=request.actor, **body)
        return Response(LeaveSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=LeaveCommentInputSerializer, responses=LeaveSerializer)
    def approve(self, request: Request, uuid: Any) -> Response:
        return self.decide(actions.approve_leave, LeaveCommentInputSerializer)

    @extend_schema(request=LeaveCommentInputSerializer, responses=LeaveSerializer)
    def refuse(self, request: Request, uuid: Any) -> Response:
        return self.decide(actions.refuse_leave, LeaveCommentInputSerializer)

    @extend_schema(request=EmptySerializer, responses=LeaveSerializer)
    def withdraw(self, request: Request, uuid: Any) -> Response:
        return self.decide(actions.withdraw_leave, EmptySerializer)

    def decide(self, verb: Any, shape: type[serializers.Serializer]) -> Response:
        body = read_body(shape, self.request)
        leave = get_object_or_404(self.get_queryset(), uuid=self.kwargs["uuid"])
        row = verb(leave=leave, by=self.request.actor, **body)
        return Response(LeaveSerializer(row).data)
