"""API of the hand-over list of a branch."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.models import Organization
from branches.states import BRANCHES
from core.api import refuse_unknown
from core.http import download, file_answers
from dashboards import actions
from dashboards.selectors import handover
from documents.contexts import layout

ORGANIZATION = OpenApiParameter("organization", str, required=True, description="code of a branch")


class HandoverItemSerializer(serializers.Serializer):
    name = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    due = serializers.CharField(allow_blank=True, help_text="a date in words")
    is_late = serializers.BooleanField()


class HandoverSectionSerializer(serializers.Serializer):
    title = serializers.CharField()
    items = HandoverItemSerializer(many=True)


class HandoverViewSet(GenericViewSet):
    """What is open when a secretary changes."""

    queryset = Organization.objects.none()
    serializer_class = HandoverSectionSerializer
    filter_backends: list[Any] = []
    cursor_ordering = "title"

    @extend_schema(responses=HandoverSectionSerializer(many=True), parameters=[ORGANIZATION])
    def list(self, request: Request) -> Response:
        found = handover.handover(self.requested_branch(), by=request.actor)
        page = self.paginate_queryset(found.sections)
        return self.get_paginated_response(HandoverSectionSerializer(page, many=True).data)

    @extend_schema(
        responses=file_answers("docx", "pdf"),
        parameters=[
            ORGANIZATION,
            OpenApiParameter("form", str, enum=[*layout.FORMS]),
            OpenApiParameter("receiver", str, description="printed as 接收人"),
        ],
    )
    def file(self, request: Request) -> HttpResponse:
        place = self.requested_branch()
        form = request.query_params.get("form") or "pdf"
        if form not in layout.FORMS:
            raise ValidationError({"form": [f"写{'或'.join(layout.FORMS)}。"]})
        name, content = actions.export_handover(
            organization=place,
            form=form,
            receiver=request.query_params.get("receiver", ""),
            by=request.actor,
        )
        return download(content, name)

    def requested_branch(self) -> Organization:
        asked = self.request.query_params
        refuse_unknown(self.request, "organization", "form", "receiver")
        code = asked.get("organization", "")
        if not code:
            raise ValidationError({"organization": ["写党支部的编号。"]})
        seen = Organization.objects.visible_to(self.request.actor, Capability.CALENDAR)
        found: Organization = get_object_or_404(seen.filter(kind__in=BRANCHES), code=code)
        self.request.actor.must(Capability.VIEW, found)
        return found
