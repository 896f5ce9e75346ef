"""JSON doors where meetings come in from other systems and go out to them."""

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
from core.api import JSONParser, MultiPartParser, StrictFields
from core.documents import download
from core.errors import NotPermitted
from documents.contexts.minutes import file_name
from exchange import actions
from exchange.actions import import_workbooks
from exchange.actions.bundles import arrival_of
from exchange.api.exports import ExportRow
from exchange.bundles.read import is_bundle
from exchange.forms.meetings import maps_of
from exchange.meetings.candidates import EXPORT_FIELDS, USUAL_FIELDS
from exchange.models import ColumnMap, Import
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

ARRIVALS = [("meetings", "会议表格"), ("bundle", "会议档案包")]


class SheetLine(drf.Serializer):
    """One row of a workbook and what would come of it, or came of it."""

    sheet = drf.CharField()
    line = drf.IntegerField()
    result = drf.ChoiceField([(one, one) for one in ("new", "changed", "unchanged", "warning", "error")])
    reasons = drf.ListField(child=drf.CharField())


class StrangerRow(drf.Serializer):
    name = drf.CharField()
    role = drf.CharField()
    is_on_roll = drf.BooleanField(help_text="without this person the meeting cannot be taken in")


class ArrivalRow(drf.Serializer):
    id = drf.UUIDField(source="uuid")
    kind = drf.ChoiceField(ARRIVALS)
    organization = drf.CharField(source="organization.code", help_text="code")
    status = drf.ChoiceField(Import.Status.choices)
    file_name = drf.CharField()
    uploaded_at = drf.DateTimeField()
    kept_until = drf.DateField(help_text="the last day of the file; what came of it stays")
    totals = drf.DictField(child=drf.IntegerField())


class ArrivalDetail(ArrivalRow):
    meeting = drf.UUIDField(allow_null=True, help_text="of a bundle")
    is_there = drf.BooleanField(help_text="a bundle whose meeting is here already")
    is_signed = drf.BooleanField(help_text="a bundle signed with a key of ours")
    strangers = StrangerRow(many=True, help_text="people of a bundle nobody here is")
    rows = SheetLine(many=True, help_text="of a workbook: those worth a look, errors first")


class ColumnShape(StrictFields, drf.Serializer):
    field = drf.ChoiceField(FIELDS)
    title = drf.CharField(max_length=40, allow_blank=True, default="")


class ColumnMapShape(StrictFields, drf.Serializer):
    organization = drf.CharField(max_length=32, help_text="code")
    name = drf.CharField(max_length=60)
    columns = ColumnShape(many=True, allow_empty=False)


class ColumnRow(drf.Serializer):
    field = drf.CharField()
    title = drf.CharField()


class ColumnMapRow(drf.Serializer):
    id = drf.UUIDField()
    organization = drf.CharField(help_text="code")
    name = drf.CharField()
    columns = ColumnRow(many=True)
    changed_at = drf.DateTimeField()


class ExportShape(StrictFields, drf.Serializer):
    """Which meetings, under which columns: one's own, a kept map's, or the usual ones."""

    below = drf.CharField(max_length=32, required=False, help_text="code, with all under it")
    held_from = drf.DateField(required=False)
    held_until = drf.DateField(required=False)
    kind = drf.ChoiceField(Kind.choices, required=False)
    status = drf.ChoiceField(Status.choices, required=False)
    columns = ColumnShape(many=True, required=False, allow_empty=False)
    map = drf.UUIDField(required=False)
    reason = drf.CharField(max_length=200, required=False, allow_blank=True, default="")


def shape(kind: type[drf.Serializer], request: Request) -> dict[str, Any]:
    given = kind(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class Bundles(MeetingLookup, GenericViewSet):
    """Evidence bundles."""

    queryset = Meeting.objects.none()
    filter_backends: list[Any] = []

    @extend_schema(responses=BINARY | REFUSED)
    def retrieve(self, request: Request, uuid: Any) -> HttpResponse:
        """The meeting as a ZIP of its record, its Word file and its files, each with its SHA-256 in the manifest."""
        meeting = self.meeting(Capability.EXPORT)
        content = actions.export_bundle(meeting=meeting, by=request.actor)
        return download(content, f"{file_name(meeting)}-档案包.zip")


@extend_schema_view(list=extend_schema(responses=ArrivalRow(many=True)))
class Arrivals(GenericViewSet):
    """Workbooks of meetings and evidence bundles that came in."""

    queryset = Import.objects.none()
    serializer_class = ArrivalRow
    parser_classes = [MultiPartParser, JSONParser]
    cursor_ordering = "-pk"

    def seen(self) -> Any:
        reach = self.request.actor.reach
        if not (reach.has(Capability.RECORD_MEETING) or reach.has(Capability.IMPORT)):
            raise NotPermitted
        found = Import.objects.visible_to(self.request.actor).of_meetings()
        return found.select_related("organization", "job")

    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.seen())) or []
        return self.get_paginated_response(ArrivalRow(rows, many=True).data)

    @extend_schema(request=UPLOAD, responses={201: ArrivalDetail})
    def create(self, request: Request) -> Response:
        """Upload an xlsx or a bundle and have it checked; nothing is written before the confirmation."""
        self.seen()
        upload = request.FILES.get("file")
        if upload is None or set(request.data) - {"file", "organization"}:
            raise drf.ValidationError({"file": ["选一个文件，放在file里。"]})
        content, code = upload.read(), str(request.data.get("organization") or "")
        place = self.place(code)
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
        return Response(self.told(batch), status=status.HTTP_201_CREATED)

    def place(self, code: str) -> Organization | None:
        reach = self.request.actor.reach
        if code:
            may = reach.q(Capability.RECORD_MEETING, at="") | reach.q(Capability.IMPORT, at="")
            found = Organization.objects.standing(clock.today()).filter(may, code=code).first()
            if found is None:
                raise drf.ValidationError({"organization": ["没有这个党组织，或者不在您的范围内。"]})
            return found
        paths = {
            span.path
            for capability in (Capability.RECORD_MEETING, Capability.IMPORT)
            for span in reach.widest(capability)
        }
        return Organization.objects.get(path=min(paths)) if len(paths) == 1 else None

    @extend_schema(responses={200: ArrivalDetail} | REFUSED)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        return Response(self.told(get_object_or_404(self.seen(), uuid=uuid)))

    @extend_schema(request=None, responses=ArrivalDetail)
    def confirm(self, request: Request, uuid: Any) -> Response:
        """Take it in: a bundle at once, a workbook by a job; ask again for its status."""
        batch = get_object_or_404(self.seen(), uuid=uuid)
        if batch.kind == Import.Kind.BUNDLE:
            actions.import_bundle(batch=batch, by=request.actor)
        else:
            import_workbooks.confirm(batch=batch, by=request.actor)
        return Response(self.told(get_object_or_404(self.seen(), uuid=uuid)))

    @extend_schema(responses=BINARY | REFUSED)
    def failed(self, request: Request, uuid: Any) -> HttpResponse:
        """A workbook of only the rows that failed, with the reason in front."""
        batch = get_object_or_404(self.seen(), uuid=uuid)
        return download(import_workbooks.collect_failed(batch=batch, by=request.actor), "错误行.xlsx")

    def told(self, batch: Import) -> dict[str, Any]:
        head = dict(ArrivalRow(batch).data)
        head |= {"meeting": None, "is_there": False, "is_signed": False, "strangers": [], "rows": []}
        if batch.kind == Import.Kind.BUNDLE:
            found = arrival_of(batch, self.request.actor)
            return head | {
                "meeting": found.bundle.uuid,
                "is_there": found.there is not None,
                "is_signed": found.bundle.is_signed,
                "strangers": [
                    {"name": one.name, "role": one.role, "is_on_roll": one.is_on_roll}
                    for one in found.strangers
                ],
            }
        kept = import_workbooks.preview_of(batch)
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
            for line in map(kept.open_line, kept.lines_in(""))
        ]
        return head


def map_row(one: ColumnMap) -> dict[str, Any]:
    columns = [{"field": field, "title": title} for field, title in one.columns]
    return {
        "id": one.uuid,
        "organization": one.organization.code,
        "name": one.name,
        "columns": columns,
        "changed_at": one.changed_at,
    }


@extend_schema_view(list=extend_schema(responses=ColumnMapRow(many=True)))
class ColumnMaps(GenericViewSet):
    """Columns kept under a name: one's own organizations' and those of the ones above."""

    queryset = ColumnMap.objects.none()
    serializer_class = ColumnMapRow
    cursor_ordering = "-pk"

    def list(self, request: Request) -> Response:
        if not request.actor.reach.has(Capability.EXPORT):
            raise NotPermitted
        rows = self.paginate_queryset(self.filter_queryset(maps_of(request.actor))) or []
        return self.get_paginated_response([map_row(one) for one in rows])

    @extend_schema(request=ColumnMapShape, responses={201: ColumnMapRow})
    def create(self, request: Request) -> Response:
        """Keep columns under a name; the same name at the same organization replaces them."""
        given = shape(ColumnMapShape, request)
        seen = Organization.objects.visible_to(request.actor, Capability.SEE_TREE)
        place = seen.filter(code=given["organization"]).first()
        if place is None:
            raise drf.ValidationError({"organization": ["没有这个党组织，或者不在您的范围内。"]})
        columns = [(one["field"], one["title"]) for one in given["columns"]]
        kept = actions.map_columns(organization=place, name=given["name"], columns=columns, by=request.actor)
        return Response(map_row(kept), status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: OpenApiResponse(description="removed")})
    def destroy(self, request: Request, uuid: Any) -> Response:
        actions.drop_columns(columns=get_object_or_404(maps_of(request.actor), uuid=uuid), by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Exports(GenericViewSet):
    """Meetings as a workbook, at once or asked for."""

    queryset = Meeting.objects.none()
    filter_backends: list[Any] = []

    @extend_schema(request=ExportShape, responses=BINARY)
    def create(self, request: Request) -> HttpResponse:
        """An xlsx of the meetings asked for; more than 500 need a reason (R-SEC-05).

        With columns that name people, more than 500 are refused (`second_person_needed`): send the same to `ask/`.
        """
        return download(actions.export_meetings(**self.asked(request)), "会议.xlsx")

    @extend_schema(request=ExportShape, responses={201: ExportRow})
    def ask(self, request: Request) -> Response:
        """Ask for them with a reason: another person approves, and the file is fetched from `/exports/{id}/file/`."""
        export = actions.ask_for_meetings(**self.asked(request))
        return Response(ExportRow(export).data, status=status.HTTP_201_CREATED)

    def asked(self, request: Request) -> dict[str, Any]:
        """What the actions take."""
        if not request.actor.reach.has(Capability.EXPORT):
            raise NotPermitted
        given = shape(ExportShape, request)
        if "columns" in given:
            columns = [(one["field"], one["title"]) for one in given["columns"]]
        elif "map" in given:
            columns = [
                tuple(one) for one in get_object_or_404(maps_of(request.actor), uuid=given["map"]).columns
            ]
        else:
            columns = [(field, "") for field in USUAL_FIELDS]
        asked = QueryDict(mutable=True)
        for name in ("below", "held_from", "held_until", "kind", "status"):
            if name in given:
                asked[name] = str(given[name])
        return {
            "meetings": MeetingFilter(asked, Meeting.objects.all(), request=request).qs,
            "filters": asked.dict(),
            "columns": columns,
            "reason": given["reason"],
            "by": request.actor,
        }
