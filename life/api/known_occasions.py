"""Viewset of the occasions on which the secretary talks with a member (R-LIFE-16): the secretary's own, nobody else's."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers as drf
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from core.api import read_body
from life import actions
from life.api import serializers as shapes
from life.api.lookup import LifeLookup
from life.models import KnownOccasion
from life.selectors import occasions
from members.models import Member


class KnownOccasionViewSet(LifeLookup, GenericViewSet):
    """Occasions of 支部工作条例 Art. 19 that a secretary noted by hand; a talk on one within days settles it."""

    queryset = KnownOccasion.objects.none()
    serializer_class = shapes.KnownOccasionSerializer
    filter_backends: list[Any] = []
    cursor_ordering: tuple[str, ...] = ("-known_on", "-pk")

    @extend_schema(
        responses=shapes.KnownOccasionSerializer(many=True),
        parameters=[OpenApiParameter("organization", OpenApiTypes.STR, description="code")],
    )
    def list(self, request: Request) -> Response:
        query = self.query_texts("organization")
        rows = occasions.visible_to(request.actor)
        if query["organization"]:
            rows = rows.filter(organization=self.branch(query["organization"], Capability.CALENDAR))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.KnownOccasionSerializer(page, many=True).data)

    @extend_schema(
        request=shapes.KnownOccasionInputSerializer, responses={201: shapes.KnownOccasionSerializer}
    )
    def create(self, request: Request) -> Response:
        """Note that something came up on which the secretary talks with a member."""
        body = read_body(shapes.KnownOccasionInputSerializer, request)
        organization = self.branch(body.pop("organization"), Capability.CALENDAR)
        member = (
            Member.objects.on_roll(organization, body["known_on"]).filter(uuid=body.pop("member")).first()
        )
        if member is None:
            raise drf.ValidationError({"member": ["那天不在这个党支部。"]}, code="not_found")
        row = actions.note_occasion(organization=organization, member=member, **body, by=request.actor)
        return Response(shapes.KnownOccasionSerializer(row).data, status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, uuid: Any) -> Response:
        return Response(shapes.KnownOccasionSerializer(self.occasion(uuid)).data)

    @extend_schema(responses={204: OpenApiResponse(description="taken back")})
    def destroy(self, request: Request, uuid: Any) -> Response:
        actions.strike_occasion(occasion=self.occasion(uuid), by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def occasion(self, uuid: Any) -> KnownOccasion:
        return get_object_or_404(occasions.visible_to(self.request.actor), uuid=uuid)
