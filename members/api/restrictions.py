"""API of the restrictions of a member's rights."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.mixins import ListModelMixin
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


class RestrictionViewSet(MemberRouteMixin, ListModelMixin, GenericViewSet):
    """Restrictions of a member, the newest first."""

    queryset = Restriction.objects.all()
    serializer_class = RestrictionSerializer
    cursor_ordering = "-pk"

    def get_queryset(self) -> QuerySet[Restriction]:
        return self.get_member().restrictions.select_related("member__organization")

    @extend_schema(request=RestrictionInputSerializer, responses={201: RestrictionSerializer})
    def create(self, request: Request, uuid: UUID) -> Response:
        """Enter a restriction: suspended and exempt members are not expected at meetings, the others have no vote."""
        member, given = self.get_member(), read_body(RestrictionInputSerializer, request)
        done = actions.restrict(member=member, **given, by=request.actor)
        return Response(RestrictionSerializer(done).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=RestrictionEndSerializer, responses=RestrictionSerializer)
    def lift(self, request: Request, uuid: UUID, pk: int) -> Response:
        """End a restriction, at the latest on its own last day."""
        found, given = (
            get_object_or_404(self.get_queryset(), pk=pk),
            read_body(RestrictionEndSerializer, request),
        )
        done = actions.lift(restriction=found, **given, by=request.actor)
        return Response(RestrictionSerializer(done).data)
