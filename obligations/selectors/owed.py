"""The owed duties of each organization in a month: what is required, what was held, and when the rest is due.

Reads only. One branch with its groups or a whole district costs the same number of queries.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings

from branches.models import Organization
from branches.rules import tree
from core.clock import Period
from meetings.models import MeetingKind
from meetings.querysets import counted
from obligations.models import Rule
from obligations.selectors.duties import duties
from obligations.sql.fulfilled import FigureStatement
from obligations.states import DutyState


@dataclass(frozen=True, slots=True)
class OwedDuty:
    """One duty of one organization in the rule's own period.

    required is None when nothing is asked (not_applicable, waived). `meetings` are those counted, oldest first.
    """

    rule: Rule
    organization: Organization
    period: Period
    required: int | None
    held: int
    state: DutyState
    due_on: dt.date
    meetings: Sequence[UUID] = field(default=())

    @property
    def missing(self) -> int:
        """How many are still to be held; 0 when nothing is asked."""
        return max(0, (self.required or 0) - self.held)


def owed_duties(root: Organization, month: Period, on: dt.date) -> list[OwedDuty]:
    """Every duty at and below `root` in the periods that hold the month, in tree order, then by rule.

    A branch gets a row for each rule of branches, also where it does not apply (no committee, no groups, founded
    later); a group only its own rule. Committees owe nothing themselves and have no row. `on` decides between open,
    due_soon and missed; meetings count from the moment they are submitted, whatever the cut-off.
    """
    asked = FigureStatement(duties=duties(month), month=month, path=root.path, on=on, before=None)
    if not asked.duties:
        return []
    found = asked.rows(asked.duties_of_each())
    organizations = Organization.objects.within(root).in_bulk()
    with_groups = {tree.parent(each.path) for each in organizations.values() if each.is_group}
    by_rule = {duty.rule.pk: (n, duty) for n, duty in enumerate(asked.duties)}
    held = _counted_meetings(
        root, [duty.rule.kind for duty in asked.duties], [duty.period for duty in asked.duties]
    )
    rows = []
    for organization_id, path, rule_id, required, waived in found:
        organization = organizations[organization_id]
        position, duty = by_rule[rule_id]
        if not _is_relevant(duty.rule, organization, path in with_groups):
            continue
        meetings = [row for row in held[organization_id, duty.rule.kind] if row[0] in duty.period]
        rows.append(
            (
                path,
                position,
                OwedDuty(
                    rule=duty.rule,
                    organization=organization,
                    period=duty.period,
                    required=None if waived else required,
                    held=len(meetings),
                    state=_state(
                        None if waived else required,
                        bool(waived),
                        len(meetings),
                        sum(not is_late for _, _, is_late in meetings),
                        duty.period.until,
                        on,
                    ),
                    due_on=duty.period.until,
                    meetings=[uuid for _, uuid, _ in meetings],
                ),
            )
        )
    return [row for _, _, row in sorted(rows, key=lambda row: row[:2])]


def _counted_meetings(
    root: Organization, kinds: list[str], periods: list[Period]
) -> dict[tuple[int, str], list[tuple[dt.date, UUID, bool]]]:
    """(organization, kind) → its counted meetings, oldest first. One query."""
    rows = (
        MeetingKind.objects.filter(
            counted("meeting"),
            tree.subtree(root.path, "meeting__organization"),
            kind__in=kinds,
            meeting__held_on__range=(min(p.since for p in periods), max(p.until for p in periods)),
        )
        .order_by("meeting__held_on", "meeting_id")
        .values_list(
            "meeting__organization_id", "kind", "meeting__held_on", "meeting__uuid", "meeting__is_late"
        )
    )
    held: dict[tuple[int, str], list[tuple[dt.date, UUID, bool]]] = defaultdict(list)
    for organization_id, kind, held_on, uuid, is_late in rows:
        held[organization_id, kind].append((held_on, uuid, is_late))
    return held


def _is_relevant(rule: Rule, organization: Organization, has_groups: bool) -> bool:
    """Whether to show a row: a branch without groups shows that group meetings do not apply to it."""
    if rule.applies_to == Rule.AppliesTo.GROUP:
        return organization.is_group or (organization.is_branch and not has_groups)
    return organization.is_branch


def _state(
    required: int | None, waived: bool, held: int, in_time: int, due_on: dt.date, on: dt.date
) -> DutyState:
    """The state of a duty; a period that is over with too few meetings is missed, even if some were held."""
    if waived:
        return DutyState.WAIVED
    if required is None:
        return DutyState.NOT_APPLICABLE
    if held >= required:
        return DutyState.MET if in_time >= required else DutyState.MET_LATE
    if due_on < on:
        return DutyState.MISSED
    return DutyState.DUE_SOON if (due_on - on).days <= settings.DUE_SOON_DAYS else DutyState.OPEN
