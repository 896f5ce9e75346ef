"""What the viewsets of life share: query parameters, the request's year and branch, the body."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers as drf

from branches.access.roles import Capability
from branches.models import Organization
from branches.states import BRANCHES
from core import clock
from core.api import refuse_unknown
from core.parsing import parse_year

YEARS = {"type": "integer", "minimum": 2000, "maximum": 2200}
YEAR = OpenApiParameter("year", YEARS, description="this year unless given")
BRANCH = OpenApiParameter("organization", OpenApiTypes.STR, required=True, description="code of a branch")


class LifeLookup:
    """What the viewsets share: reading the query and the body strictly."""

    request: Any
    kwargs: dict[str, Any]

    def query_texts(self, *names: str) -> dict[str, str]:
        """The query's texts; an unknown name is refused."""
        refuse_unknown(self.request, *names)
        return {name: self.request.query_params.get(name, "") for name in names}

    def year(self, text: str) -> int:
        if not text:
            return clock.today().year
        year = parse_year(text, 2000, 2200)
        if year is None:
            raise drf.ValidationError({"year": ["写四位数的年份。"]})
        return year

    def branch(self, code: str, capability: Capability = Capability.VIEW) -> Organization:
        if not code:
            raise drf.ValidationError({"organization": ["写党支部的编号。"]})
        seen = Organization.objects.visible_to(self.request.actor, capability).filter(kind__in=BRANCHES)
        return get_object_or_404(seen, code=code)
