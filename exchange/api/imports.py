"""API of imports: rosters, organizations, and meetings as workbooks or evidence bundles."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers as drf
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from audit import jobs
from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.api import (
    EmptySerializer,
    JSONParser,
    MultiPartParser,
    StrictFields,
    UploadSerializer,
    form_of,
    read_body,
)
from core.errors import NotPermitted
from core.http import XLSX, download
from core.writes import TaggedRow
from exchange import actions
from exchange.actions import import_workbooks
from exchange.api.preview_rows import (
    MAPPING,
    CheckedRowSerializer,
    ColumnMappingInputSerializer,
    ColumnsSerializer,
    checked_rows,
    columns_data,
)
from exchange.errors import UndoTooLate
from exchange.models import Import
from exchange.rules.read_bundle import is_bundle
from exchange.selectors import import_files, import_undo
from exchange.selectors.match_bundle import match_uploaded_bundle

NOTHING, MAPPED = {"application/json": EmptySerializer}, {"application/json": ColumnMappingInputSerializer}
PEOPLE_KINDS = [(kind.value, kind.label) for kind in (Import.Kind.ROSTER, Import.Kind.ORGANIZATIONS)]
MEETING_KINDS = [(kind.value, kind.label) for kind in (Import.Kind.MEETINGS, Import.Kind.BUNDLE)]


class UploadInputSerializer(UploadSerializer):
    organization = drf.CharField(
        max_length=32, default="", allow_blank=True, help_text="code; by default the only one in reach"
    )


class ImportInputSerializer(UploadInputSerializer):
    kind = drf.ChoiceField(PEOPLE_KINDS)


class UnmatchedPersonSerializer(drf.Serializer):
    name = drf.CharField()
    role = drf.CharField()
    is_on_roll = drf.BooleanField(help_text="without this person the meeting cannot be taken in")


class UploadedFileSerializer(TaggedRow):
    id = drf.UUIDField(source="uuid")
    organization = drf.CharField(source="organization.code", help_text="code")
    status = drf.ChoiceField(Import.Status.choices)
    file_name = drf.CharField()
    uploaded_at = drf.DateTimeField()
    kept_until = drf.DateField(help_text="the last day of the file; what came of it stays")
    totals = drf.DictField(child=drf.IntegerField(), help_text="rows by result")
    mapping = drf.DictField(child=drf.CharField(), help_text=f"said by hand: {MAPPING}")
    finished_at = drf.DateTimeField(allow_null=True, help_text="when its rows were written")
    undo_until = drf.DateTimeField(allow_null=True, help_text="until when it can be taken back")
    taken_back_at = drf.DateTimeField(allow_null=True)


class StayingRowSerializer(drf.Serializer):
    name = drf.CharField()
    why = drf.CharField()


class UndoSerializer(drf.Serializer):
    """What taking an import back removes, gives its former content, and leaves."""

    made = drf.IntegerField(source="made_count", help_text="rows it made, which go")
    changed = drf.IntegerField(source="changed_count", help_text="rows that become what they were")
    stays = StayingRowSerializer(many=True, help_text="rows that somebody has used since")


class ImportSerializer(UploadedFileSerializer):
    kind = drf.ChoiceField(PEOPLE_KINDS)
    organization = drf.CharField(
        source="organization.code", allow_null=True, help_text="code; null for the whole house"
    )


class BranchEffectSerializer(drf.Serializer):
    """A branch before an import and after it."""

    code = drf.CharField()
    name = drf.CharField()
    before = drf.IntegerField()
    added = drf.IntegerField()
    changed = drf.IntegerField()
    after = drf.IntegerField()
    warning = drf.CharField(allow_blank=True, help_text="why somebody must look at it before it comes in")


class ImportDetailSerializer(ImportSerializer, ColumnsSerializer):
    """The whole of an upload; while it is being written, `done` of `total` rows are through."""

    done = drf.IntegerField()
    total = drf.IntegerField()
    since = drf.DateField(allow_null=True, help_text="from which day its people belong to their branches")
    same_as = drf.UUIDField(allow_null=True, help_text="of a file that was imported before: that import")
    branches = BranchEffectSerializer(many=True, help_text="of a roster: before and after")
    rows = CheckedRowSerializer(many=True, help_text="those worth a look, errors first")


class ConfirmInputSerializer(StrictFields, drf.Serializer):
    since = drf.DateField(
        required=False, help_text="from which day new people belong to their branch; by default today"
    )
    seen = drf.ListField(
        child=drf.CharField(max_length=32),
        required=False,
        max_length=2000,
        help_text="codes of the branches with a warning that somebody has looked at",
    )


class MeetingImportSerializer(UploadedFileSerializer):
    kind = drf.ChoiceField(MEETING_KINDS)


class MeetingImportDetailSerializer(MeetingImportSerializer, ColumnsSerializer):
    """The whole of an upload; of a bundle, the columns are empty."""

    meeting = drf.UUIDField(allow_null=True, help_text="of a bundle")
    is_there = drf.BooleanField(help_text="a bundle whose meeting is here already")
    is_signed = drf.BooleanField(help_text="a bundle signed with a key of ours")
    same_as = drf.UUIDField(allow_null=True, help_text="of a file that was imported before: that import")
    strangers = UnmatchedPersonSerializer(many=True, help_text="people of a bundle nobody here is")
    rows = CheckedRowSerializer(many=True, help_text="of a workbook: those worth a look, errors first")


class UploadedFileViewSet(GenericViewSet):
    """What the uploads of every kind share."""

    queryset = Import.objects.none()
    parser_classes = [MultiPartParser, JSONParser]
    cursor_ordering: str | tuple[str, ...] = "-pk"
    capabilities: tuple[Capability, ...]
    kinds: list[tuple[str, str]]
    import_data: Callable[[Import], dict[str, Any]]

    def visible_imports(self) -> QuerySet[Import]:
        if not any(self.request.actor.reach.has(capability) for capability in self.capabilities):
            raise NotPermitted
        imports = Import.objects.visible_to(self.request.actor).filter(kind__in=dict(self.kinds))
        return imports.select_related("organization", "job")

    def get_import(self) -> Import:
        return get_object_or_404(self.visible_imports(), uuid=self.kwargs["uuid"])

    def named_organization(self, code: str) -> Organization | None:
        """The organization of that code; without one the only one in reach, or None. Raises ValidationError."""
        reach = self.request.actor.reach
        if code:
            may = reach.q(self.capabilities[0], at="")
            for capability in self.capabilities[1:]:
                may |= reach.q(capability, at="")
            place = Organization.objects.standing(clock.today()).filter(may, code=code).first()
            if place is None:
                raise drf.ValidationError(
                    {"organization": ["没有这个党组织，或者不在您的范围内。"]}, code="not_found"
                )
            return place
        paths = {span.path for capability in self.capabilities for span in reach.widest(capability)}
        return Organization.objects.get(path=min(paths)) if len(paths) == 1 else None

    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.visible_imports())) or []
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, uuid: Any) -> Response:
        return Response(self.import_data(self.get_import()))

    def map_columns(self) -> Response:
        workbooks = self.visible_imports().exclude(kind=Import.Kind.BUNDLE)
        batch = get_object_or_404(workbooks, uuid=self.kwargs["uuid"])
        fields = read_body(ColumnMappingInputSerializer, self.request)["mapping"]
        actions.map_columns(batch=batch, fields=fields, by=self.request.actor)
        return Response(self.import_data(self.get_import()))

    @extend_schema(responses=UndoSerializer)
    def undo(self, request: Request, uuid: Any) -> Response:
        """What taking it back would do. Raises undo_too_late."""
        batch = self.get_import()
        import_workbooks.must_import(batch, request.actor)
        if batch.undo_until is None:
            raise UndoTooLate(days=settings.IMPORT_UNDO_DAYS)
        return Response(UndoSerializer(import_undo.plan_undo(batch)).data)

    @extend_schema(request=NOTHING, responses=UndoSerializer)
    def take_back(self, request: Request, uuid: Any) -> Response:
        """Undo the import within its days: rows nobody has used go or become what they were, the others stay.

        Refused: `undo_too_late`, `import_used` where every row is used.
        """
        read_body(EmptySerializer, request)
        plan = actions.take_back_import(batch=self.get_import(), by=request.actor)
        return Response(UndoSerializer(plan).data)

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
    def failed(self, request: Request, uuid: Any) -> HttpResponse:
        """A workbook of the failed rows, with the reasons in the first column; full numbers, as uploaded."""
        content = import_workbooks.collect_failed_rows(batch=self.get_import(), by=request.actor)
        return download(content, "错误行.xlsx")


@extend_schema_view(retrieve=extend_schema(responses=ImportDetailSerializer))
class ImportViewSet(UploadedFileViewSet):
    """Uploaded rosters and lists of organizations, as on the page of imports."""

    serializer_class = ImportSerializer
    capabilities, kinds = (Capability.IMPORT,), PEOPLE_KINDS

    @extend_schema(request=form_of(ImportInputSerializer), responses={201: ImportDetailSerializer})
    def create(self, request: Request) -> Response:
        """Upload a workbook and check it; nobody is written before it is confirmed.

        Without `organization`, the rows say themselves where they belong, in the whole of one's reach.
        """
        self.visible_imports()
        body = read_body(ImportInputSerializer, request)
        batch = actions.upload(
            kind=body["kind"],
            organization=self.named_organization(body["organization"]),
            content=body["file"].read(),
            name=body["file"].name,
            by=request.actor,
        )
        return Response(self.import_data(batch), status=status.HTTP_201_CREATED)

    @extend_schema(request=MAPPED, responses=ImportDetailSerializer)
    def columns(self, request: Request, uuid: Any) -> Response:
        """Map unknown columns by hand; the file is checked again, and the titles are remembered for the office."""
        return self.map_columns()

    @extend_schema(request={"application/json": ConfirmInputSerializer}, responses=ImportDetailSerializer)
    def confirm(self, request: Request, uuid: Any) -> Response:
        """Write what the preview shows, by a job; this resource says how far it is.

        Branches that grow by more than a third or reach fifty have a `warning` and must be named in `seen`.
        """
        given = read_body(ConfirmInputSerializer, request)
        actions.confirm(batch=self.get_import(), **given, by=request.actor)
        return Response(self.import_data(self.get_import()))

    def import_data(self, batch: Import) -> dict[str, Any]:
        preview = import_files.read_preview(batch)
        done, total = jobs.progress(batch.job) if batch.job else (0, 0)
        return {
            **ImportSerializer(batch).data,
            "done": done,
            "total": total,
            "since": batch.since,
            "same_as": getattr(import_undo.earlier_import(batch, self.request.actor), "uuid", None),
            "branches": BranchEffectSerializer(preview.effects, many=True).data,
            **columns_data(preview, import_files.get_import_kind(batch).layout),
            "rows": checked_rows(preview),
        }


class MeetingConfirmSerializer(StrictFields, drf.Serializer):
    reason = drf.CharField(max_length=200, required=False, allow_blank=True, default="")


@extend_schema_view(retrieve=extend_schema(responses=MeetingImportDetailSerializer))
class MeetingImportViewSet(UploadedFileViewSet):
    """Uploaded workbooks of meetings and evidence bundles."""

    serializer_class = MeetingImportSerializer
    capabilities, kinds = (Capability.RECORD_MEETING, Capability.IMPORT), MEETING_KINDS

    @extend_schema(request=form_of(UploadInputSerializer), responses={201: MeetingImportDetailSerializer})
    def create(self, request: Request) -> Response:
        """Upload and check an xlsx or a bundle; no meeting is written before it is confirmed."""
        self.visible_imports()
        body = read_body(UploadInputSerializer, request)
        upload, code = body["file"], body["organization"]
        content = upload.read()
        place = self.named_organization(code)
        if is_bundle(content):
            batch = actions.upload_bundle(
                content=content, name=upload.name, organization=place if code else None, by=request.actor
            )
        elif place is None:
            raise drf.ValidationError({"organization": ["写明是哪个党组织（编号）。"]}, code="refused")
        else:
            batch = import_workbooks.upload(
                kind=Import.Kind.MEETINGS,
                organization=place,
                content=content,
                name=upload.name,
                by=request.actor,
            )
        return Response(self.import_data(batch), status=status.HTTP_201_CREATED)

    @extend_schema(request=MAPPED, responses=MeetingImportDetailSerializer)
    def columns(self, request: Request, uuid: Any) -> Response:
        """Map unknown columns of a workbook by hand; it is checked again, and the titles are remembered."""
        return self.map_columns()

    @extend_schema(request=MeetingConfirmSerializer, responses=MeetingImportDetailSerializer)
    def confirm(self, request: Request, uuid: Any) -> Response:
        """A bundle at once, by an office with a `reason` where nobody believed signed it; a workbook by a job."""
        body = read_body(MeetingConfirmSerializer, request)
        batch = self.get_import()
        if batch.kind == Import.Kind.BUNDLE:
            actions.import_bundle(batch=batch, reason=body["reason"], by=request.actor)
        else:
            import_workbooks.confirm(batch=batch, by=request.actor)
        return Response(self.import_data(self.get_import()))

    def import_data(self, batch: Import) -> dict[str, Any]:
        head = dict(MeetingImportSerializer(batch).data)
        head |= {
            "same_as": None,
            "meeting": None,
            "is_there": False,
            "is_signed": False,
            "strangers": [],
            "rows": [],
        }
        head |= {name: [] for name in ColumnsSerializer().fields}
        if batch.kind == Import.Kind.BUNDLE:
            arrival = match_uploaded_bundle(batch, self.request.actor)
            return head | {
                "meeting": arrival.bundle.uuid,
                "is_there": arrival.existing is not None,
                "is_signed": arrival.bundle.is_signed,
                "strangers": UnmatchedPersonSerializer(arrival.unmatched, many=True).data,
            }
        preview = import_files.read_preview(batch)
        layout = import_files.get_import_kind(batch).layout
        head["same_as"] = getattr(import_undo.earlier_import(batch, self.request.actor), "uuid", None)
        return head | columns_data(preview, layout) | {"rows": checked_rows(preview)}
