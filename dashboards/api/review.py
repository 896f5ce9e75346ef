"""API of the records that wait for review, with the same list and actions as the pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from core.api import StrictFields, read_body, refuse_unknown
from core.errors import NotPermitted
from dashboards.actions import confirm_each
from dashboards.filters import ReviewFilter
from dashboards.selectors import review_list
from meetings.models import Meeting
from meetings.states import Kind
from obligations.actions import take_back_confirmation

MOST = 50


class ReviewRowSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="uuid", help_text="of the meeting")
    organization = serializers.CharField(source="meeting.organization.code", help_text="code")
    street = serializers.CharField(allow_blank=True, help_text="name of the body under the root")
    kinds = serializers.ListField(source="meeting.kind_codes", child=serializers.ChoiceField(Kind.choices))
    held_on = serializers.DateField(source="meeting.held_on")
    submitted_at = serializers.DateTimeField(
        source="meeting.sent_at",
        allow_null=True,
        help_text="the last time; unknown of records from elsewhere",
    )
    days_waited = serializers.IntegerField(source="waited", min_value=0)
    is_again = serializers.BooleanField(help_text="was returned before")
    changes = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(allow_blank=True)),
        allow_null=True,
        help_text="what was changed since, as it came back, as it is now; empty: sent back unchanged (R-REC-14)",
    )
    replies = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(allow_blank=True)),
        allow_null=True,
        help_text="each remark of the return, and what is answered to it",
    )
    is_late = serializers.BooleanField(source="meeting.is_late")
    hints = serializers.ListField(
        child=serializers.CharField(),
        allow_null=True,
        help_text="hints at the last submission; null where none were noted. Only [] may be confirmed together",
    )
    version = serializers.IntegerField(source="meeting.version", min_value=1)


class ReturnedSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="meeting.uuid", help_text="of the meeting")
    organization = serializers.CharField(source="meeting.organization.code", help_text="code")
    held_on = serializers.DateField(source="meeting.held_on")
    status = serializers.CharField(source="meeting.status")
    returned_at = serializers.DateTimeField(source="step.at")
    comment = serializers.CharField(source="step.comment")
    submitted_at = serializers.DateTimeField(source="sent_at", allow_null=True, help_text="when it came back")


class SeenRecordSerializer(StrictFields, serializers.Serializer):
    id = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1, help_text="the version seen")


class ConfirmEachSerializer(StrictFields, serializers.Serializer):
    records = serializers.ListField(child=SeenRecordSerializer(), allow_empty=False, max_length=MOST)


class RefusedRecordSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField()
    detail = serializers.CharField()


class ConfirmedTogetherSerializer(serializers.Serializer):
    confirmed = serializers.ListField(child=serializers.UUIDField())
    refused = RefusedRecordSerializer(many=True)


class TakeBackSerializer(StrictFields, serializers.Serializer):
    version = serializers.IntegerField(min_value=1, required=False, help_text="the version seen")


class TakenBackSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    status = serializers.CharField()
    version = serializers.IntegerField(min_value=1)


class ReviewViewSet(GenericViewSet):
    """Records that wait for review by this person, the longest waiting first."""

    queryset = Meeting.objects.none()
    serializer_class = ReviewRowSerializer
    filterset_class = ReviewFilter
    cursor_ordering = "uuid"

    def get_queryset(self) -> Any:
        if not self.request.actor.reach.has(Capability.VERIFY):
            raise NotPermitted
        return review_list.with_names(review_list.waiting_records(self.request.actor))

    def list(self, request: Request) -> Response:
        rows = review_list.rows_of(self.filter_queryset(self.get_queryset()))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(ReviewRowSerializer(page, many=True).data)

    @extend_schema(responses=ReturnedSerializer(many=True), filters=False)
    def returned(self, request: Request) -> Response:
        """What this person returned in the last two months: those that came back first."""
        self.get_queryset()
        refuse_unknown(request)
        self.cursor_ordering = "meeting.uuid"
        page = self.paginate_queryset(review_list.returned_by(request.actor))
        return self.get_paginated_response(ReturnedSerializer(page, many=True).data)

    @extend_schema(request=ConfirmEachSerializer, responses=ConfirmedTogetherSerializer, filters=False)
    def confirm(self, request: Request) -> Response:
        """Confirm records that were submitted without hints, each in the version seen. What is refused is named with its
        code; the others are confirmed. Those out of reach are left out."""
        self.get_queryset()
        seen = {each["id"]: each["version"] for each in read_body(ConfirmEachSerializer, request)["records"]}
        rows = review_list.with_names(Meeting.objects.visible_to(request.actor, Capability.VERIFY))
        found = rows.filter(uuid__in=seen).order_by("pk")
        done = confirm_each(records=[(each, seen[each.uuid]) for each in found], by=request.actor)
        refused = [
            {"id": each.uuid, "code": refusal.code, "detail": str(refusal)} for each, refusal in done.refused
        ]
        body = {"confirmed": [each.uuid for each in done.confirmed], "refused": refused}
        return Response(ConfirmedTogetherSerializer(body).data)

    @extend_schema(request=TakeBackSerializer, responses=TakenBackSerializer, filters=False)
    def take_back(self, request: Request, uuid: Any) -> Response:
        """Undo one's own confirmation, on its day and while nothing is frozen or amended."""
        visible = Meeting.objects.visible_to(request.actor).select_related("organization")
        meeting = get_object_or_404(visible, uuid=uuid)
        version = read_body(TakeBackSerializer, request).get("version")
        taken = take_back_confirmation(meeting=meeting, version=version, by=request.actor)
        return Response(TakenBackSerializer(taken).data)
