"""API of exports of meetings: workbooks, evidence bundles, saved columns."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers as drf
from rest_framework import status
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.models import Organization
from core.api import StrictFields, read_body
from core.errors import NotPermitted
from core.http import download, file_answers
from core.writes import TaggedRow
from documents.contexts.minutes import file_name
from exchange import actions
from exchange.api.exports import ExportSerializer
from exchange.models import ColumnMap
from exchange.selectors.meetings.export_columns import EXPORT_FIELDS, USUAL_FIELDS
from meetings.api.views import MeetingLookup
from meetings.filters import MeetingFilter
from meetings.models import Meeting
from meetings.states import Kind, Status

FIELDS = [(field, one.label) for field, one in EXPORT_FIELDS.items()]


class ExportColumnInputSerializer(StrictFields, drf.Serializer):
    field = drf.ChoiceField(FIELDS)
    title = drf.CharField(max_length=40, allow_blank=True, default="")


class ColumnMapInputSerializer(StrictFields, drf.Serializer):
    organization = drf.CharField(max_length=32, help_text="code")
    name = drf.CharField(max_length=60)
    columns = ExportColumnInputSerializer(many=True, allow_empty=False)


class ExportColumnSerializer(drf.Serializer):
    field = drf.CharField()
    title = drf.CharField()


class ColumnMapSerializer(TaggedRow):
    id = drf.UUIDField(source="uuid")
    organization = drf.CharField(source="organization.code", help_text="code")
    name = drf.CharField()
    columns = ExportColumnSerializer(source="named_columns", many=True)
    changed_at = drf.DateTimeField()


class MeetingExportInputSerializer(StrictFields, drf.Serializer):
    """Which meetings, under which columns: those given, those of a saved map, or the default ones."""

    below = drf.CharField(max_length=32, required=False, help_text="code, with all under it")
    held_from = drf.DateField(required=False)
    held_until = drf.DateField(required=False)
    kind = drf.ChoiceField(Kind.choices, required=False)
    status = drf.ChoiceField(Status.choices, required=False)
    columns = ExportColumnInputSerializer(many=True, required=False, allow_empty=False)
    map = drf.UUIDField(required=False)
    reason = drf.CharField(max_length=200, required=False, allow_blank=True, default="")


class BundleViewSet(MeetingLookup, GenericViewSet):
    """Evidence bundles."""

    queryset = Meeting.objects.none()
    filter_backends: list[Any] = []

    @extend_schema(responses=file_answers("zip"))
    def retrieve(self, request: Request, uuid: Any) -> HttpResponse:
        """The meeting as a ZIP of its record, its Word file and its files, each with its SHA-256 in the manifest."""
        meeting = self.meeting(Capability.EXPORT)
        content = actions.export_bundle(meeting=meeting, by=request.actor)
        return download(content, f"{file_name(meeting)}-档案包.zip")


class ColumnMapViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """Columns saved under a name, by one's own organizations and those above them."""

    queryset = ColumnMap.objects.none()
    serializer_class = ColumnMapSerializer
    cursor_ordering = "-pk"
    lookup_field = "uuid"

    def get_queryset(self) -> QuerySet[ColumnMap]:
        if not self.request.actor.reach.has(Capability.EXPORT):
            raise NotPermitted
        return ColumnMap.objects.available_to(self.request.actor)

    @extend_schema(request=ColumnMapInputSerializer, responses={201: ColumnMapSerializer})
    def create(self, request: Request) -> Response:
        """Save columns under a name; the same name at the same organization replaces them."""
        body = read_body(ColumnMapInputSerializer, request)
        places = Organization.objects.visible_to(request.actor, Capability.SEE_TREE)
        place = places.filter(code=body["organization"]).first()
        if place is None:
            raise drf.ValidationError(
                {"organization": ["没有这个党组织，或者不在您的范围内。"]}, code="not_found"
            )
        columns = [(one["field"], one["title"]) for one in body["columns"]]
        column_map = actions.save_column_map(
            organization=place, name=body["name"], columns=columns, by=request.actor
        )
        return Response(ColumnMapSerializer(column_map).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: OpenApiResponse(description="removed")})
    def destroy(self, request: Request, uuid: Any) -> Response:
        actions.delete_column_map(
            columns=get_object_or_404(ColumnMap.objects.available_to(request.actor), uuid=uuid),
            by=request.actor,
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class MeetingExportViewSet(GenericViewSet):
    """Exports of meetings as a workbook."""

    queryset = Meeting.objects.none()
    filter_backends: list[Any] = []

    @extend_schema(request=MeetingExportInputSerializer, responses=file_answers("xlsx"))
    def create(self, request: Request) -> HttpResponse:
        """An xlsx of the meetings; more than 500 need a reason (R-SEC-05).

        With columns that name people, more than 500 are refused (`second_person_needed`): send the same to `ask/`.
        """
        return download(actions.export_meetings(**self.export_arguments(request)), "会议.xlsx")

    @extend_schema(request=MeetingExportInputSerializer, responses={201: ExportSerializer})
    def ask(self, request: Request) -> Response:
        """Request them with a reason: another person approves, then the file is at `/exports/{id}/file/`."""
        export = actions.request_meeting_export(**self.export_arguments(request))
        return Response(ExportSerializer(export).data, status=status.HTTP_201_CREATED)

    def export_arguments(self, request: Request) -> dict[str, Any]:
        """The arguments of export_meetings and request_meeting_export."""
        if not request.actor.reach.has(Capability.EXPORT):
            raise NotPermitted
        body = read_body(MeetingExportInputSerializer, request)
        if "columns" in body:
            columns = [(one["field"], one["title"]) for one in body["columns"]]
        elif "map" in body:
            columns = [
                tuple(one)
                for one in get_object_or_404(
                    ColumnMap.objects.available_to(request.actor), uuid=body["map"]
                ).columns
            ]
        else:
            columns = [(field, "") for field in USUAL_FIELDS]
        query = QueryDict(mutable=True)
        for name in ("below", "held_from", "held_until", "kind", "status"):
            if name in body:
                query[name] = str(body[name])
        return {
            "meetings": MeetingFilter(query, Meeting.objects.all(), request=request).qs,
            "filters": query.dict(),
            "columns": columns,
            "reason": body["reason"],
            "by": request.actor,
        }
