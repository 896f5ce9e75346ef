"""API of the effort that recording costs the branches."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from core.api import count_field
from core.parsing import MONTH
from obligations.api.views import PLACE_AND_MONTH, requested_place_and_month
from obligations.models import Rule
from obligations.selectors.effort import effort_of


@extend_schema_serializer(many=False)
class EffortSerializer(serializers.Serializer):
    organization = serializers.CharField(help_text="code; with everything below it")
    month = serializers.RegexField(MONTH)
    branches = count_field(help_text="branches that recorded anything")
    meetings = count_field(help_text="counted meetings")
    taps = count_field(help_text="estimated from the records, not watched")
    characters = count_field(help_text="typed, as they stand in the records")
    minutes = count_field()
    minutes_a_branch = count_field()
    minutes_a_meeting = count_field()


EFFORT = ("branches", "meetings", "taps", "characters", "minutes", "minutes_a_branch", "minutes_a_meeting")


class EffortViewSet(GenericViewSet):
    """What a month's records cost the branches: taps, characters, minutes; estimated from the records."""

    queryset = Rule.objects.none()
    serializer_class = EffortSerializer
    pagination_class = None
    filter_backends: list[Any] = []

    @extend_schema(responses=EffortSerializer, parameters=PLACE_AND_MONTH)
    def list(self, request: Request) -> Response:
        root, month = requested_place_and_month(request, Capability.BUILD_REPORT)
        effort = effort_of(root, month)
        figures = {name: getattr(effort, name) for name in EFFORT}
        return Response({"organization": root.code, "month": month.text, **figures})
