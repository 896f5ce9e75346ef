"""Viewset of talks between members (谈心谈话, R-LIFE-09)."""

from collections.abc import Sequence
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
from core.api import read_body, rows_response
from life import actions
from life.api import serializers as shapes
from life.api.lookup import BRANCH, YEAR, LifeLookup
from life.models import Talk
from life.selectors import appraisals, talks
from members.models import Member


class TalkViewSet(LifeLookup, GenericViewSet):
    """Heart-to-heart talks of a branch's year (R-LIFE-09); a member sees their own."""

    queryset = Talk.objects.none()
    serializer_class = shapes.TalkSerializer
    filter_backends: list[Any] = []
    cursor_ordering: tuple[str, ...] = ("-on", "-pk")

    def talk_data(self, rows: Sequence[Talk], own: Member | None) -> Any:
        context = {"actor": self.request.actor, "own": own}
        return shapes.TalkSerializer(rows, many=True, context=context).data

    @extend_schema(
        responses=shapes.TalkSerializer(many=True),
        parameters=[YEAR, OpenApiParameter("organization", OpenApiTypes.STR, description="code")],
    )
    def list(self, request: Request) -> Response:
        query = self.query_texts("organization", "year")
        own = appraisals.own_member(request.actor)
        rows = talks.visible_to(request.actor, own)
        if query["year"]:
            rows = rows.filter(on__year=self.year(query["year"]))
        if query["organization"]:
            rows = rows.filter(organization=self.branch(query["organization"], Capability.CALENDAR))
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(self.talk_data(page, own))

    @extend_schema(request=shapes.TalkInputSerializer, responses={201: shapes.TalkSerializer(many=True)})
    def create(self, request: Request) -> Response:
        """Register talks of one with others on a day."""
        body = read_body(shapes.TalkInputSerializer, request)
        organization = self.branch(body.pop("organization"), Capability.CALENDAR)
        uuids = [body.pop("one"), *body.pop("others")]
        here = Member.objects.on_roll(organization, body["on"]).filter(uuid__in=uuids)
        people = {member.uuid: member for member in here}
        missing = [str(uuid) for uuid in uuids if uuid not in people]
        if missing:
            raise drf.ValidationError(
                {"others": [f"那天不在这个党支部：{'、'.join(missing)}"]}, code="not_found"
            )
        one, *others = (people[uuid] for uuid in uuids)
        registered = actions.register_talks(
            organization=organization, one=one, others=others, **body, by=request.actor
        )
        own = appraisals.own_member(request.actor)
        return rows_response(self.talk_data(registered, own))

    @extend_schema(responses=shapes.MissingTalkSerializer(many=True), parameters=[BRANCH, YEAR])
    def gaps(self, request: Request) -> Response:
        """Who has not yet talked with whom this year."""
        query = self.query_texts("organization", "year")
        talk_year = talks.of_year(self.branch(query["organization"]), self.year(query["year"]))
        page = self.paginate_queryset(talk_year.gaps)
        return self.get_paginated_response(shapes.MissingTalkSerializer(page, many=True).data)

    def retrieve(self, request: Request, uuid: Any) -> Response:
        own = appraisals.own_member(request.actor)
        (row,) = self.talk_data([self.talk(uuid, own)], own)
        return Response(row)

    @extend_schema(responses={204: OpenApiResponse(description="taken back")})
    def destroy(self, request: Request, uuid: Any) -> Response:
        talk = self.talk(uuid, appraisals.own_member(request.actor))
        actions.strike_talk(talk=talk, by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def talk(self, uuid: Any, own: Member | None) -> Talk:
        return get_object_or_404(talks.visible_to(self.request.actor, own), uuid=uuid)
