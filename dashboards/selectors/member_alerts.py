"""Members of a branch who need attention soon, and why: birthdays in the Party, probation that ends, exemption."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Subquery

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import short_date
from meetings.states import Kind
from members.models import Member, Restriction
from procedures.models import MemberDecision

BIRTHDAY_DAYS = 7
PROBATION_ALERT_DAYS = 30


@dataclass(frozen=True)
class MemberAlert:
    """A member who needs attention soon, and why."""

    member: Member
    sentence: str
    when: str = ""
    state: str = ""
    word: str = ""
    kind: str = ""  # of the meeting that would settle it


def member_alerts(organization: Organization, *, today: dt.date, by: Actor) -> list[MemberAlert]:
    """Alerts of political birthdays within a week, probation ending within a month, and members exempt from attending."""
    if not by.may(Capability.VIEW_MEMBERS, organization):
        return []
    postponed = MemberDecision.objects.postponed().filter(member=OuterRef("pk"))
    frail = Restriction.objects.on(today).off_the_roll().filter(kind=Restriction.Kind.EXEMPT)
    rows = (
        Member.objects.visible_to(by)
        .within(organization)
        .present()
        .annotate(postponed_until=Subquery(postponed.values("until")[:1]))
        .prefetch_related(Prefetch("restrictions", frail, "frailties"))
        .order_by("initials", "id")
    )
    found: list[tuple[int, dt.date, MemberAlert]] = []
    for member in rows:
        anniversary = _next_anniversary(member.joined_on, today)
        years = anniversary.year - member.joined_on.year
        if years and (anniversary - today).days <= BIRTHDAY_DAYS:
            sentence = f"{short_date(anniversary, today)}政治生日，入党{years}年"
            found.append((0, anniversary, MemberAlert(member, sentence, days_left(anniversary, today))))
        if not member.is_full_on(today):
            found += _probation_alerts(member, member.postponed_until, today)
        if member.frailties:
            sentence = f"{member.frailties[0].reason}，未列入应到。可以送学上门。"
            found.append((2, today, MemberAlert(member, sentence, kind=Kind.TALK)))
    return [care for _, _, care in sorted(found, key=lambda row: row[:2])]


def _probation_alerts(
    member: Member, postponed_until: dt.date | None, today: dt.date
) -> list[tuple[int, dt.date, MemberAlert]]:
    """Whose discussion was postponed is late only after that day (R-DEV-27)."""
    ends_on = member.probation_ends_on
    if postponed_until and ends_on < today <= postponed_until:
        sentence = f"{short_date(ends_on, today)}已满{_length(member)}，推迟到{short_date(postponed_until, today)}讨论转正。"
        left = days_left(postponed_until, today)
        return [(1, ends_on, MemberAlert(member, sentence, left, "due_soon", "推迟讨论转正", Kind.GENERAL))]
    if (ends_on - today).days > PROBATION_ALERT_DAYS:
        return []
    if ends_on < today:
        sentence = f"{short_date(ends_on, today)}已满{_length(member)}，还没有讨论转正。"
        care = MemberAlert(
            member, sentence, f"过了{(today - ends_on).days}天", "missed", "预备期已满", Kind.GENERAL
        )
    else:
        sentence = f"{short_date(ends_on, today)}满{_length(member)}，转正要由党员大会讨论。"
        care = MemberAlert(
            member, sentence, days_left(ends_on, today), "due_soon", "预备期将满", Kind.GENERAL
        )
    return [(1, ends_on, care)]


def _length(member: Member) -> str:
    return "延长的预备期" if member.extended_until else "1年"


def _next_anniversary(day: dt.date, today: dt.date) -> dt.date:
    this_year = clock.months_later(day, 12 * (today.year - day.year))
    return this_year if this_year >= today else clock.months_later(day, 12 * (today.year + 1 - day.year))


def days_left(day: dt.date, today: dt.date) -> str:
    days = (day - today).days
    return {0: "今天", 1: "明天", 2: "后天"}.get(days, f"还有{days}天")
