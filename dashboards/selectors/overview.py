"""Read model of the monthly overview: figures by organization and by kind of unit, and the rows behind them.

Figures and rows come from the same place: every organization's own share (reports.selectors.own_figures). A number on the
dashboard is the sum of the rows behind it by construction, frozen or live, whatever filter is set.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from branches.models import Organization
from branches.rules import tree
from branches.states import UnitKind
from core.clock import Period
from core.numbers import rate
from members.models import Member
from obligations.models import Rule
from reports.selectors.figures import StoredMonth, month_totals
from reports.selectors.own_figures import OwnMonth, own_month

SUMS = ("branches", "members", "expected", "present", "on_leave", "absent", "late_records", "returned")


@dataclass(frozen=True, slots=True)
class FigureSums:
    """Sums of some organizations; of one alone, its own."""

    branches: int = 0
    members: int = 0
    expected: int = 0
    present: int = 0
    on_leave: int = 0
    absent: int = 0
    late_records: int = 0
    returned: int = 0
    required: int = 0
    held: int = 0
    fulfilled: int = 0

    @property
    def completion(self) -> Decimal | None:
        return rate(self.fulfilled, self.required)

    @property
    def attendance(self) -> Decimal | None:
        return rate(self.present, self.expected)

    @property
    def lacking(self) -> int:
        return self.required - self.fulfilled


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """One organization × rule with what it asks of the organization itself."""

    organization: Organization
    rule: Rule
    period: Period
    is_due: bool
    required: int
    held: int
    missed_in_a_row: int

    @property
    def fulfilled(self) -> int:
        return min(self.held, self.required)

    @property
    def lacking(self) -> int:
        return self.required - self.fulfilled


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A rule's sums at one place of the heat map; None where it applies to nobody.

    counts: its period ends with the month. A quarter under way shows how far it is, without heat.
    """

    rule: Rule
    sums: FigureSums | None
    counts: bool = True

    @property
    def heat(self) -> int:
        """0 exactly 100, then 97 and more, 94, 90, less."""
        completion = self.sums.completion if self.sums else None
        if completion is None or completion == 100:
            return 0
        return 1 if completion >= 97 else 2 if completion >= 94 else 3 if completion >= 90 else 4


@dataclass(frozen=True, slots=True)
class FigureRow:
    organization: Organization
    sums: FigureSums
    cells: Sequence[HeatCell]
    before: FigureSums | None

    @property
    def total(self) -> HeatCell:
        return HeatCell(Rule(), self.sums if self.sums.required else None)

    @property
    def change(self) -> Decimal | None:
        """Completion in points against the month before."""
        return change(self.sums.completion, self.before.completion if self.before else None)

    @property
    def attendance_change(self) -> Decimal | None:
        return change(self.sums.attendance, self.before.attendance if self.before else None)

    @property
    def late_change(self) -> int | None:
        return self.sums.late_records - self.before.late_records if self.before else None


@dataclass(frozen=True)
class Overview:
    figures: OwnMonth
    rules: Sequence[Rule]
    rows: Sequence[FigureRow]
    root: FigureRow
    unit_kinds: Sequence[tuple[str, str, FigureSums]]

    @property
    def is_live(self) -> bool:
        return self.figures.report is None


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return now - before if now is not None and before is not None else None


@dataclass(frozen=True)
class OwnFigures:
    """The figures each organization of a month contributes by itself, after the filter; `total` of all without it."""

    month: OwnMonth
    shares: Mapping[int, FigureSums]
    duties: Sequence[OwnDuty]
    total: FigureSums | None

    @property
    def organizations(self) -> Mapping[int, Organization]:
        """All of the month, also those the filter leaves out."""
        return self.month.organizations

    @property
    def due_duties(self) -> list[OwnDuty]:
        return [duty for duty in self.duties if duty.is_due]


def own_figures(
    root: Organization,
    month: Period,
    unit_kind: str = "",
    frozen: Mapping[Period, StoredMonth] | None = None,
    beside: Sequence[Period] = (),
) -> OwnFigures:
    """Each organization's own figures of the month at and below `root`. frozen, beside: as own_month takes them."""
    whole = own_month(root, month, frozen, beside)
    rules = {rule.pk: rule for rule in whole.rules}
    due = {rule.pk for rule in whole.rules if whole.is_due(rule.pk)}
    duties = [
        OwnDuty(
            whole.organizations[line.organization_id],
            rules[line.rule_id],
            whole.duties[line.rule_id],
            line.rule_id in due,
            line.required or 0,
            line.held,
            line.missed_in_a_row,
        )
        for line in whole.lines
    ]
    mine: dict[int, list[OwnDuty]] = {}
    for duty in duties:
        if duty.is_due:
            mine.setdefault(duty.organization.pk, []).append(duty)
    shares = {pk: FigureSums(**sums, **_duty_sums(mine.get(pk, ()))) for pk, sums in whole.sums.items()}
    total = _sum(shares.values()) if shares else None
    if unit_kind:
        of_kind = {pk for pk, place in whole.organizations.items() if place.unit_kind == unit_kind}
        shares = {pk: share for pk, share in shares.items() if pk in of_kind}
        duties = [duty for duty in duties if duty.organization.pk in of_kind]
    return OwnFigures(whole, shares, duties, total)


def _duty_sums(duties: Iterable[OwnDuty]) -> dict[str, int]:
    required = held = fulfilled = 0
    for duty in duties:
        required += duty.required
        held += duty.held
        fulfilled += duty.fulfilled
    return {"required": required, "held": held, "fulfilled": fulfilled}


def _sum(shares: Iterable[FigureSums]) -> FigureSums:
    columns = zip(*map(attrgetter(*FigureSums.__slots__), shares), strict=True)
    return FigureSums(*map(sum, columns))


def with_their_groups(mine: OwnFigures) -> list[tuple[Organization, FigureSums]]:
    """Every organization in tree order; a branch's groups are counted with it."""
    at = {mine.organizations[pk].path: pk for pk in mine.shares}
    found: dict[int, list[FigureSums]] = {}
    for path, pk in sorted(at.items()):
        home = at.get(tree.parent(path)) if mine.organizations[pk].is_group else None
        found.setdefault(home or pk, []).append(mine.shares[pk])
    return [(mine.organizations[pk], _sum(shares)) for pk, shares in found.items()]


def sums_of(
    root: Organization,
    month: Period,
    unit_kind: str = "",
    frozen: Mapping[Period, StoredMonth] | None = None,
) -> dict[int, FigureSums]:
    """Organization → its sums, for the root and its children. frozen: as own_month takes it."""
    if unit_kind:
        mine = own_figures(root, month, unit_kind, frozen)
        found = _sums_by_path(mine, mine.month.root)
        return {pk: found[place.path] for pk, place in mine.organizations.items() if place.path in found}
    return {
        total.organization_id: FigureSums(
            **{name: getattr(total, name) or 0 for name in FigureSums.__slots__}
        )
        for total in month_totals(root, month, 1, frozen)
    }


def overview(mine: OwnFigures, before: Mapping[int, FigureSums]) -> Overview:
    """Rows in tree order: the children of the root that stood in the month, and the root's own; `before`: the sums_of
    the month to compare with.
    """
    root = mine.month.root
    sums = _sums_by_path(mine, root)
    by_rule: dict[tuple[str, int], list[OwnDuty]] = {}
    for duty in mine.duties:
        for path in _paths_counted_in(duty.organization.path, root):
            by_rule.setdefault((path, duty.rule.pk), []).append(duty)

    def row(organization: Organization) -> FigureRow:
        path = organization.path
        cells = [_cell(rule, by_rule.get((path, rule.pk), ()), mine.month) for rule in mine.month.rules]
        return FigureRow(organization, sums.get(path, FigureSums()), cells, before.get(organization.pk))

    width = len(root.path) + tree.WIDTH
    children = sorted(
        (each for each in mine.organizations.values() if len(each.path) == width), key=lambda each: each.path
    )
    rows = [found for child in children if _has_figures((found := row(child)).sums)]
    return Overview(mine.month, mine.month.rules, rows, row(root), _by_unit_kind(mine))


def _paths_counted_in(path: str, root: Organization) -> tuple[str, ...]:
    """The rows a path is counted in: the root's, and that of the child it stands below."""
    child = path[: len(root.path) + tree.WIDTH]
    return (root.path,) if child == root.path else (root.path, child)


def _sums_by_path(mine: OwnFigures, root: Organization) -> dict[str, FigureSums]:
    found: dict[str, list[FigureSums]] = {}
    for pk, share in mine.shares.items():
        for path in _paths_counted_in(mine.organizations[pk].path, root):
            found.setdefault(path, []).append(share)
    return {path: _sum(shares) for path, shares in found.items()}


def _cell(rule: Rule, duties: Sequence[OwnDuty], month: OwnMonth) -> HeatCell:
    sums = FigureSums(**_duty_sums(duties))
    return HeatCell(rule, sums if sums.required else None, month.duties[rule.pk].until == month.month.until)


def _has_figures(sums: FigureSums) -> bool:
    return bool(sums.members or sums.required or sums.expected)


def _by_unit_kind(mine: OwnFigures) -> list[tuple[str, str, FigureSums]]:
    """(unit kind, its name, sums), in the order of the code table, those with meetings only."""
    by: dict[str, list[FigureSums]] = {}
    for pk, share in mine.shares.items():
        by.setdefault(mine.organizations[pk].unit_kind, []).append(share)
    sums = [(kind.value, str(kind.label), _sum(by[kind.value])) for kind in UnitKind if kind.value in by]
    return [row for row in sums if row[2].expected]


@dataclass(frozen=True, slots=True)
class LackingBranch:
    """A branch with what it (or its groups) has not held."""

    branch: Organization
    duties: Sequence[OwnDuty]
    secretary: Member | None = None

    @property
    def items(self) -> int:
        return len(self.duties)

    @property
    def most_in_a_row(self) -> int:
        return max(duty.missed_in_a_row for duty in self.duties)


def branches_lacking(mine: OwnFigures, *, nothing_held: bool) -> list[LackingBranch]:
    """Branches in tree order with their due duties unfulfilled; of a finished month only those of which nothing was held."""
    by_path = {row.path: row for row in mine.organizations.values()}
    found: dict[str, list[OwnDuty]] = {}
    for duty in mine.due_duties:
        if duty.lacking and not (nothing_held and duty.held):
            path = (
                tree.parent(duty.organization.path) if duty.organization.is_group else duty.organization.path
            )
            found.setdefault(path, []).append(duty)
    return [
        LackingBranch(by_path.get(path, found[path][0].organization), found[path]) for path in sorted(found)
    ]
