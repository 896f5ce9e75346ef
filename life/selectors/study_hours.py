"""Hours of study credited by lectures, theme days and group study (学习学时): information, no verdict (R-EDU-01, R-EDU-06).

What counts is STUDY_KINDS. One session credits its hours once, of whatever kinds it is; one heard at a host branch counts
like one at home (R-FLO-02). Page, desk, API and the paper of the year all ask here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet

from branches.models import Organization
from life import rules
from life.selectors.talks import day_of
from meetings.models import Attendance, Guest, Meeting
from meetings.states import THERE, GuestRole
from members.models import Member

NONE = Decimal(0)


@dataclass(frozen=True)
class StudySession:
    """A session somebody attended and the hours it credits: the evidence of their hours."""

    meeting: Meeting
    hours: Decimal

    @property
    def lecturer(self) -> str:
        lecture = getattr(self.meeting, "lecture", None)
        return lecture.lecturer if lecture else ""


def _of_year(year: int) -> "QuerySet[Meeting]":
    """Those of that year that count."""
    return Meeting.objects.counted().filter(
        held_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)), kinds__kind__in=settings.STUDY_KINDS
    )


def _sessions(keys: Iterable[int]) -> dict[int, StudySession]:
    """Those of these meetings that credit hours, newest first. Two queries."""
    rows = Meeting.objects.filter(pk__in=set(keys)).select_related("lecture", "organization")
    sessions = {}
    for meeting in rows.prefetch_related("kinds").order_by("-held_on", "-pk"):
        lecture = getattr(meeting, "lecture", None)
        hours = rules.credited_hours(
            [row.kind for row in meeting.kinds.all()],
            lecture.hours if lecture and lecture.lecturer else None,
            meeting.starts_at,
            meeting.ends_at,
        )
        if hours:
            sessions[meeting.pk] = StudySession(meeting, hours)
    return sessions


def sessions_by_member(members: QuerySet, year: int) -> Mapping[int, list[StudySession]]:
    """Member's key → the sessions they attended, newest first, for many members in three queries."""
    credited = {"member__in": members, "meeting__in": _of_year(year).values("pk")}
    here = Attendance.objects.filter(state__in=THERE, **credited).order_by().values_list("member", "meeting")
    elsewhere = Guest.objects.filter(role=GuestRole.VISITING, **credited).order_by()
    attended: dict[int, set[int]] = defaultdict(set)
    for member, meeting in here.union(elsewhere.values_list("member", "meeting")):
        attended[meeting].add(member)
    found: dict[int, list[StudySession]] = defaultdict(list)
    for key, session in _sessions(attended).items():
        for member in attended[key]:
            found[member].append(session)
    return found


def total(sessions: Iterable[StudySession]) -> Decimal:
    return sum((one.hours for one in sessions), NONE)


def hours_of_branch(
    organization: Organization, year: int
) -> list[tuple[Member, Decimal, list[StudySession]]]:
    """Everybody on the branch's roll of that year with their hours and sessions, in the order of the roll."""
    people = Member.objects.on_roll(organization, day_of(year)).counted_on(day_of(year)).order_by("id")
    found = sessions_by_member(people, year)
    return [(member, total(found.get(member.pk, ())), found.get(member.pk, [])) for member in people]


def sessions_of_member(member: Member, year: int) -> list[StudySession]:
    """What a member attended, newest first, each with its hours."""
    return sessions_by_member(Member.objects.filter(pk=member.pk), year).get(member.pk, [])


def hours_of_member(member: Member, year: int) -> Decimal:
    return total(sessions_of_member(member, year))
