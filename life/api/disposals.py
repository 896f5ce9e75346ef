"""Viewset of what follows incompetent grades (R-LIFE-08), with the same actions and reach as the pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from core.api import read_body
from life import actions
from life.api import serializers as shapes
from life.api.lookup import LifeLookup
from life.models import Disposal
from life.selectors import disposals
from meetings.models import Resolution


def _resolution(body: dict[str, Any]) -> Resolution | None:
    """Taken out of the body."""
    return Resolution.objects.filter(pk=body.pop("resolution") or 0).first()


@extend_schema_view(
    list=extend_schema(
        responses=shapes.DisposalSerializer(many=True),
        parameters=[OpenApiParameter("organization", OpenApiTypes.STR, description="code")],
    )
)
class DisposalViewSet(LifeLookup, GenericViewSet):
    """What follows incompetent grades: open from the closing of an appraisal until it is concluded."""

    queryset = Disposal.objects.none()
    serializer_class = shapes.DisposalSerializer
    filter_backends: list[Any] = []
    cursor_ordering = "-pk"

    def list(self, request: Request) -> Response:
        query = self.query_texts("organization")
        rows = disposals.visible_to(request.actor)
        if query["organization"]:
            rows = rows.filter(entry__appraisal__organization=self.branch(query["organization"]))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.DisposalSerializer(page, many=True).data)

    @extend_schema(responses=shapes.DisposalSerializer)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        rows = disposals.visible_to(request.actor)
        return Response(shapes.DisposalSerializer(get_object_or_404(rows, uuid=uuid)).data)

    @extend_schema(request=shapes.DisposalInputSerializer, responses=shapes.DisposalSerializer)
    def decide(self, request: Request, uuid: Any) -> Response:
        """Say what follows the grade: a term of correction, persuasion to leave, or removal (R-STA-06, R-STA-15)."""
        disposal = self.disposal()
        body = read_body(shapes.DisposalInputSerializer, request)
        changed = actions.decide_disposal(
            disposal=disposal, resolution=_resolution(body), **body, by=request.actor
        )
        return Response(shapes.DisposalSerializer(changed).data)

    @extend_schema(request=shapes.DisposalConclusionInputSerializer, responses=shapes.DisposalSerializer)
    def conclude(self, request: Request, uuid: Any) -> Response:
        """Say how it ended: by a resolution of the general meeting, or because the member has left the roll."""
        disposal = self.disposal()
        body = read_body(shapes.DisposalConclusionInputSerializer, request)
        changed = actions.conclude_disposal(
            disposal=disposal, resolution=_resolution(body), **body, by=request.actor
        )
        return Response(shapes.DisposalSerializer(changed).data)

    def disposal(self) -> Disposal:
        row = get_object_or_404(disposals.visible_to(self.request.actor), uuid=self.kwargs["uuid"])
        self.request.actor.must(Capability.RECORD_MEETING, row.entry.appraisal.organization)
        return row
