"""The record of a meeting as a Word document: head, people, body, result, signatures (domain §6.1)."""

from django.utils import timezone

from audit import chain
from branches.actors import Actor
from branches.roles import Capability
from core.templatetags.words import WEEKDAYS
from core.word import Letter
from meetings.content import Mark
from meetings.models import Attendance, Meeting, Resolution
from meetings.papers import Paper, numeral
from meetings.states import State


def file_name(meeting: Meeting) -> str:
    """滨江社区第二党支部2026年11月25日主题党日记录"""
    day = meeting.held_on
    return f"{meeting.organization.short_name}{day.year}年{day.month}月{day.day}日{meeting.kind_names}记录"


def minutes(meeting: Meeting, by: Actor) -> bytes:
    """The document. Handing it out leaves an audit entry, because it holds names."""
    by.must(Capability.VIEW, meeting.organization)
    paper = Paper(meeting, by)
    letter = Letter(file_name(meeting))
    letter.centred(meeting.organization.name)
    letter.title(f"{'、'.join(paper.kinds)}记录")
    _head(letter, paper)
    _people(letter, paper)
    part = 2
    if paper.minutes:
        letter.heading(f"{numeral(part)}、会议记录")
        for line in paper.minutes:
            letter.text(line.strip())
        part += 1
    for number, item in paper.agenda:
        letter.heading(f"{number}、{item.title}")
        for line in item.discussion.splitlines():
            if line.strip():
                letter.text(line.strip())
        resolution = getattr(item, "resolution", None)
        if resolution:
            _result(letter, resolution)
    if paper.attachments:
        letter.heading(f"{paper.attachments_numeral}、附件")
        for place, one in enumerate(paper.attachments, 1):
            letter.text(f"{place}. {one.name}")
    letter.blank()
    letter.text("主持人签名：　　　　　　　　　记录人签名：")
    chain.record("meeting.export", by=by, subject=meeting, where=meeting.organization, note="Word")
    return letter.content()


def _head(letter: Letter, paper: Paper) -> None:
    meeting = paper.meeting
    day, starts = meeting.held_on, timezone.localtime(meeting.starts_at)
    when = f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）{starts:%H:%M}"
    if meeting.ends_at:
        when += f"至{timezone.localtime(meeting.ends_at):%H:%M}"
    host = paper.host + (f"，{meeting.host_note}" if meeting.host_note else "")
    for label, text in (
        ("编号：", paper.serial),
        ("主题：", meeting.theme),
        ("时间：", when),
        ("地点：", meeting.place),
        ("主持：", host),
        ("记录：", paper.recorder),
        ("列席：", meeting.guests),
    ):
        if text:
            letter.labelled(label, text)


def _people(letter: Letter, paper: Paper) -> None:
    meeting = paper.meeting
    letter.heading("一、到会情况")
    letter.text(
        f"应到{meeting.expected}人，实到{meeting.present}人，请假{meeting.on_leave}人，缺席{meeting.absent}人。"
        f"有表决权{paper.entitled}人，到会{paper.voting}人。"
    )
    for label, rows in (
        ("出席：", paper.there),
        ("请假：", paper.on_leave),
        ("缺席：", paper.absent),
        ("不计应到：", paper.exempt),
    ):
        if rows:
            letter.labelled(label, "、".join(_named(row) for row in rows))


def _named(row: Attendance) -> str:
    """郑海生（病假）; who was simply there, by name alone."""
    if row.state == State.PRESENT:
        return row.member.name
    if row.state == State.EXEMPT:
        return f"{row.member.name}（{row.reason}）" if row.reason else row.member.name
    return f"{row.member.name}（{Mark(row.state, row.reason_code, row.reason).words}）"


def _result(letter: Letter, resolution: Resolution) -> None:
    letter.labelled("决议：", resolution.text)
    if resolution.yes is not None:
        letter.labelled(
            "表决：",
            f"{resolution.get_form_display()}。应到会有表决权{resolution.entitled}人，到会{resolution.present}人，"
            f"赞成{resolution.yes}票，反对{resolution.no}票，弃权{resolution.abstain}票，"
            f"{'通过' if resolution.passed else '没有通过'}。",
        )
    if resolution.executor or resolution.due_on:
        due = resolution.due_on
        text = resolution.executor + (f"，{due.year}年{due.month}月{due.day}日前办结" if due else "")
        letter.labelled("落实：", text.lstrip("，"))
