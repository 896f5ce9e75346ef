"""Read model of the page of one decision: its facts in words, the articles, and what the actor may do."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import full_date
from core.instruments import cite
from core.parsing import parse_day
from meetings.models import Resolution
from members.personal_data import sealing
from members.states import ETHNICITIES, Gender
from procedures.models import MemberDecision
from procedures.rules.deadlines import SOON_DAYS, TIME_LIMITS
from procedures.rules.kinds import bases_of
from procedures.selectors.decision_facts import person_of, person_warnings
from procedures.selectors.what_followed import may_take_back
from procedures.states import DecisionStatus

PERSON_WORDS = {
    "identity": "公民身份号码",
    "phone": "联系电话",
    "address": "家庭住址",
    "gender": "性别",
    "ethnicity": "民族",
    "birth_on": "出生日期",
    "joined_on": "入党日期",
    "full_on": "转正日期",
    "applied_on": "申请入党日期",
    "education": "学历",
    "native_place": "籍贯",
    "workplace": "工作单位及职务",
    "occupation": "人员类别",
    "number": "党员编号",
    "note": "备注",
}
DETAIL_WORDS = {
    "applied_on": "转正申请",
    "opinions_on": "听取意见",
    "reviewed_on": "支委会审查",
    "lost_since": "失去联系",
    "suspended_on": "停止党籍",
    "suspension_document": "停止党籍文号",
}


@dataclass(frozen=True)
class DecisionPage:
    """facts: label → words; `may_decide` and `may_withdraw` of the actor, `is_own`: the actor proposed it.

    resolution: the resolution it rests on with its tally, while the record is kept. due: until when it is to be decided.
    next_waiting, left: the oldest other one that waits for the actor, and how many wait.
    """

    resolution: Resolution | None
    due: "DueDay | None"
    facts: list[tuple[str, str]]
    person: list[tuple[str, str]]
    searches: list[tuple[str, str]]
    bases: list[str]
    may_decide: bool
    may_withdraw: bool
    may_take_back: bool
    taken_back_by: MemberDecision | None
    is_own: bool
    next_waiting: MemberDecision | None
    left: int


@dataclass(frozen=True)
class DueDay:
    """Until when the body above decides, in words: 还有12天, 已超过3天; `state` is its look."""

    on: dt.date
    words: str
    state: str
    basis: str


def load_decision_page(decision: MemberDecision, by: Actor) -> DecisionPage:
    is_waiting = decision.status == DecisionStatus.PROPOSED
    is_own = by.user is not None and by.user.pk == decision.asked_by_id
    day = decision.decided_on or clock.today()
    others = list(MemberDecision.objects.waiting_for(by).exclude(pk=decision.pk).order_by("pk"))
    return DecisionPage(
        resolution=decision.resolution,
        due=due_day(decision),
        facts=_facts(decision),
        person=_person(decision),
        searches=[(_day(one["on"]), one["way"]) for one in decision.searches],
        bases=[cite(basis, day) for basis in bases_of(decision.kind, decision.purpose)],
        may_decide=is_waiting and not is_own and by.may(Capability.DECIDE_ON_MEMBERS, decision.organization),
        may_withdraw=is_waiting and by.may(Capability.MANAGE_MEMBERS, decision.organization),
        may_take_back=may_take_back(decision, by),
        taken_back_by=_taking_back(decision),
        is_own=is_own,
        next_waiting=others[0] if others else None,
        left=len(others),
    )


def _taking_back(decision: MemberDecision) -> MemberDecision | None:
    """The decision by which it was taken back."""
    if decision.status != DecisionStatus.TAKEN_BACK:
        return None
    return decision.takings_back.filter(status=DecisionStatus.APPROVED).first()


def due_day(decision: MemberDecision) -> DueDay | None:
    """What is said of the time limit while a decision waits, and afterwards where it came too late (R-DEV-15, R-DEV-33)."""
    on, is_waiting = decision.due_on, decision.status == DecisionStatus.PROPOSED
    if on is None or not (is_waiting or decision.is_late):
        return None
    left = (on - (clock.today() if is_waiting else decision.decided_on or on)).days
    words = f"还有{left}天" if left > 0 else "今天到期" if left == 0 else f"超过{-left}天"
    state = "missed" if left < 0 else "due_soon" if left <= SOON_DAYS else "open"
    basis = cite(TIME_LIMITS[decision.kind], decision.decided_on or clock.today())
    return DueDay(on, words, state, basis)


def _day(written: str | None) -> str:
    found = parse_day(written) if written else None
    return full_date(found) if found else written or ""


def _facts(decision: MemberDecision) -> list[tuple[str, str]]:
    words = decision.resolution_words
    dates = {"生效日期": decision.effective_on, "结束日期": decision.until, "复核日期": decision.review_on}
    found = [
        ("情形", decision.ground_words),
        ("用途", decision.get_purpose_display()),
        ("权利限制", str(decision.restriction.get_kind_display()) if decision.restriction else ""),
        ("支部党员大会决议", "" if decision.resolution else words),
        ("文号", decision.document),
        ("批准日期", full_date(decision.decided_on) if decision.decided_on else ""),
        ("批准机关", decision.body),
        *((label, full_date(on)) for label, on in dates.items() if on),
        ("党小组", decision.group.short_name if decision.group else ""),
        *((label, _day(decision.details.get(name))) for name, label in DETAIL_WORDS.items()),
        ("说明", decision.reason),
    ]
    return [(label, value) for label, value in found if value]


def _person(decision: MemberDecision) -> list[tuple[str, str]]:
    """The facts of a new person as every reader of the roll may see them: numbers masked."""
    if decision.member_id:
        return []
    try:
        person = person_of(decision)
    except sealing.CannotUnseal as unreadable:
        return [("资料", unreadable.sentence)]
    found = [
        (word, _person_word(name, person[name])) for name, word in PERSON_WORDS.items() if person.get(name)
    ]
    return found + [("请核对", sentence) for sentence in person_warnings(decision).values()]


def _person_word(name: str, value: Any) -> str:
    if name == "gender":
        return str(Gender(value).label)
    if name == "ethnicity":
        return ETHNICITIES.get(int(value), "")
    if name.endswith("_on"):
        return full_date(value)
    return str(sealing.mask_value(name, value))
