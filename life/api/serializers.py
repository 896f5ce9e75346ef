"""Serializers of appraisals, gradings, talks and standings."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api import StrictFields
from core.writes import TaggedRow
from life.models import Appraisal, Talk
from life.selectors import appraisal_people, talks
from life.states import DisposalKind, DisposalStatus, Occasion, PartMark, Stage
from meetings.api.record_fields import input_serializer
from meetings.record.schema import LifePart
from meetings.states import GRADE_CHOICES, Grade

YEARLY_STATES = [
    ("met", "已开"),
    ("met_late", "次年补开"),
    ("open", "待开展"),
    ("due_soon", "临期"),
    ("missed", "未开展"),
    ("not_applicable", "不适用"),
]


class LifePreparationInputSerializer(input_serializer(LifePart)):  # type: ignore[misc]  # made from the schema
    version = serializers.IntegerField(required=False, min_value=1, help_text="the version seen")


class RectificationInputSerializer(StrictFields, serializers.Serializer):
    done_on = serializers.DateField()
    note = serializers.CharField(max_length=300)


class RectificationPlanInputSerializer(StrictFields, serializers.Serializer):
    measure = serializers.CharField(max_length=500, min_length=2)
    owner = serializers.CharField(max_length=64)
    due_on = serializers.DateField()


class StandingSerializer(serializers.Serializer):
    organization = serializers.CharField(source="organization.code", help_text="code")
    year = serializers.IntegerField()
    life = serializers.ChoiceField(YEARLY_STATES)
    life_on = serializers.DateField(allow_null=True)
    appraisal = serializers.ChoiceField(YEARLY_STATES)
    appraisal_on = serializers.DateField(allow_null=True)
    overdue_problems = serializers.IntegerField(source="overdue")
    incompetent_without_case = serializers.IntegerField(source="without_case")


class StudySessionSerializer(serializers.Serializer):
    meeting = serializers.UUIDField(source="meeting.uuid")
    held_on = serializers.DateField(source="meeting.held_on")
    theme = serializers.CharField(source="meeting.theme", allow_blank=True)
    hours = serializers.FloatField()


class StudyHoursSerializer(serializers.Serializer):
    member = serializers.UUIDField()
    name = serializers.CharField()
    hours = serializers.FloatField(
        help_text="credited by lectures, theme days and group study attended; information, no verdict"
    )
    sessions = StudySessionSerializer(many=True, help_text="what credits them, each once (R-EDU-06)")


class AppraisalInputSerializer(StrictFields, serializers.Serializer):
    organization = serializers.CharField(max_length=64, help_text="code")
    year = serializers.IntegerField(min_value=2000, max_value=2200)


class AppraisalSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    organization = serializers.CharField(source="organization.code", help_text="code")
    year = serializers.IntegerField()
    stage = serializers.ChoiceField(Stage.choices)
    meeting = serializers.UUIDField(source="meeting.uuid", allow_null=True)
    grading = serializers.UUIDField(source="poll.uuid", allow_null=True, help_text="the vote on phones")
    over_reason = serializers.CharField(allow_blank=True)
    closed_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class GradeTallySerializer(serializers.Serializer):
    excellent = serializers.IntegerField()
    competent = serializers.IntegerField()
    basic = serializers.IntegerField()
    incompetent = serializers.IntegerField()


class AppraisalEntrySerializer(serializers.Serializer):
    member = serializers.UUIDField(source="member.uuid")
    name = serializers.CharField(source="member.name")
    is_preparatory = serializers.BooleanField()
    self_text = serializers.CharField(allow_blank=True)
    self_mark = serializers.ChoiceField(PartMark.choices, allow_blank=True, help_text="how it was done")
    mutual_text = serializers.CharField(allow_blank=True)
    mutual_mark = serializers.ChoiceField(PartMark.choices, allow_blank=True, help_text="how it was done")
    tally = GradeTallySerializer(source="*")
    grade = serializers.ChoiceField(Grade.choices, allow_blank=True)
    reason = serializers.CharField(allow_blank=True, help_text="why the grade is not the one with most votes")
    opinion = serializers.CharField(allow_blank=True)
    case = serializers.CharField(allow_blank=True)


class DisposalSerializer(TaggedRow):
    """What follows an incompetent grade (R-LIFE-08)."""

    id = serializers.UUIDField(source="uuid")
    organization = serializers.CharField(source="entry.appraisal.organization.code", help_text="code")
    year = serializers.IntegerField(source="entry.appraisal.year")
    member = serializers.UUIDField(source="entry.member.uuid")
    name = serializers.CharField(source="entry.member.name")
    kind = serializers.ChoiceField(DisposalKind.choices, allow_blank=True, help_text="blank: not decided yet")
    status = serializers.ChoiceField(DisposalStatus.choices)
    since = serializers.DateField()
    due_on = serializers.DateField(help_text="until when it is decided, then until when it lasts")
    is_overdue = serializers.BooleanField()
    reason = serializers.CharField(allow_blank=True)
    basis = serializers.CharField()
    resolution = serializers.IntegerField(source="resolution_id", allow_null=True)
    concluded_on = serializers.DateField(allow_null=True)
    note = serializers.CharField(allow_blank=True)


class DisposalInputSerializer(StrictFields, serializers.Serializer):
    kind = serializers.ChoiceField(DisposalKind.choices)
    since = serializers.DateField(
        allow_null=True, default=None, help_text="from when a term counts; today by default"
    )
    due_on = serializers.DateField(help_text="a term of correction: a year at most (R-STA-15)")
    reason = serializers.CharField(
        max_length=300, allow_blank=True, default="", help_text="of a term longer than six months"
    )
    resolution = serializers.IntegerField(
        min_value=1,
        max_value=2**53,
        allow_null=True,
        default=None,
        help_text="id of the decision of the general meeting; a term of correction needs one, an extension a new one",
    )


class DisposalConclusionInputSerializer(StrictFields, serializers.Serializer):
    resolution = serializers.IntegerField(
        min_value=1,
        max_value=2**53,
        allow_null=True,
        default=None,
        help_text="id of the decision of the general meeting; needed while the member is on the roll (R-STA-08)",
    )
    note = serializers.CharField(max_length=300, min_length=2)


class OwedPartSerializer(serializers.Serializer):
    stage = serializers.ChoiceField(Stage.choices)
    member = serializers.UUIDField(source="entry.member.uuid")
    name = serializers.CharField(source="entry.member.name")


class AppraisalDetailSerializer(AppraisalSerializer):
    entries = AppraisalEntrySerializer(many=True)
    owed = serializers.SerializerMethodField(
        help_text="full members who owe their part of a stage before the next (R-LIFE-05)"
    )

    @extend_schema_field(OwedPartSerializer(many=True))
    def get_owed(self, appraisal: Appraisal) -> list[dict[str, Any]]:
        owed = appraisal_people.owed_now(appraisal, appraisal.entries.all())
        rows = [{"stage": stage, "entry": entry} for stage, entries in owed.items() for entry in entries]
        return list(OwedPartSerializer(rows, many=True).data)


class VersionedInputSerializer(StrictFields, serializers.Serializer):
    version = serializers.IntegerField(required=False, min_value=1)


class AppraisalTextInputSerializer(StrictFields, serializers.Serializer):
    member = serializers.UUIDField()
    self_text = serializers.CharField(max_length=500, allow_blank=True, required=False)
    self_mark = serializers.ChoiceField(
        PartMark.choices,
        allow_blank=True,
        required=False,
        help_text="where the text is not here: done in writing, orally, or the member did not come (R-LIFE-05)",
    )
    mutual_text = serializers.CharField(max_length=500, allow_blank=True, required=False)
    mutual_mark = serializers.ChoiceField(
        PartMark.choices, allow_blank=True, required=False, help_text="likewise of what others said"
    )


class AppraisalTextsInputSerializer(VersionedInputSerializer):
    entries = AppraisalTextInputSerializer(many=True, allow_empty=False)


class SelfAppraisalInputSerializer(StrictFields, serializers.Serializer):
    text = serializers.CharField(max_length=500)


class StageInputSerializer(VersionedInputSerializer):
    to = serializers.ChoiceField(Stage.choices)
    meeting = serializers.UUIDField(allow_null=True, default=None, help_text="where the vote is held")


class GradeTallyInputSerializer(StrictFields, serializers.Serializer):
    member = serializers.UUIDField()
    excellent = serializers.IntegerField(min_value=0, max_value=32767, default=0)
    competent = serializers.IntegerField(min_value=0, max_value=32767, default=0)
    basic = serializers.IntegerField(min_value=0, max_value=32767, default=0)
    incompetent = serializers.IntegerField(min_value=0, max_value=32767, default=0)


class GradeTalliesInputSerializer(VersionedInputSerializer):
    entries = GradeTallyInputSerializer(many=True, allow_empty=False)
    cast = serializers.IntegerField(
        min_value=1, max_value=32767, allow_null=True, default=None, help_text="ballots that came back"
    )


class ConclusionInputSerializer(StrictFields, serializers.Serializer):
    member = serializers.UUIDField()
    grade = serializers.ChoiceField(Grade.choices, allow_blank=True)
    opinion = serializers.CharField(max_length=300, allow_blank=True, default="")
    case = serializers.CharField(max_length=120, allow_blank=True, default="")
    reason = serializers.CharField(
        max_length=300,
        allow_blank=True,
        default="",
        help_text="of a grade that another one outvotes (R-VOT-05)",
    )


class ConclusionsInputSerializer(VersionedInputSerializer):
    entries = ConclusionInputSerializer(many=True, allow_empty=False)
    over_reason = serializers.CharField(max_length=300, allow_blank=True, required=False)


class GradingOpeningInputSerializer(VersionedInputSerializer):
    again = serializers.BooleanField(
        default=False, help_text="after one that was closed, whose votes are thrown away"
    )


class GradingClosingInputSerializer(StrictFields, serializers.Serializer):
    entries = GradeTallyInputSerializer(many=True, default=list, help_text="papers of those without a phone")
    uncast = serializers.IntegerField(
        min_value=1,
        max_value=32767,
        allow_null=True,
        default=None,
        help_text="confirms that so many of those there did not vote: asked with 409 not_everybody_voted (R-VOT-02)",
    )


class GradeInputSerializer(StrictFields, serializers.Serializer):
    member = serializers.UUIDField()
    grade = serializers.ChoiceField(GRADE_CHOICES, allow_blank=True, help_text="blank: not graded yet")


class GradingVoteInputSerializer(StrictFields, serializers.Serializer):
    choices = GradeInputSerializer(many=True, allow_empty=False)
    abstains_from_rest = serializers.BooleanField(
        default=False, help_text="abstain from whoever is left out or blank; else they are refused (R-VOT-04)"
    )


class PersonReferenceSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()


class GradingSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    question = serializers.CharField()
    is_closed = serializers.BooleanField()
    has_voted = serializers.BooleanField(help_text="whether the one who asks has")
    members = PersonReferenceSerializer(many=True, help_text="whom to grade, in the order of the roll")


class TalkInputSerializer(StrictFields, serializers.Serializer):
    organization = serializers.CharField(max_length=64, help_text="code")
    one = serializers.UUIDField()
    others = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=200)
    on = serializers.DateField()
    occasion = serializers.ChoiceField(Occasion.choices, default=Occasion.YEARLY)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


# The context says who asks: `actor`, and `own`, their row of the roll.
class TalkSerializer(TaggedRow):
    id = serializers.UUIDField(source="uuid")
    organization = serializers.CharField(source="organization.code", help_text="code")
    one = PersonReferenceSerializer()
    other = PersonReferenceSerializer()
    on = serializers.DateField()
    occasion = serializers.ChoiceField(Occasion.choices)
    note = serializers.SerializerMethodField(help_text="null for who may not read it")

    def get_note(self, talk: Talk) -> str | None:
        reads = talks.may_read_note(talk, self.context["actor"], self.context["own"])
        return talk.note if reads else None


class MissingTalkSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(
        [("committee", "支委之间"), ("member", "支委和党员"), ("peer", "党员之间")]
    )
    one = PersonReferenceSerializer()
    other = PersonReferenceSerializer(allow_null=True)
    sentence = serializers.CharField()
