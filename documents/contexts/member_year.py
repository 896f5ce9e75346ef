"""Context of a member's record of a year: attendance, make-ups and study hours.

The figures are those of the member's own page (life.selectors.make_ups.OwnYear), visits at host branches included.
"""

from decimal import Decimal

from core import clock
from core.wording import Context, date_of, percent, short_date
from documents.contexts.year_workbook import INTERNAL, calendar_year
from life.selectors import study_hours
from life.selectors.make_ups import OwnYear
from meetings.models import Attendance, MakeUp
from meetings.record.schema import AttendanceMark
from members.models import Member


def context(member: Member, year: int) -> Context:
    """The context of the paper, in a fixed number of queries."""
    today = clock.today()
    own = OwnYear(member, year, today)
    lines = list(reversed(own.lines))
    ids = [each.meeting.pk for each in lines]
    made_up = {each.meeting_id: each for each in MakeUp.objects.filter(member=member, meeting__in=ids)}
    rows = {row.meeting_id: row for row in Attendance.objects.filter(member=member, meeting__in=ids)}
    heard = {one.meeting.pk: one.hours for one in study_hours.sessions_of_member(member, year)}
    return {
        "姓名": member.name,
        "党支部": member.organization.name,
        "党小组": member.group.short_name if member.group else "",
        "类别": "正式党员" if member.is_full_on(min(calendar_year(year).until, today)) else "预备党员",
        "入党日期": date_of(member.joined_on),
        "年份": year,
        "标题": f"{year}年度组织生活个人记录",
        "密级": INTERNAL,
        "应到": own.expected,
        "出席": own.present,
        "请假": own.on_leave,
        "缺席": own.absent,
        "补学": own.reached - own.present,
        "待补学": len(own.owed),
        "学时": plain_number(sum(heard.values(), study_hours.NONE)),
        "参会率": percent(own.present, own.expected),
        "补学后覆盖率": percent(own.reached, own.expected),
        "记录": [
            {
                "日期": short_date(each.meeting.held_on),
                "会议": each.meeting.kind_names,
                "主题": each.meeting.theme,
                "到会": each.label,
                "原因": reason_text(rows.get(each.meeting.pk)),
                "补学": make_up_text(made_up.get(each.meeting.pk), each.owes),
                "学时": hours_text(heard.get(each.attended_meeting.pk) if each.attended_meeting else None),
            }
            for each in lines
        ],
        "打印日期": date_of(today),
    }


def plain_number(value: Decimal) -> str:
    """1.5, 2: without zeros at the end."""
    return f"{value.normalize():f}"


def hours_text(heard: Decimal | None) -> str:
    return plain_number(heard) if heard else ""


def reason_text(row: Attendance | None) -> str:
    if row is None or not row.reason_code:
        return ""
    return AttendanceMark(row.state, row.reason_code).category


def make_up_text(one: MakeUp | None, owes: bool) -> str:
    if one is not None:
        return f"{short_date(one.done_on)}{one.get_way_display()}"
    return "还没有补" if owes else ""
