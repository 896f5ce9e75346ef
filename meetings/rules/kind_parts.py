"""Rules of the kinds with their own procedure: the hours of a lecture, the materials of an organizational-life meeting."""

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings

from core.dates_zh import short_date
from core.instruments import LOCAL, ZB16, ZB17
from meetings.record.schema import LifePart, MeetingRecord
from meetings.record.words import LIFE_LABELS
from meetings.states import Kind

HALVES = Decimal("0.5")
SUMMARY = "criticism"  # of what the examinations say one by one; before them the only text
SEPARATE = (Kind.GENERAL, Kind.COMMITTEE, Kind.GROUP, Kind.LIFE, Kind.APPRAISAL)


def usual_hours(starts_at: dt.datetime, ends_at: dt.datetime | None) -> Decimal:
    """The hours of a lecture of that length, to the nearest half; nothing while its end is open."""
    if ends_at is None:
        return Decimal(0)
    minutes = Decimal((ends_at - starts_at).total_seconds()) / 60
    halves = (minutes / settings.LECTURE_HOUR_MINUTES / HALVES).quantize(Decimal(1), ROUND_HALF_UP)
    return halves * HALVES


def missing_materials(
    record: MeetingRecord, was_submitted: bool = False
) -> Iterator[tuple[Any, str, str, str, str]]:
    """What is missing in these parts, as the arguments of a Finding: a lecturer (R-REC-12) and R-LIFE-02 stop, the rest
    are hints."""
    if Kind.LECTURE in record.kinds and not (record.lecture and record.lecture.name):
        yield "stop", "R-REC-12", "党课要写谁讲的，才算本季度的党课。", "", "lecture-lecturer"
        others = [kind.label for kind in SEPARATE if kind in record.kinds]
        if others:
            sentence = f"党课和{'、'.join(others)}一起开，党课的主讲人和内容要另外写清，才各计一次"
            yield "hint", "R-MEET-11", sentence, ZB16, "lecture-lecturer"
    if Kind.LIFE in record.kinds:
        yield from _missing_in_life(record, record.life or LifePart(), was_submitted)


def _missing_in_life(
    record: MeetingRecord, life: LifePart, was_submitted: bool
) -> Iterator[tuple[Any, str, str, str, str]]:
    empty = [name for name in LIFE_LABELS if name != SUMMARY and not getattr(life, name).strip()]
    for name in empty:
        yield "stop", "R-LIFE-02", f"{LIFE_LABELS[name]}还没写", ZB17, f"life-{name}"
    if not any(line.text for line in life.problems):
        yield "stop", "R-LIFE-02", "问题清单是空的，支部的和个人的问题至少写一条", ZB17, "life-0-text"
    # A record handed in when one text stood for all of them stays valid.
    stands = was_submitted and not life.examinations and bool(life.criticism.strip())
    unexamined = [] if stands else list(_missing_criticism(life))
    yield from unexamined
    short = [number for number, line in enumerate(life.problems) if line.text and not line.is_settled]
    if short:
        which = "、".join(str(number + 1) for number in short)
        by = short_date(record.held_on + dt.timedelta(days=settings.RECTIFICATION_PLAN_DAYS), record.held_on)
        sentence = f"整改清单没写全：第{which}条的整改措施、责任人和期限，{by}前补上"
        first = life.problems[short[0]]
        lacks = next(
            name for name in ("measure", "owner", "due_on") if not str(getattr(first, name) or "").strip()
        )
        yield "hint", "R-LIFE-02", sentence, LOCAL, f"life-{short[0]}-{lacks}"
    elif life.problems and not empty and not unexamined:
        yield "fine", "R-LIFE-02", "组织生活会的各项材料齐了", ZB17, ""
    yield from _early_due_dates(record, life)


def _missing_criticism(life: LifePart) -> Iterator[tuple[Any, str, str, str, str]]:
    """R-LIFE-13: self-criticism of each person examined, and at least one criticism of each by others."""
    if not life.examinations:
        sentence = "批评和自我批评还没写：每个对照检查的人写自我批评，和至少一条相互批评"
        yield "stop", "R-LIFE-13", sentence, ZB17, "exam-0-member"
        return
    for number, entry in enumerate(life.examinations):
        name = entry.member.name if entry.member else f"第{number + 1}个人"
        for field, label in (("self_criticism", "自我批评"), ("criticism", "相互批评")):
            if not getattr(entry, field).strip():
                yield "stop", "R-LIFE-13", f"{name}的{label}还没写", ZB17, f"exam-{number}-{field}"
        if entry.member is None:
            yield "stop", "R-LIFE-13", f"第{number + 1}个对照检查的人还没选", ZB17, f"exam-{number}-member"
    examined = {entry.member.uuid for entry in life.examinations if entry.member}
    people = {line.member.uuid: line.member.name for line in life.problems if line.member}
    if names := "、".join(name for uuid, name in people.items() if uuid not in examined):
        sentence = f"{names}的问题列在清单上，对照检查和别人的批评还没写"
        yield "stop", "R-LIFE-13", sentence, ZB17, f"exam-{len(life.examinations)}-member"


def _early_due_dates(record: MeetingRecord, life: LifePart) -> Iterator[tuple[Any, str, str, str, str]]:
    for number, line in enumerate(life.problems):
        if line.due_on and line.due_on < record.held_on:
            sentence = f"第{number + 1}条的整改期限{short_date(line.due_on, record.held_on)}在开会之前，日期写对了吗？"
            yield "hint", "R-LIFE-02", sentence, "", f"life-{number}-due_on"
