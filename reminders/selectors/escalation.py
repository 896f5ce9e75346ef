"""Finds which unmet duties are escalated, and to which office above.

A delay is escalated on the day that was announced to the branch (ESCALATE_AFTER_DAYS), and not while a meeting is planned.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from branches.models import Organization
from branches.rules import tree
from meetings.models import Meeting
from meetings.states import OPEN, Status
from obligations.selectors.owed import OwedDuty
from obligations.selectors.unmet import unmet_duties
from reminders.models import Announcement


@dataclass(frozen=True, slots=True)
class SuperiorOffice:
    """The office to which the delay of a branch is escalated."""

    organization_id: int
    path: str
    name: str


def nearest_office(offices: Mapping[str, SuperiorOffice], path: str) -> SuperiorOffice | None:
    """The office responsible for an organization: the nearest one above it with a mandate in force."""
    for above in reversed(tree.ancestors(path)):
        if above in offices:
            return offices[above]
    return None


@dataclass(frozen=True, slots=True)
class EscalationState:
    """An unmet duty with the meetings begun for it and its announcement of escalation, if any."""

    row: OwedDuty
    begun: Sequence[Meeting]
    announced: Announcement | None
    office: SuperiorOffice | None
    is_arranged: bool

    def is_escalated(self, on: dt.date) -> bool:
        """Whether the office is told: announced, its day has come, and no meeting planned."""
        return (
            self.announced is not None
            and self.office is not None
            and self.announced.escalates_on <= on
            and not self.is_arranged
        )


def escalation_states(
    rows: Sequence[OwedDuty], on: dt.date, offices: Mapping[str, SuperiorOffice]
) -> list[EscalationState]:
    """Three queries."""
    if not rows:
        return []
    begun = _meetings_begun(rows)
    announced = {
        (each.organization_id, each.what, each.period): each
        for each in Announcement.objects.filter(period__gte=min(row.period.since for row in rows))
    }
    found = []
    for row in rows:
        mine = [
            meeting
            for meeting in begun.get((row.organization.pk, row.rule.kind), ())
            if meeting.held_on in row.period
        ]
        found.append(
            EscalationState(
                row,
                mine,
                announced.get((row.organization.pk, row.rule.code, row.period.since)),
                nearest_office(offices, row.organization.path),
                any(meeting.status == Status.PLANNED and meeting.held_on >= on for meeting in mine),
            )
        )
    return found


def escalated_to(
    office: SuperiorOffice, on: dt.date, offices: Mapping[str, SuperiorOffice], root: Organization
) -> list[EscalationState]:
    """The duties escalated to an office, in tree order. `root` is the organization of the office."""
    rows = escalation_states(unmet_duties(on, [root]), on, offices)
    return [each for each in rows if each.is_escalated(on) and each.office == office]


def _meetings_begun(rows: Sequence[OwedDuty]) -> dict[tuple[int, str], list[Meeting]]:
    """(organization, kind) → its meetings that are planned, or recorded and not yet sent, oldest first."""
    span = (min(row.period.since for row in rows), max(row.period.until for row in rows))
    meetings = (
        Meeting.objects.filter(status__in=OPEN, held_on__range=span)
        .prefetch_related("kinds")
        .order_by("held_on", "id")
    )
    found: dict[tuple[int, str], list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        for kind in meeting.kinds.all():
            found[meeting.organization_id, kind.kind].append(meeting)
    return found
