"""Resolves conflicts between proposed meetings: one branch twice at the same hour, or two meetings in one room.

Conflicts arise when days off move meetings onto the same day, or a yearly meeting falls on the theme day.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from branches.selectors.workdays import Workdays
from meetings.selectors.initial_values import usual_length
from meetings.states import Kind
from planning.rules.meeting_proposal import MeetingProposal

if TYPE_CHECKING:
    from meetings.models import Meeting

Slot = tuple[int, dt.datetime, str]


def resolve_conflicts(
    proposals: Sequence[MeetingProposal], there: Iterable["Meeting"], days: Workdays, today: dt.date
) -> list[MeetingProposal]:
    """The proposals, conflicting ones moved to the nearest free working day of their month (the earlier of two).

    A theme day keeps its day. A meeting on its own fixed day keeps it even if another meets in the same room.
    Meetings without a place do not conflict over rooms.
    """
    taken: dict[dt.date, list[Slot]] = defaultdict(list)
    for row in there:
        taken[row.held_on].append((row.organization_id, row.starts_at, row.place))
    resolved = []
    for proposal in sorted(
        proposals, key=lambda proposal: (Kind.THEME_DAY not in proposal.kinds, bool(proposal.moved_from))
    ):
        if Kind.THEME_DAY not in proposal.kinds:
            near = (replace(proposal, on=day) for day in _nearest_workdays(proposal.on, days, today))
            proposal = next((one for one in near if not _conflicts(one, taken[one.on], proposal)), proposal)
        taken[proposal.on].append((proposal.organization.pk, proposal.starts_at, proposal.place))
        resolved.append(proposal)
    return resolved


def _conflicts(proposal: MeetingProposal, slots: Sequence[Slot], wanted: MeetingProposal) -> bool:
    own_day = proposal.on == wanted.on and not wanted.moved_from
    return any(
        abs(starts - proposal.starts_at) < usual_length()
        and (pk == proposal.organization.pk or (not own_day and bool(place) and place == proposal.place))
        for pk, starts, place in slots
    )


def _nearest_workdays(day: dt.date, days: Workdays, today: dt.date) -> Iterator[dt.date]:
    """The day itself, then the other working days of its month from today on, the nearest first."""
    yield day
    month = [day + dt.timedelta(days=n) for n in range(-30, 31)]
    fit = (each for each in month if each.month == day.month and each >= today and days.is_workday(each))
    yield from sorted(fit, key=lambda each: (abs((each - day).days), each))
