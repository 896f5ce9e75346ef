"""Viewsets and serializers of attendance: check-in, leave, make-up and standing in, by the same actions as the pages."""

from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from core.api import EmptySerializer, StrictFields
from meetings import actions
from meetings.api.record_fields import MemberField
from meetings.api.serializers import local_time
from meetings.api.views import MeetingLookup
from meetings.models import Attendance, CheckIn, Leave, MakeUp, Meeting, StandIn
from meetings.selectors import check_ins, make_ups
from meetings.states import CheckInMethod, LeaveStatus, MakeUpMethod, Reason
from members.models import Member


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
    member = serializers.UUIDField()
    name = serializers.CharField()
    way = serializers.ChoiceField(CheckInMethod.choices)
    at = serializers.DateTimeField(help_text="the server's clock")
    device_at = serializers.DateTimeField(allow_null=True, help_text="the phone's")


class CheckInReceiptSerializer(CheckInSerializer):
    place = serializers.IntegerField(help_text="the how manieth to come")


class CheckInWindowSerializer(serializers.Serializer):
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    count = serializers.IntegerField()


CHECK_IN_COLUMNS = ("member__uuid", "member__name", "way", "at", "device_at")


def check_in_row(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "member": values["member__uuid"],
        "name": values["member__name"],
        "way": values["way"],
        "at": local_time(values["at"]),
        "device_at": local_time(values["device_at"]),
    }


def check_in_data(row: CheckIn) -> dict[str, Any]:
    joined = {"member__uuid": row.member.uuid, "member__name": row.member.name}
    return check_in_row(joined | {name: getattr(row, name) for name in ("way", "at", "device_at")})


@extend_schema_view(list=extend_schema(responses=CheckInSerializer(many=True)))
class CheckInViewSet(MeetingLookup, GenericViewSet):
    """Who checked in to one meeting."""

    queryset = CheckIn.objects.none()
    serializer_class = CheckInSerializer
    cursor_ordering = "pk"

    def list(self, request: Request, uuid: Any) -> Response:
        meeting = self.meeting(Capability.VIEW)
        rows = self.paginate_queryset(self.filter_queryset(meeting.check_ins.values("pk", *CHECK_IN_COLUMNS)))
        return self.get_paginated_response([check_in_row(one) for one in rows or []])

    @extend_schema(request=CheckInInputSerializer, responses={201: CheckInReceiptSerializer})
    def create(self, request: Request, uuid: Any) -> Response:
        """Check in the signed-in member. The same key again gets the same answer."""
        meeting = self.meeting()
        given = self.validate_input(CheckInInputSerializer).validated_data
        row = actions.check_in(meeting=meeting, by=request.actor, **given)
        body = check_in_data(row) | {"place": check_ins.arrival_number(row)}
        return Response(body, status=status.HTTP_201_CREATED)

    @extend_schema(
        request=CheckInByHandInputSerializer, responses={201: CheckInSerializer(many=True)}, filters=False
    )
    def by_hand(self, request: Request, uuid: Any) -> Response:
        """The secretary checks in those without a phone; answers with those who were not in yet."""
        meeting = self.meeting()
        given = self.validate_input(CheckInByHandInputSerializer).validated_data
        rows = actions.check_in_by_hand(meeting=meeting, members=given["members"], by=request.actor)
        return Response([check_in_data(row) for row in rows], status=status.HTTP_201_CREATED)

    @extend_schema(request=CheckInWindowInputSerializer, responses=CheckInWindowSerializer)
    def window(self, request: Request, uuid: Any) -> Response:
        """Open or close the time of checking in."""
        meeting = self.meeting()
        is_open = self.validate_input(CheckInWindowInputSerializer).validated_data["open"]
        verb = actions.open_check_in if is_open else actions.close_check_in
        row = verb(meeting=meeting, by=request.actor)
        count = CheckIn.objects.filter(meeting=meeting).count()
        body = {
            "opened_at": local_time(row.opened_at),
            "closed_at": local_time(row.closed_at),
            "count": count,
        }
        return Response(body)


class LeaveInputSerializer(StrictFields, serializers.Serializer):
    meeting = serializers.UUIDField()
    reason_code = serializers.ChoiceField([pair for pair in Reason.choices if pair[0] != Reason.UNEXCUSED])
    reason = serializers.CharField(max_length=120, allow_blank=True, default="")


class LeaveCommentInputSerializer(StrictFields, serializers.Serializer):
    comment = serializers.CharField(max_length=120, allow_blank=True, default="")


class LeaveSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    meeting = serializers.UUIDField()
    member = serializers.UUIDField()
    name = serializers.CharField()
    reason_code = serializers.ChoiceField(Reason.choices)
    reason = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(LeaveStatus.choices)
    comment = serializers.CharField(allow_blank=True)
    asked_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField(allow_blank=True)
    is_late = serializers.BooleanField(help_text="approved after the meeting had ended (R-ATT-02)")


def leave_data(row: Leave) -> dict[str, Any]:
    return {
        "id": row.uuid,
        "meeting": row.meeting.uuid,
        "member": row.member.uuid,
        "name": row.member.name,
        "reason_code": row.reason_code,
        "reason": row.reason,
        "status": row.status,
        "comment": row.comment,
        "asked_at": local_time(row.asked_at),
        "decided_at": local_time(row.decided_at),
        "decided_by": row.decided_who,
        "is_late": row.is_late,
    }


@extend_schema_view(list=extend_schema(responses=LeaveSerializer(many=True)))
class LeaveViewSet(MeetingLookup, GenericViewSet):
    """Leave asked for and decided, newest first."""

    queryset = Leave.objects.none()
    serializer_class = LeaveSerializer
    cursor_ordering = "-pk"

    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(
            self.filter_queryset(self.visible_leaves().select_related("meeting", "member"))
        )
        return self.get_paginated_response([leave_data(one) for one in rows or []])

    @extend_schema(request=LeaveInputSerializer, responses={201: LeaveSerializer})
    def create(self, request: Request) -> Response:
        """The signed-in member asks to be excused from one meeting."""
        given = dict(self.validate_input(LeaveInputSerializer).validated_data)
        seen = Meeting.objects.visible_to(request.actor).select_related("organization")
        meeting = get_object_or_404(seen, uuid=given.pop("meeting"))
        row = actions.ask_leave(meeting=meeting, by=request.actor, **given)
        return Response(leave_data(row), status=status.HTTP_201_CREATED)

    @extend_schema(request=LeaveCommentInputSerializer, responses=LeaveSerializer)
    def approve(self, request: Request, uuid: Any) -> Response:
        given = self.validate_input(LeaveCommentInputSerializer).validated_data
        return Response(leave_data(actions.approve_leave(leave=self.leave(), by=request.actor, **given)))

    @extend_schema(request=LeaveCommentInputSerializer, responses=LeaveSerializer)
    def refuse(self, request: Request, uuid: Any) -> Response:
        given = self.validate_input(LeaveCommentInputSerializer).validated_data
        return Response(leave_data(actions.refuse_leave(leave=self.leave(), by=request.actor, **given)))

    @extend_schema(request=EmptySerializer, responses=LeaveSerializer)
    def withdraw(self, request: Request, uuid: Any) -> Response:
        self.validate_input(EmptySerializer)
        return Response(leave_data(actions.withdraw_leave(leave=self.leave(), by=request.actor)))

    def visible_leaves(self) -> Any:
        """The leave of the signed-in member, and that of the branches whose records they may read."""
        by = self.request.actor
        own = Q(member__user=by.user) & by.reach.q(Capability.CALENDAR, "meeting__organization")
        return Leave.objects.filter(own | by.reach.q(Capability.VIEW, "meeting__organization"))

    def leave(self) -> Leave:
        rows = self.visible_leaves().select_related("meeting__organization", "member")
        found: Leave = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        return found


class MakeUpInputSerializer(StrictFields, serializers.Serializer):
    meeting = serializers.UUIDField()
    member = MemberField(required=False, allow_null=True, default=None, help_text="left out: oneself")
    way = serializers.ChoiceField(MakeUpMethod.choices, default=MakeUpMethod.MATERIAL)
    note = serializers.CharField(max_length=300)
    done_on = serializers.DateField(required=False, allow_null=True, default=None)


class MakeUpSerializer(serializers.Serializer):
    meeting = serializers.UUIDField()
    member = serializers.UUIDField()
    way = serializers.ChoiceField(MakeUpMethod.choices)
    note = serializers.CharField()
    done_on = serializers.DateField()


class OwedMakeUpSerializer(serializers.Serializer):
    """Leave that still owes a make-up."""

    meeting = serializers.UUIDField()
    held_on = serializers.DateField()
    member = serializers.UUIDField()
    name = serializers.CharField()
    reason_code = serializers.ChoiceField(Reason.choices)


def make_up_data(row: MakeUp) -> dict[str, Any]:
    return {
        "meeting": row.meeting.uuid,
        "member": row.member.uuid,
        "way": row.way,
        "note": row.note,
        "done_on": row.done_on,
    }


@extend_schema_view(list=extend_schema(responses=OwedMakeUpSerializer(many=True)))
class MakeUpViewSet(MeetingLookup, GenericViewSet):
    """What is still to be made up (补学), by oneself and by those whose records one keeps; and entering it."""

    queryset = Attendance.objects.none()
    serializer_class = OwedMakeUpSerializer
    cursor_ordering = "-pk"

    def list(self, request: Request) -> Response:
        by = request.actor
        own = Q(member__user=by.user) & by.reach.q(Capability.CALENDAR, "meeting__organization")
        seen = Attendance.objects.filter(own | by.reach.q(Capability.RECORD_MEETING, "meeting__organization"))
        columns = ("meeting__uuid", "meeting__held_on", "member__uuid", "member__name", "reason_code")
        rows = self.paginate_queryset(
            self.filter_queryset(make_ups.owed_make_ups(seen).values("pk", *columns))
        )
        return self.get_paginated_response(
            [
                {
                    "meeting": one["meeting__uuid"],
                    "held_on": one["meeting__held_on"],
                    "member": one["member__uuid"],
                    "name": one["member__name"],
                    "reason_code": one["reason_code"],
                }
                for one in rows or []
            ]
        )

    @extend_schema(request=MakeUpInputSerializer, responses={201: MakeUpSerializer})
    def create(self, request: Request) -> Response:
        given = dict(self.validate_input(MakeUpInputSerializer).validated_data)
        seen = Meeting.objects.visible_to(request.actor).select_related("organization")
        meeting = get_object_or_404(seen, uuid=given.pop("meeting"))
        member = given.pop("member") or get_object_or_404(Member, user=request.user)
        row = actions.enter_make_up(meeting=meeting, member=member, by=request.actor, **given)
        return Response(make_up_data(row), status=status.HTTP_201_CREATED)


class StandInInputSerializer(StrictFields, serializers.Serializer):
    name = serializers.CharField(max_length=64)
    until = serializers.DateTimeField()


class StandInSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    until = serializers.DateTimeField()
    given_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)


class NewStandInSerializer(StandInSerializer):
    link = serializers.CharField(help_text="told only here")


def stand_in_data(row: StandIn) -> dict[str, Any]:
    return {
        "id": row.uuid,
        "name": row.name,
        "until": local_time(row.until),
        "given_at": local_time(row.given_at),
        "revoked_at": local_time(row.revoked_at),
    }


@extend_schema_view(list=extend_schema(responses=StandInSerializer(many=True)))
class StandInViewSet(MeetingLookup, GenericViewSet):
    """Who was given the attendance of one meeting to take (代为考勤)."""

    queryset = StandIn.objects.none()
    serializer_class = StandInSerializer
    cursor_ordering = "-pk"

    def list(self, request: Request, uuid: Any) -> Response:
        rows = self.paginate_queryset(
            self.filter_queryset(self.meeting(Capability.RECORD_MEETING).stand_ins.all())
        )
        return self.get_paginated_response([stand_in_data(one) for one in rows or []])

    @extend_schema(request=StandInInputSerializer, responses={201: NewStandInSerializer})
    def create(self, request: Request, uuid: Any) -> Response:
        meeting = self.meeting(Capability.RECORD_MEETING)
        given = self.validate_input(StandInInputSerializer).validated_data
        row, token = actions.give_stand_in(meeting=meeting, by=request.actor, **given)
        link = request.build_absolute_uri(reverse("attendance:stand_in", args=[token]))
        return Response(stand_in_data(row) | {"link": link}, status=status.HTTP_201_CREATED)

    @extend_schema(request=EmptySerializer, responses=StandInSerializer)
    def revoke(self, request: Request, uuid: Any, stand_in: Any) -> Response:
        meeting = self.meeting(Capability.RECORD_MEETING)
        self.validate_input(EmptySerializer)
        row = get_object_or_404(meeting.stand_ins.select_related("meeting__organization"), uuid=stand_in)
        return Response(stand_in_data(actions.revoke_stand_in(stand_in=row, by=request.actor)))
