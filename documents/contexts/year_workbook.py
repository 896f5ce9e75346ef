"""Context of a branch's workbook of a year (党支部工作手册), in a fixed number of queries.

Plan, members, committee, every meeting, attendance, lectures, problems, appraisal, talks, and follow-ups of decisions.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from branches.models import Organization, Term
from core import clock
from core.clock import Period
from core.wording import Context, date_of, lines_of, percent, short_date
from core.workbooks.kinds import Progress
from documents.contexts import minutes
from documents.contexts.layout import table_row
from life.models import Appraisal, Talk
from meetings.models import FollowUp, MakeUp, Meeting, Problem, Resolution
from meetings.selectors import open_tasks
from meetings.states import COUNTED, THERE, AttendanceState, Status
from members.models import Membership, Post
from members.states import Title
from planning.models import YearPlan

ORDER = {title: position for position, title in enumerate(Title.values)}
INTERNAL = "内部资料"  # R-DOC-03: no document number without a registration


def calendar_year(year: int) -> Period:
    return Period.holding(dt.date(year, 1, 1), 12)


def counted_meetings(organization: Organization, period: Period) -> QuerySet:
    """The counted meetings of the period, of the organization and all below it."""
    return Meeting.objects.within(organization).held_in(period).counted()


def context(organization: Organization, year: int, progress: Progress = lambda done, total: None) -> Context:
    """The context of the paper; `progress` is called with how much has been read."""
    period, today = calendar_year(year), clock.today()
    until = min(period.until, today)
    meetings = minutes.load_meetings(counted_meetings(organization, period))
    progress(1, 4)
    papers = minutes.contexts(meetings)
    for number, paper in enumerate(papers, 1):
        paper["序号"] = number
    progress(2, 4)
    return {
        "党组织": organization.name,
        "党组织简称": organization.short_name,
        "年份": year,
        "标题": "党支部工作手册",
        "密级": INTERNAL,
        "制作日期": date_of(today),
        "截至": date_of(until),
        "基本情况": _basic_facts(organization, year, until),
        "支委会": _committee(organization, period),
        "名册": _members_of_year(organization, period, until),
        "工作要点": _aims(organization, year),
        "计划": _plan(organization, period),
        "会议": papers,
        "会议数": len(papers),
        "到会统计": attendance_table(organization, meetings),
        "月份": [f"{month}月" for month in range(1, 13)],
        "党课": _lectures(meetings),
        "问题清单": _problems(organization, period),
        "评议": _appraisal(organization, year),
        "谈心谈话": _talks(organization, period),
        "落实": decisions(organization, period),
    }


def _basic_facts(organization: Organization, year: int, until: dt.date) -> list[dict[str, str]]:
    term = Term.objects.filter(organization=organization, since__lte=until).order_by("-since").first()
    groups = organization.children.standing(until).filter(kind="group").order_by("path")
    facts = [
        ("全称", organization.name),
        ("编号", organization.code),
        ("类别", f"{organization.get_kind_display()}（{organization.get_unit_kind_display()}）"),
        ("成立日期", date_of(organization.established_on)),
        ("主题党日", f"每月{organization.activity_day}日" if organization.activity_day else ""),
        ("党小组", "、".join(group.short_name for group in groups) or "没有分小组"),
        ("届次", f"第{term.number}届，{date_of(term.since)}起" if term else ""),
        ("届满", date_of(term.expires_on) if term else ""),
    ]
    return [{"名称": name, "内容": text} for name, text in facts if text]


def _committee(organization: Organization, period: Period) -> list[dict[str, str]]:
    """The posts held at any time of the year, the secretary first."""
    posts = (
        Post.objects.filter(organization=organization, since__lte=period.until)
        .filter(Q(until__isnull=True) | Q(until__gte=period.since))
        .filter(Q(term__until__isnull=True) | Q(term__until__gte=period.since))
        .select_related("member")
    )
    return [
        table_row(
            "committee", Title(post.title).label, post.member.name, date_of(post.since), date_of(post.until)
        )
        for post in sorted(posts, key=lambda post: (ORDER[post.title], post.since, post.pk))
    ]


def _members_of_year(organization: Organization, period: Period, until: dt.date) -> list[dict[str, Any]]:
    """The members of the branch in the year, without identity and telephone numbers: the workbook is passed on."""
    rows = (
        Membership.objects.filter(organization=organization, since__lte=period.until)
        .filter(Q(until__isnull=True) | Q(until__gte=period.since))
        .select_related("member", "group")
        .order_by("since", "id")
    )
    latest = {row.member_id: row for row in rows}
    found = []
    for number, row in enumerate(sorted(latest.values(), key=lambda row: row.member.pinyin), 1):
        person = row.member
        gone = row.until is not None and row.until <= until
        found.append(
            {
                "序号": number,
                "姓名": person.name,
                "性别": person.get_gender_display() if person.gender in ("1", "2") else "",
                "出生": f"{person.birth_on.year}年{person.birth_on.month}月" if person.birth_on else "",
                "入党日期": date_of(person.joined_on),
                "类别": "正式" if person.is_full_on(until) else "预备",
                "党小组": row.group.short_name if row.group else "",
                "备注": f"{short_date(row.until)}{row.get_exit_display() or '离开'}" if gone else "",
            }
        )
    return found


def _aims(organization: Organization, year: int) -> list[dict[str, str]]:
    plan = YearPlan.objects.filter(organization=organization, year=year).first()
    return lines_of(plan.aims) if plan else []


def _plan(organization: Organization, period: Period) -> list[dict[str, str]]:
    """The planned meetings of the year with their status, cancelled ones included."""
    rows = (
        Meeting.objects.within(organization)
        .held_in(period)
        .select_related("organization")
        .prefetch_related("kinds")
        .order_by("held_on", "starts_at", "id")
    )
    return [
        table_row(
            "plan",
            short_date(each.held_on),
            each.kind_names,
            each.theme,
            "已开" if each.status in COUNTED and not each.is_void else Status(each.status).label,
        )
        for each in rows
    ]


def attendance_table(organization: Organization, meetings: Sequence[Meeting]) -> list[dict[str, Any]]:
    """One line for each person: present/expected by month, then the year; make-ups are a figure of their own."""
    made_up = set(
        MakeUp.objects.filter(meeting__in=[each.pk for each in meetings]).values_list(
            "meeting_id", "member_id"
        )
    )
    months: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    people = {}
    for meeting in meetings:
        for row in meeting.attendances.all():
            people[row.member_id] = row.member
            if not row.is_expected:
                continue
            is_there = row.state in THERE
            cell = months[row.member_id][meeting.held_on.month]
            cell[0] += is_there
            cell[1] += 1
            total = sums[row.member_id]
            total["应到"] += 1
            total["实到"] += is_there
            total["请假"] += row.state == AttendanceState.ON_LEAVE
            total["缺席"] += row.state == AttendanceState.ABSENT
            total["补学"] += not is_there and (meeting.pk, row.member_id) in made_up
    found = []
    for pk, person in sorted(people.items(), key=lambda item: item[1].pinyin):
        total = {name: sums[pk][name] for name in ("应到", "实到", "请假", "缺席", "补学")}
        found.append(
            {
                "姓名": person.name,
                "各月": [
                    "{}/{}".format(*months[pk][month]) if month in months[pk] else ""
                    for month in range(1, 13)
                ],
                **total,
                "参会率": percent(total["实到"], total["应到"]),
                "补学后覆盖率": percent(total["实到"] + total["补学"], total["应到"]),
            }
        )
    return found


def _lectures(meetings: Sequence[Meeting]) -> list[dict[str, str]]:
    return [
        {
            "日期": short_date(each.held_on),
            "题目": each.theme,
            "主讲人": each.lecture.lecturer,
            "职务": each.lecture.get_level_display(),
            "学时": f"{each.lecture.hours:g}",
            "听课人数": f"{each.present}人",
        }
        for each in meetings
        if getattr(each, "lecture", None) and each.lecture.lecturer
    ]


def _problems(organization: Organization, period: Period) -> list[dict[str, Any]]:
    rows = (
        Problem.objects.filter(meeting__in=counted_meetings(organization, period).values("pk"))
        .select_related("member", "meeting")
        .order_by("meeting__held_on", "meeting_id", "position")
    )
    return [
        {
            "序号": number,
            "问题": each.text,
            "问题所属": each.member.name if each.member else "支部",
            "措施": each.measure,
            "责任人": each.owner,
            "期限": short_date(each.due_on),
            "完成": short_date(each.done_on),
        }
        for number, each in enumerate(rows, 1)
    ]


def _appraisal(organization: Organization, year: int) -> list[dict[str, Any]]:
    """The grades of the appraisal, empty until it is closed."""
    found = Appraisal.objects.filter(organization=organization, year=year, closed_on__isnull=False).first()
    if found is None:
        return []
    return [
        {
            "序号": number,
            "姓名": entry.member.name,
            "测评票数": f"优秀{entry.excellent}，合格{entry.competent}，基本合格{entry.basic}，不合格{entry.incompetent}",
            "等次": "预备党员，不定等次" if entry.is_preparatory else entry.get_grade_display(),
            "评定意见": entry.opinion,
        }
        for number, entry in enumerate(found.entries.select_related("member").order_by("id"), 1)
    ]


def _talks(organization: Organization, period: Period) -> list[dict[str, str]]:
    """Talks of the year, without their contents."""
    rows = Talk.objects.filter(organization=organization, on__range=(period.since, period.until))
    return [
        table_row("talks", short_date(each.on), each.one.name, each.other.name, each.get_occasion_display())
        for each in rows.select_related("one", "other").order_by("on", "id")
    ]


def decisions(organization: Organization, period: Period) -> list[dict[str, Any]]:
    """Decisions with an executor or a due date, each with its last follow-up."""
    rows = list(
        Resolution.objects.filter(item__meeting__in=counted_meetings(organization, period).values("pk"))
        .filter(~Q(executor="") | Q(due_on__isnull=False))
        .select_related("item__meeting")
        .order_by("item__meeting__held_on", "item_id")
    )
    last: dict[int, FollowUp] = {}
    known = open_tasks.standing_follow_ups().filter(resolution__in=rows).order_by("on", "id")
    for each in known:
        if each.resolution_id not in last or not last[each.resolution_id].is_done:
            last[each.resolution_id] = each
    found = []
    for number, row in enumerate(rows, 1):
        heard = last.get(row.pk)
        done = f"{short_date(heard.on)}{'办结' if heard.is_done else '未办结'}" if heard else "没有登记"
        held_on, due_on = short_date(row.item.meeting.held_on), short_date(row.due_on)
        note = heard.note if heard else ""
        found.append(table_row("decisions", number, held_on, row.text, row.executor, due_on, done, note))
    return found
