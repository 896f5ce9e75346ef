"""Viewsets of meetings, attendance and attachments, with the same actions, filters and permissions as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers as drf_serializers
from rest_framework import status
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from core import clock
from core.api import JSONParser, MultiPartParser, UploadSerializer, form_of, read_body, refuse_unknown
from core.errors import Gone
from core.http import file_name_header
from core.uploads import ENDINGS
from core.writes import version_seen
from meetings import actions
from meetings.api import serializers
from meetings.filters import MeetingFilter
from meetings.models import Attachment, Attendance, Meeting
from meetings.record import conflicts
from meetings.record.schema import MeetingRecord
from meetings.rules import checks
from meetings.selectors import record_facts, subjects
from meetings.selectors.stored_record import stored_record
from meetings.states import Status

IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="the version seen, in quotes or bare"
)
DETAIL = serializers.MeetingDetailSerializer
PLANNED = ("kinds", "held_on", "starts_at", "theme", "place", "host", "recorder")


class MeetingLookup:
    """Mixin for viewsets below a meeting: finds it within reach, and reads the version seen."""

    request: Any
    kwargs: dict[str, Any]

    def meeting(self, capability: Capability = Capability.CALENDAR, uuid: Any = None) -> Meeting:
        """The meeting of the address, or of that uuid. Raises NotPermitted where only its calendar may be read."""
        visible = Meeting.objects.visible_to(self.request.actor)
        rows = visible.select_related("organization", "host", "recorder")
        meeting: Meeting = get_object_or_404(rows, uuid=uuid or self.kwargs["uuid"])
        if capability != Capability.CALENDAR:
            self.request.actor.must(capability, meeting.organization)
        return meeting

    def require_visible(self, meeting: Meeting) -> None:
        """Raises Http404 where the signed-in person may not even see the calendar."""
        if not self.request.actor.may(Capability.CALENDAR, meeting.organization):
            raise Http404

    def version(self, body: dict[str, Any]) -> int | None:
        """The version the client has seen: in the body, or as If-Match."""
        return body.get("version") or version_seen(self.request)


class MeetingListViewSet(MeetingLookup, GenericViewSet):
    """Base of viewsets with a list: the rows of `get_queryset`, by pages, as `serializer_class` writes them."""

    cursor_ordering: str | tuple[str, ...] = "-pk"

    def list(self, request: Request, **kwargs: Any) -> Response:
        return self.page_of(self.filter_queryset(self.get_queryset()))

    def page_of(self, rows: Any, shape: Any = None) -> Response:
        shape, page = shape or self.serializer_class, self.paginate_queryset(rows)
        return self.get_paginated_response(shape(page, many=True, context=self.get_serializer_context()).data)


class MeetingViewSet(MeetingListViewSet):
    """Meetings, newest first. Who sees an organization's calendar only gets its facts, and null for the content."""

    queryset = Meeting.objects.all()
    compares_version = True  # a change that comes second is answered with what is different
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    serializer_class = serializers.MeetingSerializer
    filterset_class = MeetingFilter
    cursor_ordering = ("-held_on", "-pk")

    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(Meeting.objects.for_list())) or []
        reach = request.actor.reach
        paths = {row["organization__path"] for row in rows}
        withheld = subjects.withheld([row["pk"] for row in rows], request.actor)
        sees = {path: reach.covers(Capability.VIEW, path) for path in paths}
        return self.get_paginated_response(
            [
                serializers.list_row(row, sees[row["organization__path"]], row["pk"] not in withheld)
                for row in rows
            ]
        )

    @extend_schema(responses=DETAIL)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        return self.detail_response(self.meeting())

    @extend_schema(request=serializers.MeetingInputSerializer, responses={201: DETAIL})
    def create(self, request: Request) -> Response:
        """Plan a meeting to come, or record one that was held (`status`, by default from the day)."""
        sent = self.read(serializers.MeetingInputSerializer)
        body = sent.validated_data
        by_day = Status.PLANNED if body["held_on"] > clock.today() else Status.HELD
        meeting = self.write(
            sent,
            sent.record(),
            body.get("status", by_day),
            organization=body["organization"],
            uuid=body.get("id"),
            version=None,
        )
        return self.detail_response(meeting, status.HTTP_201_CREATED)

    @extend_schema(request=serializers.MeetingInputSerializer, responses=DETAIL, parameters=[IF_MATCH])
    def partial_update(self, request: Request, uuid: Any) -> Response:
        """Go on with a planned, begun or returned record. Needs the version seen."""
        meeting = self.meeting(Capability.RECORD_MEETING)
        sent = self.read(serializers.MeetingInputSerializer, partial=True)
        body = sent.validated_data
        version = self.version(body)
        record = sent.record(stored_record(meeting))
        organization = body.get("organization", meeting.organization)
        try:
            written = self.write(
                sent,
                record,
                body.get("status", meeting.status),
                organization=organization,
                uuid=meeting.uuid,
                version=meeting.version if version is None else version,
            )
        except Gone as refusal:
            refusal.fields = self.conflicting_values(meeting, record)
            raise
        return self.detail_response(written)

    def read(self, shape: type[drf_serializers.Serializer], **facts: Any) -> Any:
        """The body of the request as a validated serializer, which also makes a record of it."""
        sent = shape(data=self.request.data, context={"actor": self.request.actor}, **facts)
        sent.is_valid(raise_exception=True)
        return sent

    def write(self, sent: Any, record: MeetingRecord, state: str, **place: Any) -> Meeting:
        """Plan or record. A plan says less than a record: what it cannot keep is refused, not dropped."""
        by, body = self.request.actor, sent.validated_data
        if state == Status.PLANNED:
            known = {*PLANNED, "organization", "id", "status", "version", "distinct_from"}
            if extra := [name for name, value in body.items() if value and name not in known]:
                raise drf_serializers.ValidationError(
                    {name: ["计划里不写这一项，会开过记录时再写。"] for name in extra}, code="refused"
                )
        by.must(Capability.RECORD_MEETING, place["organization"])
        place["distinct_from"] = body.get("distinct_from", ())
        if state == Status.PLANNED:
            return actions.plan(**{name: getattr(record, name) for name in PLANNED}, **place, by=by)
        return actions.record(record=record, retake=body.get("retake", False), **place, by=by).meeting

    def conflicting_values(self, meeting: Meeting, record: MeetingRecord) -> dict[str, str]:
        """What the client said and what the record says now, by field."""
        names = dict(meeting.attendances.values_list("member__uuid", "member__name"))
        rows = conflicts.compare(record, stored_record(meeting), names)
        return {row.key: f"发来的：{row.ours}　记录里的：{row.theirs}" for row in rows}

    def detail_response(self, meeting: Meeting, number: int = status.HTTP_200_OK) -> Response:
        rows = Meeting.objects.select_related("organization", "host", "recorder")
        fresh = rows.prefetch_related("kinds", "numbers").get(pk=meeting.pk)
        body = serializers.detail_data(fresh, self.request.actor)
        return Response(body, status=number, headers={"ETag": f'"{fresh.version}"'})

    @extend_schema(request=serializers.SubmissionInputSerializer, responses=DETAIL, parameters=[IF_MATCH])
    def submit(self, request: Request, uuid: Any) -> Response:
        """Hand in. What must be changed is refused with `not_ready`; what is asked once with `same_meeting`,
        `unchanged_since_return` or `hints_to_answer`, to be sent again with the answer."""
        meeting = self.meeting(Capability.RECORD_MEETING)
        sent = self.read(serializers.SubmissionInputSerializer)
        version = self.version(sent.validated_data)
        actions.submit(meeting=meeting, answers=sent.answers(), version=version, by=request.actor)
        return self.detail_response(meeting)

    @extend_schema(request=serializers.CarryOverInputSerializer, responses=DETAIL, parameters=[IF_MATCH])
    def carry_over(self, request: Request, uuid: Any) -> Response:
        """This record is the meeting that stands (R-REC-13): it is set aside, its files go there, and a plan takes over what it
        says. Answers with that meeting."""
        meeting = self.meeting(Capability.RECORD_MEETING)
        body = read_body(serializers.CarryOverInputSerializer, request)
        into = self.meeting(Capability.RECORD_MEETING, body["into"])
        into = actions.carry_over(meeting=meeting, into=into, version=self.version(body), by=request.actor)
        return self.detail_response(into)

    @extend_schema(request=serializers.CommentInputSerializer, responses=DETAIL, parameters=[IF_MATCH])
    def return_(self, request: Request, uuid: Any) -> Response:
        return self.run_step(actions.return_for_revision, serializers.CommentInputSerializer)

    @extend_schema(request=serializers.ConfirmationInputSerializer, responses=DETAIL, parameters=[IF_MATCH])
    def confirm(self, request: Request, uuid: Any) -> Response:
        return self.run_step(actions.confirm, serializers.ConfirmationInputSerializer)

    @extend_schema(request=serializers.CancellationInputSerializer, responses=DETAIL, parameters=[IF_MATCH])
    def cancel(self, request: Request, uuid: Any) -> Response:
        """Call a plan off; or set a record aside that was begun or sent back, with the reason. It stays readable and
        counts nowhere."""
        return self.run_step(actions.cancel, serializers.CancellationInputSerializer)

    @extend_schema(
        request=serializers.AmendmentInputSerializer,
        responses=serializers.MeetingAmendmentSerializer,
        parameters=[IF_MATCH],
    )
    def amend(self, request: Request, uuid: Any) -> Response:
        """Propose a change to a confirmed record, with a reason (R-REC-09): it waits for a second signature. Fields left
        out stay as they are."""
        meeting = self.meeting()
        sent = self.read(serializers.AmendmentInputSerializer)
        body = sent.validated_data
        amendment = actions.amend(
            meeting=meeting,
            record=sent.record(stored_record(meeting)),
            reason=body["reason"],
            version=self.version(body),
            retake=body.get("retake", False),
            by=request.actor,
        )
        return Response(serializers.MeetingAmendmentSerializer(amendment).data)

    def run_step(
        self, verb: Any, shape: type[drf_serializers.Serializer], capability: Capability = Capability.CALENDAR
    ) -> Response:
        meeting = self.meeting(capability)
        body = read_body(shape, self.request)
        return self.detail_response(
            verb(meeting=meeting, by=self.request.actor, **body | {"version": self.version(body)})
        )

    @extend_schema(responses=serializers.CheckFindingSerializer(many=True), filters=False)
    def checks(self, request: Request, uuid: Any) -> Response:
        """What submitting would find: stops refuse it, hints do not."""
        refuse_unknown(request)
        findings = checks.findings(record_facts.facts_of_meeting(self.meeting(Capability.VIEW)))
        return self.page_of(findings, serializers.CheckFindingSerializer)


class AttendanceViewSet(MeetingListViewSet):
    """The roll of one meeting with who was there."""

    queryset = Attendance.objects.none()
    serializer_class = serializers.AttendanceSerializer
    cursor_ordering = "pk"

    def get_queryset(self) -> QuerySet:
        return self.meeting(Capability.VIEW).attendances.values("pk", *serializers.ATTENDANCE_COLUMNS)


class AttachmentViewSet(RetrieveModelMixin, MeetingListViewSet):
    """Photos, scans and documents of one meeting."""

    queryset = Attachment.objects.none()
    serializer_class = serializers.AttachmentSerializer
    lookup_field, lookup_url_kwarg = "uuid", "attachment"
    parser_classes = [MultiPartParser, JSONParser]
    cursor_ordering = "pk"

    def get_queryset(self) -> QuerySet[Attachment]:
        return self.attachments(Capability.VIEW)

    def attachments(self, capability: Capability) -> QuerySet[Attachment]:
        return self.meeting(capability).attachments.filter(removed_at__isnull=True)

    @extend_schema(request=form_of(UploadSerializer), responses={201: serializers.AttachmentSerializer})
    def create(self, request: Request, uuid: Any) -> Response:
        meeting = self.meeting(Capability.RECORD_MEETING)
        upload = read_body(UploadSerializer, request)["file"]
        attachment = actions.attach(meeting=meeting, upload=upload, name=upload.name, by=request.actor)
        body = serializers.AttachmentSerializer(attachment).data
        return Response(body, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: OpenApiResponse(description="removed")})
    def destroy(self, request: Request, uuid: Any, attachment: Any) -> Response:
        row = get_object_or_404(self.attachments(Capability.RECORD_MEETING), uuid=attachment)
        actions.detach(attachment=row, by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={(200, kind): OpenApiTypes.BINARY for kind in ENDINGS})
    def file(self, request: Request, uuid: Any, attachment: Any) -> FileResponse:
        row = get_object_or_404(self.attachments(Capability.VIEW), uuid=attachment)
        response = FileResponse(row.file.open("rb"), content_type=row.content_type)
        response["Content-Disposition"] = file_name_header(row.name)
        return response
