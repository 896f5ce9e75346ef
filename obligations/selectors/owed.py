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
from obligations.rules.duty import Duty
from obligations.selectors.duties import duties
from obligations.sql.fulfilled import FigureStatement
from obligations.states import DutyState


@dataclass(frozen=True, slots=True)
class OwedDuty:
    """One duty of one organization in the rule's own period.

    required is None when nothing is asked (not_applicable); an explained duty (waived) stays required. `meetings` are those counted, oldest first.
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
    statement = FigureStatement(
        duties=duties(month, root.path), month=month, path=root.path, on=on, before=None
    )
    if not statement.duties:
        return []
    organizations = Organization.objects.within(root).in_bulk()
    with_groups = {tree.parent(each.path) for each in organizations.values() if each.is_group}
    position = {duty.rule.pk: n for n, duty in enumerate(statement.duties)}
    held = _counted_meetings(root, statement.duties)
    rows = []
    for organization_id, path, rule_id, required, waived in sorted(
        statement.rows(statement.duties_of_each()), key=lambda row: (row[1], position[row[2]])
    ):
        organization, duty = organizations[organization_id], statement.duties[position[rule_id]]
        if not _is_relevant(duty.rule, organization, path in with_groups):
            continue
        meetings = [row for row in held[organization_id, duty.rule.kind] if row[0] in duty.period]
        in_time = sum(not is_late for _, _, is_late in meetings)
        rows.append(
            OwedDuty(
                rule=duty.rule,
                organization=organization,
                period=duty.period,
                required=required,
                held=len(meetings),
                state=_state(required, bool(waived), len(meetings), in_time, duty.period.until, on),
                due_on=duty.period.until,
                meetings=[uuid for _, uuid, _ in meetings],
            )
        )
    return rows


def _counted_meetings(
    root: Organization, month_duties: Sequence[Duty]
) -> dict[tuple[int, str], list[tuple[dt.date, UUID, bool]]]:
    """(organization, kind) → its counted meetings, oldest first. One query."""
    rows = (
        MeetingKind.objects.filter(
            counted("meeting"),
            tree.subtree(root.path, "meeting__organization"),
            kind__in={duty.rule.kind for duty in month_duties},
            meeting__held_on__range=(
                min(duty.period.since for duty in month_duties),
                max(duty.period.until for duty in month_duties),
            ),
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
    if required is None:
        return DutyState.NOT_APPLICABLE
    if held >= required:
        return DutyState.MET if in_time >= required else DutyState.MET_LATE
    if waived:
        return DutyState.WAIVED  # explained: still required and not held, in its own state (R-LGR-03)
    if due_on < on:
        return DutyState.MISSED
    return DutyState.DUE_SOON if (due_on - on).days <= settings.DUE_SOON_DAYS else DutyState.OPEN
