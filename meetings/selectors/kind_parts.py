"""Parts of a record that only some kinds have: the lecture, the organizational-life meeting, what was done afterwards.

Plain values that forms, the API, actions and papers hand to each other, with what is missing in them. Nothing here
writes; reading is one query a part, and only for a record of that kind.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from core.dates_zh import short_date
from meetings.errors import ZB16, ZB17
from meetings.states import Kind, LecturerLevel
from members.models import Member

if TYPE_CHECKING:
    from meetings.models import Meeting
    from meetings.record.schema import Content

HALVES = Decimal("0.5")
SEPARATE = (Kind.GENERAL, Kind.COMMITTEE, Kind.GROUP, Kind.LIFE, Kind.APPRAISAL)


@dataclass(frozen=True)
class LecturePart:
    """A lecture: who gave it, on what, and the hours credited to those present (empty: from its length)."""

    lecturer: str = ""
    member: Member | None = None
    level: str = LecturerLevel.SECRETARY
    material: str = ""
    hours: Decimal | None = None

    @property
    def name(self) -> str:
        return self.member.name if self.member else self.lecturer.strip()

    @property
    def is_empty(self) -> bool:
        """Nothing was said of it. What is said without a name is kept; its hours are credited once it has one."""
        said = self.name or self.material.strip() or self.hours is not None
        return not said and self.level == LecturerLevel.SECRETARY


@dataclass(frozen=True)
class ProblemLine:
    """A problem and its rectification; without a member it is the branch's own."""

    text: str
    member: Member | None = None
    measure: str = ""
    owner: str = ""
    due_on: dt.date | None = None
    uuid: UUID | None = None

    @property
    def is_settled(self) -> bool:
        return bool(self.measure.strip() and self.owner.strip() and self.due_on)


@dataclass(frozen=True)
class LifePart:
    study: str = ""
    talks: str = ""
    opinions: str = ""
    criticism: str = ""
    problems: tuple[ProblemLine, ...] = ()


LIFE_FIELDS = {
    "study": "会前学习",
    "talks": "谈心谈话",
    "opinions": "征求意见",
    "criticism": "批评和自我批评",
}


def usual_hours(starts_at: dt.datetime, ends_at: dt.datetime | None) -> Decimal:
    """The hours of a lecture of that length, to the nearest half; nothing while its end is open."""
    if ends_at is None:
        return Decimal(0)
    minutes = Decimal((ends_at - starts_at).total_seconds()) / 60
    halves = (minutes / settings.LECTURE_HOUR_MINUTES / HALVES).quantize(Decimal(1), ROUND_HALF_UP)
    return halves * HALVES


def lecture_of(meeting: "Meeting") -> LecturePart | None:
    from meetings.models import Lecture

    row = Lecture.objects.filter(meeting=meeting).select_related("member").first()
    if row is None:
        return None
    return LecturePart(row.lecturer, row.member, row.level, row.material, row.hours)


def life_of(meeting: "Meeting") -> LifePart | None:
    from meetings.models import LifeRecord

    row = LifeRecord.objects.filter(meeting=meeting).first()
    problems = tuple(
        ProblemLine(each.text, each.member, each.measure, each.owner, each.due_on, each.uuid)
        for each in meeting.problems.select_related("member")
    )
    if row is None and not problems:
        return None
    said = {name: getattr(row, name) for name in LIFE_FIELDS} if row else {}
    return LifePart(**said, problems=problems)


def parts_of(meeting: "Meeting", kinds: tuple[str, ...]) -> dict[str, Any]:
    """What of these parts the record has, by the names of Content."""
    return {
        "lecture": lecture_of(meeting) if Kind.LECTURE in kinds else None,
        "life": life_of(meeting) if Kind.LIFE in kinds else None,
    }


def kept(content: "Content", before: "Content") -> "Content":
    """A part left unsaid stays as it was."""
    return replace(content, lecture=content.lecture or before.lecture, life=content.life or before.life)


def gaps(content: "Content") -> Iterator[tuple[Any, str, str, str, str]]:
    """What is missing in these parts, as the arguments of a Finding: R-LIFE-02 stops, the rest are hints."""
    if Kind.LECTURE in content.kinds and not (content.lecture and content.lecture.name):
        others = [kind.label for kind in SEPARATE if kind in content.kinds]
        if others:
            sentence = f"党课和{'、'.join(others)}一起开，党课的主讲人和内容要另外写清，才各计一次"
            yield "hint", "R-MEET-11", sentence, ZB16, "lecture-lecturer"
        else:
            yield "hint", "", "党课的主讲人还没写，写了才给到会的人记学时", ZB16, "lecture-lecturer"
    if Kind.LIFE not in content.kinds:
        return
    life = content.life or LifePart()
    for name, label in LIFE_FIELDS.items():
        if not getattr(life, name).strip():
            level = "hint" if name == "criticism" else "stop"
            yield level, "R-LIFE-02", f"{label}还没写", ZB17, f"life-{name}"
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
    elif life.problems and not any(level == "stop" for level, *_ in _said(life)):
        yield "fine", "R-LIFE-02", "组织生活会的各项材料齐了", ZB17, ""
    yield from _early(content, life)


def _early(content: "Content", life: LifePart) -> Iterator[tuple[Any, str, str, str, str]]:
    for number, line in enumerate(life.problems):
        if line.due_on and line.due_on < content.held_on:
            sentence = f"第{number + 1}条的整改期限{short_date(line.due_on, content.held_on)}在开会之前，日期写对了吗？"
            yield "hint", "R-LIFE-02", sentence, "", f"life-{number}-due_on"


def _said(life: LifePart) -> list[tuple[str, str]]:
    """(stop, name) of each part that has to be there and is not."""
    return [("stop", name) for name in LIFE_FIELDS if name != "criticism" and not getattr(life, name).strip()]


def words(content: "Content") -> dict[str, str]:
    """These parts as labelled words, for the audit and for amendments."""
    said: dict[str, str] = {}
    if Kind.LECTURE in content.kinds and content.lecture and not content.lecture.is_empty:
        lecture = content.lecture
        said |= {
            "主讲人": lecture.name,
            "主讲人身份": LecturerLevel(lecture.level).label,
            "讲稿和材料": lecture.material,
            "学时": "" if lecture.hours is None else f"{lecture.hours.normalize():f}",
        }
    if Kind.LIFE in content.kinds and content.life:
        said |= {label: getattr(content.life, name) for name, label in LIFE_FIELDS.items()}
        for number, line in enumerate(content.life.problems, 1):
            said[f"问题{number}"] = line_words(line)
    return said


def line_words(line: Any) -> str:
    """支部：学习不够。措施：…。责任人：…。期限：12月31日"""
    text = f"{line.member.name if line.member else '支部'}：{line.text}"
    due = f"{line.due_on:%Y-%m-%d}" if line.due_on else ""
    for label, value in (("措施", line.measure), ("责任人", line.owner), ("期限", due)):
        if value:
            text += f"；{label}：{value}"
    return text
