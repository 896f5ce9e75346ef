"""Viewsets of meetings, attendance and attachments, with the same actions, filters and permissions as the pages."""

from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers as drf_serializers
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.models import Organization
from core import clock
from core.api import JSONParser, MultiPartParser, refuse_unknown
from core.errors import Gone
from core.parsing import parse_number
from meetings import actions
from meetings.api import serializers
from meetings.filters import MeetingFilter
from meetings.models import Attachment, Meeting
from meetings.record import conflicts
from meetings.record.schema import MeetingRecord
from meetings.rules import checks
from meetings.selectors import record_facts
from meetings.selectors.stored_record import stored_record
from meetings.states import Status

IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="the version seen, in quotes or bare"
)
DETAIL = serializers.MeetingDetailSerializer
PLANNED = ("kinds", "held_on", "starts_at", "theme", "place", "host", "recorder")


class MeetingLookup:
    """Mixin for viewsets below a meeting: finds it within reach, reads the version seen, validates the body."""

    request: Any
    kwargs: dict[str, Any]

    def meeting(self, capability: Capability = Capability.CALENDAR) -> Meeting:
        found = Meeting.objects.visible_to(self.request.actor).select_related(
            "organization", "host", "recorder"
        )
        meeting = get_object_or_404(found, uuid=self.kwargs["uuid"])
        if capability != Capability.CALENDAR:
            self.request.actor.must(capability, meeting.organization)
        return meeting

    def version(self, body: dict[str, Any]) -> int | None:
        """The version the client has seen: in the body, or as If-Match."""
        if body.get("version"):
            return body["version"]
        sent = self.request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
        if not sent:
            return None
        version = parse_number(sent, 999_999_999)
        if version is None:
            raise drf_serializers.ValidationError({"If-Match": ["写看到的版本号。"]})
        return version

    def validate_input(self, serializer: type[drf_serializers.Serializer], **facts: Any) -> Any:
        given = serializer(data=self.request.data, context={"actor": self.request.actor}, **facts)
        given.is_valid(raise_exception=True)
        return given

    def detail_response(self, meeting: Meeting, number: int = status.HTTP_200_OK) -> Response:
        fresh = Meeting.objects.select_related("organization", "host", "recorder").get(pk=meeting.pk)
        body = serializers.detail_data(fresh, self.request.actor)
        return Response(body, status=number, headers={"ETag": f'"{fresh.version}"'})


@extend_schema_view(list=extend_schema(responses=serializers.MeetingSerializer(many=True)))
class MeetingViewSet(MeetingLookup, GenericViewSet):
    """Meetings, newest first. Who sees an organization's calendar only gets its facts, and null for the content."""

    queryset = Meeting.objects.all()
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    serializer_class = serializers.MeetingSerializer
    filterset_class = MeetingFilter
    cursor_ordering = ("-held_on", "-pk")

    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(Meeting.objects.for_list())) or []
        reach = request.actor.reach
        paths = {one["organization__path"] for one in rows}
        sees = {path: reach.covers(Capability.VIEW, path) for path in paths}
        return self.get_paginated_response(
            [serializers.list_row(one, sees[one["organization__path"]]) for one in rows]
        )

    @extend_schema(responses=DETAIL)
    def retrieve(self, request: Request, uuid: Any) -> Response:
        return self.detail_response(self.meeting())

    @extend_schema(request=serializers.MeetingInputSerializer, responses={201: DETAIL})
    def create(self, request: Request) -> Response:
        """Plan a meeting to come, or record one that was held (`status`, by default from the day)."""
        given = self.validate_input(serializers.MeetingInputSerializer)
        asked, day = given.validated_data.get("status"), given.validated_data["held_on"]
        is_plan = asked == Status.PLANNED if asked else day > clock.today()
        if is_plan:
            self.refuse_unplannable(given)
        meeting = self.write_meeting(given, given.record(), is_plan, given.validated_data.get("id"), None)
        return self.detail_response(meeting, status.HTTP_201_CREATED)

    @extend_schema(request=serializers.MeetingInputSerializer, responses=DETAIL, parameters=[IF_MATCH])
    def partial_update(self, request: Request, uuid: Any) -> Response:
        """Go on with a planned, begun or returned record. Needs the version seen."""
        meeting = self.meeting(Capability.RECORD_MEETING)
        given = self.validate_input(serializers.MeetingInputSerializer, partial=True)
        version = self.version(given.validated_data)
        if version is None:
            raise drf_serializers.ValidationError({"version": ["写看到的版本号（version或If-Match）。"]})
        record = given.record(stored_record(meeting))
        is_plan = given.validated_data.get("status", meeting.status) == Status.PLANNED
        if is_plan:
            self.refuse_unplannable(given)
        try:
            done = self.write_meeting(given, record, is_plan, meeting.uuid, version, meeting.organization)
        except Gone as refusal:
            refusal.fields = self.conflicting_values(meeting, record)
            raise
        return self.detail_response(done)

    def refuse_unplannable(self, given: Any) -> None:
        """A plan says less than a record: what it cannot keep is refused, not dropped."""
        known = {*PLANNED, "organization", "id", "status", "version"}
        extra = [name for name, value in given.validated_data.items() if value and name not in known]
        if extra:
            raise drf_serializers.ValidationError(
                {name: ["计划里不写这一项，会开过记录时再写。"] for name in extra}
            )

    def conflicting_values(self, meeting: Meeting, record: MeetingRecord) -> dict[str, str]:
        """What the client said and what the record says now, by field."""
        theirs = stored_record(meeting)
        names = dict(meeting.attendances.values_list("member__uuid", "member__name"))
        rows = conflicts.compare(record, theirs, names)
        return {row.key: f"发来的：{row.ours}　记录里的：{row.theirs}" for row in rows}

    def write_meeting(
        self,
        given: Any,
        record: MeetingRecord,
        is_plan: bool,
        uuid: Any,
        version: int | None,
        organization: Organization | None = None,
    ) -> Meeting:
        place = given.validated_data.get("organization", organization)
        self.request.actor.must(Capability.RECORD_MEETING, place)
        seen = {"organization": place, "uuid": uuid, "version": version, "by": self.request.actor}
        if is_plan:
            return actions.plan(**{name: getattr(record, name) for name in PLANNED}, **seen)
        retake = given.validated_data.get("retake", False)
        return actions.record(record=record, retake=retake, **seen).meeting

    @extend_schema(request=serializers.VersionInputSerializer, responses=DETAIL, parameters=[IF_MATCH])
    def submit(self, request: Request, uuid: Any) -> Response:
        return self.run_step(actions.submit, serializers.VersionInputSerializer, Capability.RECORD_MEETING)

    @extend_schema(request=serializers.CommentInputSerializer, responses=DETAIL, parameters=[IF_MATCH])
    def return_(self, request: Request, uuid: Any) -> Response:
        return self.run_step(actions.return_for_revision, serializers.CommentInputSerializer)

    @extend_schema(request=serializers.VersionInputSerializer, responses=DETAIL, parameters=[IF_MATCH])
    def confirm(self, request: Request, uuid: Any) -> Response:
        return self.run_step(actions.confirm, serializers.VersionInputSerializer)

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
        given = self.validate_input(serializers.AmendmentInputSerializer)
        done = actions.amend(
            meeting=meeting,
            record=given.record(stored_record(meeting)),
            reason=given.validated_data["reason"],
            version=self.version(given.validated_data),
            retake=given.validated_data.get("retake", False),
            by=request.actor,
        )
        return Response(serializers.amendment_data(done))

    def run_step(
        self, verb: Any, shape: type[drf_serializers.Serializer], capability: Capability = Capability.CALENDAR
    ) -> Response:
        meeting = self.meeting(capability)
        given = dict(self.validate_input(shape).validated_data)
        given["version"] = self.version(given)
        return self.detail_response(verb(meeting=meeting, by=self.request.actor, **given))

    @extend_schema(responses=serializers.CheckFindingSerializer(many=True), filters=False)
    def checks(self, request: Request, uuid: Any) -> Response:
        """What submitting would find: stops refuse it, hints do not."""
        refuse_unknown(request)
        found = checks.findings(record_facts.facts_of_meeting(self.meeting(Capability.VIEW)))
        names = ("level", "rule", "sentence", "basis", "field")
        return Response([{name: getattr(one, name) for name in names} for one in found])


@extend_schema_view(list=extend_schema(responses=serializers.AttendanceSerializer(many=True)))
class AttendanceViewSet(MeetingLookup, GenericViewSet):
    """The roll of one meeting with who was there."""

    queryset = Meeting.objects.none()
    serializer_class = serializers.AttendanceSerializer
    cursor_ordering = "pk"

    def list(self, request: Request, uuid: Any) -> Response:
        meeting = self.meeting(Capability.VIEW)
        rows = self.paginate_queryset(
            self.filter_queryset(meeting.attendances.values("pk", *serializers.ATTENDANCE_COLUMNS))
        )
        return self.get_paginated_response([serializers.attendance_data(one) for one in rows or []])


UPLOAD = {
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
    }
}


@extend_schema_view(list=extend_schema(responses=serializers.AttachmentSerializer(many=True)))
class AttachmentViewSet(MeetingLookup, GenericViewSet):
    """Photos, scans and documents of one meeting."""

    queryset = Attachment.objects.none()
    serializer_class = serializers.AttachmentSerializer
    parser_classes = [MultiPartParser, JSONParser]
    cursor_ordering = "pk"

    def list(self, request: Request, uuid: Any) -> Response:
        rows = self.paginate_queryset(
            self.filter_queryset(self.current_attachments(self.meeting(Capability.VIEW)))
        )
        return self.get_paginated_response([serializers.attachment_data(one) for one in rows or []])

    @extend_schema(request=UPLOAD, responses={201: serializers.AttachmentSerializer})
    def create(self, request: Request, uuid: Any) -> Response:
        meeting = self.meeting(Capability.RECORD_MEETING)
        upload = request.FILES.get("file")
        if upload is None or set(request.data) - {"file"}:
            raise drf_serializers.ValidationError({"file": ["选一个文件，放在file里。"]})
        done = actions.attach(meeting=meeting, upload=upload, name=upload.name, by=request.actor)
        return Response(serializers.attachment_data(done), status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: OpenApiResponse(description="removed")})
    def destroy(self, request: Request, uuid: Any, attachment: Any) -> Response:
        found = get_object_or_404(
            self.current_attachments(self.meeting(Capability.RECORD_MEETING)), uuid=attachment
        )
        actions.detach(attachment=found, by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={(200, "*/*"): OpenApiTypes.BINARY})
    def file(self, request: Request, uuid: Any, attachment: Any) -> FileResponse:
        found = get_object_or_404(self.current_attachments(self.meeting(Capability.VIEW)), uuid=attachment)
        return FileResponse(
            found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type
        )

    def current_attachments(self, meeting: Meeting) -> Any:
        return meeting.attachments.filter(removed_at__isnull=True)
