"""API of large exports of rosters (R-SEC-05): request, approve or refuse, download."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from core.api import EmptySerializer, StrictFields, read_body
from core.errors import NotPermitted
from core.http import XLSX, download
from core.writes import TaggedRow
from exchange import actions
from exchange.models import Export
from members.filters import STATUSES, MemberFilter
from members.models import Member


class RosterExportInputSerializer(StrictFields, serializers.Serializer):
    """The filters of the list of members, and always a reason."""

    organization = serializers.CharField(max_length=32, required=False)
    below = serializers.CharField(max_length=32, required=False)
    group = serializers.CharField(max_length=32, required=False)
    status = serializers.ChoiceField(STATUSES, required=False)
    q = serializers.CharField(max_length=60, required=False)
    full = serializers.BooleanField(default=False, help_text="numbers unmasked where VIEW_PRIVATE covers")
    reason = serializers.CharField(max_length=200)


class ExportRefusalSerializer(StrictFields, serializers.Serializer):
    comment = serializers.CharField(max_length=200)


class ExportSerializer(TaggedRow, serializers.ModelSerializer):
    id = serializers.UUIDField(source="uuid")
    organization = serializers.CharField(
        source="organization.code", help_text="the lowest that holds them all"
    )
    filters = serializers.DictField(
        child=serializers.CharField(), help_text="what the list was narrowed to, by the names of its filters"
    )

    class Meta:
        model = Export
        fields = (
            "id", "number", "kind", "organization", "filters", "rows", "full", "reason", "status", "asked_who", "asked_at",
            "decided_who", "decided_at", "comment", "kept_until",
        )  # fmt: skip


class ExportViewSet(GenericViewSet):
    """Requests for large exports: one's own, and those one may decide."""

    queryset = Export.objects.none()
    serializer_class = ExportSerializer
    cursor_ordering = "-pk"
    lookup_field = "uuid"
    lookup_value_converter = "uuid"

    def visible_exports(self) -> QuerySet[Export]:
        by = self.request.actor
        if not by.reach.has(Capability.EXPORT):
            raise NotPermitted
        return Export.objects.visible_to(by).select_related("organization")

    def get_export(self) -> Export:
        return get_object_or_404(self.visible_exports(), uuid=self.kwargs["uuid"])

    @extend_schema(responses=ExportSerializer(many=True))
    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.visible_exports())) or []
        return self.get_paginated_response(ExportSerializer(rows, many=True).data)

    @extend_schema(request=RosterExportInputSerializer, responses={201: ExportSerializer})
    def create(self, request: Request) -> Response:
        """Request a roster. Its rows are fixed now; the file is made when somebody else approves."""
        self.visible_exports()
        filters = read_body(RosterExportInputSerializer, request)
        full, reason = filters.pop("full"), filters.pop("reason")
        members = MemberFilter(filters, Member.objects.visible_to(request.actor), request=request)
        if not members.is_valid():
            raise exceptions.ValidationError(members.errors, code="refused")  # its shape is right
        export = actions.request_export(
            kind=Export.Kind.ROSTER,
            chosen=members.qs,
            filters=filters,
            full=full,
            reason=reason,
            by=request.actor,
        )
        return Response(ExportSerializer(export).data, status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, uuid: UUID) -> Response:
        return Response(ExportSerializer(self.get_export()).data)

    @extend_schema(request=EmptySerializer)
    def approve(self, request: Request, uuid: UUID) -> Response:
        """Approve as the second person; the file is then made for who requested it."""
        read_body(EmptySerializer, request)
        export = actions.approve_export(export=self.get_export(), by=request.actor)
        return Response(ExportSerializer(export).data)

    @extend_schema(request=ExportRefusalSerializer)
    def refuse(self, request: Request, uuid: UUID) -> Response:
        body = read_body(ExportRefusalSerializer, request)
        export = actions.refuse_export(export=self.get_export(), **body, by=request.actor)
        return Response(ExportSerializer(export).data)

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
    def file(self, request: Request, uuid: UUID) -> HttpResponse:
        """The watermarked workbook, for who requested it, until `kept_until`."""
        name, content = actions.collect_export(export=self.get_export(), by=request.actor)
        return download(content, name)
