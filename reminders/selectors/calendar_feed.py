"""Builds a person's calendar as iCalendar (RFC 5545): visible meetings and, for recorders, the due days of owed duties.

The reach is checked at each fetch. An event keeps its UID as long as its meeting exists; a cancelled meeting stays as
STATUS:CANCELLED, so that subscribers remove it.
"""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from icalendar import Calendar, Event, vDuration

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.clock import Period
from core.dates_zh import short_period
from meetings.models import Meeting
from meetings.selectors import subjects
from meetings.selectors.initial_values import usual_length
from meetings.states import Status
from members.models import Member
from obligations.selectors.owed import OwedDuty, owed_duties
from obligations.states import UNMET
from reminders.models import Feed

BACK, AHEAD = dt.timedelta(days=62), dt.timedelta(days=400)
MOST_MEETINGS = 2000
REFRESH = dt.timedelta(hours=4)


def calendar_file(by: Actor, feed: Feed) -> bytes:
    """The iCalendar file. Queries: meetings and their kinds, and the owed duties of each of the person's mandates."""
    zone = ZoneInfo(settings.TIME_ZONE)
    made = Calendar()
    made.add("prodid", "-//organizational life//calendar 1.0//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "组织生活")
    made.add("x-wr-timezone", settings.TIME_ZONE)
    made.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH))
    for meeting in calendar_meetings(by, clock.today()):
        made.add_component(_meeting_event(meeting, zone))
    for row in deadlines(by, clock.today()):
        made.add_component(_deadline_event(row, feed))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def calendar_meetings(by: Actor, today: dt.date) -> list[Meeting]:
    """From two months back to a year ahead, the nearest to come first where there are too many.

    A member who only sees the calendar gets the meetings that concern them: no foreign committee or group.
    """
    seen = Meeting.objects.visible_to(by)
    member = Member.objects.present().filter(user=by.user).order_by("id").first() if by.user else None
    if member is not None:
        read, own = by.reach.q(Capability.VIEW), Meeting.objects.concerning(member, today).values("pk")
        seen = seen.filter(read | Q(pk__in=own))
    seen = seen.filter(held_on__range=(today - BACK, today + AHEAD))
    rows = seen.select_related("organization__parent").prefetch_related("kinds")
    return subjects.as_seen(rows.order_by("-held_on", "-id")[:MOST_MEETINGS], by)


def deadlines(by: Actor, today: dt.date) -> Iterator[OwedDuty]:
    """Unmet duties of this month and the next where the person records meetings; computed once per mandate."""
    month = Period.month(today)
    roots = Organization.objects.filter(
        path__in=[span.path for span in by.reach.widest(Capability.RECORD_MEETING)]
    )
    seen = set()
    for root in roots:
        for asked in (month, month.next()):
            for row in owed_duties(root, asked, today):
                key = (row.organization.pk, row.rule.code, row.period.since)
                if row.state in UNMET and key not in seen:
                    seen.add(key)
                    yield row


def _meeting_event(meeting: Meeting, zone: ZoneInfo) -> Event:
    event = Event()
    starts = meeting.starts_at.astimezone(zone)
    ends = meeting.ends_at.astimezone(zone) if meeting.ends_at else starts + usual_length()
    event.add("uid", f"{meeting.uuid}@zuzhi")
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("created", meeting.created_at)
    event.add("sequence", meeting.version)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    name = meeting.kind_names or "会议"
    event.add("summary", f"{name}：{meeting.theme}" if meeting.theme else name)
    if meeting.place:
        event.add("location", meeting.place)
    event.add("description", meeting.organization.full_label)
    event.add("status", "CANCELLED" if meeting.status == Status.CANCELLED else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _deadline_event(row: OwedDuty, feed: Feed) -> Event:
    """An all-day event on the last day of a duty; its DTSTAMP is that of the feed, since a duty has none."""
    event = Event()
    event.add("uid", f"owed-{row.rule.code}-{row.organization.code}-{row.period.since}@zuzhi")
    event.add("dtstamp", feed.made_at.astimezone(dt.UTC))
    event.add("dtstart", row.due_on)
    event.add("dtend", row.due_on + dt.timedelta(days=1))
    event.add("summary", f"最后一天：{short_period(row.period)}{row.rule.name}还差{row.missing}次")
    event.add("description", f"{row.organization.short_name}。依据{row.rule.basis}。")
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
