"""Rows of a workbook of meetings against what is kept: new, unchanged, or an error with its reason.

Nothing here writes. The job judges every row again before it writes it, so a preview can be old but never wrong.
Where a record typed here would be refused (no start, no end), a workbook is taken with the usual times and a warning:
records of other systems fulfil what is owed.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from branches.models import Organization
from branches.selectors.actors import Actor
from exchange import errors
from exchange.meetings import cells as reading
from exchange.meetings import columns
from exchange.meetings.grouping import Gathered
from exchange.meetings.places import Places
from exchange.meetings.verdicts import Ready, judge
from exchange.roster import cells, preview
from exchange.roster import reading as workbooks
from exchange.roster.cells import Unreadable
from exchange.roster.reading import NoHeader, Sheet
from exchange.roster.rows import ERROR, NEW, UNCHANGED, WARNING, Row
from meetings.selectors.initial_values import usual_length
from meetings.states import Kind, Status

NAMESPACE = UUID("6f2b8d1e-3a57-5c94-9f60-2d0c7b1a4e83")
USUAL_START = dt.time(9, 0)
LATEST = dt.time(23, 59)


@dataclass
class CheckedMeetings:
    """The result of a check."""

    sheets: list[Sheet]
    rows: list[Row]
    places: Places
    ready: list[Ready] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, int]:
        deeds = Counter(row.deed for row in self.rows)
        return {
            "rows": len(self.rows),
            **{deed: deeds[deed] for deed in (NEW, UNCHANGED, ERROR)},
            "warning": sum(row.warned and row.deed != ERROR for row in self.rows),
        }

    @property
    def ignored(self) -> list[str]:
        return list(dict.fromkeys(title for sheet in self.sheets for title in sheet.ignored))


def sheets(content: bytes) -> list[Sheet]:
    """Raises NotAWorkbook, Locked, TooLarge, NoHeader, TooManyRows."""
    missing: NoHeader | None = None
    for must in columns.MUST:
        try:
            found = workbooks.read(content, columns.MEETINGS, must)
        except NoHeader as none:
            missing = missing or none
            continue
        count, most = sum(len(sheet.rows) for sheet in found), settings.MEETING_IMPORT_MOST_ROWS
        if count > most:
            raise errors.TooManyRows(count=count, most=most)
        return found
    raise missing or NoHeader(wanted="“日期”、“会议类型”")


def check(content: bytes, scope: Organization | None, by: Actor) -> CheckedMeetings:
    """Read and judge. Raises what `sheets` raises."""
    found = sheets(content)
    rows = [
        _read(number, sheet, line, raw, band)
        for number, sheet in enumerate(found)
        for line, raw, band in sheet.rows
    ]
    checked = CheckedMeetings(found, rows, Places.of(scope, by))
    held = [row for row in rows if not _is_plan(row)]
    for row in held:
        _place_and_time(row, found[row.sheet], checked.places)
    sound = [row for row in held if row.deed != ERROR]
    uuids = [identity(row, checked.places) for row in sound]
    known = Gathered.of(sound, uuids, checked.places)
    seen: dict[UUID, Row] = {}
    for row, uuid in zip(sound, uuids, strict=True):
        first, there = seen.setdefault(uuid, row), known.kept.get(uuid)
        if first is not row:
            row.say("theme", ERROR, f"与第{first.line}行是同一次会议")
        elif there and there.status == Status.CANCELLED:
            row.say("number", ERROR, "这个编号的会议在这里已经取消；确实开过的，把编号留空再导入")
        elif there and there.status != Status.PLANNED:
            if there.organization_id == row.organization:
                row.deed = UNCHANGED
            else:
                row.say("number", ERROR, "这个编号的会议在别的党组织，请核对")
        elif ready := judge(row, uuid, known):
            checked.ready.append(ready)
    return checked


def identity(row: Row, places: Places) -> UUID:
    """The other system's number where it gives one, else what makes it this meeting: where, which, when, on what."""
    said, code = row.facts, places.all[row.organization or 0].code
    if number := said.get("number"):
        try:
            return UUID(number)
        except ValueError:
            return uuid5(NAMESPACE, f"{code}|{number}")
    which = "+".join(sorted(said["kinds"]))
    return uuid5(NAMESPACE, f"{code}|{which}|{said['held_on']}|{said.get('theme', '')}")


def _read(number: int, sheet: Sheet, line: int, raw: list[Any], band: str) -> Row:
    row = Row(number, line, {}, band)
    for name, place in sheet.at.items():
        value = raw[place] if place < len(raw) else ""
        written = cells.text(value)
        if not written or (written in cells.BLANKS and written != "0"):
            continue
        try:
            reader: Callable[[Any], Any] = reading.READERS.get(name, cells.text)
            found = _lines(value) if name == "minutes" else reader(value)
        except Unreadable as why:
            row.keep_raw(name, written[:60])
            row.say(name, ERROR, str(why))
            continue
        if name in reading.LONGEST and len(found) > reading.LONGEST[name]:
            row.say(name, ERROR, f"最多{reading.LONGEST[name]}个字，现在是{len(found)}个")
        row.facts[name] = found
    return row


def _lines(value: Any) -> str:
    """Minutes keep their lines."""
    return "\n".join(cells.text(line) for line in str(value).splitlines()).strip()


def _is_plan(row: Row) -> bool:
    """Nobody expected, nobody there, nothing said: what was exported before it was held. It is left out, with a word."""
    said = row.facts
    told = {"present_names", "leave_names", "absent_names", "minutes"} & set(said)
    if told or not said.get("expected") == said.get("present") == 0:
        return False
    row.deed = UNCHANGED
    row.say("expected", WARNING, "应到和实到都是0，是还没开的计划，不用导入")
    if day := _day(said):
        row.facts = said | {"held_on": day}
    return True


def _day(said: dict[str, Any]) -> dt.date | None:
    written = [said[name] for name in ("when", "held_on") if name in said]
    return next((one.day for one in reversed(written) if one.day), None)


def _place_and_time(row: Row, sheet: Sheet, places: Places) -> None:
    said = row.facts
    names = [str(said[name]) for name in ("code", "branch") if name in said] or (
        [row.band] if row.band else []
    )
    answers = [places.named(name) for name in names]
    place = next((one for one, _why in answers if one), None)
    if not names:
        place = places.named(sheet.name)[0] or places.only
    if place is None:
        row.say("branch", ERROR, answers[-1][1] if answers else "没有写党组织")
    else:
        row.organization = place.pk
    if "kinds" not in said and "kinds" not in row.notes:
        row.say("kinds", ERROR, "没有写会议类型")
    written = [said[name] for name in ("when", "held_on") if name in said]
    day = _day(said)
    starts = next((one.starts for one in written if one.starts), None)
    ends = said["ends"].starts if "ends" in said else next((one.ends for one in written if one.ends), None)
    if day is None:
        if not {"held_on", "when"} & set(row.notes):
            row.say("held_on", ERROR, "没有写日期")
        return
    lacks_both = starts is None and ends is None
    if starts is None:
        starts = USUAL_START
        row.say("when", WARNING, f"没有写几点开始，按{starts:%H:%M}记")
    if ends is None:
        # Other systems do not ask for the end (R-REC-01). What is owed is fulfilled all the same: by the usual length.
        begun = dt.datetime.combine(day, starts)
        ends = min(begun + usual_length(), dt.datetime.combine(day, LATEST)).time()
        if lacks_both:
            row.say("when", WARNING, f"没有写几点，按{starts:%H:%M}至{ends:%H:%M}记")
        else:
            row.say("when", WARNING, f"没有写几点结束，按{settings.USUAL_MINUTES}分钟记")
    row.facts = said | {"held_on": day, "starts": starts, "ends": ends}


def packed(checked: CheckedMeetings) -> bytes:
    """The check as it is kept for paging."""
    heads = {column.field: column.label for column in columns.MEETINGS if column.shown}
    lines = [
        preview.line_of(
            row,
            heads,
            [_text(field, row, checked) for field in heads],
            columns.LABELS,
            lambda field, row=row: _text(field, row, checked),  # type: ignore[misc]
        )
        for row in checked.rows
    ]
    return preview.pack(lines, [sheet.name for sheet in checked.sheets], list(heads.items()), checked.ignored)


def _text(name: str, row: Row, checked: CheckedMeetings) -> str:
    if name in row.raw:
        return row.raw[name]
    said = row.facts
    if name == "branch":
        place = checked.places.all.get(row.organization or 0)
        return place.short_name if place else str(said.get("branch") or said.get("code") or row.band)
    if name == "kinds":
        return "、".join(kind.label for kind in Kind if kind in said.get("kinds", ()))
    if name == "held_on":
        return str(said[name]) if isinstance(said.get(name), dt.date) else ""
    if name == "when":
        starts, ends = said.get("starts"), said.get("ends")
        written = [f"{one:%H:%M}" for one in (starts, ends) if isinstance(one, dt.time)]
        return "至".join(written)
    value = said.get(name, "")
    if isinstance(value, list):
        return "、".join(name for name, _why in value)[:60]
    return str(value)[:60]
