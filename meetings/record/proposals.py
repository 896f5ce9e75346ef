"""Serialize a record to JSON and back, as an amendment stores it until its second signature."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from meetings.record.field_types import to_plain, values_from_plain
from meetings.record.schema import MeetingRecord

_RETAKE = "retake"


def to_proposal(record: MeetingRecord, retake: bool = False) -> dict[str, Any]:
    """The record as JSON, and whether its roll is to be taken anew."""
    return to_plain(record) | ({_RETAKE: True} if retake else {})


def retakes_roll(proposal: Mapping[str, Any]) -> bool:
    return bool(proposal.get(_RETAKE))


def from_proposal(proposal: Mapping[str, Any], base: MeetingRecord) -> MeetingRecord:
    """The record from JSON; what the JSON does not know stays as `base` has it."""
    values: dict[str, Any] = values_from_plain(MeetingRecord, proposal)
    return replace(base, **values)
