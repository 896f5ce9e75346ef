"""Places and meetings set down by hand, straight into the tables: a figure must not depend on how a row came about."""

import datetime as dt
from typing import Any

from django.utils import timezone

from branches.models import Organization, Term
from branches.rules import tree
from core.clock import Period
from meetings.models import Meeting, MeetingKind

OCTOBER = Period.parse("2026-10")
DECEMBER = Period.parse("2026-12")


def table_of(sheet: Any) -> list[tuple[Any, ...]]:
    """The heads of a workbook's sheet and the rows below them, without what the sheet says of itself before."""
    first = int(sheet.freeze_panes[1:]) - 1
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=first)]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def noon(on: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(on, dt.time(12)))


def moment(text: str) -> dt.datetime:
    """A local instant."""
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def place(
    code: str, kind: str, parent: Organization | None = None, since: str = "2015-03-01", until: str = ""
) -> Organization:
    number = Organization.objects.filter(parent=parent).count() + 1
    return Organization.objects.create(
        code=code,
        name=f"中共{code}",
        short_name=code,
        kind=kind,
        unit_kind="community",
        parent=parent,
        path=tree.child(parent.path if parent else "", number),
        established_on=day(since),
        dissolved_on=day(until) if until else None,
        pinyin="",
        initials="",
    )


def term(organization: Organization, since: str, until: str = "", *, has_committee: bool = True) -> Term:
    return Term.objects.create(
        organization=organization,
        has_committee=has_committee,
        since=day(since),
        due_on=day("2029-01-01"),
        until=day(until) if until else None,
    )


def counted_meeting(organization: Organization, on: str, *kinds: str, **facts: Any) -> Meeting:
    """A counted meeting of ten expected, nine present, submitted at noon of its day."""
    given: dict[str, Any] = {
        "theme": "",
        "starts_at": noon(day(on)),
        "status": "submitted",
        "submitted_at": noon(day(on)),
        "expected": 10,
        "present": 9,
        "on_leave": 1,
        "absent": 0,
    } | facts
    meeting = Meeting.objects.create(organization=organization, held_on=day(on), **given)
    MeetingKind.objects.bulk_create(MeetingKind(meeting=meeting, kind=kind) for kind in kinds)
    return meeting
