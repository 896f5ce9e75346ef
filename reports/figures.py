"""The month's figures: live from the meetings, or as they were frozen, in the same shape.

Everything reads the SQL of reports.statements, which also writes the report: a figure has one definition.
Nothing here asks Reach; callers hand in an organization that the actor may see.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from branches.models import Organization
from core.clock import Period
from core.numbers import rate
from meetings.querysets import MeetingQuerySet
from reports.models import Report, Rule


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums of the organization and everything below it."""

    organization_id: int
    path: str
    required: int | None
    fulfilled: int
    held: int
    expected: int
    present: int
    on_leave: int
    absent: int
    late_records: int

    @property
    def completion(self) -> Decimal | None:
        """完成率 in percent, one decimal; None where nothing is asked."""
        return rate(self.fulfilled, self.required)

    @property
    def attendance(self) -> Decimal | None:
        """参会率 in percent, one decimal; None where nobody was expected."""
        return rate(self.present, self.expected)

    @property
    def lacking(self) -> int:
        """差: how many meetings are missing from what is asked."""
        return (self.required or 0) - self.fulfilled


@dataclass(frozen=True, slots=True)
class LineFigures(Figures):
    """Organization × rule, in the rule's own period. Fields as reports.models.Line."""

    rule_id: int
    is_due: bool
    own_required: int | None
    own_held: int
    missed_in_a_row: int


@dataclass(frozen=True, slots=True)
class TotalFigures(Figures):
    """Organization over all rules: duties of due lines, each meeting of the month once. Fields as reports.models.Total."""

    branches: int
    members: int
    returned: int
    missed: int
    missing_branches: int


@dataclass(frozen=True)
class Month:
    """The figures of one root and month. Lines by (organization_id, rule_id), totals by organization_id, in tree order."""

    root: Organization
    month: Period
    rules: Sequence[Rule]
    lines: dict[tuple[int, int], LineFigures]
    totals: dict[int, TotalFigures]
    counted_until: dt.datetime
    report: Report | None = None  # None: live

    @property
    def total(self) -> TotalFigures | None:
        """The root's own total; None when nothing at all stands below it."""
        return self.totals.get(self.root.pk)


@dataclass(frozen=True, slots=True)
class Point:
    """A month of the trend; figures None where no report was kept and none is computed."""

    month: Period
    total: TotalFigures | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the heat map: an organization, its line of each rule (in the order of the rules), its total."""

    organization: Organization
    cells: Sequence[LineFigures | None]
    total: TotalFigures | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A duty whose period is over and of which nothing was held, of the organization that owed it."""

    organization: Organization
    branch: Organization  # the branch itself, or the branch of the group
    rule: Rule
    period: Period
    missed_in_a_row: int


def cut_off(month: Period) -> dt.datetime:
    """The instant before which a record must be submitted to count in the month's report (a local midnight)."""
    raise NotImplementedError


def live(root: Organization, month: Period, now: dt.datetime, levels: int | None = None) -> Month:
    """The figures computed now from the meetings submitted before `now`.

    levels: None for everything below; 0 for the root's own row, 1 with its children, …
    """
    raise NotImplementedError


def stored(report: Report, root: Organization | None = None, levels: int | None = None) -> Month:
    """The figures as the report holds them, at and below `root` (default: the report's own organization)."""
    raise NotImplementedError


def of(root: Organization, month: Period, levels: int | None = None) -> Month:
    """Frozen figures where a report at or above `root` has frozen the month; else live, until now or the cut-off."""
    raise NotImplementedError


def trend(organization: Organization, months: int = 12, last: Period | None = None) -> list[Point]:
    """The last months' totals, oldest first: frozen rows, and live for what is not yet frozen (at most two months)."""
    raise NotImplementedError


def heat(root: Organization, month: Period) -> tuple[Sequence[Rule], list[Row], Row]:
    """Rules, a row for each child of `root` that stood in the month, and the root's own row."""
    raise NotImplementedError


def missed(root: Organization, month: Period) -> list[Missed]:
    """Who did not hold what, in tree order, of the periods that ended with the month. Empty while the month runs."""
    raise NotImplementedError


def late(root: Organization, month: Period) -> MeetingQuerySet:
    """The month's counted meetings that were submitted late, newest first; their number is the total's late_records."""
    raise NotImplementedError
