"""Compare two versions of a meeting's record field by field, and merge them by the choices made.

Pure functions: a field of the record is compared as soon as it is declared in meetings.record.schema.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from meetings.record.schema import PRESENT, AgendaEntry, MeetingRecord
from meetings.record.words import difference, record_words
from meetings.states import Kind

OURS, THEIRS = "ours", "theirs"
NOTHING = "（空）"
ABSENT = "没有这一项"
EMPTY_RECORD = MeetingRecord(
    kinds=(Kind.LECTURE, Kind.LIFE),
    held_on=dt.date.min,
    starts_at=dt.datetime(2000, 1, 1, tzinfo=dt.UTC),
)
"""A record that says nothing, of the kinds that have parts of their own."""


@dataclass(frozen=True)
class ConflictRow:
    """One thing to choose about. `key` names it when the choice comes back: theme, agenda.0.decision, person.UUID.
    `likely` is the side that changed it, when the other did not."""

    key: str
    label: str
    ours: str
    theirs: str
    likely: str = ""


def compare(
    ours: MeetingRecord, theirs: MeetingRecord, names: Mapping[UUID, str], base: str = ""
) -> list[ConflictRow]:
    """What differs, one row a field, a part of an agenda item, or a person; nothing when both say the same.

    `ours` is what was sent, `theirs` what the record says, `base` the fingerprints of what it said when ours was begun.
    Who recorded a mark, and blanks at the ends, are no difference.
    """
    rows: list[ConflictRow] = []
    ours, theirs = _with_written_defaults(ours, theirs, names), _with_written_defaults(theirs, theirs, names)
    for name in _field_names(MeetingRecord):
        if name not in ("agenda", "marks"):
            rows += _field_rows(name, ours, replace(ours, **{name: getattr(theirs, name)}))
    for place in range(max(len(ours.agenda), len(theirs.agenda))):
        rows += _item_rows(place, ours, theirs)
    for uuid in dict.fromkeys([*ours.marks, *theirs.marks]):
        said = ours.marks.get(uuid, PRESENT).normalized().summary
        heard = theirs.marks.get(uuid, PRESENT).normalized().summary
        if said != heard:
            rows.append(ConflictRow(f"person.{uuid}", names.get(uuid, "名单外的人"), said, heard))
    if not base:
        return rows
    was, mine, other = (
        dict(each.split("=") for each in base.split()),
        _fingerprints(ours),
        _fingerprints(theirs),
    )
    return [
        replace(row, likely=_changed_side(was.get(row.key), mine.get(row.key), other.get(row.key)))
        for row in rows
    ]


def _changed_side(was: str | None, mine: str | None, other: str | None) -> str:
    if (mine == was) == (other == was):
        return ""
    return THEIRS if mine == was else OURS


def fingerprints(record: MeetingRecord) -> str:
    """Each part of a record in a few letters, by the key of its row: key=letters, parted by blanks. A device takes them
    along, so that later it can be told which side changed what."""
    return " ".join(f"{key}={letters}" for key, letters in _fingerprints(record).items())


def _fingerprints(record: MeetingRecord) -> dict[str, str]:
    said = {
        name: _text_of_field(name, record)
        for name in _field_names(MeetingRecord)
        if name not in ("agenda", "marks")
    }
    for place, item in enumerate(record.agenda):
        said[f"agenda.{place}"] = _text_of_field("agenda", replace(record, agenda=(item,)))
        for name in _field_names(AgendaEntry):
            part = replace(AgendaEntry(""), **{name: getattr(item, name)})
            said[f"agenda.{place}.{name}"] = _text_of_field("agenda", replace(record, agenda=(part,)))
    said |= {f"person.{uuid}": mark.normalized().summary for uuid, mark in record.marks.items()}
    plain = PRESENT.normalized().summary
    return {
        key: hashlib.sha256(text.encode()).hexdigest()[:8]
        for key, text in said.items()
        if text and not (key.startswith("person.") and text == plain)
    }


def _text_of_field(name: str, record: MeetingRecord) -> str:
    """What the words of the record say of this field alone."""
    empty = _labelled_texts(EMPTY_RECORD)
    said = _labelled_texts(replace(EMPTY_RECORD, **{name: getattr(record, name)}))
    return "\n".join(f"{label}：{text}" for label, text in said.items() if empty.get(label) != text)


def merge(ours: MeetingRecord, theirs: MeetingRecord, chosen: Mapping[str, str]) -> MeetingRecord:
    """Ours, with theirs where `chosen` says so by the key of the row. Times follow the day that was chosen."""
    taken = {key for key, side in chosen.items() if side == THEIRS}
    given: dict[str, Any] = {
        name: getattr(theirs, name)
        for name in _field_names(MeetingRecord)
        if name in taken - {"agenda", "marks"}
    }
    given["agenda"] = tuple(
        item
        for place in range(max(len(ours.agenda), len(theirs.agenda)))
        if (item := _merge_item(place, ours, theirs, taken)) is not None
    )
    sides = {
        uuid: theirs.marks if f"person.{uuid}" in taken else ours.marks
        for uuid in dict.fromkeys([*ours.marks, *theirs.marks])
    }
    given["marks"] = {uuid: side[uuid] for uuid, side in sides.items() if uuid in side}
    return _move_times_to_day(replace(ours, **given))


def _with_written_defaults(
    record: MeetingRecord, theirs: MeetingRecord, names: Mapping[UUID, str]
) -> MeetingRecord:
    """What writing fills in is no difference: parts left unsaid, hours reckoned, names of those who are known."""
    record = record.completed_from(theirs)
    lecture, life = record.lecture, record.life
    if lecture and lecture.is_empty:
        lecture = None
    if life and life.is_empty:
        life = None
    if lecture and theirs.lecture and lecture.hours is None:
        lecture = replace(lecture, hours=theirs.lecture.hours)
    agenda = tuple(
        replace(
            item,
            statements=tuple(
                replace(one, name=names.get(one.speaker, one.name) if one.speaker else one.name)
                for one in item.statements
            ),
        )
        for item in record.agenda
    )
    texts = {told.resolution: told.text for told in theirs.follow_ups}
    told = tuple(
        sorted(
            (replace(one, text=texts.get(one.resolution, one.text)) for one in record.follow_ups),
            key=lambda one: one.resolution,
        )
    )
    return replace(record, lecture=lecture, life=life, agenda=agenda, follow_ups=told)


def _field_names(shape: Any) -> list[str]:
    return [one.name for one in fields(shape)]


def _field_rows(key: str, ours: MeetingRecord, mixed: MeetingRecord) -> list[ConflictRow]:
    """What the words of the record would change if `mixed` were said instead."""
    said, heard = difference(_labelled_texts(ours), _labelled_texts(mixed))
    if not said:
        return []
    labels = list(said)
    if len(labels) == 1:
        return [ConflictRow(key, labels[0], said[labels[0]] or NOTHING, heard[labels[0]] or NOTHING)]
    return [ConflictRow(key, labels[0], _lines(said), _lines(heard))]


def _lines(said: dict[str, str]) -> str:
    """决议：同意 / 赞成：13, a line each; the number of the item stands in the row's label already."""
    return "\n".join(f"{label.split(' ')[-1]}：{text}" for label, text in said.items() if text) or NOTHING


def _labelled_texts(record: MeetingRecord) -> dict[str, str]:
    said = record_words(replace(record, marks={}), {})
    return {label: text.replace("\r\n", "\n").strip() for label, text in said.items()}


def _item_rows(place: int, ours: MeetingRecord, theirs: MeetingRecord) -> list[ConflictRow]:
    mine, other = _item_at(ours, place), _item_at(theirs, place)
    if mine is None or other is None:
        said = _item_text(mine, ours) if mine else ABSENT
        heard = _item_text(other, theirs) if other else ABSENT
        return [ConflictRow(f"agenda.{place}", f"议题{place + 1}", said, heard)]
    rows = []
    for name in _field_names(type(mine)):
        mixed = replace(mine, **{name: getattr(other, name)})
        rows += _field_rows(
            f"agenda.{place}.{name}", ours, replace(ours, agenda=_replace_item(ours.agenda, place, mixed))
        )
    return rows


def _item_text(item: AgendaEntry, record: MeetingRecord) -> str:
    """An item in its own words, without the rest of the record."""
    bare, full = _labelled_texts(replace(record, agenda=())), _labelled_texts(replace(record, agenda=(item,)))
    said = {label: text for label, text in full.items() if label not in bare}
    return item.title if len(said) == 1 else _lines(said)


def _replace_item(agenda: tuple[AgendaEntry, ...], place: int, item: AgendaEntry) -> tuple[AgendaEntry, ...]:
    return (*agenda[:place], item, *agenda[place + 1 :])


def _item_at(record: MeetingRecord, place: int) -> AgendaEntry | None:
    return record.agenda[place] if place < len(record.agenda) else None


def _merge_item(
    place: int, ours: MeetingRecord, theirs: MeetingRecord, taken: set[str]
) -> AgendaEntry | None:
    mine, other = _item_at(ours, place), _item_at(theirs, place)
    if mine is None or other is None:
        return other if f"agenda.{place}" in taken else mine
    parts = {
        name: getattr(other, name) for name in _field_names(type(mine)) if f"agenda.{place}.{name}" in taken
    }
    return replace(mine, **parts)


def _move_times_to_day(record: MeetingRecord) -> MeetingRecord:
    """Hours may come from one side and the day from the other."""
    starts = timezone.localtime(record.starts_at).replace(
        year=record.held_on.year, month=record.held_on.month, day=record.held_on.day
    )
    ends = record.ends_at and timezone.localtime(record.ends_at).replace(
        year=record.held_on.year, month=record.held_on.month, day=record.held_on.day
    )
    return replace(record, starts_at=starts, ends_at=ends)
