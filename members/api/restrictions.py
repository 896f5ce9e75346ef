"""JSON doors of what limits a member's place or rights: the same actions and reach as the file's page."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api import read_body
from members import actions
from members.api.serializers import Shape
from members.api.views import OfMember
from members.models import Restriction


class RestrictionRow(serializers.ModelSerializer):
    class Meta:
        model = Restriction
        fields = ("id", "kind", "since", "until", "reason", "document")


class RestrictShape(Shape):
    kind = serializers.ChoiceField(Restriction.Kind.choices)
    since = serializers.DateField()
    until = serializers.DateField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=120)
    document = serializers.CharField(max_length=120, required=False, allow_blank=True)


class LiftShape(Shape):
    until = serializers.DateField(help_text="the last day of it")


class Restrictions(OfMember, GenericViewSet):
    """What limits or limited a member, the newest first."""

    queryset = Restriction.objects.all()
    serializer_class = RestrictionRow
    cursor_ordering = "-pk"

    @extend_schema(responses=RestrictionRow(many=True))
    def list(self, request: Request, uuid: UUID) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.member().restrictions.all()))
        return self.get_paginated_response(RestrictionRow(rows, many=True).data)

    @extend_schema(request=RestrictShape, responses={201: RestrictionRow})
    def create(self, request: Request, uuid: UUID) -> Response:
        """Enter a limit: suspended and exempt take the member off the expected list, the others the vote."""
        member = self.member()
        done = actions.restrict(member=member, **read_body(RestrictShape, request), by=request.actor)
        return Response(RestrictionRow(done).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=LiftShape, responses=RestrictionRow)
    def lift(self, request: Request, uuid: UUID, pk: int) -> Response:
        """End a limit, before its own end when it has one."""
        found = get_object_or_404(self.member().restrictions.select_related("member__organization"), pk=pk)
        return Response(
            RestrictionRow(
                actions.lift(restriction=found, **read_body(LiftShape, request), by=request.actor)
            ).data
        )
