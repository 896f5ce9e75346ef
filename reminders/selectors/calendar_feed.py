"""A person's calendar as iCalendar (RFC 5545): the meetings the person may see and, for who records, what is owed by when.

The reach decides at each fetch. An event keeps its UID for as long as its meeting lives; a meeting called off stays as
STATUS:CANCELLED, so that subscribers take it off the calendar.
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
from meetings.selectors.initial_values import usual_length
from meetings.states import Status
from members.models import Member
from obligations.selectors.owed import Owed, owed
from obligations.states import UNMET
from reminders.models import Feed

BACK, AHEAD = dt.timedelta(days=62), dt.timedelta(days=400)
MOST_MEETINGS = 2000
REFRESH = dt.timedelta(hours=4)


def calendar(by: Actor, feed: Feed) -> bytes:
    """Everything, newest state. Queries: meetings and their kinds, and what is owed for each of the person's mandates."""
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
    for meeting in meetings(by, clock.today()):
        made.add_component(_event(meeting, zone))
    for row in deadlines(by, clock.today()):
        made.add_component(_deadline(row, feed))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def meetings(by: Actor, today: dt.date) -> list[Meeting]:
    """From two months back to a year ahead, the nearest to come first where there are too many.

    Where a member only knows the calendar, it is what concerns him: no committee he is not in, no other group.
    """
    seen = Meeting.objects.visible_to(by)
    member = Member.objects.present().filter(user=by.user).order_by("id").first() if by.user else None
    if member is not None:
        read, own = by.reach.q(Capability.VIEW), Meeting.objects.concerning(member, today).values("pk")
        seen = seen.filter(read | Q(pk__in=own))
    seen = seen.filter(held_on__range=(today - BACK, today + AHEAD))
    return list(
        seen.select_related("organization__parent")
        .prefetch_related("kinds")
        .order_by("-held_on", "-id")[:MOST_MEETINGS]
    )


def deadlines(by: Actor, today: dt.date) -> Iterator[Owed]:
    """What is still owed in the periods of this month and the next, where this person records. Asked once a mandate."""
    month = Period.month(today)
    roots = Organization.objects.filter(
        path__in=[span.path for span in by.reach.widest(Capability.RECORD_MEETING)]
    )
    seen = set()
    for root in roots:
        for asked in (month, month.next()):
            for row in owed(root, asked, today):
                key = (row.organization.pk, row.rule.code, row.period.since)
                if row.state in UNMET and key not in seen:
                    seen.add(key)
                    yield row


def _event(meeting: Meeting, zone: ZoneInfo) -> Event:
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


def _deadline(row: Owed, feed: Feed) -> Event:
    """A whole day: the last one on which it can be held. Its stamp is the address's own, since a duty has none."""
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
