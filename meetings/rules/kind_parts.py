"""Rules of the kinds with their own procedure: the hours of a lecture, the materials of an organizational-life meeting."""

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings

from core.dates_zh import short_date
from core.instruments import ZB16, ZB17
from meetings.record.schema import LifePart, MeetingRecord
from meetings.record.words import LIFE_LABELS
from meetings.states import Kind

HALVES = Decimal("0.5")
WRITTEN_AFTERWARDS = {"criticism"}
SEPARATE = (Kind.GENERAL, Kind.COMMITTEE, Kind.GROUP, Kind.LIFE, Kind.APPRAISAL)


def usual_hours(starts_at: dt.datetime, ends_at: dt.datetime | None) -> Decimal:
    """The hours of a lecture of that length, to the nearest half; nothing while its end is open."""
    if ends_at is None:
        return Decimal(0)
    minutes = Decimal((ends_at - starts_at).total_seconds()) / 60
    halves = (minutes / settings.LECTURE_HOUR_MINUTES / HALVES).quantize(Decimal(1), ROUND_HALF_UP)
    return halves * HALVES


def missing_materials(record: MeetingRecord) -> Iterator[tuple[Any, str, str, str, str]]:
    """What is missing in these parts, as the arguments of a Finding: R-LIFE-02 stops, the rest are hints."""
    if Kind.LECTURE in record.kinds and not (record.lecture and record.lecture.name):
        others = [kind.label for kind in SEPARATE if kind in record.kinds]
        if others:
            sentence = f"党课和{'、'.join(others)}一起开，党课的主讲人和内容要另外写清，才各计一次"
            yield "hint", "R-MEET-11", sentence, ZB16, "lecture-lecturer"
        else:
            yield "hint", "", "党课的主讲人还没写，写了才给到会的人记学时", ZB16, "lecture-lecturer"
    if Kind.LIFE not in record.kinds:
        return
    life = record.life or LifePart()
    empty = [name for name in LIFE_LABELS if not getattr(life, name).strip()]
    for name in empty:
        level = "hint" if name in WRITTEN_AFTERWARDS else "stop"
        yield level, "R-LIFE-02", f"{LIFE_LABELS[name]}还没写", ZB17, f"life-{name}"
    if not any(line.text for line in life.problems):
        yield "stop", "R-LIFE-02", "问题清单是空的，支部的和个人的问题至少写一条", ZB17, "life-0-text"
    short = [number for number, line in enumerate(life.problems) if line.text and not line.is_settled]
    if short:
        which = "、".join(str(number + 1) for number in short)
        sentence = f"整改清单没写全：第{which}条要有整改措施、责任人和期限"
        first = life.problems[short[0]]
        lacks = next(
            name for name in ("measure", "owner", "due_on") if not str(getattr(first, name) or "").strip()
        )
        yield "stop", "R-LIFE-02", sentence, ZB17, f"life-{short[0]}-{lacks}"
    elif life.problems and set(empty) <= WRITTEN_AFTERWARDS:
        yield "fine", "R-LIFE-02", "组织生活会的各项材料齐了", ZB17, ""
    yield from _early_due_dates(record, life)


def _early_due_dates(record: MeetingRecord, life: LifePart) -> Iterator[tuple[Any, str, str, str, str]]:
    for number, line in enumerate(life.problems):
        if line.due_on and line.due_on < record.held_on:
            sentence = f"第{number + 1}条的整改期限{short_date(line.due_on, record.held_on)}在开会之前，日期写对了吗？"
            yield "hint", "R-LIFE-02", sentence, "", f"life-{number}-due_on"
