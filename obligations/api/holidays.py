"""Viewset and serializers of the own tables of holidays."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches import actions
from branches.access.roles import Capability
from branches.api.fields import OrganizationCodeField
from branches.models import Holiday
from core.api import StrictFields, read_body
from core.parsing import parse_day
from core.writes import TaggedRow
from obligations.filters import HolidayFilter


class HolidaySerializer(TaggedRow):
    organization = serializers.CharField(
        source="organization.code",
        default=None,
        allow_null=True,
        help_text="code; with all below it. null: everybody's",
    )
    day = serializers.DateField()
    name = serializers.CharField()
    is_workday = serializers.BooleanField(help_text="a weekend that is worked; else a day off")
    source = serializers.CharField(allow_blank=True)


class HolidayInputSerializer(StrictFields, serializers.Serializer):
    organization = OrganizationCodeField(
        required=False, allow_null=True, default=None, help_text="code; without it for everybody"
    )
    day = serializers.DateField()
    until = serializers.DateField(required=False, allow_null=True, default=None)
    name = serializers.CharField(max_length=30)
    is_workday = serializers.BooleanField(default=False)
    source = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


ONE_DAY = [
    OpenApiParameter(
        "day",
        str,
        OpenApiParameter.PATH,
        description="2027-10-01; with @ and the code of its organization of one",
    )
]


@extend_schema_view(retrieve=extend_schema(parameters=ONE_DAY))
class HolidayViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """The own tables of days off and worked weekends, asked before the published calendar."""

    queryset = Holiday.objects.all()
    serializer_class = HolidaySerializer
    filterset_class = HolidayFilter
    cursor_ordering = ("-day", "-pk")
    lookup_field = "day"

    def get_queryset(self) -> QuerySet[Holiday]:
        self.request.actor.must_have(Capability.MANAGE_RULES)
        return Holiday.objects.visible_to(self.request.actor).select_related("organization")

    def get_object(self) -> Holiday:
        day, _, code = self.kwargs["day"].partition("@")
        return get_object_or_404(self.get_queryset(), day=parse_day(day), organization__code=code or None)

    @extend_schema(request=HolidayInputSerializer, responses={201: HolidaySerializer})
    def create(self, request: Request) -> Response:
        """Enter a day, or every day up to `until`; what stood there is replaced. Answers with the first."""
        made = actions.set_holiday(**read_body(HolidayInputSerializer, request), by=request.actor)
        return Response(HolidaySerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        responses={204: OpenApiResponse(description="removed")},
        parameters=ONE_DAY,
    )
    def destroy(self, request: Request, day: str) -> Response:
        actions.remove_holiday(holiday=self.get_object(), by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)
