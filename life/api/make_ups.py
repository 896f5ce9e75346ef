"""Viewset and serializers of make-up (补学), by the same action as the page."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from branches.access.roles import Capability
from core.api import StrictFields, read_body
from life import actions
from life.selectors import make_ups
from meetings.api.attendance import own_or_in_reach
from meetings.api.record_fields import MemberField
from meetings.api.views import MeetingListViewSet
from meetings.models import Attendance
from meetings.states import MakeUpMethod, Reason
from members.models import Member


class MakeUpInputSerializer(StrictFields, serializers.Serializer):
    meeting = serializers.UUIDField()
    member = MemberField(required=False, allow_null=True, default=None, help_text="left out: oneself")
    way = serializers.ChoiceField(MakeUpMethod.choices, default=MakeUpMethod.MATERIAL)
    note = serializers.CharField(max_length=300)
    done_on = serializers.DateField(required=False, allow_null=True, default=None)


class MakeUpSerializer(serializers.Serializer):
    meeting = serializers.UUIDField(source="meeting.uuid")
    member = serializers.UUIDField(source="member.uuid")
    way = serializers.ChoiceField(MakeUpMethod.choices)
    note = serializers.CharField()
    done_on = serializers.DateField()


class OwedMakeUpSerializer(serializers.Serializer):
    """Leave that still owes a make-up."""

    meeting = serializers.UUIDField(source="meeting.uuid")
    held_on = serializers.DateField(source="meeting.held_on")
    member = serializers.UUIDField(source="member.uuid")
    name = serializers.CharField(source="member.name")
    reason_code = serializers.ChoiceField(Reason.choices)


class MakeUpViewSet(MeetingListViewSet):
    """What is still to be made up (补学), by oneself and by those whose records one keeps; and entering it."""

    queryset = Attendance.objects.select_related("meeting", "member").only(
        "reason_code", "meeting__uuid", "meeting__held_on", "member__uuid", "member__name"
    )
    serializer_class = OwedMakeUpSerializer

    def get_queryset(self) -> QuerySet[Attendance]:
        in_reach = own_or_in_reach(self.request.actor, Capability.RECORD_MEETING)
        return make_ups.owed_make_ups(super().get_queryset().filter(in_reach))

    @extend_schema(request=MakeUpInputSerializer, responses={201: MakeUpSerializer})
    def create(self, request: Request) -> Response:
        body = read_body(MakeUpInputSerializer, request)
        meeting = self.meeting(uuid=body.pop("meeting"))
        member = body.pop("member") or get_object_or_404(Member, user=request.user)
        row = actions.enter_make_up(meeting=meeting, member=member, by=request.actor, **body)
        return Response(MakeUpSerializer(row).data, status=status.HTTP_201_CREATED)
