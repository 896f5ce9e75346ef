"""Shapes of organizational life's own procedures in JSON."""

from typing import Any

from rest_framework import serializers

from core.api import StrictFields
from life.models import Appraisal, AppraisalEntry, Talk
from life.selectors.appraisals import GRADES, Tally
from meetings.api.record_fields import input_serializer
from meetings.record.schema import LifePart
from meetings.states import Grade, Occasion, Stage

YEARLY = [
    ("met", "已开"),
    ("met_late", "次年补开"),
    ("open", "待开展"),
    ("due_soon", "临期"),
    ("missed", "未开展"),
    ("not_applicable", "不适用"),
]


class PrepareShape(input_serializer(LifePart)):  # type: ignore[misc]  # made from the schema
    version = serializers.IntegerField(required=False, min_value=1, help_text="the version seen")


class RectifyShape(StrictFields, serializers.Serializer):
    done_on = serializers.DateField()
    note = serializers.CharField(max_length=300)


class OutcomeShape(StrictFields, serializers.Serializer):
    text = serializers.CharField(max_length=500)
    on = serializers.DateField()


class StandingRow(serializers.Serializer):
    organization = serializers.CharField(help_text="code")
    year = serializers.IntegerField()
    life = serializers.ChoiceField(YEARLY)
    life_on = serializers.DateField(allow_null=True)
    appraisal = serializers.ChoiceField(YEARLY)
    appraisal_on = serializers.DateField(allow_null=True)
    overdue_problems = serializers.IntegerField()
    incompetent_without_case = serializers.IntegerField()


class HoursRow(serializers.Serializer):
    member = serializers.UUIDField()
    name = serializers.CharField()
    hours = serializers.FloatField(help_text="credited by lectures attended; information, no verdict")


class BeginShape(StrictFields, serializers.Serializer):
    organization = serializers.CharField(max_length=64, help_text="code")
    year = serializers.IntegerField(min_value=2000, max_value=2200)


class AppraisalRow(serializers.Serializer):
    id = serializers.UUIDField()
    organization = serializers.CharField(help_text="code")
    year = serializers.IntegerField()
    stage = serializers.ChoiceField(Stage.choices)
    meeting = serializers.UUIDField(allow_null=True)
    grading = serializers.UUIDField(allow_null=True, help_text="the vote on phones")
    over_reason = serializers.CharField(allow_blank=True)
    closed_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class TallyRow(serializers.Serializer):
    excellent = serializers.IntegerField()
    competent = serializers.IntegerField()
    basic = serializers.IntegerField()
    incompetent = serializers.IntegerField()


class EntryRow(serializers.Serializer):
    member = serializers.UUIDField()
    name = serializers.CharField()
    is_preparatory = serializers.BooleanField()
    self_text = serializers.CharField(allow_blank=True)
    mutual_text = serializers.CharField(allow_blank=True)
    tally = TallyRow()
    grade = serializers.ChoiceField(Grade.choices, allow_blank=True)
    opinion = serializers.CharField(allow_blank=True)
    case = serializers.CharField(allow_blank=True)


class AppraisalDetail(AppraisalRow):
    entries = EntryRow(many=True)


class WordsShape(StrictFields, serializers.Serializer):
    member = serializers.UUIDField()
    self_text = serializers.CharField(max_length=500, allow_blank=True, required=False)
    mutual_text = serializers.CharField(max_length=500, allow_blank=True, required=False)


class WriteShape(StrictFields, serializers.Serializer):
    version = serializers.IntegerField(required=False, min_value=1)
    entries = WordsShape(many=True, allow_empty=False)


class AssessShape(StrictFields, serializers.Serializer):
    text = serializers.CharField(max_length=500)


class AdvanceShape(StrictFields, serializers.Serializer):
    version = serializers.IntegerField(required=False, min_value=1)
    to = serializers.ChoiceField(Stage.choices)
    meeting = serializers.UUIDField(allow_null=True, default=None, help_text="where the vote is held")


class TallyShape(StrictFields, serializers.Serializer):
    member = serializers.UUIDField()
    excellent = serializers.IntegerField(min_value=0, max_value=32767, default=0)
    competent = serializers.IntegerField(min_value=0, max_value=32767, default=0)
    basic = serializers.IntegerField(min_value=0, max_value=32767, default=0)
    incompetent = serializers.IntegerField(min_value=0, max_value=32767, default=0)


class TalliesShape(StrictFields, serializers.Serializer):
    version = serializers.IntegerField(required=False, min_value=1)
    entries = TallyShape(many=True, allow_empty=False)


class ConclusionShape(StrictFields, serializers.Serializer):
    member = serializers.UUIDField()
    grade = serializers.ChoiceField(Grade.choices, allow_blank=True)
    opinion = serializers.CharField(max_length=300, allow_blank=True, default="")
    case = serializers.CharField(max_length=120, allow_blank=True, default="")


class ConcludeShape(StrictFields, serializers.Serializer):
    version = serializers.IntegerField(required=False, min_value=1)
    entries = ConclusionShape(many=True, allow_empty=False)
    over_reason = serializers.CharField(max_length=300, allow_blank=True, required=False)


class SeenVersion(StrictFields, serializers.Serializer):
    version = serializers.IntegerField(required=False, min_value=1)


class OpenShape(SeenVersion):
    again = serializers.BooleanField(
        default=False, help_text="after one that was closed, whose votes are thrown away"
    )


class CloseShape(StrictFields, serializers.Serializer):
    entries = TallyShape(many=True, default=list, help_text="papers of those without a phone")


class GradeShape(StrictFields, serializers.Serializer):
    member = serializers.UUIDField()
    grade = serializers.ChoiceField(Grade.choices, allow_blank=True)


class VoteShape(StrictFields, serializers.Serializer):
    choices = GradeShape(many=True, allow_empty=False)


class Named(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class GradingRow(serializers.Serializer):
    id = serializers.UUIDField()
    question = serializers.CharField()
    is_closed = serializers.BooleanField()
    has_voted = serializers.BooleanField(help_text="whether the one who asks has")
    members = Named(many=True, help_text="whom to grade, in the order of the roll")


class TalkShape(StrictFields, serializers.Serializer):
    organization = serializers.CharField(max_length=64, help_text="code")
    one = serializers.UUIDField()
    others = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=200)
    on = serializers.DateField()
    occasion = serializers.ChoiceField(Occasion.choices, default=Occasion.YEARLY)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class TalkRow(serializers.Serializer):
    id = serializers.UUIDField()
    organization = serializers.CharField(help_text="code")
    one = Named()
    other = Named()
    on = serializers.DateField()
    occasion = serializers.ChoiceField(Occasion.choices)
    note = serializers.CharField(allow_null=True, allow_blank=True, help_text="null for who may not read it")


class GapRow(serializers.Serializer):
    kind = serializers.ChoiceField(
        [("committee", "支委之间"), ("member", "支委和党员"), ("peer", "党员之间")]
    )
    one = Named()
    other = Named(allow_null=True)
    sentence = serializers.CharField()


def standing(row: Any) -> dict[str, Any]:
    return {
        "organization": row.organization.code,
        "year": row.year,
        "life": row.life,
        "life_on": row.life_on,
        "appraisal": row.appraisal,
        "appraisal_on": row.appraisal_on,
        "overdue_problems": row.overdue,
        "incompetent_without_case": row.without_case,
    }


def appraisal(row: Appraisal) -> dict[str, Any]:
    return {
        "id": row.uuid,
        "organization": row.organization.code,
        "year": row.year,
        "stage": row.stage,
        "meeting": row.meeting.uuid if row.meeting else None,
        "grading": row.poll.uuid if row.poll else None,
        "over_reason": row.over_reason,
        "closed_on": row.closed_on,
        "version": row.version,
    }


def entry(row: AppraisalEntry) -> dict[str, Any]:
    tally = Tally.of(row)
    names = ("is_preparatory", "self_text", "mutual_text", "grade", "opinion", "case")
    return (
        {"member": row.member.uuid, "name": row.member.name}
        | {name: getattr(row, name) for name in names}
        | {"tally": {name: getattr(tally, name) for name in GRADES}}
    )


def appraisal_detail(row: Appraisal) -> dict[str, Any]:
    return appraisal(row) | {"entries": [entry(each) for each in row.entries.all()]}


def person_reference(member: Any) -> dict[str, Any]:
    return {"id": member.uuid, "name": member.name}


def talk(row: Talk, reads_note: bool) -> dict[str, Any]:
    return {
        "id": row.uuid,
        "organization": row.organization.code,
        "one": person_reference(row.one),
        "other": person_reference(row.other),
        "on": row.on,
        "occasion": row.occasion,
        "note": row.note if reads_note else None,
    }
