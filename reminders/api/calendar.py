"""API of a person's own calendar address."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api import EmptySerializer
from reminders import actions
from reminders.models import Feed


class CalendarStateSerializer(serializers.Serializer):
    in_use = serializers.BooleanField()
    made_at = serializers.DateTimeField(allow_null=True)


class CalendarAddressSerializer(serializers.Serializer):
    url = serializers.CharField(help_text="returned only once; only its digest is stored")
    made_at = serializers.DateTimeField()


class CalendarViewSet(GenericViewSet):
    """One's own private calendar address."""

    queryset = Feed.objects.none()
    serializer_class = CalendarStateSerializer
    pagination_class = None
    filter_backends: list[Any] = []

    @extend_schema(responses=CalendarStateSerializer)
    def retrieve(self, request: Request) -> Response:
        feed = Feed.objects.filter(user=request.actor.user, revoked_at__isnull=True).first()
        return Response({"in_use": feed is not None, "made_at": feed.made_at if feed else None})

    @extend_schema(request=EmptySerializer, responses={201: CalendarAddressSerializer})
    def create(self, request: Request) -> Response:
        """A new address; the one before it stops at once."""
        EmptySerializer(data=request.data).is_valid(raise_exception=True)
        feed, token = actions.open_feed(by=request.actor)
        url = request.build_absolute_uri(reverse("reports:feed", args=[token]))
        return Response({"url": url, "made_at": feed.made_at}, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: OpenApiResponse(description="stopped")})
    def destroy(self, request: Request) -> Response:
        actions.close_feed(by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)
