"""Serializers of organizational-life meetings and their problems."""

from typing import Any

from rest_framework import serializers

from core.writes import TaggedRow
from meetings.api.record_fields import from_validated, output_serializer
from meetings.models import Meeting
from meetings.record.field_types import build
from meetings.record.schema import LifePart, ProblemEntry
from meetings.record.words import LIFE_LABELS


class LifeProblemSerializer(TaggedRow, output_serializer(ProblemEntry)):  # type: ignore[misc]  # made from the schema
    id = serializers.UUIDField(source="uuid")
    done_on = serializers.DateField(allow_null=True)
    done_note = serializers.CharField(allow_blank=True)
    is_overdue = serializers.BooleanField()


class LifeRecordSerializer(output_serializer(LifePart)):  # type: ignore[misc]  # made from the schema
    problems = LifeProblemSerializer(many=True)
    version = serializers.IntegerField()


def build_life_part(validated: dict[str, Any]) -> LifePart:
    return build(LifePart, from_validated(LifePart, validated))


def life_data(meeting: Meeting, texts: LifePart | None) -> dict[str, Any]:
    body: dict[str, Any] = {name: getattr(texts or LifePart(), name) for name in LIFE_LABELS}
    body |= {"problems": meeting.problems.select_related("member"), "version": meeting.version}
    body["examinations"] = (texts or LifePart()).examinations
    return dict(LifeRecordSerializer(body).data)
