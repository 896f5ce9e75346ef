"""What a record says, as plain values: the one shape that forms, the API, actions and checks hand to each other.

Nothing here writes, and nothing here judges (meetings.rules.checks does).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from meetings.selectors import kind_parts
from meetings.selectors.kind_parts import LecturePart, LifePart
from meetings.states import THERE, GuestRole, Kind, Matter, Reason, Source, State, VoteForm
from members.models import Member

if TYPE_CHECKING:
    from meetings.models import Meeting


@dataclass(frozen=True)
class Mark:
    """How one member differs from present. For who is not there the reason decides between leave and absence:
    unexcused is absent, everything else is on leave."""

    state: str = State.PRESENT
    reason_code: str = ""
    reason: str = ""
    source: str = Source.MANUAL

    def settled(self) -> "Mark":
        """State and reason agreeing with each other."""
        if self.state in THERE or self.state == State.EXEMPT:
            return replace(self, reason_code="")
        if not self.reason_code:
            return self
        state = State.ABSENT if self.reason_code == Reason.UNEXCUSED else State.ON_LEAVE
        return replace(self, state=state)

    @property
    def words(self) -> str:
        """病假, 其他：家中有事, 迟到"""
        if self.reason_code:
            label = Reason(self.reason_code).label
            return f"{label}：{self.reason}" if self.reason else label
        return State(self.state).label


PRESENT = Mark()


@dataclass(frozen=True)
class Decision:
    """A decision and its tally; yes, no and abstain stay empty until counted.

    entitled and passed may be claimed by a client; they are checked, never believed.
    """

    text: str
    form: str = VoteForm.HANDS
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    executor: str = ""
    due_on: dt.date | None = None
    entitled: int | None = None
    passed: bool | None = None
    kind: str = Matter.ORDINARY
    candidate: str = ""
    ends_with_vote: bool = False  # nobody has to carry it out (R-REC-01)
    written_yes: int = 0  # opinions of absent members, in writing before the meeting (R-DEV-12)

    @property
    def is_counted(self) -> bool:
        return self.yes is not None

    @property
    def cast(self) -> int:
        return (self.yes or 0) + (self.no or 0) + (self.abstain or 0)


@dataclass(frozen=True)
class Said:
    """What one person said. Whoever is on the roll is known by `speaker`; of others only the name is kept."""

    name: str
    text: str
    speaker: UUID | None = None


@dataclass(frozen=True)
class Item:
    title: str
    discussion: str = ""
    decision: Decision | None = None
    statements: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Told:
    """What became of an earlier decision, as told in this meeting. `text` is the decision's, filled in when written."""

    resolution: int
    is_done: bool
    note: str = ""
    text: str = ""


@dataclass(frozen=True)
class Visitor:
    """Somebody there who is not on the roll; never expected, never voting."""

    name: str
    unit: str = ""
    role: str = GuestRole.SITTING_IN

    @property
    def words(self) -> str:
        """李强（云台社区第一党支部，其他支部党员）"""
        role = GuestRole(self.role).label if self.role != GuestRole.SITTING_IN else ""
        about = "，".join(filter(None, [self.unit, role]))
        return f"{self.name}（{about}）" if about else self.name


@dataclass(frozen=True)
class Content:
    """Everything a person states about a meeting. Counts and the roll are not here: they are taken, not stated."""

    kinds: tuple[str, ...]
    held_on: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime | None = None
    theme: str = ""
    place: str = ""
    host: Member | None = None
    recorder: Member | None = None
    host_note: str = ""
    guests: str = ""
    minutes: str = ""
    agenda: tuple[Item, ...] = ()
    follow_ups: tuple[Told, ...] = ()
    marks: Mapping[UUID, Mark] = field(default_factory=dict)
    guest_rows: tuple[Visitor, ...] = ()
    lecture: LecturePart | None = None  # None: not stated, stays as it is
    life: LifePart | None = None

    @classmethod
    def of(cls, meeting: "Meeting") -> "Content":
        """What the record says now, in a fixed number of queries."""
        kinds = tuple(row.kind for row in meeting.kinds.all())
        return cls(
            kinds=kinds,
            held_on=meeting.held_on,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            theme=meeting.theme,
            place=meeting.place,
            host=meeting.host,
            recorder=meeting.recorder,
            host_note=meeting.host_note,
            guests=meeting.guests,
            minutes=meeting.minutes,
            agenda=tuple(
                item_of(row)
                for row in meeting.agenda.select_related("resolution").prefetch_related("statements__speaker")
            ),
            follow_ups=tuple(
                Told(*row)
                for row in meeting.follow_ups.order_by("id").values_list(
                    "resolution_id", "is_done", "note", "resolution__text"
                )
            ),
            marks={
                uuid: Mark(state, code, reason, source)
                for uuid, state, code, reason, source in meeting.attendances.exclude(
                    state__in=(State.PRESENT, State.EXEMPT)
                ).values_list("member__uuid", "state", "reason_code", "reason", "source")
            },
            guest_rows=tuple(
                Visitor(*row) for row in meeting.guest_rows.order_by("id").values_list("name", "unit", "role")
            ),
            **kind_parts.parts_of(meeting, kinds),
        )


def item_of(row: Any) -> Item:
    said = tuple(
        Said(one.name, one.text, one.speaker.uuid if one.speaker else None) for one in row.statements.all()
    )
    resolution = getattr(row, "resolution", None)
    if resolution is None:
        return Item(row.title, row.discussion, statements=said)
    decision = Decision(
        resolution.text,
        resolution.form,
        resolution.yes,
        resolution.no,
        resolution.abstain,
        resolution.executor,
        resolution.due_on,
        kind=resolution.kind,
        candidate=resolution.candidate,
        written_yes=resolution.written_yes,
        ends_with_vote=resolution.ends_with_vote,
    )
    return Item(row.title, row.discussion, decision, said)


def words(content: Content, names: Mapping[UUID, str]) -> dict[str, str]:
    """The record as labelled words, for before and after in the audit and in amendments."""
    said = {
        "类型": "、".join(kind.label for kind in Kind if kind in content.kinds),
        "主题": content.theme,
        "日期": f"{content.held_on:%Y-%m-%d}",
        "开始": f"{timezone.localtime(content.starts_at):%H:%M}",
        "结束": f"{timezone.localtime(content.ends_at):%H:%M}" if content.ends_at else "",
        "地点": content.place,
        "主持人": str(content.host or ""),
        "委托说明": content.host_note,
        "记录人": str(content.recorder or ""),
        "列席": content.guests,
        "其他到会人员": "、".join(one.words for one in content.guest_rows),
        "会议记录": content.minutes,
    }
    for number, item in enumerate(content.agenda, 1):
        said[f"议题{number}"] = item.title
        said[f"议题{number} 发言要点"] = item.discussion
        for place, one in enumerate(item.statements, 1):
            said[f"议题{number} 第{place}人发言要点"] = f"{one.name}：{one.text}"
        if item.decision:
            decision = item.decision
            said[f"议题{number} 决议"] = decision.text
            if decision.kind != Matter.ORDINARY:
                said[f"议题{number} 事项"] = Matter(decision.kind).label
            said[f"议题{number} 表决对象"] = decision.candidate
            said[f"议题{number} 会前书面赞成"] = str(decision.written_yes or "")
            said[f"议题{number} 表决方式"] = VoteForm(decision.form).label
            for label, votes in (("赞成", decision.yes), ("反对", decision.no), ("弃权", decision.abstain)):
                said[f"议题{number} {label}"] = str(votes or 0) if decision.is_counted else ""
            said[f"议题{number} 负责人"] = decision.executor
            said[f"议题{number} 落实"] = "无需落实" if decision.ends_with_vote else ""
            said[f"议题{number} 期限"] = f"{decision.due_on:%Y-%m-%d}" if decision.due_on else ""
    for told in content.follow_ups:
        word = "办完了" if told.is_done else "还没办完"
        said[f"“{told.text[:20]}”落实"] = f"{word}：{told.note}" if told.note else word
    said |= kind_parts.words(content)
    for uuid, mark in content.marks.items():
        said[f"{names.get(uuid, uuid)}到会情况"] = mark.words
    return {label: value for label, value in said.items() if value}


def difference(before: dict[str, str], after: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Only what differs, on both sides."""
    labels = [
        label for label in dict.fromkeys([*before, *after]) if before.get(label, "") != after.get(label, "")
    ]
    return {x: before.get(x, "") for x in labels}, {x: after.get(x, "") for x in labels}
