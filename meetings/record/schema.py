"""The schema of a meeting's record: one frozen dataclass for the meeting and one for each of its parts.

Every field is a label and a type. Forms, API, proposals, drafts, bundles, the comparison of two records and the audit's
words walk these classes; a field declared here is known to all of them. People are references: uuid and name.
"""

# ruff: noqa: RUF009 -- `declare` gives the immutable description of a field

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from meetings.record.field_types import (
    Amount,
    Choice,
    Choices,
    Claim,
    Day,
    Identity,
    Marks,
    Moment,
    Number,
    Part,
    Person,
    PersonReference,
    Rows,
    Text,
    Votes,
    YesNo,
    declare,
)
from meetings.record.guests import GuestEntry as GuestEntry
from meetings.record.guests import PartnerUnitEntry as PartnerUnitEntry
from meetings.record.opinions import WrittenOpinionEntry as WrittenOpinionEntry
from meetings.states import (
    ONE_BY_ONE,
    THERE,
    AttendanceState,
    Kind,
    LecturerLevel,
    Matter,
    OpinionChoice,
    Reason,
    Source,
    VoteForm,
)

_LISTED = re.compile(r"[\s、，,；;]+")
LONG = 20_000  # letters of what was said or written down at length
LARGEST_ID = 2**53


@dataclass(frozen=True)
class AttendanceMark:
    """How one member differs from present. For who is not there the reason decides between leave and absence:
    unexcused is absent, everything else is on leave."""

    state: str = declare(
        Choice(
            "到会",
            of=AttendanceState,
            offered=tuple(one for one in AttendanceState if one != AttendanceState.EXEMPT),
        ),
        AttendanceState.PRESENT,
    )
    reason_code: str = declare(Choice("原因", of=Reason, is_blank=True), "")
    reason: str = declare(Text("原因说明", most=120), "")
    source: str = declare(
        Choice(
            "来源",
            of=Source,
            offered=(Source.MANUAL, Source.OFFLINE),
            help="a check-in by code is known from the check-in itself",
        ),
        Source.MANUAL,
    )

    def normalized(self) -> "AttendanceMark":
        """State and reason agreeing with each other."""
        if self.state in (*THERE, AttendanceState.EXEMPT, AttendanceState.UNDECIDED):
            return replace(self, reason_code="")
        if not self.reason_code:
            return self
        state = AttendanceState.ABSENT if self.reason_code == Reason.UNEXCUSED else AttendanceState.ON_LEAVE
        return replace(self, state=state)

    @property
    def summary(self) -> str:
        """病假, 其他：家中有事, 迟到"""
        if self.reason_code:
            label = Reason(self.reason_code).label
            return f"{label}：{self.reason}" if self.reason else label
        return self.category

    @property
    def category(self) -> str:
        """病假, 其他, 迟到: what may stand on papers and in workbooks, without the reason in words (R-PAP-04)."""
        return Reason(self.reason_code).label if self.reason_code else AttendanceState(self.state).label


PRESENT = AttendanceMark()


@dataclass(frozen=True)
class Decision:
    """A decision and its tally; yes, no and abstain stay empty until counted.

    entitled and passed may be claimed by a client; they are checked, never believed.
    """

    text: str = declare(Text("决议", most=5000, has_lines=True))
    kind: str = declare(
        Choice(
            "事项",
            of=Matter,
            silent=Matter.ORDINARY,
            help="decides quorum and majority (R-MEET-06, R-DEV-11)",
        ),
        Matter.ORDINARY,
    )
    candidate: str = declare(
        Text("表决对象", most=64, help="whose membership it is about: one person (R-DEV-13)"), ""
    )
    written_yes: int = declare(
        Number(
            "会前书面赞成",
            help="opinions in writing; as many as written_opinions have, or more of old records",
        ),
        0,
    )
    written_no: int = declare(Number("会前书面反对", help="likewise", since=4), 0)
    written_abstain: int = declare(Number("会前书面弃权", help="likewise", since=4), 0)
    written_opinions: tuple[WrittenOpinionEntry, ...] = declare(
        Rows(
            "会前书面意见",
            of=WrittenOpinionEntry,
            most=500,
            help="of those who could not come, received before the meeting; for admission and probation (R-DEV-29)",
            since=4,
        ),
        (),
    )
    form: str = declare(
        Choice(
            "表决方式",
            of=VoteForm,
            help="left out: secret where the matter asks for it (R-DEV-26), else by hands",
        ),
        "",
    )
    yes: int | None = declare(Votes("赞成"), None)
    no: int | None = declare(Votes("反对"), None)
    abstain: int | None = declare(Votes("弃权"), None)
    executor: str = declare(Text("负责人", most=64), "")
    ends_with_vote: bool = declare(
        YesNo(
            "落实",
            yes="无需落实",
            help="nobody has to carry it out; else executor and due_on (R-REC-01)",
            since=2,
        ),
        False,
    )
    due_on: dt.date | None = declare(Day("期限"), None)
    entitled: int | None = declare(Claim("应到有表决权", of=int, help="a claim, checked (R-MEET-10)"), None)
    passed: bool | None = declare(
        Claim("通过", of=bool, help="a claim, checked (R-MEET-07); counted by the server"), None
    )

    def __post_init__(self) -> None:
        if not self.form:
            object.__setattr__(self, "form", VoteForm.SECRET if self.kind in ONE_BY_ONE else VoteForm.HANDS)
        for choice in OpinionChoice.values:
            name, named = f"written_{choice}", self.named_count(choice)
            if getattr(self, name) < named:
                object.__setattr__(self, name, named)

    def named_count(self, choice: str) -> int:
        """How many opinions in writing with this choice say whose they are."""
        return sum(one.choice == choice for one in self.written_opinions if not one.is_empty)

    @property
    def votes_written(self) -> int:
        return self.written_yes + self.written_no + self.written_abstain

    @property
    def votes_unnamed(self) -> int:
        """Opinions in writing of nobody in particular: a number alone, of an old record (未列明何人)."""
        return self.votes_written - sum(not one.is_empty for one in self.written_opinions)

    @property
    def is_counted(self) -> bool:
        return self.yes is not None

    @property
    def votes_cast(self) -> int:
        return (self.yes or 0) + (self.no or 0) + (self.abstain or 0)


@dataclass(frozen=True)
class StatementEntry:
    """What one person said. A speaker on the roll is known by `speaker`; of others only the name is stored."""

    name: str = declare(Text("发言人", most=64, may_lack=True))
    text: str = declare(Text("发言要点", most=LONG, has_lines=True))
    speaker: UUID | None = declare(
        Identity("发言人", is_member=True, help="a member on the roll; else found by a name only one has"),
        None,
    )

    @property
    def summary(self) -> str:
        return f"{self.name}：{self.text}"


@dataclass(frozen=True)
class AgendaEntry:
    """One point of the agenda: what was said and what was decided."""

    title: str = declare(Text("议题", most=200, is_blank=False, is_heading=True))
    discussion: str = declare(Text("发言要点", most=LONG, has_lines=True), "")
    decision: Decision | None = declare(Part("决议", of=Decision), None)
    statements: tuple[StatementEntry, ...] = declare(
        Rows("发言", of=StatementEntry, numbered="第{n}人发言要点", most=500), ()
    )


@dataclass(frozen=True)
class FollowUpEntry:
    """What became of an earlier decision, as told in this meeting. `text` is the decision's, filled in when written."""

    resolution: int = declare(Number("决议", least=1, most=LARGEST_ID, key="decision", help="its id"))
    is_done: bool = declare(YesNo("落实", yes="已办结", no="未办结"))
    note: str = declare(Text("落实情况", most=300), "")
    text: str = declare(Text("决议", most=5000, is_stated=False), "")

    @property
    def summary(self) -> str:
        word = "已办结" if self.is_done else "未办结"
        return f"{word}：{self.note}" if self.note else word


@dataclass(frozen=True)
class LecturePart:
    """A lecture: who gave it, on what, and the hours credited to those present (empty: from its length)."""

    lecturer: str = declare(Text("主讲人", most=64), "")
    member: PersonReference | None = declare(Person("主讲人"), None)
    level: str = declare(Choice("主讲人身份", of=LecturerLevel), LecturerLevel.SECRETARY)
    material: str = declare(Text("讲稿和材料", most=300), "")
    hours: Decimal | None = declare(Amount("学时", most=24), None)

    @property
    def name(self) -> str:
        return self.member.name if self.member else self.lecturer.strip()

    @property
    def is_empty(self) -> bool:
        """Nothing was said of it. What is said without a name is kept; its hours are credited once it has one."""
        said = self.name or self.material.strip() or self.hours is not None
        return not said and self.level == LecturerLevel.SECRETARY


@dataclass(frozen=True)
class ProblemEntry:
    """A problem and its rectification; without a member it is the branch's own."""

    text: str = declare(Text("问题", most=500, is_blank=False))
    member: PersonReference | None = declare(
        Person("问题所属（支部/个人）", help="null: the branch's own"), None
    )
    measure: str = declare(Text("整改措施", most=500), "")
    owner: str = declare(Text("责任人", most=64), "")
    due_on: dt.date | None = declare(Day("期限"), None)
    uuid: UUID | None = declare(Identity("编号", key="id", help="of a line that goes on"), None)

    @property
    def is_settled(self) -> bool:
        return bool(self.measure.strip() and self.owner.strip() and self.due_on)

    @property
    def summary(self) -> str:
        """支部：学习不够；措施：…；责任人：…；期限：2026-12-31"""
        due = f"{self.due_on:%Y-%m-%d}" if self.due_on else ""
        parts = [f"{self.member.name if self.member else '支部'}：{self.text}"]
        parts += [
            f"{label}：{value}"
            for label, value in (("措施", self.measure), ("责任人", self.owner), ("期限", due))
            if value
        ]
        return "；".join(parts)


@dataclass(frozen=True)
class ExaminationEntry:
    """One person's self-examination (对照检查) with what others criticised in them (R-LIFE-13)."""

    member: PersonReference | None = declare(Person("对照检查人"), None)
    self_criticism: str = declare(Text("自我批评", most=2000, has_lines=True), "")
    criticism: str = declare(
        Text("相互批评", most=2000, has_lines=True, help="who criticised what, one a line"), ""
    )

    @property
    def summary(self) -> str:
        """林知远：自我批评：…；相互批评：…"""
        name = self.member.name if self.member else "（没有写是谁）"
        return f"{name}：自我批评：{self.self_criticism}；相互批评：{self.criticism}"


@dataclass(frozen=True)
class LifePart:
    """The materials of an organizational-life meeting (支部工作条例 Art. 17)."""

    study: str = declare(Text("会前学习", most=LONG, has_lines=True), "")
    talks: str = declare(Text("谈心谈话", most=LONG, has_lines=True), "")
    opinions: str = declare(Text("征求意见", most=LONG, has_lines=True), "")
    criticism: str = declare(Text("批评和自我批评", most=LONG, has_lines=True), "")
    problems: tuple[ProblemEntry, ...] = declare(
        Rows("问题清单", of=ProblemEntry, numbered="问题{n}", most=500), ()
    )
    examinations: tuple[ExaminationEntry, ...] = declare(
        Rows("对照检查", of=ExaminationEntry, numbered="对照检查{n}", most=500, since=4), ()
    )

    @property
    def is_empty(self) -> bool:
        texts = (self.study, self.talks, self.opinions, self.criticism)
        return not (self.problems or self.examinations) and not any(text.strip() for text in texts)


@dataclass(frozen=True, kw_only=True)
class MeetingRecord:
    """Everything a person states about a meeting. Counts and the roll are not here: they are taken, not stated."""

    kinds: tuple[str, ...] = declare(Choices("类型", of=Kind))
    theme: str = declare(Text("主题", most=200), "")
    held_on: dt.date = declare(Day("日期"))
    starts_at: dt.datetime = declare(Moment("开始"))
    ends_at: dt.datetime | None = declare(Moment("结束"), None)
    place: str = declare(Text("地点", most=120), "")
    agenda_announced_on: dt.date | None = declare(
        Day("议题公告日", help="when the agenda was made known to the members", since=3), None
    )
    host: PersonReference | None = declare(Person("主持人"), None)
    host_note: str = declare(Text("委托说明", most=120), "")
    recorder: PersonReference | None = declare(Person("记录人"), None)
    guests: str = declare(Text("列席", most=300), "")
    guest_rows: tuple[GuestEntry, ...] = declare(Rows("其他到会人员", of=GuestEntry, most=500), ())
    partner_units: tuple[PartnerUnitEntry, ...] = declare(
        Rows("联合单位", of=PartnerUnitEntry, most=50, help="with whom it was held jointly", since=5), ()
    )
    minutes: str = declare(Text("会议记录", most=100_000, has_lines=True), "")
    agenda: tuple[AgendaEntry, ...] = declare(Rows("议题", of=AgendaEntry, numbered="议题{n}", most=100), ())
    follow_ups: tuple[FollowUpEntry, ...] = declare(
        Rows("上次决议落实情况", of=FollowUpEntry, numbered="“{row.text:.20}”落实", most=500), ()
    )
    lecture: LecturePart | None = declare(
        Part("党课", of=LecturePart, kind=Kind.LECTURE, help="of a lecture"), None
    )  # None: not stated, stays as it is
    life: LifePart | None = declare(
        Part("组织生活会", of=LifePart, kind=Kind.LIFE, help="of an organizational-life meeting"), None
    )
    marks: Mapping[UUID, AttendanceMark] = declare(
        Marks("到会情况", of=AttendanceMark, key="attendances", help="only those who differ from present"),
        default_factory=dict,
    )

    @property
    def ends_next_day(self) -> bool:
        """次日: it ended after midnight, at an hour before that of its beginning."""
        if self.ends_at is None:
            return False
        starts, ends = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return ends.date() > starts.date() and ends.time() < starts.time()

    @property
    def guest_names(self) -> set[str]:
        """Of those sitting in, and of visitors without a unit: they might be somebody of the roll."""
        visitors = {one.name for one in self.guest_rows if one.is_visitor}
        return {*_LISTED.split(self.guests), *(one.name for one in self.guest_rows)} - visitors

    @property
    def votes_unnamed(self) -> int:
        return sum(item.decision.votes_unnamed for item in self.agenda if item.decision)

    def completed_from(self, before: "MeetingRecord") -> "MeetingRecord":
        """A part left unsaid stays as it was."""
        return replace(self, lecture=self.lecture or before.lecture, life=self.life or before.life)
