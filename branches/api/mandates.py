"""Viewset and serializers of mandates: who may do what where."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches import actions
from branches.access.roles import Capability, Role
from branches.api.fields import OrganizationCodeField
from branches.filters import MandateFilters
from branches.models import Mandate
from core.api import StrictFields, read_body
from core.writes import TaggedRow


class MandateSerializer(TaggedRow, serializers.ModelSerializer):
    username = serializers.CharField(source="user.username")
    name = serializers.CharField(source="user.name")
    organization = serializers.CharField(source="organization.code", help_text="code; with all below it")
    revoked_at = serializers.DateTimeField(
        allow_null=True, help_text="taken back at this moment, whatever until says"
    )

    class Meta:
        model = Mandate
        fields = ("id", "username", "name", "role", "organization", "since", "until", "revoked_at")


class MandateInputSerializer(StrictFields, serializers.Serializer):
    username = serializers.CharField(max_length=64)
    role = serializers.ChoiceField(Role.choices)
    organization = OrganizationCodeField(capability=Capability.GRANT_MANDATES, help_text="code")
    since = serializers.DateField()
    until = serializers.DateField(required=False, allow_null=True)

    def validate_username(self, username: str) -> Any:
        user = get_user_model().objects.filter(username=username, is_active=True).first()
        if user is None:
            raise serializers.ValidationError("没有找到这个账号。可以先开一个。", code="not_found")
        return user


class RevocationInputSerializer(StrictFields, serializers.Serializer):
    until = serializers.DateField(help_text="the last day; today or earlier ends it at once")


class MandateViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """Mandates where this person may grant them, newest first; of either kind unless `open` says which."""

    queryset = Mandate.objects.all()
    serializer_class = MandateSerializer
    filterset_class = MandateFilters
    cursor_ordering: str | tuple[str, ...] = "-pk"

    def get_queryset(self) -> QuerySet[Any]:
        self.request.actor.must_have(Capability.GRANT_MANDATES)
        return Mandate.objects.visible_to(self.request.actor).select_related("user", "organization")

    @extend_schema(request=MandateInputSerializer, responses={201: MandateSerializer})
    def create(self, request: Request) -> Response:
        request.actor.must_have(Capability.GRANT_MANDATES)
        facts = read_body(MandateInputSerializer, request)
        mandate = actions.grant(user=facts.pop("username"), **facts, by=request.actor)
        return Response(MandateSerializer(mandate).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=RevocationInputSerializer, responses=MandateSerializer)
    def revoke(self, request: Request, pk: int) -> Response:
        """End it; what was done under it stays."""
        mandate = get_object_or_404(self.get_queryset(), pk=pk)
        done = actions.revoke(
            mandate=mandate, **read_body(RevocationInputSerializer, request), by=request.actor
        )
        return Response(MandateSerializer(done).data)
