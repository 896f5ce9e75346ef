"""Decides who is reminded of what on a day: branch officers, members and superior offices, one digest per person.

Reads only, from what is owed and waiting now, never from earlier digests. The number of queries does not grow with persons or organizations.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from branches.access.roles import Capability
from branches.models import Organization
from branches.rules import tree
from branches.states import Kind
from core.dates_zh import short_date, time_of_day, weekday
from core.instruments import RQ
from exchange.actions.large_exports import get_export_kind
from exchange.models import Export
from exchange.querysets import NEEDED
from life.selectors import make_ups
from meetings.models import Attendance, Leave, Meeting
from meetings.states import Kind as MeetingKind
from meetings.states import LeaveStatus, Status
from members.models import Member, Post, Restriction
from members.states import Title
from procedures.models import MemberDecision
from reminders.models import Announcement
from reminders.rules.schedule import ReminderDays
from reminders.selectors.active_mandates import ActiveMandate, active_mandates
from reminders.selectors.deed_lines import deed_lines, first_morning
from reminders.selectors.escalation import SuperiorOffice, nearest_office
from reminders.selectors.sources import (
    DECISION,
    SIGN,
    DueReminders,
    ReminderLine,
    due_reminders,
    ending_terms,
    meeting_title,
)

MOST_LINES = 30  # the desk shows the rest
MAKE_UP_DAYS = 92  # how far back a make-up is asked for
COMING, MAKE_UP, WAITING, ABOVE, TERMS, EXPORT, REST = (
    "coming", "make_up", "waiting", "escalated", "terms", "export", "rest",
)  # fmt: skip


@dataclass
class DigestDraft:
    """The digest of one person for a day before it is stored, with the escalations it announces."""

    user_id: int
    lines: list[ReminderLine] = field(default_factory=list)
    announcements: list[Announcement] = field(default_factory=list)


class DigestDrafts(dict[int, DigestDraft]):
    """The drafts of a day by account; one is begun when it is first asked for."""

    def __missing__(self, user_id: int) -> DigestDraft:
        draft = self[user_id] = DigestDraft(user_id)
        return draft


def digest_drafts(on: dt.date) -> list[DigestDraft]:
    """The digests of that day, ordered by account; none on a quiet day."""
    days = ReminderDays.around(on)
    if days.is_quiet_everywhere(on):
        return []
    mandates = active_mandates(on)
    offices = offices_of(mandates)
    found, drafts = due_reminders(on, days, offices), DigestDrafts()
    for add_lines in (
        _add_branch_lines,
        _add_second_signer_lines,
        _add_approver_lines,
        _add_deed_lines,
        _add_decider_lines,
        _add_office_lines,
        _add_member_lines,
    ):
        add_lines(drafts, mandates, found)
    return [_shorten(drafts[key]) for key in sorted(drafts) if drafts[key].lines]


def offices_of(mandates: Sequence[ActiveMandate]) -> dict[str, SuperiorOffice]:
    """The offices that may return or confirm records, by path."""
    return {
        each.path: SuperiorOffice(each.organization_id, each.path, each.name)
        for each in mandates
        if each.may(Capability.VERIFY)
    }


def _shorten(draft: DigestDraft) -> DigestDraft:
    left = len(draft.lines) - MOST_LINES
    if left > 0:
        draft.lines[MOST_LINES:] = [ReminderLine(REST, f"另有{left}项，都在工作台上。", "/")]
    return draft


# ── those who keep a branch's records ──


def _add_branch_lines(drafts: DigestDrafts, mandates: Sequence[ActiveMandate], found: DueReminders) -> None:
    """Remind the officers of a branch of the branch and its groups; with names for officers of several branches."""
    kept: dict[int, dict[str, ActiveMandate]] = defaultdict(dict)
    for each in mandates:
        if each.may(Capability.RECORD_MEETING) and not found.rests(each.path):
            kept[each.user_id][each.path] = each
    rows = (
        Organization.objects.filter(pk__in=list(found.lines))
        .order_by("path")
        .values_list("pk", "path", "kind")
    )
    at: dict[str, list[int]] = defaultdict(list)  # whose mandate's path → the organizations it hears of
    for key, path, kind in rows:
        at[path].append(key)
        if kind == Kind.GROUP:
            at[tree.parent(path)].append(key)
    for user_id, places in kept.items():
        person = drafts[user_id]
        seen: set[int] = set()
        for path, place in places.items():
            for key in at.get(path, ()):
                if key in seen:
                    continue
                seen.add(key)
                before = f"{place.name}：" if len(places) > 1 else ""
                person.lines += [
                    _prefixed_line(line, before) for line in found.lines[key] if line.not_for_user != user_id
                ]
                person.announcements += found.announced.get(key, ())


def _add_second_signer_lines(
    drafts: DigestDrafts, mandates: Sequence[ActiveMandate], found: DueReminders
) -> None:
    """Remind the superior office of corrections that nobody else in the branch could sign (R-REC-09)."""
    said = {line.url for each in drafts.values() for line in each.lines if line.what == SIGN}
    waiting = {
        key: [line for line in lines if line.what == SIGN and line.url not in said]
        for key, lines in found.lines.items()
    }
    for place in Organization.objects.filter(pk__in=[key for key, lines in waiting.items() if lines]):
        office = nearest_office(found.offices, place.path)
        if office and found.rests(office.path):
            continue
        for each in mandates:
            if office and each.organization_id == office.organization_id and each.may(Capability.VERIFY):
                drafts[each.user_id].lines += [
                    _prefixed_line(line, f"{place.short_name}：")
                    for line in waiting[place.pk]
                    if line.not_for_user != each.user_id
                ]


def _add_deed_lines(drafts: DigestDrafts, mandates: Sequence[ActiveMandate], found: DueReminders) -> None:
    """Tell whoever receives a branch, and those above on both sides, of a deed of the tree."""
    for user_id, line in deed_lines(mandates, found):
        drafts[user_id].lines.append(line)


def _add_approver_lines(drafts: DigestDrafts, mandates: Sequence[ActiveMandate], found: DueReminders) -> None:
    """Remind those who may approve a large export once, on the first day after the request (R-SEC-05)."""
    for export in Export.objects.waiting().select_related("organization").order_by("pk"):
        first = first_morning(export.asked_at)
        what = f"{export.organization.short_name}的{export.get_kind_display()}"
        rows = f"{export.rows}{get_export_kind(export).unit}"
        sentence = f"{export.asked_who}申请导出{what}，{rows}，等您批准。"
        line = ReminderLine(EXPORT, sentence, f"{reverse('members:exports')}?waiting=1")
        covering = [
            each
            for each in mandates
            if export.organization.path.startswith(each.path)
            and found.days.at(each.path).on_or_after(first) == found.on
        ]
        able = [{each.user_id for each in covering if each.may(one)} for one in NEEDED[export.full]]
        for user_id in sorted(set.intersection(*able) - {export.asked_by_id}):
            drafts[user_id].lines.append(line)


def _add_decider_lines(drafts: DigestDrafts, mandates: Sequence[ActiveMandate], found: DueReminders) -> None:
    """Remind the nearest office that may decide on a waiting proposal about a person: how many, and when the first is due.

    Neither who proposed it nor whom it concerns decides (R-SEC-14); where nobody else is there, the next office above.
    """
    deciders: dict[str, set[int]] = defaultdict(set)
    names = {each.path: each.name for each in mandates}
    for each in mandates:
        if each.may(Capability.DECIDE_ON_MEMBERS):
            deciders[each.path].add(each.user_id)
    waiting: dict[tuple[int, str], list[MemberDecision]] = defaultdict(list)
    for row in MemberDecision.objects.waiting().for_list().order_by("id"):
        concerned = {row.asked_by_id, row.member.user_id if row.member else None}
        for path in reversed(tree.ancestors(row.organization.path)):
            if able := deciders[path] - concerned:
                for user_id in able:
                    waiting[user_id, path].append(row)
                break
    for (user_id, path), rows in sorted(waiting.items(), key=lambda item: item[0]):
        if found.rests(path):
            continue
        first = min((row.due_on for row in rows if row.due_on), default=None)
        ends = f"，最早的{short_date(first)}满三个月" if first else ""
        if over := sum(row.due_on is not None and row.due_on < found.on for row in rows):
            ends = f"，{over}项已经满三个月"
        url = f"{reverse('procedures:list')}?waiting=me"
        drafts[user_id].lines.append(
            ReminderLine(DECISION, f"{names[path]}有{len(rows)}项党员事项待审批{ends}。", url)
        )


def _prefixed_line(line: ReminderLine, before: str) -> ReminderLine:
    return ReminderLine(line.what, before + line.sentence, line.url, line.basis, line.why) if before else line


# ── offices ──


def _add_office_lines(drafts: DigestDrafts, mandates: Sequence[ActiveMandate], found: DueReminders) -> None:
    """Remind offices of waiting records, escalated duties and ending terms as counts with links, without names."""
    verifying = [each for each in mandates if each.may(Capability.VERIFY) and not found.rests(each.path)]
    if not verifying:
        return
    waiting = tree.roll_up(
        (path, {"n": n})
        for path, n in Meeting.objects.filter(status=Status.SUBMITTED)
        .order_by()
        .values_list("organization__path")
        .annotate(n=Count("pk"))
    )
    monthly = [each.path for each in verifying if found.days.at(each.path).begins_month(found.on)]
    ending = ending_terms(found.on) if monthly else []
    terms = tree.roll_up((term.organization.path, {"n": 1}) for term in ending)
    for each in verifying:
        lines = drafts[each.user_id].lines
        if n := waiting.get(each.path, {}).get("n", 0):
            ask = urlencode({"below": each.code, "status": Status.SUBMITTED.value})
            url = f"{reverse('meetings:list')}?{ask}"
            lines.append(ReminderLine(WAITING, f"{each.name}有{n}份会议记录待审核。", url))
        if rows := found.escalated.get(each.organization_id):
            branches = len({known.row.organization.pk for known in rows})
            sentence = f"{each.name}有{branches}个党组织共{len(rows)}项还没有完成，事先提醒过本支部。"
            url = f"{reverse('reports:told')}?{urlencode({'organization': each.code})}"
            lines.append(ReminderLine(ABOVE, sentence, url))
        n = terms.get(each.path, {}).get("n", 0)
        if n and each.path in monthly:
            url = f"{reverse('organizations:tree')}?{urlencode({'flag': 'term', 'below': each.code})}"
            sentence = f"{each.name}有{n}个党组织六个月内届满或者已经届满，请提醒准备换届。"
            lines.append(ReminderLine(TERMS, sentence, url, RQ))


# ── members ──


def _add_member_lines(drafts: DigestDrafts, mandates: Sequence[ActiveMandate], found: DueReminders) -> None:
    """Remind members of the next meeting on the last day before it that is not quiet, and weekly of make-ups."""
    on, days = found.on, found.days
    reach: dict[int, list[str]] = defaultdict(list)
    for each in mandates:
        if each.may(Capability.CALENDAR) and not found.rests(each.path):
            reach[each.user_id].append(each.path)
    members = [
        row
        for row in Member.objects.filter(user__is_active=True, left_on=None).values_list(
            "pk", "user_id", "organization_id", "organization__path", "group_id"
        )
        if any(row[3].startswith(path) for path in reach.get(row[1], ()))
    ]
    if not members:
        return
    until = {path: days.at(path).following(on) for _, _, _, path, _ in members}
    for key, line in _upcoming_meeting_lines(members, on, until):
        drafts[key].lines.insert(0, line)
    weekly = {path for path in until if days.at(path).begins_week(on)}
    by_member = {pk: user_id for pk, user_id, _, path, _ in members if path in weekly}
    if by_member:
        for pk, line in _make_up_lines(by_member, on):
            drafts[by_member[pk]].lines.append(line)


def _upcoming_meeting_lines(
    members: Sequence[tuple[int, int, int, str, int | None]], on: dt.date, until: Mapping[str, dt.date]
) -> list[tuple[int, ReminderLine]]:
    """(account, line) of planned meetings, the last first, because each line is inserted at the head. `until`: by the path of
    a branch, the next day on which its members are reminded."""
    planned = Meeting.objects.filter(status=Status.PLANNED, held_on__gt=on, held_on__lte=max(until.values()))
    meetings = list(planned.prefetch_related("kinds").order_by("-starts_at", "-id"))
    if not meetings:
        return []
    off = set(
        Restriction.objects.on(on)
        .off_the_roll()
        .filter(member__user__isnull=False)
        .values_list("member_id", flat=True)
    )
    excused = set(
        Leave.objects.filter(status=LeaveStatus.APPROVED, meeting__in=planned).values_list(
            "meeting_id", "member_id"
        )
    )
    seated = _committee_seats(on)
    at: dict[int, list[tuple[int, int, dt.date]]] = defaultdict(list)
    for pk, user_id, organization_id, path, group_id in members:
        at[organization_id].append((pk, user_id, until[path]))
        if group_id:
            at[group_id].append((pk, user_id, until[path]))
    found = []
    for meeting in meetings:
        only_committee = {row.kind for row in meeting.kinds.all()} == {MeetingKind.COMMITTEE}
        line = ReminderLine(
            COMING, _when_and_where(meeting, on), reverse("meetings:detail", args=(meeting.uuid,))
        )
        for pk, user_id, last in at.get(meeting.organization_id, ()):
            if meeting.held_on > last or pk in off or (meeting.pk, pk) in excused:
                continue
            if not only_committee or (meeting.organization_id, pk) in seated:
                found.append((user_id, line))
    return found


def _committee_seats(on: dt.date) -> set[tuple[int, int]]:
    """(organization, member) of committee members who have an account."""
    posts = Post.objects.on(on).exclude(title=Title.GROUP_LEADER).filter(member__user__isnull=False)
    return set(posts.values_list("organization_id", "member_id"))


def _when_and_where(meeting: Meeting, on: dt.date) -> str:
    apart = (meeting.held_on - on).days
    day = {1: "明天", 2: "后天"}.get(apart, weekday(meeting.held_on))
    at = time_of_day(meeting.starts_at)
    place = f"，在{meeting.place}" if meeting.place else "，地点还没有定"
    return f"{day}（{short_date(meeting.held_on)}）{at}{meeting.kind_names}{place}。"


def _make_up_lines(by_member: Mapping[int, int], on: dt.date) -> list[tuple[int, ReminderLine]]:
    """(member, line) of members with excused absences that are not made up yet."""
    since = on - dt.timedelta(days=MAKE_UP_DAYS)
    left = Attendance.objects.filter(member__user__isnull=False, meeting__held_on__range=(since, on))
    rows = make_ups.owed_make_ups(left).select_related("meeting").prefetch_related("meeting__kinds")
    missed: dict[int, list[Meeting]] = defaultdict(list)
    for row in rows.order_by("meeting__held_on", "id"):
        if row.member_id in by_member:
            missed[row.member_id].append(row.meeting)
    found = []
    for pk, meetings in missed.items():
        first = meeting_title(meetings[0])
        if len(meetings) == 1:
            sentence = f"{first}您请了假，还没有补学。"
        else:
            sentence = f"您有{len(meetings)}次请假还没有补学，最早的是{first}。"
        found.append((pk, ReminderLine(MAKE_UP, sentence, reverse("attendance:make_ups"))))
    return found
