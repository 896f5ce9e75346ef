"""The checks on a record: one pure function over its facts, asked by the page's panel, by submit and by the API.

A `stop` refuses the submission, a `hint` does not. A stop that carries an error is refused already when the record
is saved: it would be untrue, not merely unfinished. Nothing here reads the database.
"""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from django.conf import settings

from core.errors import RuleBroken
from meetings import errors
from meetings.content import Content, Decision
from meetings.roll import is_committee_only
from meetings.states import MAY_HOLD, THERE, Kind, Reason, State

Level = Literal["stop", "hint", "fine"]
PHOTOS_WANTED = 3


@dataclass(frozen=True)
class Finding:
    level: Level
    rule: str
    sentence: str
    basis: str = ""
    field: str = ""
    error: type[RuleBroken] | None = None


@dataclass(frozen=True)
class Present:
    """One row of the attendance as the checks see it."""

    member_id: int
    name: str
    state: str
    reason_code: str = ""
    reason: str = ""
    has_vote: bool = True

    @property
    def is_expected(self) -> bool:
        return self.state != State.EXEMPT

    @property
    def is_there(self) -> bool:
        return self.state in THERE


@dataclass(frozen=True)
class Turnout:
    """The counts that stand on the meeting row."""

    expected: int = 0
    present: int = 0
    on_leave: int = 0
    absent: int = 0

    @classmethod
    def of(cls, rows: Sequence[Present]) -> "Turnout":
        return cls(
            expected=sum(row.is_expected for row in rows),
            present=sum(row.is_there for row in rows),
            on_leave=sum(row.state == State.ON_LEAVE for row in rows),
            absent=sum(row.state == State.ABSENT for row in rows),
        )


@dataclass(frozen=True)
class Facts:
    """What the checks look at. The first block is known without a query; the rest is looked up by meetings.facts."""

    organization_kind: str
    content: Content
    rows: Sequence[Present]
    turnout: Turnout = field(default_factory=Turnout)

    roll: frozenset[int] | None = None  # expected by the roll of that day; None: not asked
    names: dict[int, str] = field(default_factory=dict)
    chairs: frozenset[int] = frozenset()  # who may chair without being asked to: posts of that day
    committee: frozenset[int] = frozenset()
    overlaps: Sequence[str] = ()
    elsewhere: Sequence[str] = ()
    photos: int = 0
    first_submitted_on: dt.date | None = None
    today: dt.date | None = None

    @property
    def entitled(self) -> int:
        """Expected and with a vote: the base of every majority (支部工作条例 Art. 11)."""
        return sum(row.is_expected and row.has_vote for row in self.rows)

    @property
    def voting(self) -> int:
        """There and with a vote."""
        return sum(row.is_there and row.has_vote for row in self.rows)


def needed(share: str, of: int) -> int:
    """The least number that is `share` of so many: half of 5 is 3, half of 4 is 2."""
    return math.ceil(of * Fraction(share))


def is_carried(yes: int | None, entitled: int) -> bool:
    """More than half of everyone entitled, not of those present: exactly half is not enough."""
    return yes is not None and yes * 2 > entitled


def is_void(kinds: Sequence[str], turnout: Turnout) -> bool:
    """A committee meeting without half of the committee: kept, but it does not count (R-MEET-08)."""
    return is_committee_only(kinds) and turnout.present < needed(settings.COMMITTEE_QUORUM, turnout.expected)


def is_late(held_on: dt.date, submitted_on: dt.date) -> bool:
    """R-REC-05, counted from the first submission."""
    return (submitted_on - held_on).days > settings.LATE_AFTER_DAYS


def findings(facts: Facts) -> list[Finding]:
    """Everything there is to say, stops first."""
    found = [
        *refusals(facts),
        *_missing(facts),
        *_turnout(facts),
        *_votes(facts),
        *_committee(facts),
        *_chair(facts),
        *_time(facts),
    ]
    order = {"stop": 0, "hint": 1, "fine": 2}
    return sorted(found, key=lambda finding: order[finding.level])


def stops(found: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.level == "stop"]


def refusals(facts: Facts) -> Iterator[Finding]:
    """What no record may say, finished or not. Needs the facts' first block only."""
    content = facts.content
    may_hold = MAY_HOLD[facts.organization_kind]
    for kind in content.kinds:
        if kind not in may_hold:
            yield _stop("", _where_to(kind), "", "kinds", errors.MayNotHold)
    silent = [
        row.name
        for row in facts.rows
        if row.state in (State.ON_LEAVE, State.ABSENT)
        and (not row.reason_code or (row.reason_code == Reason.OTHER and not row.reason.strip()))
    ]
    if silent:
        yield _stop(
            "R-REC-04",
            f"{'、'.join(silent)}没到，请写上原因（选“其他”要写明是什么）。",
            "",
            "attendances",
            errors.AbsenceWithoutReason,
        )
    for number, item in enumerate(content.agenda):
        if item.decision:
            yield from _untrue(facts, item.decision, f"agenda-{number}")


def _untrue(facts: Facts, decision: Decision, at: str) -> Iterator[Finding]:
    entitled, voting = facts.entitled, facts.voting
    if decision.entitled is not None and decision.entitled > entitled:
        yield _stop(
            "R-MEET-10",
            f"有表决权的应到{entitled}人，不能写成{decision.entitled}人：预备党员、留党察看和中止权利的人没有表决权。",
            errors.XJ5,
            f"{at}-yes",
            errors.VotesWithoutRight,
        )
    if not decision.is_counted:
        return
    if decision.cast > voting:
        yield _stop(
            "R-MEET-07",
            f"到会有表决权{voting}人，票数不能超过{voting}，现在合计{decision.cast}票。",
            errors.ZB11,
            f"{at}-yes",
            errors.TallyExceedsPresent,
        )
    least = needed(settings.QUORUM, entitled)
    if voting < least:
        yield _stop(
            "R-MEET-06",
            f"到会有表决权{voting}人，应到有表决权{entitled}人，至少要到{least}人才能表决，这项决议不能记。",
            errors.ZB11,
            f"{at}-yes",
            errors.NotQuorate,
        )
    if decision.passed and not is_carried(decision.yes, entitled):
        yield _stop(
            "R-MEET-07",
            f"赞成{decision.yes}票，要超过{entitled}人的一半才算通过（到会人数不作基数），不能记为通过。",
            errors.ZB11,
            f"{at}-yes",
            errors.NotCarried,
        )


def _where_to(kind: str) -> str:
    if kind == Kind.GROUP:
        return "党小组会由党小组来记，请在上面选党小组。"
    return f"这个党组织不开{Kind(kind).label}，请去掉。"


def _missing(facts: Facts) -> Iterator[Finding]:
    content = facts.content
    wanted = [
        (content.kinds, "开的是什么会还没选", "kinds"),
        (content.theme.strip(), "主题还没写", "theme"),
        (content.place.strip(), "地点还没写", "place"),
        (content.host, "主持人还没选", "host"),
        (content.recorder, "记录人还没选", "recorder"),
    ]
    for there, sentence, name in wanted:
        if not there:
            yield _stop("R-REC-01", sentence, "", name)
    said = content.minutes.strip() or any(item.discussion.strip() for item in content.agenda)
    if said:
        yield Finding("fine", "R-REC-01", "会议记录已写", field="minutes")
    else:
        yield _stop("R-REC-01", "会议记录还没写，至少写明发言要点和结果", "", "minutes")
    if not content.ends_at:
        yield Finding("hint", "R-REC-01", "还没写几点结束", field="ends_at")
    if not any(row.is_expected for row in facts.rows):
        yield _stop("R-REC-01", "应到名单是空的，请先登记党员（支委会要先登记支委）", "", "attendances")
    for number, item in enumerate(content.agenda, 1):
        decision = item.decision
        if not decision:
            continue
        at = f"agenda-{number - 1}"
        if not decision.text.strip():
            yield _stop("R-REC-01", f"议题{number}有票数，决议还没写", "", f"{at}-decision")
        if not decision.is_counted:
            yield _stop(
                "R-REC-01",
                f"议题{number}的票数还没填。赞成要超过应到会有表决权人数的一半",
                errors.ZB11,
                f"{at}-yes",
            )
        if not (decision.executor.strip() and decision.due_on):
            yield Finding(
                "hint", "R-REC-01", f"议题{number}的决议没写谁落实、什么时候办完", field=f"{at}-executor"
            )
    if facts.photos < PHOTOS_WANTED:
        words = f"照片只有{facts.photos}张" if facts.photos else "还没有照片"
        yield Finding("hint", "", f"{words}，可以提交，建议3至5张，有一张能看清全场", field="photos")


def _turnout(facts: Facts) -> Iterator[Finding]:
    counts = facts.turnout
    total = counts.present + counts.on_leave + counts.absent
    if counts.expected != total:
        yield _stop(
            "R-REC-02",
            f"应到{counts.expected}人，实到{counts.present}、请假{counts.on_leave}、缺席{counts.absent}合计{total}人，两边要相等",
            "",
            "attendances",
        )
    if facts.roll is not None:
        listed = {row.member_id for row in facts.rows if row.is_expected}
        extra = [facts.names.get(pk, "") for pk in sorted(listed - facts.roll)]
        short = [facts.names.get(pk, "") for pk in sorted(facts.roll - listed)]
        if extra or short:
            parts = [f"名单上多了{'、'.join(extra)}"] if extra else []
            parts += [f"少了{'、'.join(short)}"] if short else []
            yield _stop(
                "R-REC-03",
                f"应到{len(listed)}人，{facts.content.held_on.month}月{facts.content.held_on.day}日名册上是{len(facts.roll)}人："
                f"{'，'.join(parts)}。请按名册重取",
                "",
                "attendances",
            )
    if counts.on_leave or counts.absent:
        if all(row.reason_code for row in facts.rows if row.is_expected and not row.is_there):
            yield Finding("fine", "R-REC-04", "没到的人都写了原因", field="attendances")
    elif counts.expected:
        yield Finding("fine", "R-REC-04", "应到的都到了", field="attendances")


def _votes(facts: Facts) -> Iterator[Finding]:
    decisions = [item.decision for item in facts.content.agenda if item.decision]
    entitled, voting = facts.entitled, facts.voting
    least = needed(settings.QUORUM, entitled)
    words = f"有表决权到会{voting}人，至少{least}人"
    if decisions or Kind.GENERAL in facts.content.kinds:
        if voting >= least and entitled:
            yield Finding("fine", "R-MEET-06", f"到会人数够，可以表决：{words}", errors.ZB11)
        elif not any(decision.is_counted for decision in decisions):
            yield Finding("hint", "R-MEET-06", f"到会不足半数，不能表决：{words}", errors.ZB11, "attendances")
    for number, item in enumerate(facts.content.agenda, 1):
        decision = item.decision
        if decision is None or not decision.is_counted or decision.cast > voting:
            continue
        at = f"agenda-{number - 1}-yes"
        if decision.cast < voting:
            yield Finding(
                "hint",
                "R-MEET-07",
                f"议题{number}票数合计{decision.cast}，到会有表决权{voting}人，没投票的记弃权",
                errors.ZB11,
                at,
            )
        if is_carried(decision.yes, entitled):
            yield Finding(
                "fine",
                "R-MEET-07",
                f"议题{number}通过：赞成{decision.yes}，超过{entitled}人的一半",
                errors.ZB11,
            )
        else:
            yield Finding(
                "hint",
                "R-MEET-07",
                f"议题{number}没有通过：赞成{decision.yes}，没有超过{entitled}人的一半",
                errors.ZB11,
                at,
            )


def _committee(facts: Facts) -> Iterator[Finding]:
    kinds, counts = facts.content.kinds, facts.turnout
    if is_void(kinds, counts) and counts.expected:
        least = needed(settings.COMMITTEE_QUORUM, counts.expected)
        yield Finding(
            "hint",
            "R-MEET-08",
            f"支委应到{counts.expected}人，到会{counts.present}人，不足{least}人：记录保留，但这次会议无效，不计次数",
            errors.ZB12,
            "attendances",
        )
    if Kind.COMMITTEE in kinds and not is_committee_only(kinds):
        there = sum(row.is_there and row.member_id in facts.committee for row in facts.rows)
        least = needed(settings.COMMITTEE_QUORUM, len(facts.committee))
        if not facts.committee or there < least:
            yield _stop(
                "R-MEET-08",
                f"支委{len(facts.committee)}人，到会{there}人，不能算支委会，请去掉“支委会”",
                errors.ZB12,
                "kinds",
            )


def _chair(facts: Facts) -> Iterator[Finding]:
    host, recorder = facts.content.host, facts.content.recorder
    strict = bool({Kind.GENERAL, Kind.COMMITTEE, Kind.GROUP} & set(facts.content.kinds))
    if host and facts.chairs and host.pk not in facts.chairs:
        leader = "组长" if Kind.GROUP in facts.content.kinds else "书记、副书记或支委"
        noted = facts.content.host_note.strip()
        level: Level = "hint" if noted or not strict else "stop"
        advice = f"委托说明：{noted}" if noted else "请写一句委托说明"
        yield Finding(level, "R-MEET-09", f"{host.name}不是{leader}，{advice}", errors.ZB14, "host_note")
    if host and recorder and host.pk == recorder.pk:
        yield Finding("hint", "R-REC-06", "主持人和记录人是同一个人", field="recorder")
    elif recorder and recorder.pk not in {row.member_id for row in facts.rows}:
        yield Finding("hint", "R-REC-06", f"记录人{recorder.name}不在应到名单上", field="recorder")
    elif host and recorder:
        yield Finding("fine", "R-REC-06", "主持人与记录人不是同一人")


def _time(facts: Facts) -> Iterator[Finding]:
    if facts.overlaps:
        yield Finding(
            "hint", "R-REC-07", f"时间和另一次会议重叠：{'、'.join(facts.overlaps)}", field="starts_at"
        )
    if facts.elsewhere:
        yield Finding(
            "hint", "R-REC-07", f"{'、'.join(facts.elsewhere)}同一时间也记在别的会议上", field="attendances"
        )
    submitted_on = facts.first_submitted_on or facts.today
    if submitted_on and is_late(facts.content.held_on, submitted_on):
        days = (submitted_on - facts.content.held_on).days
        yield Finding(
            "hint",
            "R-REC-05",
            f"会后第{days}天才提交，超过{settings.LATE_AFTER_DAYS}天，记为逾期补录",
            field="held_on",
        )


def _stop(
    rule: str, sentence: str, basis: str = "", at: str = "", error: type[RuleBroken] | None = None
) -> Finding:
    return Finding("stop", rule, sentence, basis, at, error)
