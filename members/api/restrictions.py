"""API of the restrictions of a member's rights."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api import read_body
from members import actions
from members.api.serializers import InputSerializer
from members.api.views import MemberRouteMixin
from members.models import Restriction


class RestrictionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Restriction
        fields = ("id", "kind", "since", "until", "reason", "document")


class RestrictionInputSerializer(InputSerializer):
    kind = serializers.ChoiceField(Restriction.Kind.choices)
    since = serializers.DateField()
    until = serializers.DateField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=120)
    document = serializers.CharField(max_length=120, required=False, allow_blank=True)


class RestrictionEndSerializer(InputSerializer):
    until = serializers.DateField(help_text="the last day of it")


class RestrictionViewSet(MemberRouteMixin, GenericViewSet):
    """Restrictions of a member, the newest first."""

    queryset = Restriction.objects.all()
    serializer_class = RestrictionSerializer
    cursor_ordering = "-pk"

    @extend_schema(responses=RestrictionSerializer(many=True))
    def list(self, request: Request, uuid: UUID) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_member().restrictions.all()))
        return self.get_paginated_response(RestrictionSerializer(rows, many=True).data)

    @extend_schema(request=RestrictionInputSerializer, responses={201: RestrictionSerializer})
    def create(self, request: Request, uuid: UUID) -> Response:
        """Enter a restriction: suspended and exempt members are not expected at meetings, the others have no vote."""
        member = self.get_member()
        done = actions.restrict(
            member=member, **read_body(RestrictionInputSerializer, request), by=request.actor
        )
        return Response(RestrictionSerializer(done).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=RestrictionEndSerializer, responses=RestrictionSerializer)
    def lift(self, request: Request, uuid: UUID, pk: int) -> Response:
        """End a restriction, at the latest on its own last day."""
        found = get_object_or_404(
            self.get_member().restrictions.select_related("member__organization"), pk=pk
        )
        return Response(
            RestrictionSerializer(
                actions.lift(
                    restriction=found, **read_body(RestrictionEndSerializer, request), by=request.actor
                )
            ).data
        )
