"""API of themes and their adoption."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.models import Organization
from core.api import MONTH, EmptySerializer, StrictFields, read_body, refuse_unknown
from core.clock import Period
from core.parsing import parse_month
from meetings.states import Kind
from planning import actions
from planning.models import Theme
from planning.selectors import themes

STATES = [(state, state) for state in themes.WORDS]


class ThemeSerializer(serializers.Serializer):
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
    organization = serializers.CharField(help_text="code")
    state = serializers.ChoiceField(STATES)
    meeting = serializers.UUIDField(allow_null=True)
    held_on = serializers.DateField(allow_null=True)
    adopted_at = serializers.DateTimeField(allow_null=True)


def _adoption_data(place: themes.BranchAdoption) -> dict[str, Any]:
    row = place.adoption
    return {
        "organization": place.organization.code,
        "state": place.state,
        "meeting": row.meeting.uuid if row else None,
        "held_on": row.meeting.held_on if row else None,
        "adopted_at": row.at if row else None,
    }


@extend_schema_view(list=extend_schema(responses=ThemeSerializer(many=True)))
class ThemeViewSet(GenericViewSet):
    """Themes for a month, published by committees for the branches below; newest first."""

    queryset = Theme.objects.none()
    serializer_class = ThemeSerializer
    lookup_field = "uuid"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet:
        return themes.visible_themes(self.request.actor).select_related("organization")

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(ThemeSerializer(page, many=True).data)

    @extend_schema(responses=ThemeSerializer)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        return Response(ThemeSerializer(self.visible_theme(uuid)).data)

    @extend_schema(request=PublishThemeSerializer, responses={201: ThemeSerializer})
    def create(self, request: Request) -> Response:
        """Publish a theme to every branch below a committee."""
        given = self.validated_body(PublishThemeSerializer)
        given["organization"] = self.visible_organization(given["organization"])
        given["agenda"] = "\n".join(given["agenda"])
        made = actions.publish_theme(**given, by=request.actor)
        return Response(ThemeSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=EmptySerializer, responses=ThemeSerializer)
    def withdraw(self, request: Request, uuid: Any) -> Response:
        """Nobody can adopt it any more; what was adopted stays planned."""
        theme = self.visible_theme(uuid)
        self.validated_body(EmptySerializer)
        return Response(ThemeSerializer(actions.withdraw_theme(theme=theme, by=request.actor)).data)

    @extend_schema(request=AdoptThemeSerializer, responses={201: AdoptionSerializer})
    def adopt(self, request: Request, uuid: Any) -> Response:
        """Take it over as a branch: onto the plan of its month, else as a new plan on the branch's fixed day."""
        theme = self.visible_theme(uuid)
        organization = self.visible_organization(self.validated_body(AdoptThemeSerializer)["organization"])
        done = actions.adopt_theme(theme=theme, organization=organization, by=request.actor)
        place = themes.BranchAdoption(organization, themes.ADOPTED, done)
        return Response(_adoption_data(place), status=status.HTTP_201_CREATED)

    @extend_schema(
        responses=AdoptionSerializer(many=True),
        parameters=[OpenApiParameter("state", str, enum=[*themes.WORDS], description="without it, all")],
    )
    def adoptions(self, request: Request, uuid: Any) -> Response:
        """Which of the branches one sees into adopted it, in tree order, all at once."""
        refuse_unknown(request, "state")
        state = request.query_params.get("state", "")
        if state and state not in themes.WORDS:
            raise serializers.ValidationError({"state": [f"写{'、'.join(themes.WORDS)}之一。"]})
        rows = themes.branch_adoptions(self.visible_theme(uuid), request.actor)
        return Response([_adoption_data(row) for row in rows if not state or row.state == state])

    def visible_theme(self, uuid: Any) -> Theme:
        return get_object_or_404(self.get_queryset(), uuid=uuid)

    def validated_body(self, shape: type[Any]) -> dict[str, Any]:
        return read_body(shape, self.request)

    def visible_organization(self, code: str) -> Organization:
        seen = Organization.objects.visible_to(self.request.actor, Capability.VIEW)
        found = seen.filter(code=code).first()
        if found is None:
            raise serializers.ValidationError({"organization": ["没有这个党组织，或者不在您的范围内。"]})
        return found
