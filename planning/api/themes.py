"""API of themes and their adoption."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.api.fields import named_organization
from core.api import EmptySerializer, StrictFields, read_body, refuse_unknown
from core.clock import Period
from core.parsing import MONTH, parse_month
from core.writes import TaggedRow
from meetings.states import Kind
from planning import actions
from planning.models import Theme
from planning.selectors import themes

STATES = [(state, state) for state in themes.WORDS]


class ThemeSerializer(TaggedRow):
    id = serializers.UUIDField(source="uuid")
    organization = serializers.CharField(source="organization.code", help_text="who published it")
    month = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(Kind.choices)
    title = serializers.CharField()
    agenda = serializers.SerializerMethodField(help_text="the items, in their order")
    material = serializers.CharField(allow_blank=True)
    published_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)

    def get_month(self, theme: Theme) -> str:
        return f"{theme.month:%Y-%m}"

    def get_agenda(self, theme: Theme) -> list[str]:
        return themes.agenda_titles(theme.agenda)


class PublishThemeSerializer(StrictFields, serializers.Serializer):
    organization = serializers.CharField(max_length=32, help_text="code of the committee that publishes it")
    month = serializers.RegexField(MONTH)
    kind = serializers.ChoiceField(Kind.choices, default=Kind.THEME_DAY)
    title = serializers.CharField(max_length=200)
    agenda = serializers.ListField(
        child=serializers.CharField(max_length=200), max_length=30, required=False, default=list
    )
    material = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")

    def validate_month(self, text: str) -> Period:
        month = parse_month(text)
        if month is None:
            raise serializers.ValidationError("月份写成2026-11这样。")
        return month


class AdoptThemeSerializer(StrictFields, serializers.Serializer):
    organization = serializers.CharField(max_length=32, help_text="code of the branch that adopts it")


class AdoptionSerializer(serializers.Serializer):
    organization = serializers.CharField(source="organization.code", help_text="code")
    state = serializers.ChoiceField(STATES)
    meeting = serializers.UUIDField(source="adoption.meeting.uuid", allow_null=True)
    held_on = serializers.DateField(source="adoption.meeting.held_on", allow_null=True)
    adopted_at = serializers.DateTimeField(source="adoption.at", allow_null=True)


class ThemeViewSet(ListModelMixin, GenericViewSet):
    """Themes for a month, published by committees for the branches below; newest first."""

    queryset = Theme.objects.none()
    serializer_class = ThemeSerializer
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    cursor_ordering = "-pk"

    def get_queryset(self) -> QuerySet:
        return themes.visible_themes(self.request.actor).select_related("organization")

    @extend_schema(responses=ThemeSerializer)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        return Response(ThemeSerializer(self.visible_theme(uuid)).data)

    @extend_schema(request=PublishThemeSerializer, responses={201: ThemeSerializer})
    def create(self, request: Request) -> Response:
        """Publish a theme to every branch below a committee."""
        body = read_body(PublishThemeSerializer, request)
        body["organization"] = named_organization(request.actor, body["organization"], Capability.VIEW)
        body["agenda"] = "\n".join(body["agenda"])
        theme = actions.publish_theme(**body, by=request.actor)
        return Response(ThemeSerializer(theme).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=EmptySerializer, responses=ThemeSerializer)
    def withdraw(self, request: Request, uuid: Any) -> Response:
        """Nobody can adopt it any more; what was adopted stays planned."""
        theme = self.visible_theme(uuid)
        read_body(EmptySerializer, request)
        return Response(ThemeSerializer(actions.withdraw_theme(theme=theme, by=request.actor)).data)

    @extend_schema(request=AdoptThemeSerializer, responses={201: AdoptionSerializer})
    def adopt(self, request: Request, uuid: Any) -> Response:
        """Take it over as a branch: onto the plan of its month, else as a new plan on the branch's fixed day."""
        theme = self.visible_theme(uuid)
        code = read_body(AdoptThemeSerializer, request)["organization"]
        organization = named_organization(request.actor, code, Capability.VIEW)
        adoption = actions.adopt_theme(theme=theme, organization=organization, by=request.actor)
        row = themes.BranchAdoption(organization, themes.ADOPTED, adoption)
        return Response(AdoptionSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        responses=AdoptionSerializer(many=True),
        parameters=[OpenApiParameter("state", str, enum=[*themes.WORDS], description="without it, all")],
    )
    def adoptions(self, request: Request, uuid: Any) -> Response:
        """Which of the branches one sees into adopted it, in tree order."""
        refuse_unknown(request, "state")
        state = request.query_params.get("state", "")
        if state and state not in themes.WORDS:
            raise serializers.ValidationError({"state": [f"写{'、'.join(themes.WORDS)}之一。"]})
        rows = themes.branch_adoptions(self.visible_theme(uuid), request.actor)
        rows = [row for row in rows if not state or row.state == state]
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(AdoptionSerializer(page, many=True).data)

    def visible_theme(self, uuid: Any) -> Theme:
        return get_object_or_404(self.get_queryset(), uuid=uuid)
