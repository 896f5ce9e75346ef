"""Viewset of classes of training (集中培训), with the same actions and reach as the pages."""

from decimal import Decimal
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
from branches.models import Organization
from core.api import read_body
from life import actions
from life.api import serializers as shapes
from life.api.lookup import YEAR, LifeLookup
from life.models import TrainingClass
from life.selectors import training


class TrainingViewSet(LifeLookup, GenericViewSet):
    """Classes of training with their hours and who attended: counted beside meetings in `life/hours/` (R-EDU-06)."""

    queryset = TrainingClass.objects.none()
    serializer_class = shapes.TrainingSerializer
    filter_backends: list[Any] = []
    cursor_ordering: tuple[str, ...] = ("-since", "-pk")

    @extend_schema(
        responses=shapes.TrainingSerializer(many=True),
        parameters=[YEAR, OpenApiParameter("organization", OpenApiTypes.STR, description="code")],
    )
    def list(self, request: Request) -> Response:
        query = self.query_texts("organization", "year")
        rows = training.visible_to(request.actor)
        if query["year"]:
            rows = rows.filter(since__year=self.year(query["year"]))
        if query["organization"]:
            rows = rows.filter(organization=self.place(query["organization"]))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.TrainingSerializer(page, many=True).data)

    @extend_schema(request=shapes.TrainingInputSerializer, responses={201: shapes.TrainingSerializer})
    def create(self, request: Request) -> Response:
        """Register a class that is over with everybody who attended."""
        body = read_body(shapes.TrainingInputSerializer, request)
        organization = self.place(body.pop("organization"))
        wanted = body.pop("members")
        people = {
            one.uuid: one for one in training.people_of(organization, body["since"]).filter(uuid__in=wanted)
        }
        if missing := [str(uuid) for uuid in wanted if uuid not in people]:
            raise drf.ValidationError(
                {"members": [f"那天不在这个党组织：{'、'.join(missing)}"]}, code="not_found"
            )
        body["hours"] = Decimal(str(body["hours"]))
        row = actions.register_class(
            organization=organization, members=list(people.values()), **body, by=request.actor
        )
        return Response(self.row_data(row.uuid), status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, uuid: Any) -> Response:
        return Response(self.row_data(uuid))

    @extend_schema(responses={204: OpenApiResponse(description="taken back")})
    def destroy(self, request: Request, uuid: Any) -> Response:
        actions.strike_class(training=self.training(uuid), by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def row_data(self, uuid: Any) -> Any:
        return shapes.TrainingSerializer(self.training(uuid)).data

    def training(self, uuid: Any) -> TrainingClass:
        return get_object_or_404(training.visible_to(self.request.actor), uuid=uuid)

    def place(self, code: str) -> Organization:
        seen = Organization.objects.visible_to(self.request.actor, Capability.VIEW)
        return get_object_or_404(seen, code=code)
