"""Shapes of meetings in JSON. Reading writes plain dicts; writing knows shape only, rules are the actions'."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from branches.access.roles import Capability
from branches.api.fields import PlaceField
from branches.selectors.actors import Actor
from core.api import StrictFields
from meetings.api import agenda as points
from meetings.api import kind_parts as life_shapes
from meetings.api.kind_parts import LectureRow, LectureShape, LifeShape, MemberField
from meetings.files import duplicates
from meetings.models import Amendment, Attachment, Meeting
from meetings.record.schema import Content, Mark, Visitor
from meetings.selectors.kind_parts import lecture_of
from meetings.states import GuestRole, Kind, Reason, Source, State, Status

ORDER = {kind: place for place, kind in enumerate(Kind.values)}


def local(moment: dt.datetime | None) -> dt.datetime | None:
    """With the installation's own offset, as people there read a clock."""
    return moment and moment.astimezone(timezone.get_default_timezone())


def row(meeting: Mapping[str, Any], sees_content: bool) -> dict[str, Any]:
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


class MeetingRow(serializers.Serializer):
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


class MarkShape(StrictFields, serializers.Serializer):
    """One member who differs from present."""

    member = serializers.UUIDField()
    state = serializers.ChoiceField(
        [(state.value, state.label) for state in State if state != State.EXEMPT], default=State.PRESENT
    )
    reason_code = serializers.ChoiceField(Reason.choices, allow_blank=True, default="")
    reason = serializers.CharField(max_length=120, allow_blank=True, default="")
    source = serializers.ChoiceField(
        [(source.value, source.label) for source in (Source.MANUAL, Source.OFFLINE)],
        default=Source.MANUAL,
        help_text="a check-in by code is known from the check-in itself",
    )


class GuestShape(StrictFields, serializers.Serializer):
    """Somebody there who is not on the roll."""

    name = serializers.CharField(max_length=64)
    unit = serializers.CharField(max_length=120, allow_blank=True, default="")
    role = serializers.ChoiceField(GuestRole.choices, default=GuestRole.SITTING_IN)


class AttendanceRow(serializers.Serializer):
    member = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    reason_code = serializers.ChoiceField(Reason.choices, allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    has_vote = serializers.BooleanField()
    source = serializers.ChoiceField(Source.choices)
    at = serializers.DateTimeField()


class AttachmentRow(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(Attachment.Kind)
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    added_at = serializers.DateTimeField()


class TwinRow(serializers.Serializer):
    """A photo that stands in another record too (R-REC-08): a question, never a verdict."""

    attachment = serializers.UUIDField()
    distance = serializers.IntegerField(help_text="bits of 64 that differ; 0 for the same photo")
    sentence = serializers.CharField()
    other_meeting = serializers.UUIDField(allow_null=True, help_text="null when it is out of your reach")
    other_attachment = serializers.UUIDField(allow_null=True)


class MeetingDetail(MeetingRow):
    """One meeting; the calendar level gets null from `recorder` on."""

    serial = serializers.CharField(allow_null=True, help_text="2026-31")
    host_member = serializers.UUIDField(allow_null=True)
    recorder_member = serializers.UUIDField(allow_null=True)
    host_note = serializers.CharField(allow_null=True, allow_blank=True)
    guests = serializers.CharField(allow_null=True, allow_blank=True)
    guest_rows = GuestShape(many=True, allow_null=True)
    minutes = serializers.CharField(allow_null=True, allow_blank=True)
    agenda = points.ItemRow(many=True, allow_null=True)
    follow_ups = points.ToldRow(many=True, allow_null=True, help_text="what was told of earlier decisions")
    attendances = AttendanceRow(many=True, allow_null=True)
    attachments = AttachmentRow(many=True, allow_null=True)
    duplicates = TwinRow(many=True, allow_null=True, help_text="null unless you review or record there")
    lecture = LectureRow(allow_null=True, help_text="of a lecture")
    returned_count = serializers.IntegerField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    roll_frozen_at = serializers.DateTimeField(allow_null=True)


class FindingRow(serializers.Serializer):
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


def attendance(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "member": values["member__uuid"],
        "name": values["member__name"],
        **{name: values[name] for name in ATTENDANCE_COLUMNS[2:-1]},
        "at": local(values["at"]),
    }


def attachment(one: Attachment) -> dict[str, Any]:
    names = ("kind", "name", "content_type", "size", "sha256")
    return {"id": one.uuid} | {name: getattr(one, name) for name in names} | {"added_at": local(one.added_at)}


def twins(meeting: Meeting, by: Actor) -> list[dict[str, Any]] | None:
    if not duplicates.may_ask(meeting, by):
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


def detail(meeting: Meeting, by: Actor) -> dict[str, Any]:
    """The whole record, or only its calendar facts, by what the actor may see there."""
    sees = by.may(Capability.VIEW, meeting.organization)
    kinds = ",".join(each.kind for each in meeting.kinds.all())
    values: dict[str, Any] = {"kind_codes": kinds, "organization__code": meeting.organization.code}
    values |= {f"{role}__name": str(getattr(meeting, role) or "") or None for role in ("host", "recorder")}
    head = row(_Values(meeting, values), sees)
    if not sees:
        return head | dict.fromkeys(set(MeetingDetail._declared_fields) - set(head))
    return head | {
        "serial": f"{meeting.serial_year}-{meeting.serial}" if meeting.serial else None,
        "host_member": meeting.host.uuid if meeting.host else None,
        "recorder_member": meeting.recorder.uuid if meeting.recorder else None,
        "host_note": meeting.host_note,
        "guests": meeting.guests,
        "guest_rows": list(meeting.guest_rows.order_by("id").values("name", "unit", "role")),
        "minutes": meeting.minutes,
        "agenda": points.items(meeting),
        "follow_ups": points.told(meeting),
        "attendances": [
            attendance(values) for values in meeting.attendances.order_by("id").values(*ATTENDANCE_COLUMNS)
        ],
        "attachments": [attachment(one) for one in meeting.attachments.filter(removed_at__isnull=True)],
        "duplicates": twins(meeting, by),
        "lecture": life_shapes.lecture(lecture_of(meeting)) if Kind.LECTURE in kinds.split(",") else None,
        "returned_count": meeting.returned_count,
        "confirmed_at": local(meeting.confirmed_at),
        "roll_frozen_at": local(meeting.roll_frozen_at),
    }


class _Values(dict[str, Any]):
    """A meeting's columns by name, as a list row has them."""

    def __init__(self, meeting: Meeting, joined: dict[str, Any]) -> None:
        super().__init__(joined)
        self.meeting = meeting

    def __missing__(self, name: str) -> Any:
        return getattr(self.meeting, name)


class MeetingShape(StrictFields, serializers.Serializer):
    """What a client writes. Fields left out of a PATCH stay as they are."""

    id = serializers.UUIDField(required=False, help_text="chosen by the client, or given by the server")
    status = serializers.ChoiceField(
        [(Status.PLANNED.value, "计划"), (Status.HELD.value, "记录")],
        required=False,
        help_text="planned or held; by default from the day",
    )
    version = serializers.IntegerField(required=False, min_value=1, help_text="the version seen")
    organization = PlaceField(capability=Capability.CALENDAR)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(Kind.choices), allow_empty=False, max_length=9
    )
    theme = serializers.CharField(max_length=200, allow_blank=True, required=False)
    held_on = serializers.DateField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True, required=False)
    place = serializers.CharField(max_length=120, allow_blank=True, required=False)
    host = MemberField(allow_null=True, required=False)
    recorder = MemberField(allow_null=True, required=False)
    host_note = serializers.CharField(max_length=120, allow_blank=True, required=False)
    guests = serializers.CharField(max_length=300, allow_blank=True, required=False)
    guest_rows = GuestShape(many=True, required=False)
    minutes = serializers.CharField(max_length=100_000, allow_blank=True, required=False)
    agenda = points.ItemShape(many=True, required=False)
    follow_ups = points.ToldShape(many=True, required=False)
    attendances = MarkShape(many=True, required=False, help_text="only those who differ from present")
    lecture = LectureShape(allow_null=True, required=False, help_text="of a lecture")
    life = LifeShape(allow_null=True, required=False, help_text="of an organizational-life meeting")
    retake = serializers.BooleanField(
        required=False, help_text="take the roll of the day anew, where it was corrected since (R-REC-03)"
    )

    def content(self, base: Content | None = None) -> dict[str, Any]:
        """The action's arguments, over what the record says already."""
        given = dict(self.validated_data)
        for name in ("id", "status", "version"):
            given.pop(name, None)
        if "lecture" in given:
            given["lecture"] = life_shapes.lecture_part(given["lecture"])
        if "life" in given:
            given["life"] = life_shapes.life_part(given["life"])
        if "agenda" in given:
            given["agenda"] = tuple(points.item_in(one) for one in given["agenda"])
        if "follow_ups" in given:
            given["follow_ups"] = tuple(points.told_in(one) for one in given["follow_ups"])
        if "guest_rows" in given:
            given["guest_rows"] = tuple(Visitor(**one) for one in given["guest_rows"])
        if "attendances" in given:
            given["marks"] = {one.pop("member"): Mark(**one) for one in given.pop("attendances")}
        if base is not None:
            given = {name: getattr(base, name) for name in Content.__dataclass_fields__} | given
        return given


class AmendShape(MeetingShape):
    id = None
    status = None
    organization = None
    kinds = serializers.ListField(
        child=serializers.ChoiceField(Kind.choices), allow_empty=False, required=False
    )
    held_on = serializers.DateField(required=False)
    starts_at = serializers.DateTimeField(required=False)
    reason = serializers.CharField(max_length=300)


class SeenShape(StrictFields, serializers.Serializer):
    """The version the client has seen; or as If-Match."""

    version = serializers.IntegerField(required=False, min_value=1)


class CommentShape(SeenShape):
    comment = serializers.CharField(max_length=500)


class CancelShape(SeenShape):
    reason = serializers.CharField(
        max_length=500, allow_blank=True, required=False, help_text="needed for a record, not for a plan"
    )


class MeetingAmendment(serializers.Serializer):
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


def amendment(row: Amendment) -> dict[str, Any]:
    body = dict(MeetingAmendment(row).data)
    return body | {"at": local(row.asked_at), "signed_at": local(row.decided_at)}
