"""API of explanations (情况说明; waivers), with the actions and permissions of the page of rules."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.api.fields import named_organization
from core.api import read_body
from obligations import actions
from obligations.api import serializers as shapes
from obligations.filters import WaiverFilter
from obligations.models import Waiver


class WaiverViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """Waivers of the reach, the newest first."""

    queryset = Waiver.objects.all()
    serializer_class = shapes.WaiverSerializer
    filterset_class = WaiverFilter
    cursor_ordering = "-pk"

    def get_queryset(self) -> QuerySet[Any]:
        found = Waiver.objects.filter(self.request.actor.reach.q(Capability.VIEW))
        return found.select_related("organization")

    @extend_schema(request=shapes.WaiveSerializer, responses={201: shapes.WaiverSerializer})
    def create(self, request: Request) -> Response:
        """Explain why an organization, with all below it, cannot hold what a rule asks; it stays asked (R-LGR-03)."""
        body = read_body(shapes.WaiveSerializer, request)
        organization = named_organization(request.actor, body.pop("organization"))
        waiver = actions.waive(organization=organization, **body, by=request.actor)
        return Response(shapes.WaiverSerializer(waiver).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=shapes.EndWaiverSerializer, responses=shapes.WaiverEndedSerializer)
    def end(self, request: Request, pk: int) -> Response:
        """End the waiver from a day on; ended from its own first day it is withdrawn."""
        waiver = get_object_or_404(self.get_queryset(), pk=pk)
        body = read_body(shapes.EndWaiverSerializer, request)
        ended = actions.end_waiver(waiver=waiver, **body, by=request.actor)
        return Response({"id": pk, "until": ended.until if ended.until >= ended.since else None})
