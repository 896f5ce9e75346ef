"""Collects the reminders of each branch and group: owed duties, returned records, waiting decisions; and what is escalated.

Reads only, from what is owed now; of earlier reminders it uses only the announced day of escalation. The number of queries is the same for one branch and for a district.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils import timezone

from branches.models import Organization, Term
from branches.rules.term_basis import term_basis
from core import clock
from core.dates_zh import short_date, short_month, short_period
from core.instruments import cite
from core.parts import parts
from dashboards.selectors.desk import RECORD_DAYS, last_late_day
from meetings.models import Amendment, Leave, Meeting, Problem, Step
from meetings.querysets import counted, rectification_overdue
from meetings.selectors import open_tasks
from meetings.states import OPEN, LeaveStatus, Status
from obligations.selectors.owed import OwedDuty
from obligations.selectors.unmet import unmet_duties
from obligations.states import DutyState
from procedures.models import MemberDecision
from procedures.rules.deadlines import SOON_DAYS, TIME_LIMITS
from reminders.models import Announcement
from reminders.rules.schedule import ReminderDays
from reminders.selectors.escalation import EscalationState, SuperiorOffice, escalation_states

DUTY, RETURNED, DRAFT, LEAVE, TASK, TERM, SIGN, DECISION = (
    "duty", "returned", "draft", "leave", "task", "term", "amendment", "decision",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One line of a digest: what is missing, when and where; the article; the URL of the page that settles it.

    why is the comment of a reviewer, which no channel sends. not_for_user: the account that does not get it.
    """

    what: str
    sentence: str
    url: str
    basis: str = ""
    why: str = ""
    not_for_user: int | None = None


@dataclass
class DueReminders:
    """What is found of a day: lines and announcements by organization, and the duties escalated to each office.

    `offices`: the offices that can be told, by path.
    """

    on: dt.date
    days: ReminderDays
    offices: Mapping[str, SuperiorOffice]
    lines: dict[int, list[ReminderLine]] = field(default_factory=lambda: defaultdict(list))
    announced: dict[int, list[Announcement]] = field(default_factory=lambda: defaultdict(list))
    # by the office's organization
    escalated: dict[int, list[EscalationState]] = field(default_factory=lambda: defaultdict(list))

    def rests(self, path: str) -> bool:
        """Whether who stands there is told nothing on that day; weekly and monthly lines wait for the next."""
        return self.days.at(path).is_quiet(self.on)

    def begins_week(self, path: str) -> bool:
        return self.days.at(path).begins_week(self.on)

    def add(
        self, organization_id: int, what: str, sentence: str, url: str, basis: str = "", **more: Any
    ) -> None:
        self.lines[organization_id].append(ReminderLine(what, sentence, url, basis, **more))


def due_reminders(on: dt.date, days: ReminderDays, offices: Mapping[str, SuperiorOffice]) -> DueReminders:
    """The reminders of a day, from all sources."""
    found = DueReminders(on, days, offices)
    for add_reminders in parts("REMINDER_SOURCES"):
        add_reminders(found)
    return found


def add_duties_and_records(found: DueReminders) -> None:
    """Add unmet duties, then the returned and unsubmitted records that no duty has named."""
    sent_back = _returned_records()
    named_there = _add_duties(found, {meeting.pk: why for meeting, why in sent_back})
    _add_returned_records(found, sent_back, named_there)
    _add_drafts(found, named_there)


# ── what is owed ──


def _add_duties(found: DueReminders, sent_back: Mapping[int, str]) -> set[int]:
    """Add the lines of unmet duties; returns the ids of the meetings they name, which need no second line."""
    named_here, on = set(), found.on
    roots = list(Organization.objects.filter(parent=None).order_by("path"))
    for each in escalation_states(unmet_duties(on, roots), on, found.offices):
        row, announced, place = each.row, each.announced, each.row.organization.pk
        if each.office is not None and each.is_escalated(on):
            found.escalated[each.office.organization_id].append(each)
        if not is_reminded(row, on, found.days.at(row.organization.path)):
            continue
        if announced is None and each.office is not None and not each.is_arranged:
            announced = Announcement(
                organization=row.organization,
                what=row.rule.code,
                period=row.period.since,
                announced_on=on,
                escalates_on=on + dt.timedelta(days=settings.ESCALATE_AFTER_DAYS),
            )
            found.announced[place].append(announced)
        promise = _escalation_notice(announced, each.office, on) if announced and not each.is_arranged else ""
        one = _meeting_to_continue(each.begun)
        key = one.pk if one is not None else 0
        named_here.add(key)
        found.lines[place].append(_duty_line(row, one, on, promise, sent_back.get(key, "")))
    return named_here


def _meeting_to_continue(begun: Sequence[Meeting]) -> Meeting | None:
    """The meeting to continue: the oldest one held, else the first one planned."""
    rows = sorted(begun, key=lambda meeting: (meeting.status == Status.PLANNED, meeting.held_on))
    return rows[0] if rows else None


def is_reminded(row: OwedDuty, on: dt.date, days: ReminderDays) -> bool:
    """REMIND_DAYS_BEFORE the period's last day; and once it is over each day until it is recorded or frozen."""
    if row.state == DutyState.MISSED:
        return True
    steps = (row.due_on - dt.timedelta(days=before) for before in settings.REMIND_DAYS_BEFORE)
    return any(days.falls_on(step, before=row.due_on) == on for step in steps)


def _escalation_notice(announced: Announcement, office: SuperiorOffice | None, on: dt.date) -> str:
    """The sentence that says when the office will be told, or that it has been told."""
    if office is None:
        return ""
    if announced.escalates_on > on:
        return f"{short_date(announced.escalates_on)}还没有，会同时告诉{office.name}。"
    return f"已经同时告诉{office.name}。"


def _duty_line(row: OwedDuty, one: Meeting | None, on: dt.date, promise: str, why: str) -> ReminderLine:
    place, name = row.organization, f"{short_period(row.period)}{row.rule.name}"
    whose = f"{place.short_name}的" if place.is_group else ""
    count = f"还差{row.missing}次" if (row.required or 0) > 1 else "还没有开"
    late, url = _late_notice(row, on), _record_url(organization=place.code, kinds=row.rule.kind)
    if one is not None:
        url, day = _record_url(uuid=one.uuid), short_date(one.held_on)
        if one.status == Status.RETURNED:
            sentence = f"{day}的记录被退回，改好再交{late}。"
        elif one.status == Status.HELD:
            sentence = f"{day}已记录，还没有提交{late}。"
        elif one.held_on >= on:
            at = f"{clock_text(one)}{f'，{one.place}' if one.place else ''}"
            sentence, url = f"已计划在{day}{at}，开过请记录。", reverse("meetings:detail", args=(one.uuid,))
        else:
            sentence = f"计划在{day}，还没有记录{late}。"
    elif row.state == DutyState.MISSED:
        sentence = f"没有记录{late}。"
    else:
        sentence = f"{count}，{short_date(row.due_on)}前要开。"
        if (row.due_on - on).days > RECORD_DAYS:
            ask = {"organization": place.code, "kinds": row.rule.kind}
            url = f"{reverse('meetings:plan')}?{urlencode(ask)}"
    return ReminderLine(DUTY, f"{whose}{name}{sentence}{promise}", url, row.rule.basis, why)


def _late_notice(row: OwedDuty, on: dt.date) -> str:
    """For a period that is over: until when a record still counts in the report."""
    until = last_late_day(on)
    if row.state != DutyState.MISSED:
        return ""
    return f"，{short_date(until)}前补上还计入{short_month(row.due_on)}" if on <= until else "，请补上"


def clock_text(meeting: Meeting) -> str:
    return f"{timezone.localtime(meeting.starts_at):%H:%M}"


def _record_url(**asked: object) -> str:
    return f"{reverse('meetings:record')}?{urlencode(asked)}"


# ── what waits for the branch itself ──


def meeting_title(meeting: Meeting) -> str:
    """A meeting by its day and kinds, without persons: 11月18日主题党日."""
    return f"{short_date(meeting.held_on)}{meeting.kind_names}"


def _returned_records() -> list[tuple[Meeting, str]]:
    """Returned records with the comment of the reviewer."""
    steps = Prefetch("steps", Step.objects.filter(deed=Step.Type.RETURNED).order_by("-id"), "returns")
    rows = Meeting.objects.filter(status=Status.RETURNED).prefetch_related("kinds", steps)
    return [(row, row.returns[0].comment if row.returns else "") for row in rows.order_by("held_on", "id")]


def _add_returned_records(
    found: DueReminders, sent_back: Iterable[tuple[Meeting, str]], said: set[int]
) -> None:
    for meeting, why in ((row, why) for row, why in sent_back if row.pk not in said):
        sentence = f"{meeting_title(meeting)}的记录被退回，改好再交。"
        found.add(meeting.organization_id, RETURNED, sentence, _record_url(uuid=meeting.uuid), why=why)


def _add_drafts(found: DueReminders, said: set[int]) -> None:
    last = found.on - dt.timedelta(days=settings.DRAFT_DAYS)
    drafts = Meeting.objects.filter(status=Status.HELD, held_on__lte=last).prefetch_related("kinds")
    for meeting in (row for row in drafts.order_by("held_on", "id") if row.pk not in said):
        sentence = f"{meeting_title(meeting)}记了{(found.on - meeting.held_on).days}天，还没有提交。"
        found.add(meeting.organization_id, DRAFT, sentence, _record_url(uuid=meeting.uuid))


def add_leaves(found: DueReminders) -> None:
    """Add requests for leave that wait for a decision."""
    waiting = Leave.objects.filter(status=LeaveStatus.ASKED, meeting__status__in=OPEN)
    counts = dict(waiting.order_by().values_list("meeting").annotate(n=Count("pk")))
    meetings = Meeting.objects.filter(pk__in=waiting.values("meeting")).prefetch_related("kinds")
    for meeting in meetings.order_by("held_on", "id"):
        sentence = f"{meeting_title(meeting)}有{counts[meeting.pk]}个请假等您批。"
        found.add(meeting.organization_id, LEAVE, sentence, reverse("attendance:leaves"))


def add_amendments(found: DueReminders) -> None:
    """Add amendments that wait for a second signature."""
    waiting = Amendment.objects.filter(status=Amendment.Status.PROPOSED).select_related("meeting")
    for each in waiting.prefetch_related("meeting__kinds").order_by("meeting__held_on", "id"):
        meeting, sentence = each.meeting, f"{meeting_title(each.meeting)}的更正等第二个人签字。"
        url = reverse("meetings:detail", args=(meeting.uuid,))
        found.add(meeting.organization_id, SIGN, sentence, url, not_for_user=each.asked_by_id)


def add_decisions_about_members(found: DueReminders) -> None:
    """Add, once a week, what the branch proposed about a person and is still undecided though the three months end within
    a month or are over (R-DEV-15, R-DEV-33). Who decides is reminded every day, by recipients."""
    if not any(each.begins_week(found.on) for each in found.days.of_each()):
        return
    for each in MemberDecision.objects.waiting().for_list().order_by("id"):
        if not found.begins_week(each.organization.path):
            continue
        if each.due_on is None or (each.due_on - found.on).days > SOON_DAYS:
            continue
        ends = "已经满三个月" if each.due_on < found.on else f"{short_date(each.due_on)}满三个月"
        sentence = f"报请审批的“{each.get_kind_display()}”还没有批复，支部党员大会通过{ends}。"
        url = reverse("procedures:detail", args=(each.uuid,))
        found.add(each.organization_id, DECISION, sentence, url, cite(TIME_LIMITS[each.kind], found.on))


def add_overdue_tasks(found: DueReminders) -> None:
    """Add, once a week, one line per organization with overdue decisions and rectifications, linked to the oldest."""
    if not any(each.begins_week(found.on) for each in found.days.of_each()):
        return
    overdue = open_tasks.open_decisions().filter(due_on__lt=found.on)
    decisions = dict(_counts_by_meeting(overdue, "item__meeting"))
    problems = Problem.objects.filter(counted("meeting"), rectification_overdue(found.on))
    rectified = dict(_counts_by_meeting(problems, "meeting"))
    oldest: dict[int, Meeting] = {}
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    meetings = Meeting.objects.filter(pk__in={*decisions, *rectified}).prefetch_related("kinds")
    for meeting in meetings.select_related("organization").order_by("held_on", "id"):
        if not found.begins_week(meeting.organization.path):
            continue
        oldest.setdefault(meeting.organization_id, meeting)
        mine = sums[meeting.organization_id]
        mine[0] += decisions.get(meeting.pk, 0)
        mine[1] += rectified.get(meeting.pk, 0)
    for key, meeting in oldest.items():
        words = [f"{n}{what}" for n, what in zip(sums[key], ("件决议", "项整改"), strict=True) if n]
        since = f"{'最早的是' if sum(sums[key]) > 1 else ''}{meeting_title(meeting)}定的"
        sentence = f"{'、'.join(words)}过了期限还没有登记办完，{since}。"
        found.add(key, TASK, sentence, reverse("meetings:detail", args=(meeting.uuid,)))


def _counts_by_meeting(rows: object, at: str) -> Iterable[tuple[int, int]]:
    return rows.order_by().values_list(at).annotate(n=Count("pk"))  # type: ignore[attr-defined]


def ending_terms(on: dt.date) -> list[Term]:
    """Terms that end within TERM_REMIND_MONTHS or have ended without an election (R-ORG-09, R-ORG-10)."""
    terms = Term.objects.ending(on, settings.TERM_REMIND_MONTHS)
    return list(terms.select_related("organization").order_by("due_on", "id"))


def is_reminded_of_term(term: Term, on: dt.date, days: ReminderDays) -> bool:
    """Whether to remind: TERM_REMIND_MONTHS before the end, then at the beginning of each month."""
    if term.expires_on is None:
        return False
    begins = clock.months_later(term.expires_on, -settings.TERM_REMIND_MONTHS)
    return days.begins_month(on) or days.on_or_after(begins) == on


def add_terms(found: DueReminders) -> None:
    """Add terms of office that end soon or are over."""
    for term in ending_terms(found.on):
        ends = term.expires_on
        days = found.days.at(term.organization.path)
        if ends and is_reminded_of_term(term, found.on, days):
            over = "已经届满，请尽快换届" if ends < found.on else "届满，请准备换届"
            url = reverse("organizations:detail", args=(term.organization.code,))
            basis = term_basis(term.organization.kind, term.organization.unit_kind)
            found.add(term.organization_id, TERM, f"本届{short_date(ends)}{over}。", url, basis)
