"""JSON doors of a person's calendar address."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api import StrictFields
from reminders import actions
from reminders.models import Feed


class CalendarState(serializers.Serializer):
    in_use = serializers.BooleanField()
    made_at = serializers.DateTimeField(allow_null=True)


class CalendarAddress(serializers.Serializer):
    url = serializers.CharField(help_text="said this once; only its digest is kept")
    made_at = serializers.DateTimeField()


class NoBody(StrictFields, serializers.Serializer):
    """An empty body."""


class Calendars(GenericViewSet):
    """One's own private calendar address."""

    queryset = Feed.objects.none()
    serializer_class = CalendarState
    pagination_class = None
    filter_backends: list[Any] = []

    @extend_schema(responses=CalendarState)
    def state(self, request: Request) -> Response:
        held = Feed.objects.filter(user=request.actor.user, revoked_at__isnull=True).first()
        return Response({"in_use": held is not None, "made_at": held.made_at if held else None})

    @extend_schema(request=NoBody, responses={201: CalendarAddress})
    def open(self, request: Request) -> Response:
        """A new address; the one before it stops at once."""
        NoBody(data=request.data).is_valid(raise_exception=True)
        feed, token = actions.open_feed(by=request.actor)
        url = request.build_absolute_uri(reverse("reports:feed", args=[token]))
        return Response({"url": url, "made_at": feed.made_at}, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: OpenApiResponse(description="stopped")})
    def close(self, request: Request) -> Response:
        actions.close_feed(by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)
