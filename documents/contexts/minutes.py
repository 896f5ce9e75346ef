"""Context of the minutes of meetings (domain.md §6.1) and of the sign-in sheet.

A fixed number of queries for one meeting or a year's. PARTS are the functions that make the parts of the body.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from branches.selectors.organization_names import NamedOn, PastNames
from core import clock
from core.numbers import numeral
from core.wording import Context, Line, date_of, labelled, line, lines_of, percent, span
from meetings.models import Attachment, Attendance, Leave, Meeting, Resolution
from meetings.record.schema import AttendanceMark
from meetings.rules import vote_words
from meetings.selectors import initial_values
from meetings.selectors.check_ins import signing_words
from meetings.selectors.kind_part_lines import Part, lecture_lines, life_lines, outcome_lines
from meetings.states import AttendanceState, Kind, LeaveStatus, Status
from members.models import Post
from members.states import Title

MEETINGS = {
    Kind.GENERAL: "支部党员大会会议",
    Kind.COMMITTEE: "支部委员会会议",
    Kind.GROUP: "党小组会议",
    Kind.LECTURE: "党课",
    Kind.THEME_DAY: "主题党日活动",
    Kind.LIFE: "组织生活会会议",
    Kind.APPRAISAL: "民主评议党员会议",
    Kind.TALK: "谈心谈话",
    Kind.OTHER: "会议",
}
"""What each kind is called in the title of its record."""


def record_title(kinds: Collection[str]) -> str:
    """支部委员会会议记录; of several kinds 支部党员大会会议、主题党日活动记录."""
    return f"{'、'.join(name for kind, name in MEETINGS.items() if kind in kinds)}记录"


def secretary_line(meeting: Meeting) -> str:
    """A record with a decision is also signed by the secretary (domain.md §6.1)."""
    if not any(hasattr(item, "resolution") for item in meeting.agenda.all()):
        return ""
    is_of_branch = meeting.organization.is_branch or meeting.organization.is_group
    return "党支部书记（签名）" if is_of_branch else "书记（签名）"


def file_name(meeting: Meeting, what: str = "") -> str:
    """滨江社区第二党支部2026年11月25日主题党日活动记录; what: another paper than the record, with the plain kinds."""
    paper = f"{meeting.kind_names}{what}" if what else record_title(meeting.kind_codes)
    return f"{meeting.organization.short_name}{date_of(meeting.held_on)}{paper}"


def scan_code(address: str) -> Context:
    """The QR code of the page where the signed scan is uploaded; empty without an address."""
    return {"二维码": address, "二维码说明": "扫码上传签字扫描件" if address else ""}


def load_meetings(meetings: QuerySet) -> list[Meeting]:
    """Load meetings with everything their minutes need, under the names their organizations had on those days."""
    found = list(
        meetings.select_related("organization__parent", "host", "recorder", "lecture", "life_record")
        .prefetch_related(
            "kinds",
            "numbers",
            Prefetch("attendances", Attendance.objects.select_related("member").order_by("id")),
            "agenda__resolution__opinion_rows__member",
            "agenda__statements",
            "follow_ups__resolution__item__meeting",
            "guest_rows",
            "partner_units",
            "problems__member",
            "examinations__member",
            "outcomes",
            "check_ins",
            Prefetch("leaves", late_leaves(), to_attr="granted_late"),
            Prefetch("attachments", Attachment.objects.filter(removed_at__isnull=True)),
        )
        .order_by("held_on", "starts_at", "id")
    )
    renames = PastNames(NamedOn(each.held_on) for each in found)
    for each in found:
        above = each.organization.parent
        renames.put_back([each.organization, *([above] if above else [])], NamedOn(each.held_on))
    return found


def late_leaves() -> QuerySet[Leave]:
    """补假: granted after the meeting had ended, and marked as such on paper (R-ATT-02)."""
    return Leave.objects.filter(status=LeaveStatus.APPROVED, is_late=True)


def load_posts(meetings: Sequence[Meeting]) -> list[tuple[int, int, str, dt.date, dt.date | None]]:
    """Posts of hosts and recorders, in the meeting's organization or the branch above a group."""
    places = {pk for each in meetings for pk in (each.organization_id, each.organization.parent_id or 0)}
    people = {pk for each in meetings for pk in (each.host_id or 0, each.recorder_id or 0)}
    found = Post.objects.filter(organization_id__in=places, member_id__in=people)
    rows = found.order_by("id").values_list("organization_id", "member_id", "title", "since", "until")
    return sorted(rows, key=lambda row: initial_values.post_rank(row[2]))


def contexts(meetings: Sequence[Meeting]) -> list[Context]:
    posts = load_posts(meetings)
    return [context(each, posts) for each in meetings]


def context(meeting: Meeting, posts: Sequence[Any]) -> Context:
    """The context of one meeting. The caller adds the QR code by `scan_code`."""
    codes = {row.kind for row in meeting.kinds.all()}
    kinds = [kind.label for kind in Kind if kind.value in codes]
    rows = list(meeting.attendances.all())
    entitled = sum(row.has_vote and row.is_expected for row in rows)
    voting = sum(row.has_vote and row.is_there and row.is_expected for row in rows)
    words = {
        "编号": meeting.number_words,
        "主题": meeting.theme,
        "时间": span(meeting.held_on, meeting.starts_at, meeting.ends_at),
        "地点": meeting.place,
        "议题公告日": date_of(meeting.agenda_announced_on) if meeting.agenda_announced_on else "",
        "主持": name_with_post(meeting, meeting.host, posts, meeting.host_note),
        "记录": name_with_post(meeting, meeting.recorder, posts),
        "列席": "、".join(filter(None, [meeting.guests, *_guest_names(meeting)])),
        "联合单位": _joint_words(meeting),
    }
    late = {leave.member_id for leave in meeting.granted_late}  # type: ignore[attr-defined]
    there = [row for row in rows if row.is_there and row.is_expected]
    uncounted = [row for row in rows if row.is_uncounted]
    groups = {
        "出席": there,
        "请假": [row for row in rows if row.state == AttendanceState.ON_LEAVE],
        "缺席": [row for row in rows if row.state == AttendanceState.ABSENT],
        "未列入应到，出席": uncounted,
        "未列入应到": [row for row in rows if row.state == AttendanceState.EXEMPT],
    }
    signed = signing_words(meeting)
    parts = [part for make in PARTS for part in make(meeting)]
    return {
        "党组织": meeting.organization.name,
        "党组织简称": meeting.organization.full_label,
        "类型": "、".join(kinds),
        "标题": f"{record_title(codes)}{_standing(meeting)}",
        **words,
        "日期": date_of(meeting.held_on),
        "状态": Status(meeting.status).label,
        "基本情况": labelled((f"{name}：", text) for name, text in words.items()),
        "应到": meeting.expected,
        "实到": meeting.present,
        "请假": meeting.on_leave,
        "缺席": meeting.absent,
        "有表决权": entitled,
        "到会有表决权": voting,
        "参会率": percent(meeting.present, meeting.expected),
        "到会": f"应到{meeting.expected}人，实到{meeting.present}人，请假{meeting.on_leave}人，缺席{meeting.absent}人。"
        f"{f'{signed}。' if signed else ''}{f'未列入应到出席{len(uncounted)}人。' if uncounted else ''}"
        f"{vote_words.base_words(entitled, voting, codes)}。",
        "到会名单": labelled(
            (f"{name}：", "、".join(name_with_state(row, late) for row in found))
            for name, found in groups.items()
        ),
        "书记签名": secretary_line(meeting),
        "正文": [
            {"标题": f"{numeral(number)}、{title}", "行": lines}
            for number, (title, lines) in enumerate(parts, 2)
        ],
        "打印日期": date_of(clock.today()),
        **scan_code(""),
    }


def _standing(meeting: Meeting) -> str:
    """What a paper of a session that counts for nothing says beside its title (R-MEET-08)."""
    if meeting.status == Status.CANCELLED:
        return "（已取消）"
    return "（到会人数不足，无效）" if meeting.is_void else ""


def name_with_state(row: Attendance, late: Collection[int] = ()) -> str:
    """郑海生（病假，补假）: the category alone (R-PAP-04); only the name of who was present or not expected. late: members whose leave was granted afterwards."""
    if row.state in (AttendanceState.PRESENT, AttendanceState.EXEMPT):
        return row.member.name
    words = AttendanceMark(row.state, row.reason_code).category
    afterwards = "，补假" if row.state == AttendanceState.ON_LEAVE and row.member_id in late else ""
    return f"{row.member.name}（{words}{afterwards}）"


def name_with_post(meeting: Meeting, member: Any, posts: Sequence[Any], note: str = "") -> str:
    """林知远（书记）, with the post held on that day."""
    if member is None:
        return ""
    places = (meeting.organization_id, meeting.organization.parent_id)
    title = next(
        (
            Title(title).label
            for place, pk, title, since, until in posts
            if pk == member.pk
            and place in places
            and since <= meeting.held_on
            and (until is None or until >= meeting.held_on)
        ),
        "",
    )
    text = f"{member.name}（{title}）" if title else member.name
    return f"{text}，{note}" if note else text


def _joint_words(meeting: Meeting) -> str:
    """与滨江社区第一党支部（18人）联合开展"""
    units = "、".join(f"{unit.name}（{unit.number}人）" for unit in meeting.partner_units.all())
    return f"与{units}联合开展" if units else ""


def _guest_names(meeting: Meeting) -> list[str]:
    return [
        f"{guest.name}（{guest.unit or guest.get_role_display()}）"
        if guest.unit or guest.role != "sitting_in"
        else guest.name
        for guest in meeting.guest_rows.all()
    ]


# ── the body, part after part ──


def minutes_part(meeting: Meeting) -> Iterable[Part]:
    if lines := lines_of(meeting.minutes):
        yield "会议记录", lines


def follow_up_part(meeting: Meeting) -> Iterable[Part]:
    """What the meeting reported on earlier decisions."""
    found = list(meeting.follow_ups.all())
    if found:
        yield (
            "上次决议落实情况",
            [line(follow_up_text(each), f"{place}. ") for place, each in enumerate(found, 1)],
        )


def follow_up_text(follow_up: Any) -> str:
    decision = follow_up.resolution
    word = "已办结" if follow_up.is_done else "未办结"
    note = f"：{follow_up.note.rstrip('。')}" if follow_up.note else ""
    return f"{date_of(decision.item.meeting.held_on)}决议“{decision.text.rstrip('。')}”，{word}{note}。"


def agenda_parts(meeting: Meeting) -> Iterable[Part]:
    for item in meeting.agenda.all():
        lines = lines_of(item.discussion)
        lines += [line(f"{one.name}：{one.text.strip()}") for one in item.statements.all()]
        resolution = getattr(item, "resolution", None)
        if resolution is not None:
            lines += resolution_lines(resolution)
            lines += _wider_base(meeting, resolution)
        yield item.title, lines


def _wider_base(meeting: Meeting, resolution: Resolution) -> list[Line]:
    """Why a vote on membership counts more people than the turnout above: those left out of attendance too (R-STA-17)."""
    rows = [row for row in meeting.attendances.all() if row.has_vote]
    uncounted = sum(not row.is_expected for row in rows)
    if not uncounted or resolution.yes is None or resolution.entitled != len(rows):
        return []
    return [line(f"应到会人数含参会统计中未列入应到的有表决权的党员{uncounted}人。")]


def resolution_lines(resolution: Resolution) -> list[Line]:
    lines = [line(resolution.text, "决议：")]
    if resolution.candidate:
        lines.append(line(f"{resolution.get_kind_display()}，{resolution.candidate}", "表决对象："))
    if resolution.yes is not None:
        lines.append(line(f"{resolution.get_form_display()}。{resolution.result_words}。", "表决："))
    if resolution.written_words:
        lines.append(line(f"{resolution.written_words}。", "会前书面意见："))
    if resolution.executor or resolution.due_on:
        due = f"，{date_of(resolution.due_on)}前办结" if resolution.due_on else ""
        lines.append(line(f"{resolution.executor}{due}".lstrip("，"), "落实："))
    return lines


def attachments_part(meeting: Meeting) -> Iterable[Part]:
    if found := list(meeting.attachments.all()):
        yield "附件", [line(f"{place}. {one.name}") for place, one in enumerate(found, 1)]


PARTS: list[Callable[[Meeting], Iterable[Part]]] = [
    minutes_part,
    follow_up_part,
    agenda_parts,
    lecture_lines,
    life_lines,
    outcome_lines,
    attachments_part,
]


# ── the sheet to sign ──


def sign_in_context(meeting: Meeting, rows: Sequence[tuple[str, str]], is_blank: bool) -> Context:
    """The sign-in sheet of those expected: blank before the meeting, filled in afterwards.

    rows: (name, attendance as a word once the meeting was held: 出席, 请假…).
    """
    codes = {row.kind for row in meeting.kinds.all()}
    kinds = "、".join(kind.label for kind in Kind if kind.value in codes)
    return {
        "党组织": meeting.organization.name,
        "标题": f"{kinds}签到表",
        "类型": kinds,
        "主题": meeting.theme,
        "时间": span(meeting.held_on, meeting.starts_at, meeting.ends_at),
        "地点": meeting.place,
        "应到": len(rows) if is_blank else meeting.expected,
        "实到": "" if is_blank else meeting.present,
        "是空白": is_blank,
        "名单": [
            {"序号": number, "姓名": name, "到会": "" if is_blank else how, "签名": ""}
            for number, (name, how) in enumerate(rows, 1)
        ],
        "列席": [{"姓名": name} for name in _guest_names(meeting)],
        "空行": [{"序号": ""} for _ in range(3)],
        "打印日期": date_of(clock.today()),
        **scan_code(""),
    }
