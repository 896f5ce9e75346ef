"""Check a workbook of meetings against those on record: each row is new, unchanged, or an error with its reason.

Nothing here writes. The job checks every row again before it stores it, so an old preview does no harm. A row without
start or end gets the usual times and a warning, because other systems do not ask for them.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from branches.models import Organization
from branches.selectors.actors import Actor
from branches.selectors.organization_index import OrganizationIndex
from core.parsing import parse_uuid
from core.workbooks.columns import WorkbookSheet
from core.workbooks.rows import ERROR, UNCHANGED, WARNING, Checked, WorkbookRow, read_rows
from exchange import errors
from exchange.rules.meetings.columns import MEETINGS
from exchange.rules.meetings.day_and_time import DayAndTime, is_past_midnight
from exchange.rules.meetings.verdicts import (
    RecordableRow,
    compare_with_stored,
    judge_row,
    unit_words,
    units_of,
)
from exchange.selectors.meetings.stored_facts import StoredFacts
from meetings.selectors.initial_values import usual_length
from meetings.states import Kind, Status

NAMESPACE = UUID("6f2b8d1e-3a57-5c94-9f60-2d0c7b1a4e83")
USUAL_START = dt.time(9, 0)
LATEST = dt.time(23, 59)


@dataclass
class CheckedMeetings(Checked[WorkbookRow]):
    """The result of a check, with the rows that can be recorded."""

    places: OrganizationIndex
    ready: list[RecordableRow] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, int]:
        """Without `changed`: a workbook never changes a meeting on record."""
        return {name: count for name, count in super().totals.items() if name not in ("changed", "cells")}

    def text(self, field: str, row: WorkbookRow) -> str:
        facts = row.facts
        if field in row.raw:
            return row.raw[field][:60]
        if field == "branch":
            place = self.places.all.get(row.organization or 0)
            return place.short_name if place else str(facts.get("branch") or facts.get("code") or row.band)
        if field == "kinds":
            return "、".join(kind.label for kind in Kind if kind in facts.get("kinds", ()))
        if field == "held_on":
            return str(facts[field]) if isinstance(facts.get(field), dt.date) else ""
        if field == "when":
            times = [facts.get("starts"), facts.get("ends")]
            return "至".join(f"{time:%H:%M}" for time in times if isinstance(time, dt.time))
        value = facts.get(field, "")
        if field == "partner_units":
            return unit_words(units_of(row))[:60]
        if isinstance(value, list):
            return "、".join(f"{name}（{why}）" if why else name for name, why in value)[:60]
        return str(value)[:60]


def check(sheets: Sequence[WorkbookSheet], scope: Organization | None, by: Actor) -> CheckedMeetings:
    """Check every row of a workbook of meetings. Raises TooManyRows."""
    count, most = sum(len(sheet.rows) for sheet in sheets), settings.MEETING_IMPORT_MOST_ROWS
    if count > most:
        raise errors.TooManyRows(count=count, most=most)
    rows = read_rows(sheets, MEETINGS, WorkbookRow)
    checked = CheckedMeetings(sheets, rows, OrganizationIndex.of(scope, by))
    held = [row for row in rows if not _is_plan(row)]
    for row in held:
        _place_and_time(row, sheets[row.sheet], checked.places)
    sound = [row for row in held if row.outcome != ERROR]
    uuids = [meeting_uuid(row, checked.places) for row in sound]
    stored = StoredFacts.of(sound, uuids, checked.places)
    rows_by_uuid: dict[UUID, WorkbookRow] = {}
    for row, uuid in zip(sound, uuids, strict=True):
        first, meeting = rows_by_uuid.setdefault(uuid, row), stored.meetings.get(uuid)
        if first is not row:
            row.add_note("theme", ERROR, f"与第{first.line}行是同一次会议")
        elif meeting and meeting.status == Status.CANCELLED:
            row.add_note("number", ERROR, "这个编号的会议在这里已经取消；确实开过的，把编号留空再导入")
        elif meeting and meeting.status != Status.PLANNED:
            if meeting.organization_id == row.organization:
                compare_with_stored(row, meeting, stored)
            else:
                row.add_note("number", ERROR, "这个编号的会议在别的党组织，请核对")
        elif recordable := judge_row(row, uuid, stored):
            checked.ready.append(recordable)
    return checked


def meeting_uuid(row: WorkbookRow, places: OrganizationIndex) -> UUID:
    """A stable uuid, from the other system's number or else from organization, kinds, day and theme."""
    facts, code = row.facts, places.all[row.organization or 0].code
    if number := facts.get("number"):
        return parse_uuid(number) or uuid5(NAMESPACE, f"{code}|{number}")
    kinds = "+".join(sorted(facts["kinds"]))
    return uuid5(NAMESPACE, f"{code}|{kinds}|{facts['held_on']}|{facts.get('theme', '')}")


def _is_plan(row: WorkbookRow) -> bool:
    """Whether the row is a meeting not yet held: nobody expected or present, nothing written. It gets a warning."""
    facts = row.facts
    filled = {"present_names", "leave_names", "absent_names", "minutes"} & set(facts)
    if filled or not facts.get("expected") == facts.get("present") == 0:
        return False
    row.outcome = UNCHANGED
    row.add_note("expected", WARNING, "应到和实到都是0，是还没开的计划，不用导入")
    if day := _day(facts):
        row.facts = facts | {"held_on": day}
    return True


def _day(facts: dict[str, Any]) -> dt.date | None:
    written = [facts[name] for name in ("when", "held_on") if name in facts]
    return next((one.day for one in reversed(written) if one.day), None)


def _place_and_time(row: WorkbookRow, sheet: WorkbookSheet, places: OrganizationIndex) -> None:
    facts = row.facts
    names = [str(facts[name]) for name in ("code", "branch") if name in facts] or (
        [row.band] if row.band else []
    )
    answers = [places.find(name) for name in names]
    place = next((one for one, _why in answers if one), None)
    if not names:
        found = (places.find(name)[0] for name in (*sheet.captions, sheet.name))
        place = next((one for one in found if one), None) or places.only_branch
    if place is None:
        row.add_note("branch", ERROR, answers[-1][1] if answers else "没有写党组织")
    else:
        row.organization = place.pk
    if "kinds" not in facts and "kinds" not in row.notes:
        row.add_note("kinds", ERROR, "没有写会议类型")
    written = [facts[name] for name in ("when", "held_on") if name in facts]
    day = _day(facts)
    starts = next((one.starts for one in written if one.starts), None)
    ends, next_day = _end(facts, written, day)
    if day is None:
        if not {"held_on", "when"} & set(row.notes):
            row.add_note("held_on", ERROR, "没有写日期")
        return
    lacks_both = starts is None and ends is None
    if starts is None:
        starts = USUAL_START
        row.add_note("when", WARNING, f"没有写几点开始，按{starts:%H:%M}记")
    if ends is None:
        # Other systems do not ask for the end (R-REC-01). What is owed is fulfilled all the same: by the usual length.
        begun = dt.datetime.combine(day, starts)
        ends = min(begun + usual_length(), dt.datetime.combine(day, LATEST)).time()
        if lacks_both:
            row.add_note("when", WARNING, f"没有写几点，按{starts:%H:%M}至{ends:%H:%M}记")
        else:
            row.add_note("when", WARNING, f"没有写几点结束，按{settings.USUAL_MINUTES}分钟记")
    if not next_day and is_past_midnight(starts, ends):
        next_day = True
        row.add_note("ends", WARNING, f"按次日{ends:%H:%M}结束记，请核对")
    for one in written:
        if one.doubt:
            row.add_note("when" if one.starts else "held_on", WARNING, one.doubt)
    row.facts = facts | {"held_on": day, "starts": starts, "ends": ends, "ends_next_day": next_day}


def _end(
    facts: dict[str, Any], written: Sequence[DayAndTime], day: dt.date | None
) -> tuple[dt.time | None, bool]:
    """When it ends, and whether that is on the day after (次日): from its own column, else from the time's."""
    if "ends" not in facts:
        found = next((one for one in written if one.ends), None)
        return (found.ends, found.next_day) if found else (None, False)
    end: DayAndTime = facts["ends"]
    is_day_after = end.day is not None and day is not None and end.day == day + dt.timedelta(days=1)
    return end.starts, end.next_day or is_day_after
