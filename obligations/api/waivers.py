"""JSON doors of what need not be held for a while (免开): the same actions and reach as the page of rules."""

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


class Waivers(GenericViewSet):
    """Waivers of the reach, the newest first."""

    queryset = Waiver.objects.all()
    serializer_class = shapes.WaiverRow
    filterset_class = WaiverFilter
    cursor_ordering = "-pk"

    def seen(self) -> QuerySet[Any]:
        found = Waiver.objects.filter(self.request.actor.reach.q(Capability.VIEW))
        return found.select_related("organization")

    @extend_schema(responses=shapes.WaiverRow(many=True))
    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.seen()))
        return self.get_paginated_response(shapes.WaiverRow(rows, many=True).data)

    @extend_schema(request=shapes.WaiveShape, responses={201: shapes.WaiverRow})
    def create(self, request: Request) -> Response:
        """Let an organization, with all below it, not hold what a rule asks. A frozen month is not touched."""
        given = read_body(shapes.WaiveShape, request)
        places = Organization.objects.visible_to(request.actor)
        place = places.filter(code=given.pop("organization")).first()
        if place is None:
            raise exceptions.ValidationError({"organization": ["没有这个党组织，或者不在您的范围内。"]})
        waiver = actions.waive(organization=place, **given, by=request.actor)
        return Response(shapes.WaiverRow(waiver).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=shapes.EndWaiverShape, responses=shapes.WaiverEnded)
    def end(self, request: Request, pk: int) -> Response:
        """Ask again from a day on; from its own first day it is withdrawn whole."""
        waiver = get_object_or_404(self.seen(), pk=pk)
        done = actions.end_waiver(
            waiver=waiver, **read_body(shapes.EndWaiverShape, request), by=request.actor
        )
        still = done.until >= done.since
        return Response({"id": pk, "until": done.until if still else None})
