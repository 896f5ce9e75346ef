"""Read model of the hand-over list: everything of a branch that is open when its secretary changes.

Reads only, in a fixed number of queries; the list is complete, because it is signed. Callers check permissions.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from branches.models import Organization
from branches.rules.findings import findings
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import short_date, short_period
from core.numbers import numeral
from core.wording import Context, date_of
from dashboards.selectors import desk
from dashboards.selectors.organization_facts import load_organization_facts
from documents.contexts import layout
from documents.models import PaperTemplate
from documents.states import PaperKind
from drafts.models import Draft
from life.models import Appraisal
from life.selectors import make_ups
from life.states import Stage
from meetings.models import Amendment, Attendance, Leave, Meeting, Problem
from meetings.querysets import counted
from meetings.selectors import open_tasks
from meetings.states import LeaveStatus, Reason, Status
from members.models import Member, Post, Restriction
from members.states import Title
from obligations.selectors import unmet
from obligations.states import DutyState


@dataclass(frozen=True)
class HandoverItem:
    """A line of the list: what is open, a note, its due date and its page."""

    name: str
    note: str = ""
    due: str = ""
    url: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class HandoverSection:
    title: str
    items: list[HandoverItem]
    nothing: str = "没有。"


@dataclass(frozen=True)
class Handover:
    organization: Organization
    today: dt.date
    giver: str
    sections: list[HandoverSection] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(section.items) for section in self.sections)

    @property
    def empty_titles(self) -> list[str]:
        """Titles of the sections without items."""
        return [section.title for section in self.sections if not section.items]

    @property
    def summary(self) -> str:
        return f"共{self.count}项。" if self.count else "没有未办结的事。"


def handover(organization: Organization, *, by: Actor) -> Handover:
    """The hand-over list of today."""
    today = clock.today()
    secretary = (
        Post.objects.on(today)
        .filter(organization=organization, title=Title.SECRETARY)
        .select_related("member")
        .first()
    )
    places = Organization.objects.within(organization)
    sections = [
        HandoverSection("未办结的决议", _open_decisions(places, today)),
        HandoverSection("未整改完成的问题", _open_problems(places, today)),
        HandoverSection("应召开未召开的会议", _unmet_duties(organization, today)),
        HandoverSection("退回修改的记录", _returned_records(organization, by)),
        HandoverSection("记录中的会议", [*_unsent_records(organization, by), *_drafts(places)]),
        HandoverSection("待审核的记录", _submitted_records(places)),
        HandoverSection("待第二人签字的更正", _amendments(places)),
        HandoverSection("已经计划的会议", _planned_meetings(places, today)),
        HandoverSection(
            "请假和长期不能到会的党员", [*_leaves(places, today), *_restricted_members(organization, today)]
        ),
        HandoverSection("未完成的补学", _make_ups(places)),
        HandoverSection("未完成的民主评议", _appraisals(organization)),
        HandoverSection("届期和支部委员会成员", _term_items(organization, today)),
        HandoverSection("预备期将满的预备党员", _probationary_members(organization, today)),
        HandoverSection("正在使用的文书模板", _templates(organization), "没有换过，用系统自带的。"),
    ]
    return Handover(organization, today, secretary.member.name if secretary else "", sections)


# Counted and written in by hand when it is handed over.
HANDED_OVER = [
    ("党支部印章", "　　枚"),
    ("党费账册", "　　份　　页"),
    ("党员档案", "　　份　　页"),
    ("会议记录本、党支部工作手册", "　　份　　页"),
]


def paper_context(found: Handover, receiver: str = "") -> Context:
    """The context of the printed list."""
    return {
        "党组织": found.organization.name,
        "党组织简称": found.organization.short_name,
        "标题": "工作交接清单",
        "打印日期": date_of(found.today),
        "移交人": found.giver,
        "接收人": receiver,
        "说明": found.summary,
        "部分": [
            {
                "标题": f"{numeral(number)}、{section.title}",
                "行": [
                    {"序号": place, "名称": item.name, "内容": item.note, "期限": item.due}
                    for place, item in enumerate(section.items, 1)
                ],
                "空话": section.nothing,
            }
            for number, section in enumerate(found.sections, 1)
        ],
        "交接物品": [{"名称": name, "份数": count} for name, count in HANDED_OVER],
    }


def _meeting_item(
    meeting: Any, note: str, due: dt.date | None = None, *, name: str = "", is_late: bool = False
) -> HandoverItem:
    """An item that leads to a meeting, named by the day and kinds of the meeting unless it has a name of its own."""
    name = name or f"{short_date(meeting.held_on)}{meeting.kind_names}"
    return HandoverItem(name, note, date_of(due), reverse("meetings:detail", args=[meeting.uuid]), is_late)


def _open_decisions(places: QuerySet, today: dt.date) -> list[HandoverItem]:
    rows = open_tasks.open_decisions().filter(item__meeting__organization__in=places.values("pk"))
    return [
        _meeting_item(
            row.item.meeting,
            f"{f'{row.executor}负责，' if row.executor else ''}{short_date(row.item.meeting.held_on)}决定",
            row.due_on,
            name=row.text,
            is_late=row.due_on is not None and row.due_on < today,
        )
        for row in rows.select_related("item__meeting").order_by("due_on", "pk")
    ]


def _open_problems(places: QuerySet, today: dt.date) -> list[HandoverItem]:
    rows = Problem.objects.filter(
        counted("meeting"), meeting__organization__in=places.values("pk"), done_on__isnull=True
    )
    return [
        _meeting_item(
            row.meeting,
            f"{row.owner}负责" if row.owner else "",
            row.open_until,
            name=row.text,
            is_late=row.open_until < today,
        )
        for row in rows.select_related("meeting").order_by("due_on", "pk")
    ]


def _unmet_duties(organization: Organization, today: dt.date) -> list[HandoverItem]:
    """Unmet duties of this month's periods and of those that still count in last month's report."""
    rows = sorted(unmet.unmet_duties(today, [organization]), key=lambda row: row.due_on)
    return [
        HandoverItem(
            f"{short_period(row.period)}{desk.duty_name(row, organization)}",
            f"应召开{row.required}次，已召开{row.held}次",
            date_of(row.due_on),
            is_late=row.state == DutyState.MISSED,
        )
        for row in rows
    ]


def _returned_records(organization: Organization, by: Actor) -> list[HandoverItem]:
    rows: list[Any] = desk.returned_records(organization, by=by)
    return [_meeting_item(row, row.sent_back.comment if row.sent_back else "") for row in rows]


def _unsent_records(organization: Organization, by: Actor) -> list[HandoverItem]:
    return [_meeting_item(row, "开过，还没有提交") for row in desk.unsent_records(organization, by=by)]


def _drafts(places: QuerySet) -> list[HandoverItem]:
    """Drafts stored on the server for this branch, without those of records that are listed already."""
    known = Meeting.objects.filter(organization__in=places.values("pk")).values("uuid")
    rows = (
        Draft.objects.unfinished()
        .filter(organization__in=places.values("pk"))
        .exclude(uuid__in=known)
        .select_related("owner")
        .order_by("-saved_at")
    )
    return [
        HandoverItem(f"{row.owner}的草稿", f"{date_of(timezone.localdate(row.saved_at))}存") for row in rows
    ]


def _submitted_records(places: QuerySet) -> list[HandoverItem]:
    return [_meeting_item(row, row.theme) for row in _meetings(places, Status.SUBMITTED)]


def _planned_meetings(places: QuerySet, today: dt.date) -> list[HandoverItem]:
    """With the group's name for group meetings: 党小组会（第一党小组）."""
    return [
        _meeting_item(
            row,
            row.theme,
            row.held_on,
            name=row.kind_names + (f"（{row.organization.short_name}）" if row.organization.is_group else ""),
            is_late=row.held_on < today,
        )
        for row in _meetings(places, Status.PLANNED)
    ]


def _meetings(places: QuerySet, status: str) -> QuerySet:
    rows = Meeting.objects.filter(organization__in=places.values("pk"), status=status)
    return (
        rows.select_related("organization").prefetch_related("kinds").order_by("held_on", "starts_at", "pk")
    )


def _amendments(places: QuerySet) -> list[HandoverItem]:
    rows = Amendment.objects.filter(
        meeting__organization__in=places.values("pk"), status=Amendment.Status.PROPOSED
    )
    found = rows.select_related("meeting").prefetch_related("meeting__kinds").order_by("pk")
    return [_meeting_item(row.meeting, f"{row.asked_who}：{row.reason}") for row in found]


def _leaves(places: QuerySet, today: dt.date) -> list[HandoverItem]:
    """Asked for and not decided, or approved for a meeting still to come."""
    rows = (
        Leave.objects.filter(
            meeting__organization__in=places.values("pk"),
            status__in=[LeaveStatus.ASKED, LeaveStatus.APPROVED],
            meeting__held_on__gte=today,
        )
        .exclude(meeting__status=Status.CANCELLED)
        .select_related("member", "meeting")
        .prefetch_related("meeting__kinds")
        .order_by("meeting__held_on", "pk")
    )
    return [
        _meeting_item(
            row.meeting,
            f"{row.meeting.kind_names}{Reason(row.reason_code).label}，{row.get_status_display()}",
            row.meeting.held_on,
            name=row.member.name,
        )
        for row in rows
    ]


def _restricted_members(organization: Organization, today: dt.date) -> list[HandoverItem]:
    rows = Restriction.objects.on(today).filter(
        member__organization=organization, member__left_on__isnull=True
    )
    return [
        HandoverItem(
            row.member.name,
            f"{row.get_kind_display()}，{date_of(row.since)}起",
            date_of(row.until),
            reverse("members:detail", args=[row.member.uuid]),
        )
        for row in rows.select_related("member").order_by("since", "pk")
    ]


def _make_ups(places: QuerySet) -> list[HandoverItem]:
    rows = make_ups.owed_make_ups(Attendance.objects.filter(meeting__organization__in=places.values("pk")))
    found = rows.select_related("member", "meeting").prefetch_related("meeting__kinds")
    return [
        _meeting_item(
            row.meeting,
            f"{short_date(row.meeting.held_on)}{row.meeting.kind_names}，{row.get_reason_code_display()}",
            name=row.member.name,
        )
        for row in found.order_by("meeting__held_on", "pk")
    ]


def _appraisals(organization: Organization) -> list[HandoverItem]:
    rows = Appraisal.objects.filter(organization=organization).exclude(stage=Stage.CLOSED)
    return [HandoverItem(f"{row.year}年度民主评议", f"做到{row.get_stage_display()}") for row in rows]


def _term_items(organization: Organization, today: dt.date) -> list[HandoverItem]:
    """R-ORG-09, R-ORG-10 and what else is found of the committee, as the tree states it."""
    facts = load_organization_facts([organization], today).get(organization.pk)
    found: Iterable[Any] = findings(facts) if facts else ()
    items = [HandoverItem(one.sentence, one.clears, "", is_late=one.level == "stop") for one in found]
    term = organization.terms.filter(until__isnull=True).first()
    if term is not None:
        items.append(
            HandoverItem(f"第{term.number}届，{date_of(term.since)}起", "届满日期", date_of(term.expires_on))
        )
    return items


def _probationary_members(organization: Organization, today: dt.date) -> list[HandoverItem]:
    """Probationary members whose year of probation ends within three months or has ended."""
    rows = Member.objects.filter(
        organization=organization,
        left_on__isnull=True,
        full_on__isnull=True,
        joined_on__lte=clock.months_later(today, -9),
    )
    return [
        HandoverItem(
            row.name,
            f"{date_of(row.joined_on)}入党",
            date_of(row.probation_ends_on),
            reverse("members:detail", args=[row.uuid]),
            row.probation_ends_on < today,
        )
        for row in rows.order_by("joined_on", "pk")
    ]


def _templates(organization: Organization) -> list[HandoverItem]:
    found: dict[str, PaperTemplate] = layout.templates_at(organization)
    return [
        HandoverItem(PaperKind(kind).label, f"{row.name}（{row.organization.short_name}）")
        for kind, row in sorted(found.items())
    ]
