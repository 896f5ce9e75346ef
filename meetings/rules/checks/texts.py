"""Checks of texts: required fields, named speakers, votes with numbers, no copied text or photo (R-REC-01, 08)."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from core.dates_zh import short_date
from core.instruments import ZB11
from meetings.errors.findings import Finding
from meetings.record.schema import AgendaEntry, Decision, MeetingRecord
from meetings.rules import majorities
from meetings.rules.checks.shapes import Facts, stop
from meetings.states import ON_MEMBERSHIP, Kind, Matter

_VAGUE = re.compile(r"一致(?:表决)?(?:同意|通过|赞成)|全票(?:同意|通过)|全体(?:党员)?(?:同意|通过)")
_WITHOUT_DUTY = ON_MEMBERSHIP | {Matter.APPRAISAL}  # they end with the vote by their kind
_NONE, _SHORT, _LONG = dt.timedelta(), dt.timedelta(minutes=10), dt.timedelta(hours=9)
_TENTHS = "零一二三四五六七八九十"


def missing_fields(facts: Facts) -> Iterator[Finding]:
    record = facts.record
    wanted = [
        (record.theme.strip(), "主题还没写", "theme"),
        (record.place.strip(), "地点还没写", "place"),
        (record.host, "主持人还没选", "host"),
        (record.recorder, "记录人还没选", "recorder"),
    ]
    for there, sentence, name in wanted:
        if not there:
            yield stop("R-REC-01", sentence, "", name)
    if any(text.strip() for text in (record.minutes, *map(_item_text, record.agenda))):
        yield Finding("fine", "R-REC-01", "会议记录已写", field="minutes")
    else:
        yield stop("R-REC-01", "会议记录还没写，至少写明发言要点和结果", "", "minutes")
    if not record.ends_at:
        yield stop("R-REC-01", "还没写几点结束", "", "ends_at")
    elif (length := record.ends_at - record.starts_at) > _NONE and not _SHORT <= length <= _LONG:
        minutes = int(length.total_seconds() // 60)
        long = f"{minutes}分钟" if minutes < 120 else f"{minutes // 60}小时"
        yield Finding("hint", "R-REC-01", f"开始和结束相差{long}，时间写对了吗？", field="ends_at")
    for number, unit in enumerate(record.partner_units):
        if not unit.name.strip():
            yield stop("R-REC-01", f"联合单位{number + 1}还没写名称", "", f"unit-{number}-name")
        elif not unit.number:
            yield stop("R-REC-01", f"{unit.name}到了几个人还没写，写总数就行", "", f"unit-{number}-number")
    if not any(row.is_expected for row in facts.rows):
        yield stop("R-REC-01", "应到名单是空的，请先登记党员（支委会要先登记支委）", "", "attendances")
    for number, item in enumerate(record.agenda, 1):
        yield from _incomplete_statements(item, number)
        if item.decision:
            yield from _unfinished_decision(item.decision, number, record.kinds)
            yield from _without_duty(item.decision, number, facts.entitled_to(item.decision.kind))
            yield from _early_due_date(item.decision, number, record.held_on)


def _item_text(item: AgendaEntry) -> str:
    return "\n".join([item.discussion, *(one.text for one in item.statements)])


def _incomplete_statements(item: AgendaEntry, number: int) -> Iterator[Finding]:
    for place, one in enumerate(item.statements):
        if not (one.name.strip() or one.text.strip()):
            continue  # a row left empty on the page
        at = f"agenda-{number - 1}-said-{place}"
        if not one.name.strip():
            yield stop("R-REC-01", f"议题{number}第{place + 1}条发言没写发言人", "", f"{at}-name")
        elif not one.text.strip():
            yield stop("R-REC-01", f"议题{number}里{one.name}的发言要点还没写", "", f"{at}-text")


def _unfinished_decision(decision: Decision, number: int, kinds: Sequence[str]) -> Iterator[Finding]:
    at = f"agenda-{number - 1}"
    if not decision.text.strip():
        yield stop("R-REC-01", f"议题{number}有票数，决议还没写", "", f"{at}-decision")
    if not decision.is_counted:
        sentence = f"议题{number}的票数还没填。赞成要超过应到会有表决权人数的一半"
        basis = majorities.majority_of(decision.kind, kinds).carried_error.basis
        yield stop("R-REC-01", sentence, basis, f"{at}-yes")


def _without_duty(decision: Decision, number: int, entitled: int) -> Iterator[Finding]:
    """A carried decision says who does it by when, or that nobody has to. One not carried owes neither."""
    at = f"agenda-{number - 1}"
    wanted = {"executor": ("责任人", decision.executor.strip()), "due_on": ("完成时限", decision.due_on)}
    if decision.ends_with_vote:
        if any(value for _, value in wanted.values()):
            sentence = f"议题{number}选了“无需落实”，又写了责任人或完成时限，请只留一样"
            yield stop("R-REC-01", sentence, "", f"{at}-ends_with_vote")
        return
    carried = majorities.majority_of(decision.kind).is_carried(decision.yes, entitled, decision.written_yes)
    if decision.kind in _WITHOUT_DUTY or (decision.is_counted and not carried):
        return
    lacks = {name: label for name, (label, value) in wanted.items() if not value}
    if lacks:
        sentence = f"议题{number}的决议没写{'、'.join(lacks.values())}；不用谁去办的，选“无需落实”"
        yield stop("R-REC-01", sentence, "", f"{at}-{next(iter(lacks))}")


def _early_due_date(decision: Decision, number: int, held_on: dt.date) -> Iterator[Finding]:
    due = decision.due_on
    if due and due < held_on:
        sentence = f"议题{number}要{short_date(due, due)}前办完，在开会之前，日期写对了吗？"
        yield Finding("hint", "R-REC-01", sentence, field=f"agenda-{number - 1}-due_on")


def vague_decisions(facts: Facts) -> Iterator[Finding]:
    """“一致同意” stands for no numbers: a decision of the branch or its committee needs them."""
    record = facts.record
    if not {Kind.GENERAL, Kind.COMMITTEE} & set(record.kinds):
        return
    basis = ZB11 if Kind.GENERAL in record.kinds else ""  # no article counts the votes of a committee
    for number, item in enumerate(record.agenda, 1):
        phrase = _VAGUE.search(f"{item.title}\n{_item_text(item)}")
        if phrase and item.decision is None:
            sentence = f"议题{number}写了“{phrase[0]}”，没有票数：写明应到、到会、赞成、反对、弃权各多少人"
            yield Finding("hint", "R-REC-01", sentence, basis, f"agenda-{number - 1}-decision")
    phrase = _VAGUE.search(record.minutes)
    if phrase and not any(item.decision for item in record.agenda):
        sentence = f"会议记录里写了“{phrase[0]}”，没有票数：把定的事写成决议，填上票数"
        yield Finding("hint", "R-REC-01", sentence, basis, "agenda-0-decision")


def copies(facts: Facts) -> Iterator[Finding]:
    """R-REC-08 asks; it never accuses."""
    for copy in facts.copies:
        on = short_date(copy.on, facts.record.held_on)
        if copy.photo:
            record = "别处的记录里" if copy.is_elsewhere else f"{on}的记录里"
            how = "的一张很像" if copy.is_alike else "是同一张"
            sentence = f"照片“{copy.photo}”和{record}{how}，是不是传错了？"
            yield Finding("hint", "R-REC-08", sentence, field="photos")
        else:
            share = f"有{_TENTHS[copy.tenths]}成相同" if copy.tenths < 10 else "一样"
            sentence = f"和{on}的记录{share}，是不是贴错了？"
            yield Finding("hint", "R-REC-08", sentence, field=_where_text(facts.record))


def _where_text(record: MeetingRecord) -> str:
    if record.minutes.strip() or not record.agenda:
        return "minutes"
    written = (number for number, item in enumerate(record.agenda) if _item_text(item).strip())
    return f"agenda-{next(written, 0)}-discussion"
