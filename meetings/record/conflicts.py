"""Compare two versions of a meeting's record field by field, and merge them by the choices made.

Pure functions: a field of the record is compared as soon as it is declared in meetings.record.schema.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.utils import timezone

from meetings.record.schema import PRESENT, AgendaEntry, MeetingRecord
from meetings.record.words import difference, record_words
from meetings.states import Kind

OURS, THEIRS = "ours", "theirs"
NIGHT = dt.timedelta(days=1)
NOTHING = "（空）"
ABSENT = "没有这一项"
EMPTY_RECORD = MeetingRecord(
    kinds=(Kind.LECTURE, Kind.LIFE), held_on=dt.date.min, starts_at=dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
)
"""A record that says nothing, of the kinds that have parts of their own."""
FIELDS = [one.name for one in fields(MeetingRecord) if one.name not in ("agenda", "marks")]
ITEM_FIELDS = [one.name for one in fields(AgendaEntry)]


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
    for name in FIELDS:
        rows += _field_rows(name, ours, replace(ours, **{name: getattr(theirs, name)}))
    for place, (mine, other) in enumerate(zip_longest(ours.agenda, theirs.agenda)):
        if mine is None or other is None:
            texts = (
                _item_text(mine, ours) if mine else ABSENT,
                _item_text(other, theirs) if other else ABSENT,
            )
            rows.append(ConflictRow(f"agenda.{place}", f"议题{place + 1}", *texts))
            continue
        for name in ITEM_FIELDS:
            mixed = replace(mine, **{name: getattr(other, name)})
            agenda = (*ours.agenda[:place], mixed, *ours.agenda[place + 1 :])
            rows += _field_rows(f"agenda.{place}.{name}", ours, replace(ours, agenda=agenda))
    for uuid in dict.fromkeys([*ours.marks, *theirs.marks]):
        words = [record.marks.get(uuid, PRESENT).normalized().summary for record in (ours, theirs)]
        if words[0] != words[1]:
            rows.append(ConflictRow(f"person.{uuid}", names.get(uuid, "名单外的人"), *words))
    if not base:
        return rows
    was, mine_now, other_now = (
        dict(one.split("=") for one in base.split()),
        _fingerprints(ours),
        _fingerprints(theirs),
    )
    return [
        replace(row, likely=_changed_side(was.get(row.key), mine_now.get(row.key), other_now.get(row.key)))
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
    texts = {name: _text_of_field(name, record) for name in FIELDS}
    for place, item in enumerate(record.agenda):
        parts = {"": item} | {
            f".{name}": replace(AgendaEntry(""), **{name: getattr(item, name)}) for name in ITEM_FIELDS
        }
        for name, part in parts.items():
            texts[f"agenda.{place}{name}"] = _text_of_field("agenda", replace(record, agenda=(part,)))
    marks = {f"person.{uuid}": mark.normalized().summary for uuid, mark in record.marks.items()}
    texts |= {key: text for key, text in marks.items() if text != PRESENT.normalized().summary}
    return {key: hashlib.sha256(text.encode()).hexdigest()[:8] for key, text in texts.items() if text}


def _text_of_field(name: str, record: MeetingRecord) -> str:
    """What the words of the record say of this field alone."""
    empty = _labelled_texts(EMPTY_RECORD)
    texts = _labelled_texts(replace(EMPTY_RECORD, **{name: getattr(record, name)}))
    return "\n".join(f"{label}：{text}" for label, text in texts.items() if empty.get(label) != text)


def merge(ours: MeetingRecord, theirs: MeetingRecord, chosen: Mapping[str, str]) -> MeetingRecord:
    """Ours, with theirs where `chosen` says so by the key of the row. Times follow the day that was chosen."""
    taken = {key for key, side in chosen.items() if side == THEIRS}
    values: dict[str, Any] = {name: getattr(theirs, name) for name in FIELDS if name in taken}
    items = [
        _merge_item(f"agenda.{place}", mine, other, taken)
        for place, (mine, other) in enumerate(zip_longest(ours.agenda, theirs.agenda))
    ]
    values["agenda"] = tuple(item for item in items if item is not None)
    sides = {
        uuid: theirs.marks if f"person.{uuid}" in taken else ours.marks
        for uuid in dict.fromkeys([*ours.marks, *theirs.marks])
    }
    values["marks"] = {uuid: side[uuid] for uuid, side in sides.items() if uuid in side}
    return _move_times_to_day(replace(ours, **values))


def _merge_item(
    key: str, mine: AgendaEntry | None, other: AgendaEntry | None, taken: set[str]
) -> AgendaEntry | None:
    if mine is None or other is None:
        return other if key in taken else mine
    return replace(mine, **{name: getattr(other, name) for name in ITEM_FIELDS if f"{key}.{name}" in taken})


def _with_written_defaults(
    record: MeetingRecord, theirs: MeetingRecord, names: Mapping[UUID, str]
) -> MeetingRecord:
    """What writing fills in is no difference: parts left unsaid, hours reckoned, names of those who are known."""
    record = record.completed_from(theirs)
    lecture = None if record.lecture and record.lecture.is_empty else record.lecture
    life = None if record.life and record.life.is_empty else record.life
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
    texts = {one.resolution: one.text for one in theirs.follow_ups}
    known = [replace(one, text=texts.get(one.resolution, one.text)) for one in record.follow_ups]
    follow_ups = tuple(sorted(known, key=lambda one: one.resolution))
    return replace(record, lecture=lecture, life=life, agenda=agenda, follow_ups=follow_ups)


def _field_rows(key: str, ours: MeetingRecord, mixed: MeetingRecord) -> list[ConflictRow]:
    """What the words of the record would change if `mixed` were said instead."""
    old, new = difference(_labelled_texts(ours), _labelled_texts(mixed))
    if not old:
        return []
    label, *others = old
    if not others:
        return [ConflictRow(key, label, old[label] or NOTHING, new[label] or NOTHING)]
    return [ConflictRow(key, label, _lines(old), _lines(new))]


def _lines(texts: dict[str, str]) -> str:
    """决议：同意 / 赞成：13, a line each; the number of the item stands in the row's label already."""
    return "\n".join(f"{label.split(' ')[-1]}：{text}" for label, text in texts.items() if text) or NOTHING


def _labelled_texts(record: MeetingRecord) -> dict[str, str]:
    texts = record_words(replace(record, marks={}), {})
    return {label: text.replace("\r\n", "\n").strip() for label, text in texts.items()}


def _item_text(item: AgendaEntry, record: MeetingRecord) -> str:
    """An item in its own words, without the rest of the record."""
    bare, full = _labelled_texts(replace(record, agenda=())), _labelled_texts(replace(record, agenda=(item,)))
    texts = {label: text for label, text in full.items() if label not in bare}
    return item.title if len(texts) == 1 else _lines(texts)


def _move_times_to_day(record: MeetingRecord) -> MeetingRecord:
    """Hours may come from one side and the day from the other."""
    day = record.held_on

    def on_day(moment: dt.datetime) -> dt.datetime:
        return timezone.localtime(moment).replace(year=day.year, month=day.month, day=day.day)

    starts_at, ends_at = on_day(record.starts_at), on_day(record.ends_at) if record.ends_at else None
    if record.ends_at and ends_at and ends_at <= starts_at < ends_at + NIGHT and record.ends_next_day:
        ends_at += NIGHT
    return replace(record, starts_at=starts_at, ends_at=ends_at)
