"""A record as labelled texts, for before and after in the audit, in amendments and where two records are compared."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from meetings.record.field_types import Marks, Part, Rows, Text, fields_of
from meetings.record.schema import LifePart, MeetingRecord

MINUTES_LABELS = ("会议记录", "发言要点")
"""Endings of the labels whose text stands on the record and need not stand in the audit."""


def record_words(record: MeetingRecord, names: Mapping[UUID, str]) -> dict[str, str]:
    """Label → text of everything the record says; `names` are those of the members who have a mark."""
    words: dict[str, str] = {}
    for label, text in _entries(record, "", record.kinds):
        if text:
            words[label] = text
    for uuid, mark in record.marks.items():
        words[f"{names.get(uuid, uuid)}到会情况"] = mark.summary
    return words


def part_words(part: Any) -> dict[str, str]:
    """Label → text of one part of a record, such as the organizational-life meeting alone."""
    return {label: text for label, text in _entries(part, "", ()) if text}


def _entries(entry: Any, prefix: str, kinds: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for one in fields_of(entry.__class__):
        value, kind = getattr(entry, one.name), one.type
        if isinstance(kind, Part):
            if value is not None and (not kind.kind or kind.kind in kinds) and not _is_empty(value):
                yield from _entries(value, prefix, kinds)
        elif isinstance(kind, Rows) and kind.numbered:
            for number, row in enumerate(value, 1):
                label = _joined(prefix, kind.numbered.format(n=number, row=row))
                if hasattr(row, "summary"):
                    yield label, row.summary
                else:
                    yield from _entries(row, label, kinds)
        elif not isinstance(kind, Marks) and kind.is_stated:
            is_heading = isinstance(kind, Text) and kind.is_heading
            yield prefix if is_heading else _joined(prefix, kind.label), kind.to_text(value, entry)


def _is_empty(part: Any) -> bool:
    return bool(getattr(part, "is_empty", False))


def _joined(prefix: str, label: str) -> str:
    return f"{prefix} {label}" if prefix else label


def difference(before: dict[str, str], after: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Only what differs, on both sides."""
    labels = [
        label for label in dict.fromkeys([*before, *after]) if before.get(label, "") != after.get(label, "")
    ]
    return {x: before.get(x, "") for x in labels}, {x: after.get(x, "") for x in labels}


def shorten(words: dict[str, str], endings: tuple[str, ...] = MINUTES_LABELS) -> dict[str, str]:
    """The words with long texts by their length: the text itself stands on the record and in its amendments."""
    return {
        label: f"{len(text)}字" if text and label.endswith(endings) else text for label, text in words.items()
    }


LIFE_LABELS = {one.name: one.type.label for one in fields_of(LifePart) if isinstance(one.type, Text)}
