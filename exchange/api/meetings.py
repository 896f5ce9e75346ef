"""API of imports and exports of meetings: workbooks, evidence bundles, saved columns."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers as drf
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.api import JSONParser, MultiPartParser, StrictFields, read_body
from core.errors import NotPermitted
from core.http import download
from documents.contexts.minutes import file_name
from exchange import actions
from exchange.actions import import_workbooks
from exchange.api.exports import ExportSerializer
from exchange.models import ColumnMap, Import
from exchange.rules.bundles.read import is_bundle
from exchange.selectors import import_files
from exchange.selectors.bundles.match import match_uploaded_bundle
from exchange.selectors.meetings.export_columns import EXPORT_FIELDS, USUAL_FIELDS
from meetings.api.views import MeetingLookup
from meetings.filters import MeetingFilter
from meetings.models import Meeting
from meetings.states import Kind, Status

BINARY = {(200, "*/*"): OpenApiTypes.BINARY}
REFUSED = {409: OpenApiResponse(description="A rule refuses it")}
FIELDS = [(field, one.label) for field, one in EXPORT_FIELDS.items()]
UPLOAD = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "organization": {
                "type": "string",
                "maxLength": 32,
                "description": "code; by default the only one in reach",
            },
        },
    }
}

MEETING_IMPORT_KINDS = [("meetings", "会议表格"), ("bundle", "会议档案包")]


class CheckedRowSerializer(drf.Serializer):
    """One row of a workbook with the result of its check."""

    sheet = drf.CharField()
    line = drf.IntegerField()
    result = drf.ChoiceField([(one, one) for one in ("new", "changed", "unchanged", "warning", "error")])
    reasons = drf.ListField(child=drf.CharField())


class UnmatchedPersonSerializer(drf.Serializer):
    name = drf.CharField()
    role = drf.CharField()
    is_on_roll = drf.BooleanField(help_text="without this person the meeting cannot be taken in")


class MeetingImportSerializer(drf.Serializer):
    id = drf.UUIDField(source="uuid")
    kind = drf.ChoiceField(MEETING_IMPORT_KINDS)
    organization = drf.CharField(source="organization.code", help_text="code")
    status = drf.ChoiceField(Import.Status.choices)
    file_name = drf.CharField()
    uploaded_at = drf.DateTimeField()
    kept_until = drf.DateField(help_text="the last day of the file; what came of it stays")
    totals = drf.DictField(child=drf.IntegerField())


class MeetingImportDetailSerializer(MeetingImportSerializer):
    meeting = drf.UUIDField(allow_null=True, help_text="of a bundle")
    is_there = drf.BooleanField(help_text="a bundle whose meeting is here already")
    is_signed = drf.BooleanField(help_text="a bundle signed with a key of ours")
    strangers = UnmatchedPersonSerializer(many=True, help_text="people of a bundle nobody here is")
    rows = CheckedRowSerializer(many=True, help_text="of a workbook: those worth a look, errors first")


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


class ColumnMapSerializer(drf.Serializer):
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

    @extend_schema(responses=BINARY | REFUSED)
    def retrieve(self, request: Request, uuid: Any) -> HttpResponse:
        """The meeting as a ZIP of its record, its Word file and its files, each with its SHA-256 in the manifest."""
        meeting = self.meeting(Capability.EXPORT)
        content = actions.export_bundle(meeting=meeting, by=request.actor)
        return download(content, f"{file_name(meeting)}-档案包.zip")


@extend_schema_view(list=extend_schema(responses=MeetingImportSerializer(many=True)))
class MeetingImportViewSet(GenericViewSet):
    """Uploaded workbooks of meetings and evidence bundles."""

    queryset = Import.objects.none()
    serializer_class = MeetingImportSerializer
    parser_classes = [MultiPartParser, JSONParser]
    cursor_ordering = "-pk"

    def visible_imports(self) -> Any:
        reach = self.request.actor.reach
        if not (reach.has(Capability.RECORD_MEETING) or reach.has(Capability.IMPORT)):
            raise NotPermitted
        imports = Import.objects.visible_to(self.request.actor).of_meetings()
        return imports.select_related("organization", "job")

    def get_import(self) -> Import:
        return get_object_or_404(self.visible_imports(), uuid=self.kwargs["uuid"])

    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.visible_imports())) or []
        return self.get_paginated_response(MeetingImportSerializer(rows, many=True).data)

    @extend_schema(request=UPLOAD, responses={201: MeetingImportDetailSerializer})
    def create(self, request: Request) -> Response:
        """Upload and check an xlsx or a bundle; no meeting is written before it is confirmed."""
        self.visible_imports()
        upload = request.FILES.get("file")
        if upload is None or set(request.data) - {"file", "organization"}:
            raise drf.ValidationError({"file": ["选一个文件，放在file里。"]})
        content, code = upload.read(), str(request.data.get("organization") or "")
        place = self.find_organization(code)
        if is_bundle(content):
            named = place if code else None
            batch = actions.upload_bundle(
                content=content, name=upload.name, organization=named, by=request.actor
            )
        elif place is None:
            raise drf.ValidationError({"organization": ["写明是哪个党组织（编号）。"]})
        else:
            batch = import_workbooks.upload(
                kind=Import.Kind.MEETINGS,
                organization=place,
                content=content,
                name=upload.name,
                by=request.actor,
            )
        return Response(self.serialize_import(batch), status=status.HTTP_201_CREATED)

    def find_organization(self, code: str) -> Organization | None:
        reach = self.request.actor.reach
        if code:
            may = reach.q(Capability.RECORD_MEETING, at="") | reach.q(Capability.IMPORT, at="")
            place = Organization.objects.standing(clock.today()).filter(may, code=code).first()
            if place is None:
                raise drf.ValidationError({"organization": ["没有这个党组织，或者不在您的范围内。"]})
            return place
        paths = {
            span.path
            for capability in (Capability.RECORD_MEETING, Capability.IMPORT)
            for span in reach.widest(capability)
        }
        return Organization.objects.get(path=min(paths)) if len(paths) == 1 else None

    @extend_schema(responses={200: MeetingImportDetailSerializer} | REFUSED)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        return Response(self.serialize_import(self.get_import()))

    @extend_schema(request=None, responses=MeetingImportDetailSerializer)
    def confirm(self, request: Request, uuid: Any) -> Response:
        """Import it: a bundle at once, a workbook by a job, whose status this resource shows."""
        batch = self.get_import()
        if batch.kind == Import.Kind.BUNDLE:
            actions.import_bundle(batch=batch, by=request.actor)
        else:
            import_workbooks.confirm(batch=batch, by=request.actor)
        return Response(self.serialize_import(self.get_import()))

    @extend_schema(responses=BINARY | REFUSED)
    def failed(self, request: Request, uuid: Any) -> HttpResponse:
        """A workbook of the failed rows, with the reasons in the first column."""
        batch = self.get_import()
        return download(import_workbooks.collect_failed_rows(batch=batch, by=request.actor), "错误行.xlsx")

    def serialize_import(self, batch: Import) -> dict[str, Any]:
        head = dict(MeetingImportSerializer(batch).data)
        head |= {"meeting": None, "is_there": False, "is_signed": False, "strangers": [], "rows": []}
        if batch.kind == Import.Kind.BUNDLE:
            arrival = match_uploaded_bundle(batch, self.request.actor)
            return head | {
                "meeting": arrival.bundle.uuid,
                "is_there": arrival.existing is not None,
                "is_signed": arrival.bundle.is_signed,
                "strangers": UnmatchedPersonSerializer(arrival.unmatched, many=True).data,
            }
        preview = import_files.read_preview(batch)
        head["rows"] = [
            {
                "sheet": line.sheet,
                "line": line.line,
                "result": line.badge,
                "reasons": [
                    *(cell.why for cell in line.cells if cell.why),
                    *(f"{label}：{cell.why}" for label, cell in line.others if cell.why),
                ],
            }
            for line in map(preview.open_line, preview.lines_in(""))
        ]
        return head


@extend_schema_view(list=extend_schema(responses=ColumnMapSerializer(many=True)))
class ColumnMapViewSet(GenericViewSet):
    """Columns saved under a name, by one's own organizations and those above them."""

    queryset = ColumnMap.objects.none()
    serializer_class = ColumnMapSerializer
    cursor_ordering = "-pk"

    def list(self, request: Request) -> Response:
        if not request.actor.reach.has(Capability.EXPORT):
            raise NotPermitted
        rows = (
            self.paginate_queryset(self.filter_queryset(ColumnMap.objects.available_to(request.actor))) or []
        )
        return self.get_paginated_response(ColumnMapSerializer(rows, many=True).data)

    @extend_schema(request=ColumnMapInputSerializer, responses={201: ColumnMapSerializer})
    def create(self, request: Request) -> Response:
        """Save columns under a name; the same name at the same organization replaces them."""
        body = read_body(ColumnMapInputSerializer, request)
        places = Organization.objects.visible_to(request.actor, Capability.SEE_TREE)
        place = places.filter(code=body["organization"]).first()
        if place is None:
            raise drf.ValidationError({"organization": ["没有这个党组织，或者不在您的范围内。"]})
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

    @extend_schema(request=MeetingExportInputSerializer, responses=BINARY)
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
