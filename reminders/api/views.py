"""API of a person's own digests, channels and quiet hours, with the actions of the pages."""

import re
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api import StrictFields, read_body
from core.writes import TaggedRow
from reminders import actions
from reminders.channels import absolute_url
from reminders.filters import DigestFilter
from reminders.models import Channel, Digest, QuietHours


class ReminderLineSerializer(serializers.Serializer):
    what = serializers.CharField(
        help_text="kind of thing: duty, returned, draft, leave, task, term, coming …"
    )
    sentence = serializers.CharField()
    url = serializers.URLField(help_text="the page that does it")
    basis = serializers.CharField(help_text="the article; may be empty")
    why = serializers.CharField(help_text="a reviewer's own words; may be empty")


class DigestSerializer(serializers.Serializer):
    day = serializers.DateField()
    made_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField(allow_null=True)
    lines = ReminderLineSerializer(many=True)


class ChannelSerializer(TaggedRow):
    kind = serializers.ChoiceField(Channel.Kind.choices)
    address = serializers.CharField(max_length=300)
    is_on = serializers.BooleanField()
    confirmed_at = serializers.DateTimeField(
        allow_null=True, help_text="empty: the link in the mail was not opened yet, nothing is sent there"
    )
    added_at = serializers.DateTimeField()


class NewChannelSerializer(ChannelSerializer):
    secret = serializers.CharField(
        help_text="signs what a webhook receives; shown this once, empty for e-mail"
    )


class SetChannelSerializer(StrictFields, serializers.Serializer):
    kind = serializers.ChoiceField(Channel.Kind.choices)
    address = serializers.CharField(max_length=300)


class ConfirmChannelSerializer(StrictFields, serializers.Serializer):
    token = serializers.CharField(max_length=500, help_text="the last part of the link in the mail")


CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$"


@extend_schema_field({"type": "string", "pattern": CLOCK})
class ClockField(serializers.TimeField):
    """HH:MM by the clock on the wall; JSON Schema's "time" would want a zone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **options)

    def to_internal_value(self, value: Any) -> Any:
        if not (isinstance(value, str) and re.fullmatch(CLOCK, value)):
            raise serializers.ValidationError("写成22:30这样。")
        return super().to_internal_value(value)


class QuietHoursSerializer(StrictFields, serializers.Serializer):
    """One's own hours in which nothing is sent; both null: only those of everybody."""

    quiet_from = ClockField(allow_null=True)
    quiet_until = ClockField(allow_null=True)


class SwitchChannelSerializer(StrictFields, serializers.Serializer):
    is_on = serializers.BooleanField()


def digest_data(row: Digest) -> dict[str, Any]:
    return {
        "day": row.day,
        "made_at": timezone.localtime(row.made_at),
        "seen_at": timezone.localtime(row.seen_at) if row.seen_at else None,
        "lines": [{"basis": "", "why": ""} | line | {"url": absolute_url(line["url"])} for line in row.lines],
    }


class ReminderViewSet(GenericViewSet):
    """One's own digests, newest first, one per day."""

    queryset = Digest.objects.none()
    serializer_class = DigestSerializer
    filterset_class = DigestFilter
    cursor_ordering: str | tuple[str, ...] = "-pk"

    @extend_schema(responses=DigestSerializer(many=True))
    def list(self, request: Request) -> Response:
        found = self.filter_queryset(Digest.objects.filter(user=request.user.pk))
        return self.get_paginated_response([digest_data(row) for row in self.paginate_queryset(found)])


class ChannelViewSet(RetrieveModelMixin, GenericViewSet):
    """How one's own digests are sent besides: one channel a kind."""

    queryset = Channel.objects.none()
    serializer_class = ChannelSerializer
    cursor_ordering: str | tuple[str, ...] = "-pk"
    lookup_field = "kind"
    lookup_value_converter = "slug"

    def get_queryset(self) -> QuerySet[Channel]:
        return Channel.objects.filter(user=self.request.user.pk)

    @extend_schema(responses=ChannelSerializer(many=True))
    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(ChannelSerializer(rows, many=True).data)

    @extend_schema(request=SetChannelSerializer, responses={201: NewChannelSerializer})
    def create(self, request: Request) -> Response:
        """Set the address of a kind; a new one takes the old one's place."""
        row, secret = actions.set_channel(**read_body(SetChannelSerializer, request), by=request.actor)
        return Response(ChannelSerializer(row).data | {"secret": secret}, status=status.HTTP_201_CREATED)

    @extend_schema(request=ConfirmChannelSerializer, responses=ChannelSerializer)
    def confirm(self, request: Request) -> Response:
        """Confirm one's own e-mail address by the link that was sent there."""
        row = actions.confirm_channel(**read_body(ConfirmChannelSerializer, request), by=request.actor)
        return Response(ChannelSerializer(row).data)

    @extend_schema(request=SwitchChannelSerializer, responses=ChannelSerializer)
    def partial_update(self, request: Request, kind: str) -> Response:
        """Stop it for a while, or use it again."""
        row = get_object_or_404(self.get_queryset(), kind=kind)
        facts = read_body(SwitchChannelSerializer, request)
        return Response(
            ChannelSerializer(actions.switch_channel(channel=row, **facts, by=request.actor)).data
        )

    @extend_schema(responses={204: OpenApiResponse(description="removed")})
    def destroy(self, request: Request, kind: str) -> Response:
        actions.remove_channel(channel=get_object_or_404(self.get_queryset(), kind=kind), by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)


class QuietHoursViewSet(GenericViewSet):
    """One's own quiet hours, besides those of everybody."""

    queryset = QuietHours.objects.none()
    serializer_class = QuietHoursSerializer
    filter_backends: list[Any] = []

    @extend_schema(responses=QuietHoursSerializer)
    def retrieve(self, request: Request) -> Response:
        """Null and null where one has none."""
        own = QuietHours.objects.filter(user=request.user.pk).first()
        return Response(QuietHoursSerializer(own or {"quiet_from": None, "quiet_until": None}).data)

    @extend_schema(request=QuietHoursSerializer, responses=QuietHoursSerializer)
    def update(self, request: Request) -> Response:
        """Set them, or give them up with two nulls."""
        actions.set_quiet_hours(**read_body(QuietHoursSerializer, request), by=request.actor)
        return self.retrieve(request)
