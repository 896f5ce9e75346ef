"""API of papers: minutes, sheets, workbook, a member's year, statistics, templates, signed scans."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from audit import jobs
from audit.models import Job
from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.api import (
    JSONParser,
    MultiPartParser,
    StrictFields,
    UploadSerializer,
    form_of,
    read_body,
    refuse_unknown,
)
from core.errors import NotPermitted
from core.http import download, file_answers
from core.parsing import parse_year
from core.writes import TaggedRow, tagged
from documents import actions
from documents.actions.year_workbooks import TASK
from documents.contexts import layout, statistics
from documents.contexts.template_fields import FIELDS
from documents.models import PaperTemplate
from documents.states import PaperKind
from meetings.api.serializers import AttachmentSerializer
from meetings.models import Attachment, Meeting
from members.models import Member

PAPER = file_answers("docx", "pdf")
ADDRESS = "meetings/{uuid}/scan/"


def form_parameter(*known: str) -> OpenApiParameter:
    return OpenApiParameter("form", str, enum=list(known), description=f"{known[0]} by default")


ORGANIZATION = OpenApiParameter("organization", str, required=True, description="code")
YEAR = OpenApiParameter("year", {"type": "integer", "minimum": 2000, "maximum": 2200})


class WorkbookInputSerializer(StrictFields, serializers.Serializer):
    organization = serializers.CharField(max_length=32, help_text="code of a branch")
    year = serializers.IntegerField(min_value=2000, max_value=2200)
    form = serializers.ChoiceField(layout.FORMS, default="pdf")


class PaperJobSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(Job.Status.choices)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    error = serializers.CharField(allow_blank=True)
    file = serializers.CharField(allow_blank=True, help_text="where to fetch it, once it is done")


class StatisticsLineSerializer(serializers.Serializer):
    label = serializers.CharField()
    values = serializers.ListField(child=serializers.JSONField(), help_text="four quarters, then the year")


class PaperTemplateSerializer(TaggedRow):
    id = serializers.UUIDField(allow_null=True, help_text="null: the product's own")
    kind = serializers.ChoiceField(PaperKind.choices)
    name = serializers.CharField(allow_blank=True)
    organization = serializers.CharField(allow_null=True, help_text="code of where it was put in use")
    sha256 = serializers.CharField(allow_blank=True)
    fields = serializers.ListField(child=serializers.CharField(), help_text="names a template may use")


class TemplateUploadSerializer(UploadSerializer):
    organization = serializers.CharField(max_length=32, help_text="code")
    kind = serializers.ChoiceField(PaperKind.choices)


class PaperViewSet(GenericViewSet):
    """Base of the viewsets of papers: query parameters, organization, meeting, file response."""

    queryset = Meeting.objects.none()
    serializer_class = PaperJobSerializer
    filter_backends: list[Any] = []
    KNOWN_PARAMETERS: frozenset[str] = frozenset()

    def query_value(self, name: str, default: str = "") -> str:
        """A query parameter; unknown parameters are refused."""
        refuse_unknown(self.request, *self.KNOWN_PARAMETERS)
        return self.request.query_params.get(name, "") or default

    def requested_form(self, *known: str) -> str:
        asked = self.query_value("form", known[0])
        if asked not in known:
            raise ValidationError({"form": [f"写{'或'.join(known)}。"]})
        return asked

    def requested_year(self) -> int:
        year = parse_year(self.query_value("year", str(clock.today().year)), 2000, 2200)
        if year is None:
            raise ValidationError({"year": ["写四位数的年份。"]})
        return year

    def find_organization(self, code: str) -> Organization:
        if not code:
            raise ValidationError({"organization": ["写党组织的编号。"]})
        seen = Organization.objects.visible_to(self.request.actor, Capability.CALENDAR)
        return get_object_or_404(seen, code=code)

    def get_meeting(self, uuid: Any, capability: Capability) -> Meeting:
        rows = Meeting.objects.visible_to(self.request.actor).select_related("organization__parent")
        meeting = get_object_or_404(rows.prefetch_related("kinds"), uuid=uuid)
        self.request.actor.must(capability, meeting.organization)
        return meeting

    def file_response(self, done: tuple[str, bytes]) -> HttpResponse:
        name, content = done
        return download(content, name)


class MeetingPaperViewSet(PaperViewSet):
    """The papers of one meeting."""

    KNOWN_PARAMETERS = frozenset({"form"})

    @extend_schema(responses=PAPER, parameters=[form_parameter("docx", "pdf")])
    def minutes(self, request: Request, uuid: Any) -> HttpResponse:
        """The minutes, with a QR code of the page where the signed scan is uploaded."""
        meeting = self.get_meeting(uuid, Capability.VIEW)
        form = self.requested_form("docx", "pdf")
        return self.file_response(
            actions.export_minutes(
                meeting=meeting, form=form, address=self.scan_address(meeting), by=request.actor
            )
        )

    @extend_schema(responses=PAPER, parameters=[form_parameter("pdf", "docx")])
    def sign_in(self, request: Request, uuid: Any) -> HttpResponse:
        """The sign-in sheet: blank before the meeting, filled in afterwards."""
        meeting = self.get_meeting(uuid, Capability.VIEW)
        form = self.requested_form("pdf", "docx")
        done = actions.export_sign_in(
            meeting=meeting, form=form, address=self.scan_address(meeting), by=request.actor
        )
        return self.file_response(done)

    def scan_address(self, meeting: Meeting) -> str:
        return str(self.request.build_absolute_uri(f"/{ADDRESS.format(uuid=meeting.uuid)}"))


class SignedScanViewSet(PaperViewSet):
    """Scans of signed minutes. The record does not change."""

    queryset = Attachment.objects.none()
    serializer_class = AttachmentSerializer
    parser_classes = [MultiPartParser]

    @extend_schema(
        request=form_of(UploadSerializer),
        responses={201: AttachmentSerializer},
    )
    def create(self, request: Request, uuid: Any) -> Response:
        meeting = self.get_meeting(uuid, Capability.RECORD_MEETING)
        upload = read_body(UploadSerializer, request)["file"]
        done = actions.attach_signed(meeting=meeting, upload=upload, name=upload.name, by=request.actor)
        return Response(AttachmentSerializer(done).data, status=status.HTTP_201_CREATED)


class WorkbookViewSet(PaperViewSet):
    """A branch's workbook of a year: started, made by a job, downloaded."""

    @extend_schema(request=WorkbookInputSerializer, responses={202: PaperJobSerializer})
    def create(self, request: Request) -> Response:
        """Start the job; one still under way is returned instead."""
        asked = read_body(WorkbookInputSerializer, request)
        place = self.find_organization(asked.pop("organization"))
        job = actions.start_workbook(organization=place, **asked, by=request.actor)
        return Response(job_data(job), status=status.HTTP_202_ACCEPTED)

    @extend_schema(responses=PaperJobSerializer)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        return Response(job_data(self.get_job(uuid)))

    @extend_schema(responses=PAPER)
    def file(self, request: Request, uuid: Any) -> HttpResponse:
        job = self.get_job(uuid, status=Job.Status.DONE)
        return self.file_response(actions.collect_paper(job=job, by=request.actor))

    def get_job(self, uuid: Any, **state: Any) -> Job:
        return get_object_or_404(Job, owner_id=self.request.user.pk, task=TASK, uuid=uuid, **state)


def job_data(job: Job) -> dict[str, Any]:
    done, total = jobs.progress(job)
    return {
        "id": job.uuid,
        "status": job.status,
        "done": done,
        "total": total,
        "error": job.error,
        "file": f"/api/v1/workbooks/{job.uuid}/file/" if job.status == Job.Status.DONE else "",
    }


class StatisticsViewSet(PaperViewSet):
    """The year table of an organization with everything below it."""

    KNOWN_PARAMETERS = frozenset({"organization", "year", "form"})
    cursor_ordering = "label"

    @extend_schema(responses=StatisticsLineSerializer(many=True), parameters=[ORGANIZATION, YEAR])
    def list(self, request: Request) -> Response:
        place = self.find_organization(self.query_value("organization"))
        request.actor.must(Capability.VIEW, place)
        lines = statistics.table(place, self.requested_year())
        rows = [{"label": label, "values": values} for label, values in lines]
        return self.get_paginated_response(self.paginate_queryset(rows))

    @extend_schema(
        responses=file_answers("xlsx", "docx"),
        parameters=[ORGANIZATION, YEAR, form_parameter("xlsx", "docx")],
    )
    def file(self, request: Request) -> HttpResponse:
        place = self.find_organization(self.query_value("organization"))
        done = actions.export_statistics(
            organization=place,
            year=self.requested_year(),
            form=self.requested_form("xlsx", "docx"),
            by=request.actor,
        )
        return self.file_response(done)


class MemberYearViewSet(PaperViewSet):
    """A member's record of a year, for the member and those who may see their file."""

    queryset = Member.objects.none()
    KNOWN_PARAMETERS = frozenset({"year", "form"})

    @extend_schema(responses=PAPER, parameters=[YEAR, form_parameter("pdf", "docx")])
    def file(self, request: Request, uuid: Any) -> HttpResponse:
        people = Member.objects.visible_to(request.actor).select_related("organization", "group")
        member = get_object_or_404(people, uuid=uuid)
        form = self.requested_form("pdf", "docx")
        return self.file_response(
            actions.export_member_year(member=member, year=self.requested_year(), form=form, by=request.actor)
        )


class PaperTemplateViewSet(PaperViewSet):
    """The template in use for each kind of paper at an organization."""

    queryset = PaperTemplate.objects.none()
    serializer_class = PaperTemplateSerializer
    parser_classes = [MultiPartParser, JSONParser]
    KNOWN_PARAMETERS = frozenset({"organization"})
    cursor_ordering = "kind"

    @extend_schema(responses=PaperTemplateSerializer(many=True), parameters=[ORGANIZATION])
    def list(self, request: Request) -> Response:
        place = self.find_organization(self.query_value("organization"))
        request.actor.must(Capability.VIEW, place)
        in_use = layout.templates_at(place)
        rows = [template_data(kind, in_use.get(kind)) for kind in PaperKind.values]
        return self.get_paginated_response(self.paginate_queryset(rows))

    @extend_schema(request=form_of(TemplateUploadSerializer), responses={201: PaperTemplateSerializer})
    def create(self, request: Request) -> Response:
        body = read_body(TemplateUploadSerializer, request)
        upload = body["file"]
        done = actions.upload_template(
            organization=self.find_organization(body["organization"]),
            kind=body["kind"],
            upload=upload,
            name=upload.name,
            by=request.actor,
        )
        return Response(template_data(done.kind, done), status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=PaperTemplateSerializer)
    def retire(self, request: Request, uuid: Any) -> Response:
        """Stop using it; the next one upwards applies again."""
        found = self.template(uuid)
        if not request.actor.may(Capability.MANAGE_RULES, found.organization):
            raise NotPermitted
        done = actions.retire_template(template=found, by=request.actor)
        return Response(template_data(done.kind, done))

    @extend_schema(responses=PaperTemplateSerializer)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        found = self.template(uuid)
        request.actor.must(Capability.VIEW, found.organization)
        return Response(template_data(found.kind, found))

    def template(self, uuid: Any) -> PaperTemplate:
        seen = PaperTemplate.objects.filter(self.request.actor.reach.q(Capability.CALENDAR))
        return get_object_or_404(seen.select_related("organization"), uuid=uuid)


def template_data(kind: str, found: PaperTemplate | None) -> dict[str, Any]:
    row = {
        "id": found.uuid if found else None,
        "kind": kind,
        "name": found.name if found else "",
        "organization": found.organization.code if found else None,
        "sha256": found.sha256 if found else "",
        "fields": [field.name for field in FIELDS[kind]],
    }
    return tagged(row)
