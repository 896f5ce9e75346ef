"""Shapes of the minutes in JSON: points, statements, decisions, and what became of earlier ones."""

from typing import Any

from rest_framework import serializers

from core.api import StrictFields
from meetings.models import Meeting
from meetings.record.schema import Decision, Item, Said, Told
from meetings.states import Matter, VoteForm

MOST = 32767
LARGEST_ID = 2**53


class DecisionShape(StrictFields, serializers.Serializer):
    text = serializers.CharField(max_length=5000, allow_blank=True)
    kind = serializers.ChoiceField(
        Matter.choices, default=Matter.ORDINARY, help_text="decides quorum and majority (R-MEET-06, R-DEV-11)"
    )
    candidate = serializers.CharField(
        max_length=64, allow_blank=True, default="", help_text="admission, conversion: one person (R-DEV-13)"
    )
    form = serializers.ChoiceField(VoteForm.choices, default=VoteForm.HANDS)
    yes = serializers.IntegerField(min_value=0, max_value=MOST, allow_null=True, default=None)
    no = serializers.IntegerField(min_value=0, max_value=MOST, allow_null=True, default=None)
    abstain = serializers.IntegerField(min_value=0, max_value=MOST, allow_null=True, default=None)
    written_yes = serializers.IntegerField(
        min_value=0,
        max_value=MOST,
        default=0,
        help_text="opinions of absent members, in writing before the meeting (R-DEV-12)",
    )
    executor = serializers.CharField(max_length=64, allow_blank=True, default="")
    due_on = serializers.DateField(allow_null=True, default=None)
    ends_with_vote = serializers.BooleanField(
        default=False, help_text="nobody has to carry it out; else executor and due_on (R-REC-01)"
    )
    entitled = serializers.IntegerField(
        min_value=0, max_value=MOST, allow_null=True, default=None, help_text="a claim, checked (R-MEET-10)"
    )
    passed = serializers.BooleanField(
        allow_null=True, default=None, help_text="a claim, checked (R-MEET-07); counted by the server"
    )


class StatementShape(StrictFields, serializers.Serializer):
    name = serializers.CharField(max_length=64, allow_blank=True, default="")
    speaker = serializers.UUIDField(
        allow_null=True, default=None, help_text="a member on the roll; else found by a name only one has"
    )
    text = serializers.CharField(max_length=20000, allow_blank=True)


class ItemShape(StrictFields, serializers.Serializer):
    title = serializers.CharField(max_length=200)
    discussion = serializers.CharField(max_length=20000, allow_blank=True, default="")
    statements = StatementShape(many=True, default=list)
    decision = DecisionShape(allow_null=True, default=None)


class ToldShape(StrictFields, serializers.Serializer):
    """What a meeting was told of an earlier decision."""

    decision = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, help_text="its id")
    is_done = serializers.BooleanField()
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class DecisionRow(serializers.Serializer):
    id = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(Matter.choices)
    candidate = serializers.CharField(allow_blank=True)
    form = serializers.ChoiceField(VoteForm.choices)
    entitled = serializers.IntegerField()
    present = serializers.IntegerField()
    yes = serializers.IntegerField(allow_null=True)
    no = serializers.IntegerField()
    abstain = serializers.IntegerField()
    written_yes = serializers.IntegerField()
    passed = serializers.BooleanField()
    executor = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True)
    ends_with_vote = serializers.BooleanField()


class StatementRow(serializers.Serializer):
    name = serializers.CharField(allow_blank=True)
    speaker = serializers.UUIDField(allow_null=True)
    text = serializers.CharField(allow_blank=True)


class ItemRow(serializers.Serializer):
    title = serializers.CharField()
    discussion = serializers.CharField(allow_blank=True)
    statements = StatementRow(many=True)
    decision = DecisionRow(allow_null=True)


class ToldRow(serializers.Serializer):
    decision = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)
    is_done = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)


def items(meeting: Meeting) -> list[dict[str, Any]]:
    rows = meeting.agenda.select_related("resolution").prefetch_related("statements__speaker")
    return [_row(one) for one in rows]


def _row(one: Any) -> dict[str, Any]:
    resolution = getattr(one, "resolution", None)
    names = list(DecisionRow._declared_fields)
    return {
        "title": one.title,
        "discussion": one.discussion,
        "statements": [
            {"name": said.name, "speaker": said.speaker and said.speaker.uuid, "text": said.text}
            for said in one.statements.all()
        ],
        "decision": {name: getattr(resolution, name) for name in names} if resolution else None,
    }


def told(meeting: Meeting) -> list[dict[str, Any]]:
    rows = meeting.follow_ups.order_by("id").values_list(
        "resolution_id", "resolution__text", "is_done", "note"
    )
    return [dict(zip(("decision", "text", "is_done", "note"), row, strict=True)) for row in rows]


def item_in(given: dict[str, Any]) -> Item:
    """An item; in a PATCH the parts left out have no defaults, so they are given here."""
    decision = given.get("decision")
    return Item(
        given.get("title", ""),
        given.get("discussion", ""),
        Decision(**{"text": ""} | decision) if decision else None,
        tuple(
            Said(one.get("name", ""), one.get("text", ""), one.get("speaker"))
            for one in given.get("statements", ())
        ),
    )


def told_in(given: dict[str, Any]) -> Told:
    return Told(given.get("decision", 0), given.get("is_done", False), given.get("note", ""))
