"""Viewset of talks between members (谈心谈话, R-LIFE-09)."""

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
    cursor_ordering = ("-on", "-pk")

    @extend_schema(
        responses=shapes.TalkSerializer(many=True),
        parameters=[YEAR, OpenApiParameter("organization", OpenApiTypes.STR, description="code")],
    )
    def list(self, request: Request) -> Response:
        asked = self.query_texts("organization", "year")
        own = appraisals.own_member(request.actor)
        rows = talks.visible_to(request.actor, own)
        if asked["year"]:
            rows = rows.filter(on__year=self.year(asked["year"]))
        if asked["organization"]:
            rows = rows.filter(organization=self.branch(asked["organization"], Capability.CALENDAR))
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(
            [shapes.talk_data(row, talks.may_read_note(row, request.actor, own)) for row in page]
        )

    @extend_schema(request=shapes.TalkInputSerializer, responses={201: shapes.TalkSerializer(many=True)})
    def create(self, request: Request) -> Response:
        """Register talks of one with others on a day."""
        given = self.read_body(shapes.TalkInputSerializer)
        organization = self.branch(given.pop("organization"), Capability.CALENDAR)
        asked = [given.pop("one"), *given.pop("others")]
        here = Member.objects.on_roll(organization, given["on"]).filter(uuid__in=asked)
        people = {member.uuid: member for member in here}
        missing = [str(uuid) for uuid in asked if uuid not in people]
        if missing:
            raise drf.ValidationError({"others": [f"那天不在这个党支部：{'、'.join(missing)}"]})
        one, *others = (people[uuid] for uuid in asked)
        done = actions.register_talks(
            organization=organization, one=one, others=others, **given, by=request.actor
        )
        return Response([shapes.talk_data(row, True) for row in done], status=status.HTTP_201_CREATED)

    @extend_schema(responses=shapes.MissingTalkSerializer(many=True), parameters=[BRANCH, YEAR])
    def gaps(self, request: Request) -> Response:
        """Who has not yet talked with whom this year."""
        asked = self.query_texts("organization", "year")
        found = talks.of_year(self.branch(asked["organization"]), self.year(asked["year"]))
        return Response(
            [
                {
                    "kind": gap.kind,
                    "one": shapes.person_reference_data(gap.one),
                    "other": shapes.person_reference_data(gap.other) if gap.other else None,
                    "sentence": gap.sentence,
                }
                for gap in found.gaps
            ]
        )

    @extend_schema(responses={204: OpenApiResponse(description="taken back")})
    def destroy(self, request: Request, uuid: Any) -> Response:
        own = appraisals.own_member(request.actor)
        talk = get_object_or_404(talks.visible_to(request.actor, own), uuid=uuid)
        actions.strike_talk(talk=talk, by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)
