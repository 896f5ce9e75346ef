"""API of waivers (免开), with the actions and permissions of the page of rules."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.models import Organization
from core.api import read_body
from obligations import actions
from obligations.api import serializers as shapes
from obligations.filters import WaiverFilter
from obligations.models import Waiver


class WaiverViewSet(GenericViewSet):
    """Waivers of the reach, the newest first."""

    queryset = Waiver.objects.all()
    serializer_class = shapes.WaiverSerializer
    filterset_class = WaiverFilter
    cursor_ordering = "-pk"

    def visible_waivers(self) -> QuerySet[Any]:
        found = Waiver.objects.filter(self.request.actor.reach.q(Capability.VIEW))
        return found.select_related("organization")

    @extend_schema(responses=shapes.WaiverSerializer(many=True))
    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.visible_waivers()))
        return self.get_paginated_response(shapes.WaiverSerializer(rows, many=True).data)

    @extend_schema(request=shapes.WaiveSerializer, responses={201: shapes.WaiverSerializer})
    def create(self, request: Request) -> Response:
        """Let an organization, with all below it, not hold what a rule asks. A frozen month is not touched."""
        given = read_body(shapes.WaiveSerializer, request)
        places = Organization.objects.visible_to(request.actor)
        place = places.filter(code=given.pop("organization")).first()
        if place is None:
            raise exceptions.ValidationError({"organization": ["没有这个党组织，或者不在您的范围内。"]})
        waiver = actions.waive(organization=place, **given, by=request.actor)
        return Response(shapes.WaiverSerializer(waiver).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=shapes.EndWaiverSerializer, responses=shapes.WaiverEndedSerializer)
    def end(self, request: Request, pk: int) -> Response:
        """End the waiver from a day on; ended from its own first day it is withdrawn."""
        waiver = get_object_or_404(self.visible_waivers(), pk=pk)
        done = actions.end_waiver(
            waiver=waiver, **read_body(shapes.EndWaiverSerializer, request), by=request.actor
        )
        still = done.until >= done.since
        return Response({"id": pk, "until": done.until if still else None})
