"""Shapes of lectures, organizational-life meetings and outcomes in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api import StrictFields
from meetings.models import Meeting, Outcome, Problem
from meetings.selectors.kind_parts import LIFE_FIELDS, LecturePart, LifePart, ProblemLine
from meetings.states import LecturerLevel
from members.models import Member


@extend_schema_field({"type": "string", "format": "uuid", "description": "a member's id"})
class MemberField(serializers.UUIDField):
    """A member by id, among those the actor may see."""

    def to_internal_value(self, data: Any) -> Any:
        uuid = super().to_internal_value(data)
        found = Member.objects.visible_to(self.context["actor"]).filter(uuid=uuid).first()
        if found is None:
            raise serializers.ValidationError("没有这名党员，或者不在您的范围内。")
        return found


class LectureShape(StrictFields, serializers.Serializer):
    """Who gave it and what is credited; hours left out are taken from the meeting's length."""

    lecturer = serializers.CharField(max_length=64, allow_blank=True, default="")
    member = MemberField(allow_null=True, default=None)
    level = serializers.ChoiceField(LecturerLevel.choices, default=LecturerLevel.SECRETARY)
    material = serializers.CharField(max_length=300, allow_blank=True, default="")
    hours = serializers.DecimalField(
        max_digits=3, decimal_places=1, min_value=0, max_value=24, allow_null=True, default=None
    )


class LectureRow(serializers.Serializer):
    lecturer = serializers.CharField()
    member = serializers.UUIDField(allow_null=True)
    level = serializers.ChoiceField(LecturerLevel.choices)
    material = serializers.CharField(allow_blank=True)
    hours = serializers.FloatField()


class ProblemShape(StrictFields, serializers.Serializer):
    id = serializers.UUIDField(allow_null=True, default=None, help_text="of a line that goes on")
    text = serializers.CharField(max_length=500)
    member = MemberField(allow_null=True, default=None, help_text="null: the branch's own")
    measure = serializers.CharField(max_length=500, allow_blank=True, default="")
    owner = serializers.CharField(max_length=64, allow_blank=True, default="")
    due_on = serializers.DateField(allow_null=True, default=None)


class LifeShape(StrictFields, serializers.Serializer):
    study = serializers.CharField(max_length=20000, allow_blank=True, default="")
    talks = serializers.CharField(max_length=20000, allow_blank=True, default="")
    opinions = serializers.CharField(max_length=20000, allow_blank=True, default="")
    criticism = serializers.CharField(max_length=20000, allow_blank=True, default="")
    problems = ProblemShape(many=True, default=list)


class ProblemRow(serializers.Serializer):
    id = serializers.UUIDField()
    text = serializers.CharField()
    member = serializers.UUIDField(allow_null=True)
    measure = serializers.CharField(allow_blank=True)
    owner = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)
    done_note = serializers.CharField(allow_blank=True)
    is_overdue = serializers.BooleanField()


class LifeRow(serializers.Serializer):
    study = serializers.CharField(allow_blank=True)
    talks = serializers.CharField(allow_blank=True)
    opinions = serializers.CharField(allow_blank=True)
    criticism = serializers.CharField(allow_blank=True)
    problems = ProblemRow(many=True)
    version = serializers.IntegerField()


class OutcomeRow(serializers.Serializer):
    id = serializers.IntegerField()
    text = serializers.CharField()
    on = serializers.DateField()
    who = serializers.CharField()


def lecture_part(given: dict[str, Any] | None) -> LecturePart | None:
    return LecturePart(**given) if given else None


def life_part(given: dict[str, Any] | None) -> LifePart | None:
    if given is None:
        return None
    lines = tuple(
        ProblemLine(**{name: value for name, value in one.items() if name != "id"}, uuid=one["id"])
        for one in given["problems"]
    )
    return LifePart(**{name: given[name] for name in LIFE_FIELDS}, problems=lines)


def lecture(part: LecturePart | None) -> dict[str, Any] | None:
    if part is None:
        return None
    return {
        "lecturer": part.name,
        "member": part.member.uuid if part.member else None,
        "level": part.level,
        "material": part.material,
        "hours": float(part.hours or 0),
    }


def problem(row: Problem) -> dict[str, Any]:
    names = ("text", "measure", "owner", "due_on", "done_on", "done_note", "is_overdue")
    return {"id": row.uuid, "member": row.member.uuid if row.member else None} | {
        name: getattr(row, name) for name in names
    }


def life(meeting: Meeting, texts: LifePart | None) -> dict[str, Any]:
    texts = texts or LifePart()
    rows = meeting.problems.select_related("member")
    return {name: getattr(texts, name) for name in LIFE_FIELDS} | {
        "problems": [problem(row) for row in rows],
        "version": meeting.version,
    }


def outcome(row: Outcome) -> dict[str, Any]:
    return {"id": row.pk, "text": row.text, "on": row.on, "who": row.who}
