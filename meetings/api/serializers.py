"""Serializers of meetings, and the functions that make their JSON. Serializers check types only; actions check rules."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from branches.access.roles import Capability
from branches.api.fields import OrganizationCodeField
from branches.selectors.actors import Actor
from core.api import StrictFields
from meetings.api.record_fields import (
    from_validated,
    input_fields,
    input_serializer,
    output_fields,
    output_serializer,
    row_values,
)
from meetings.files import duplicates
from meetings.models import Amendment, Attachment, Meeting
from meetings.record.field_types import scalars_of
from meetings.record.schema import (
    AgendaEntry,
    Decision,
    FollowUpEntry,
    GuestEntry,
    LecturePart,
    MeetingRecord,
    StatementEntry,
)
from meetings.selectors.stored_record import stored_follow_ups, stored_lecture
from meetings.states import AttendanceState, Kind, Reason, Source, Status

ORDER = {kind: place for place, kind in enumerate(Kind.values)}


def local_time(moment: dt.datetime | None) -> dt.datetime | None:
    """With the installation's own offset, as people there read a clock."""
    return moment and moment.astimezone(timezone.get_default_timezone())


def list_row(meeting: Mapping[str, Any], sees_content: bool) -> dict[str, Any]:
    """A list row of the contract. Who sees the calendar only gets its facts and null for the rest."""
    zone = timezone.get_default_timezone()
    starts, ends, sent = meeting["starts_at"], meeting["ends_at"], meeting["submitted_at"]
    codes = (meeting["kind_codes"] or "").split(",")
    facts = {
        "id": meeting["uuid"],
        "organization": meeting["organization__code"],
        "kinds": codes if len(codes) == 1 else sorted(codes, key=ORDER.__getitem__),
        "theme": meeting["theme"],
        "held_on": meeting["held_on"],
        "starts_at": starts.astimezone(zone),
        "ends_at": ends and ends.astimezone(zone),
        "place": meeting["place"],
        "host": meeting["host__name"],
        "status": meeting["status"],
        "version": meeting["version"],
    }
    if not sees_content:
        return facts | HIDDEN
    facts["recorder"] = meeting["recorder__name"]
    for name in COUNTS:
        facts[name] = meeting[name]
    facts["submitted_at"] = sent and sent.astimezone(zone)
    return facts


COUNTS = ("expected", "present", "on_leave", "absent", "is_late", "is_void")
HIDDEN = dict.fromkeys(
    ("recorder", "expected", "present", "on_leave", "absent", "submitted_at", "is_late", "is_void")
)


class MeetingSerializer(serializers.Serializer):
    """Documents what `row` writes."""

    id = serializers.UUIDField()
    organization = serializers.CharField(help_text="code")
    kinds = serializers.ListField(child=serializers.ChoiceField(Kind.choices))
    theme = serializers.CharField(allow_blank=True)
    held_on = serializers.DateField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    place = serializers.CharField(allow_blank=True)
    host = serializers.CharField(allow_null=True, help_text="name")
    recorder = serializers.CharField(allow_null=True, help_text="name")
    status = serializers.ChoiceField(Status.choices)
    expected = serializers.IntegerField(allow_null=True)
    present = serializers.IntegerField(allow_null=True)
    on_leave = serializers.IntegerField(allow_null=True)
    absent = serializers.IntegerField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField(allow_null=True)
    is_void = serializers.BooleanField(allow_null=True)
    version = serializers.IntegerField()


class AttendanceSerializer(serializers.Serializer):
    member = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(AttendanceState.choices)
    reason_code = serializers.ChoiceField(Reason.choices, allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    has_vote = serializers.BooleanField()
    source = serializers.ChoiceField(Source.choices)
    at = serializers.DateTimeField()


class AttachmentSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(Attachment.Kind)
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    added_at = serializers.DateTimeField()


class PhotoTwinSerializer(serializers.Serializer):
    """A photo that stands in another record too (R-REC-08): a question, never a verdict."""

    attachment = serializers.UUIDField()
    distance = serializers.IntegerField(help_text="bits of 64 that differ; 0 for the same photo")
    sentence = serializers.CharField()
    other_meeting = serializers.UUIDField(allow_null=True, help_text="null when it is out of your reach")
    other_attachment = serializers.UUIDField(allow_null=True)


COMPOSED_PARTS = ("marks", "life")
"""Parts of a record with more to them than was stated: the roll, and a problem list that goes on after the meeting."""


class MeetingDetailSerializer(MeetingSerializer):
    """One meeting; the calendar level gets null from `recorder` on."""

    serial = serializers.CharField(allow_null=True, help_text="2026-31")
    guest_rows = input_serializer(GuestEntry)(many=True, allow_null=True)
    host_member = serializers.UUIDField(allow_null=True)
    recorder_member = serializers.UUIDField(allow_null=True)
    attendances = AttendanceSerializer(many=True, allow_null=True)
    attachments = AttachmentSerializer(many=True, allow_null=True)
    duplicates = PhotoTwinSerializer(
        many=True, allow_null=True, help_text="null unless you review or record there"
    )
    returned_count = serializers.IntegerField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    roll_frozen_at = serializers.DateTimeField(allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        return output_fields(MeetingRecord, without=COMPOSED_PARTS, are_nullable=True) | super().get_fields()


class CheckFindingSerializer(serializers.Serializer):
    level = serializers.ChoiceField([("stop", "要改"), ("hint", "提醒"), ("fine", "没有问题")])
    rule = serializers.CharField(allow_blank=True)
    sentence = serializers.CharField()
    basis = serializers.CharField(allow_blank=True)
    field = serializers.CharField(allow_blank=True)


ATTENDANCE_COLUMNS = (
    "member__uuid",
    "member__name",
    "state",
    "reason_code",
    "reason",
    "has_vote",
    "source",
    "at",
)


def attendance_data(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "member": values["member__uuid"],
        "name": values["member__name"],
        **{name: values[name] for name in ATTENDANCE_COLUMNS[2:-1]},
        "at": local_time(values["at"]),
    }


def attachment_data(one: Attachment) -> dict[str, Any]:
    names = ("kind", "name", "content_type", "size", "sha256")
    return (
        {"id": one.uuid}
        | {name: getattr(one, name) for name in names}
        | {"added_at": local_time(one.added_at)}
    )


def photo_twins_data(meeting: Meeting, by: Actor) -> list[dict[str, Any]] | None:
    if not duplicates.may_see_twins(meeting, by):
        return None
    return [
        {
            "attachment": twin.photo.uuid,
            "distance": twin.distance,
            "sentence": twin.sentence,
            "other_meeting": twin.other.meeting.uuid if twin.is_seen else None,
            "other_attachment": twin.other.uuid if twin.is_seen else None,
        }
        for twin in duplicates.twins(meeting, by)
    ]


def detail_data(meeting: Meeting, by: Actor) -> dict[str, Any]:
    """The whole record, or only its calendar facts, by what the actor may see there."""
    sees = by.may(Capability.VIEW, meeting.organization)
    kinds = ",".join(each.kind for each in meeting.kinds.all())
    values: dict[str, Any] = {"kind_codes": kinds, "organization__code": meeting.organization.code}
    values |= {f"{role}__name": str(getattr(meeting, role) or "") or None for role in ("host", "recorder")}
    head = list_row(MeetingColumns(meeting, values), sees)
    if not sees:
        return head | dict.fromkeys(set(MeetingDetailSerializer().fields) - set(head))
    return head | {
        "serial": f"{meeting.serial_year}-{meeting.serial}" if meeting.serial else None,
        "host_member": meeting.host.uuid if meeting.host else None,
        "recorder_member": meeting.recorder.uuid if meeting.recorder else None,
        **{
            one.name: getattr(meeting, one.name)
            for one in scalars_of(MeetingRecord)
            if one.name not in MeetingSerializer._declared_fields
        },
        "guest_rows": [row_values(GuestEntry, row) for row in meeting.guest_rows.order_by("id")],
        "agenda": agenda_data(meeting),
        "follow_ups": [row_values(FollowUpEntry, one) for one in stored_follow_ups(meeting)],
        "attendances": [
            attendance_data(values)
            for values in meeting.attendances.order_by("id").values(*ATTENDANCE_COLUMNS)
        ],
        "attachments": [attachment_data(one) for one in meeting.attachments.filter(removed_at__isnull=True)],
        "duplicates": photo_twins_data(meeting, by),
        "lecture": lecture_data(stored_lecture(meeting)) if Kind.LECTURE in kinds.split(",") else None,
        "returned_count": meeting.returned_count,
        "confirmed_at": local_time(meeting.confirmed_at),
        "roll_frozen_at": local_time(meeting.roll_frozen_at),
    }


def agenda_data(meeting: Meeting) -> list[dict[str, Any]]:
    decision_names = list(output_serializer(Decision)().fields)
    return [
        row_values(AgendaEntry, row)
        | {
            "statements": [
                row_values(StatementEntry, one) | {"speaker": one.speaker and one.speaker.uuid}
                for one in row.statements.all()
            ],
            "decision": {name: getattr(found, name) for name in decision_names}
            if (found := getattr(row, "resolution", None))
            else None,
        }
        for row in meeting.agenda.select_related("resolution").prefetch_related("statements__speaker")
    ]


def lecture_data(part: LecturePart | None) -> dict[str, Any] | None:
    if part is None:
        return None
    return row_values(LecturePart, part) | {"lecturer": part.name, "hours": float(part.hours or 0)}


class MeetingColumns(dict[str, Any]):
    """A meeting's columns by name, as a list row has them."""

    def __init__(self, meeting: Meeting, joined: dict[str, Any]) -> None:
        super().__init__(joined)
        self.meeting = meeting

    def __missing__(self, name: str) -> Any:
        return getattr(self.meeting, name)


class MeetingInputSerializer(StrictFields, serializers.Serializer):
    """What a client writes. Fields left out of a PATCH stay as they are."""

    id = serializers.UUIDField(required=False, help_text="chosen by the client, or given by the server")
    status = serializers.ChoiceField(
        [(Status.PLANNED.value, "计划"), (Status.HELD.value, "记录")],
        required=False,
        help_text="planned or held; by default from the day",
    )
    version = serializers.IntegerField(required=False, min_value=1, help_text="the version seen")
    organization = OrganizationCodeField(capability=Capability.CALENDAR)
    retake = serializers.BooleanField(
        required=False, help_text="take the roll of the day anew, where it was corrected since (R-REC-03)"
    )

    is_partial = False

    def get_fields(self) -> dict[str, serializers.Field]:
        return super().get_fields() | input_fields(MeetingRecord, is_partial=self.is_partial)

    def record(self, base: MeetingRecord | None = None) -> MeetingRecord:
        """What was sent, over what the record says already."""
        given = from_validated(MeetingRecord, self.validated_data)
        return replace(base, **given) if base else MeetingRecord(**given)


class AmendmentInputSerializer(MeetingInputSerializer):
    id = None
    status = None
    organization = None
    is_partial = True
    reason = serializers.CharField(max_length=300)


class VersionInputSerializer(StrictFields, serializers.Serializer):
    """The version the client has seen; or as If-Match."""

    version = serializers.IntegerField(required=False, min_value=1)


class CommentInputSerializer(VersionInputSerializer):
    comment = serializers.CharField(max_length=500)


class CancellationInputSerializer(VersionInputSerializer):
    reason = serializers.CharField(
        max_length=500, allow_blank=True, required=False, help_text="needed for a record, not for a plan"
    )


class MeetingAmendmentSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    meeting = serializers.UUIDField(source="meeting.uuid")
    status = serializers.ChoiceField(Amendment.Status.choices)
    reason = serializers.CharField()
    before = serializers.DictField(child=serializers.CharField(allow_blank=True))
    after = serializers.DictField(child=serializers.CharField(allow_blank=True))
    who = serializers.CharField(source="asked_who")
    at = serializers.DateTimeField(source="asked_at")
    signed_who = serializers.CharField(source="decided_who", allow_blank=True)
    signed_at = serializers.DateTimeField(source="decided_at", allow_null=True)
    comment = serializers.CharField(allow_blank=True)


def amendment_data(row: Amendment) -> dict[str, Any]:
    body = dict(MeetingAmendmentSerializer(row).data)
    return body | {"at": local_time(row.asked_at), "signed_at": local_time(row.decided_at)}
