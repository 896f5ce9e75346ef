"""Serializers of meetings, and the functions that make their JSON. Serializers check types only; actions check rules."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from branches.access.roles import Capability
from branches.api.fields import OrganizationCodeField
from branches.selectors.actors import Actor
from core.api import StrictFields
from core.writes import TaggedRow
from meetings.api.record_fields import (
    from_validated,
    input_fields,
    input_serializer,
    output_fields,
    output_serializer,
)
from meetings.files import duplicates
from meetings.models import Amendment, Attachment, Meeting
from meetings.record.field_types import scalars_of
from meetings.record.schema import (
    AgendaEntry,
    FollowUpEntry,
    GuestEntry,
    LecturePart,
    MeetingRecord,
    PartnerUnitEntry,
)
from meetings.rules.questions import Answers
from meetings.selectors import subjects
from meetings.selectors.stored_record import stored_follow_ups, stored_lecture
from meetings.selectors.written_opinions import with_opinions
from meetings.states import AttendanceState, Kind, Reason, Source, Status, calendar_status

ORDER = {kind: place for place, kind in enumerate(Kind.values)}


def local_time(moment: dt.datetime | None) -> dt.datetime | None:
    """With the installation's own offset, as people there read a clock."""
    return moment and moment.astimezone(timezone.get_default_timezone())


def list_row(meeting: Mapping[str, Any], sees_content: bool, sees_subject: bool = True) -> dict[str, Any]:
    """A list row of the contract. Who sees the calendar only gets its facts and null for the rest; of a committee's
    meeting not even its subject."""
    codes = (meeting["kind_codes"] or "").split(",")
    facts = {
        "id": meeting["uuid"],
        "organization": meeting["organization__code"],
        "kinds": codes if len(codes) == 1 else sorted(codes, key=ORDER.__getitem__),
        "theme": meeting["theme"],
        "held_on": meeting["held_on"],
        "starts_at": local_time(meeting["starts_at"]),
        "ends_at": local_time(meeting["ends_at"]),
        "place": meeting["place"],
        "host": meeting["host__name"],
        "status": meeting["status"],
        "version": meeting["version"],
    }
    if not sees_content:
        return facts | calendar_facts(facts, sees_subject)
    facts |= {name: meeting[name] for name in COUNTS}
    return facts | {
        "recorder": meeting["recorder__name"],
        "submitted_at": local_time(meeting["submitted_at"]),
    }


def calendar_facts(facts: Mapping[str, Any], sees_subject: bool) -> dict[str, Any]:
    """What stands in the place of the facts that the calendar does not say."""
    subject = {} if sees_subject else SUBJECT
    return HIDDEN | subject | {"status": calendar_status(facts["status"])}


SUBJECT = {"theme": "", "place": "", "host": None}
COUNTS = ("expected", "present", "on_leave", "absent", "undecided", "is_late", "is_void")
HIDDEN = dict.fromkeys((*COUNTS, "recorder", "submitted_at"))


class MeetingSerializer(serializers.Serializer):
    """The facts and counts of one meeting."""

    # `list_row` writes the rows of the list from plain values: a page of 50 must take at most 0.7 of what this would.
    id = serializers.UUIDField(source="uuid")
    organization = serializers.CharField(source="organization.code", help_text="code")
    kinds = serializers.ListField(source="kind_codes", child=serializers.ChoiceField(Kind.choices))
    theme = serializers.CharField(allow_blank=True)
    held_on = serializers.DateField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    place = serializers.CharField(allow_blank=True)
    host = serializers.CharField(source="host.name", allow_null=True, help_text="name")
    recorder = serializers.CharField(source="recorder.name", allow_null=True, help_text="name")
    status = serializers.ChoiceField(Status.choices)
    expected = serializers.IntegerField(allow_null=True)
    present = serializers.IntegerField(allow_null=True)
    on_leave = serializers.IntegerField(allow_null=True)
    absent = serializers.IntegerField(allow_null=True)
    undecided = serializers.IntegerField(
        allow_null=True, help_text="could check in, did not, and nobody has said (R-ATT-07); 0 once submitted"
    )
    submitted_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField(allow_null=True)
    is_void = serializers.BooleanField(allow_null=True)
    version = serializers.IntegerField()


class AttendanceSerializer(serializers.Serializer):
    member = serializers.UUIDField(source="member__uuid")
    name = serializers.CharField(source="member__name")
    state = serializers.ChoiceField(AttendanceState.choices)
    reason_code = serializers.ChoiceField(Reason.choices, allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    has_vote = serializers.BooleanField()
    is_uncounted = serializers.BooleanField(
        help_text="came without being expected (未列入应到出席): in neither side of the rate (R-ATT-04)"
    )
    source = serializers.ChoiceField(Source.choices)
    at = serializers.DateTimeField()


# It writes plain values, since a roll may be long.
ATTENDANCE_COLUMNS = tuple(field.source for field in AttendanceSerializer().fields.values())


class AttachmentSerializer(TaggedRow):
    id = serializers.UUIDField(source="uuid")
    kind = serializers.ChoiceField(Attachment.Kind)
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    added_at = serializers.DateTimeField()


class PhotoTwinSerializer(serializers.Serializer):
    """A photo that stands in another record too (R-REC-08): a question, never a verdict."""

    attachment = serializers.UUIDField(source="photo.uuid")
    distance = serializers.IntegerField(help_text="bits of 64 that differ; 0 for the same photo")
    sentence = serializers.CharField()
    other_meeting = serializers.UUIDField(
        source="visible.meeting.uuid", allow_null=True, help_text="null when it is out of your reach"
    )
    other_attachment = serializers.UUIDField(source="visible.uuid", allow_null=True)


COMPOSED_PARTS = ("marks", "life")
"""Parts of a record with more to them than was stated: the roll, and a problem list that goes on after the meeting."""


class MeetingNumberSerializer(serializers.Serializer):
    """A meeting's number as one of its kinds in the year of its organization (R-REC-15): given once, never moved."""

    kind = serializers.ChoiceField(Kind.choices)
    year = serializers.IntegerField()
    number = serializers.IntegerField(min_value=1)
    text = serializers.CharField(source="__str__", help_text="2026年第12次支委会, as on papers")


class HintAnswerInputSerializer(StrictFields, serializers.Serializer):
    sentence = serializers.CharField(max_length=500, help_text="as `hints` of the refusal say it")
    answer = serializers.CharField(max_length=200)


class HintAnswerSerializer(HintAnswerInputSerializer):
    """A hint at handing in, and why it stands."""

    rule = serializers.CharField(source="code")
    who = serializers.CharField()
    at = serializers.DateTimeField()


DISTINCT_FROM = serializers.ListField(
    child=serializers.UUIDField(),
    max_length=50,
    required=False,
    help_text="meetings alike of which this is another: what 409 `same_meeting` asks (R-REC-13)",
)


class MeetingDetailSerializer(MeetingSerializer):
    """One meeting; the calendar level gets null from `recorder` on."""

    numbers = MeetingNumberSerializer(
        many=True, allow_null=True, help_text="one a kind; empty before the first submission"
    )
    guest_rows = input_serializer(GuestEntry)(many=True, allow_null=True)
    partner_units = input_serializer(PartnerUnitEntry)(many=True, allow_null=True)
    ends_next_day = serializers.BooleanField(help_text="次日: it ended after midnight; stated by `ends_at`")
    host_member = serializers.UUIDField(allow_null=True)
    recorder_member = serializers.UUIDField(allow_null=True)
    attendances = AttendanceSerializer(many=True, allow_null=True)
    exempt_present = serializers.IntegerField(
        allow_null=True,
        help_text="how many came without being expected (未列入应到出席), beside `present` (R-ATT-04)",
    )
    attachments = AttachmentSerializer(many=True, allow_null=True)
    duplicates = PhotoTwinSerializer(
        many=True, allow_null=True, help_text="null unless you review or record there"
    )
    returned_count = serializers.IntegerField(allow_null=True)
    changed_since_return = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(allow_blank=True)),
        allow_null=True,
        help_text="what, as it came back, as handed in again; empty where it came back unchanged, null where it never did",
    )
    hint_answers = HintAnswerSerializer(many=True, allow_null=True)
    distinct_from = serializers.ListField(
        child=serializers.UUIDField(), allow_null=True, help_text="meetings alike of which this is another"
    )
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


def detail_data(meeting: Meeting, by: Actor) -> dict[str, Any]:
    """The whole record, or only its calendar facts, by what the actor may see there."""
    head = MeetingSerializer(meeting).data
    if not by.may(Capability.VIEW, meeting.organization):
        is_withheld = bool(subjects.withheld([meeting.pk], by))
        known = calendar_facts(head, not is_withheld)
        return head | known | dict.fromkeys(set(MeetingDetailSerializer().fields) - set(head))
    changes = [step.changes for step in meeting.steps.all() if step.changes is not None]
    roll = meeting.attendances.order_by("id").values(*ATTENDANCE_COLUMNS)
    attachments = meeting.attachments.filter(removed_at__isnull=True)
    agenda = with_opinions(
        meeting.agenda.select_related("resolution").prefetch_related("statements__speaker")
    )
    lecture = stored_lecture(meeting) if Kind.LECTURE in head["kinds"] else None
    if lecture:
        lecture = replace(lecture, lecturer=lecture.name, hours=lecture.hours or Decimal(0))
    return head | {
        "numbers": MeetingNumberSerializer(meeting.current_numbers, many=True).data,
        "host_member": meeting.host.uuid if meeting.host else None,
        "recorder_member": meeting.recorder.uuid if meeting.recorder else None,
        **{
            one.name: getattr(meeting, one.name)
            for one in scalars_of(MeetingRecord)
            if one.name not in MeetingSerializer._declared_fields
        },
        "ends_next_day": meeting.ends_next_day,
        "guest_rows": output_serializer(GuestEntry)(meeting.guest_rows.order_by("id"), many=True).data,
        "partner_units": output_serializer(PartnerUnitEntry)(
            meeting.partner_units.order_by("id"), many=True
        ).data,
        "agenda": output_serializer(AgendaEntry)(agenda, many=True).data,
        "follow_ups": output_serializer(FollowUpEntry)(stored_follow_ups(meeting), many=True).data,
        "attendances": AttendanceSerializer(roll, many=True).data,
        "exempt_present": sum(row["is_uncounted"] for row in roll),
        "attachments": AttachmentSerializer(attachments, many=True).data,
        "duplicates": PhotoTwinSerializer(duplicates.twins(meeting, by), many=True).data
        if duplicates.may_see_twins(meeting, by)
        else None,
        "lecture": lecture and output_serializer(LecturePart)(lecture).data,
        "returned_count": meeting.returned_count,
        "changed_since_return": changes[-1] if changes else None,
        "hint_answers": HintAnswerSerializer(meeting.hint_answers.all(), many=True).data,
        "distinct_from": list(meeting.distinct_from.order_by("pk").values_list("uuid", flat=True)),
        "confirmed_at": local_time(meeting.confirmed_at),
        "roll_frozen_at": local_time(meeting.roll_frozen_at),
    }


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

    distinct_from = DISTINCT_FROM

    is_partial = False

    def get_fields(self) -> dict[str, serializers.Field]:
        return super().get_fields() | input_fields(MeetingRecord, is_partial=self.is_partial)

    def record(self, base: MeetingRecord | None = None) -> MeetingRecord:
        """What was sent, over what the record says already."""
        values = from_validated(MeetingRecord, self.validated_data)
        return replace(base, **values) if base else MeetingRecord(**values)


class AmendmentInputSerializer(MeetingInputSerializer):
    id = None
    status = None
    organization = None
    distinct_from = None
    is_partial = True
    reason = serializers.CharField(max_length=300)


class VersionInputSerializer(StrictFields, serializers.Serializer):
    """The version the client has seen; or as If-Match."""

    version = serializers.IntegerField(required=False, min_value=1)


class SubmissionInputSerializer(VersionInputSerializer):
    """Answers to what is asked once; left out, 409 says what."""

    distinct_from = DISTINCT_FROM
    reply = serializers.CharField(
        max_length=500,
        allow_blank=True,
        required=False,
        help_text="to who returned the record; needed where nothing was changed (R-REC-14)",
    )
    replies = serializers.ListField(
        child=serializers.CharField(max_length=200, allow_blank=True),
        max_length=100,
        required=False,
        help_text="to each remark of the return, a line each, in their order; all are needed where there are several",
    )
    hint_answers = serializers.ListField(
        child=HintAnswerInputSerializer(), max_length=100, required=False, help_text="why these hints stand"
    )

    def answers(self) -> Answers:
        body = self.validated_data
        hints = {one["sentence"]: one["answer"] for one in body.get("hint_answers", [])}
        said = {name: body[name] for name in ("distinct_from", "reply", "replies") if name in body}
        return Answers(**said, hints=hints)


class CarryOverInputSerializer(VersionInputSerializer):
    into = serializers.UUIDField(help_text="a meeting alike of the same organization")


class CommentInputSerializer(VersionInputSerializer):
    comment = serializers.CharField(max_length=500)


class ConfirmationInputSerializer(VersionInputSerializer):
    comment = serializers.CharField(
        max_length=500,
        allow_blank=True,
        required=False,
        help_text="stands with the step; nothing is to be changed",
    )


class CancellationInputSerializer(VersionInputSerializer):
    reason = serializers.CharField(
        max_length=500, allow_blank=True, required=False, help_text="needed for a record, not for a plan"
    )


class MeetingAmendmentSerializer(TaggedRow):
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
