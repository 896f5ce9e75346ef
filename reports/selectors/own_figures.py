"""What each organization of a month has by itself: the rows that overviews add up, live or from a frozen report."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from branches.models import Organization
from branches.rules import tree
from branches.selectors.organization_names import NamedOn, PastNames
from core import clock
from core.clock import Period
from core.numbers import rate
from obligations.models import Rule
from obligations.rules.cut_off import cut_off
from obligations.selectors.duties import duties_of_each
from obligations.sql.fulfilled import PLACE_SUMS, FigureStatement
from reports.models import Report
from reports.selectors.figures import StoredMonth, frozen_months

SHOWN = ("code", "name", "short_name", "kind", "unit_kind", "path", "parent_id", "activity_day")


class OwnLine(NamedTuple):
    """A rule that asks something of the organization itself, or of which it held something. required: None where nothing."""

    organization_id: int
    path: str
    rule_id: int
    required: int | None
    held: int
    missed_in_a_row: int


class RootSums(NamedTuple):
    """The sums of everything at and below the root in another month: what the two rates are made of."""

    required: int | None
    fulfilled: int | None
    expected: int | None
    present: int | None

    @property
    def completion(self) -> Decimal | None:
        return rate(self.fulfilled, self.required)

    @property
    def attendance(self) -> Decimal | None:
        return rate(self.present, self.expected)


@dataclass(frozen=True)
class OwnMonth:
    """The own figures of a month at and below one root.

    Its organizations, the root too, stand where they stood in these figures and have the names of that month: a move or a
    renaming since rewrites none. sums: organization id → figures of PLACE_SUMS.
    """

    root: Organization
    month: Period
    rules: Sequence[Rule]
    duties: Mapping[int, Period]  # rule id → the rule's own period that holds the month
    lines: Sequence[OwnLine]  # in tree order, then by rule
    sums: Mapping[int, Mapping[str, int]]
    organizations: Mapping[int, Organization]
    counted_until: dt.datetime
    report: Report | None = None  # None: live
    beside: Mapping[Period, RootSums] = field(
        default_factory=dict
    )  # of other months, where they were asked for

    def is_due(self, rule_id: int) -> bool:
        """Whether the rule's period ends with the month, so that it counts towards completion."""
        return self.duties[rule_id].until == self.month.until


def own_month(
    root: Organization,
    month: Period,
    frozen: Mapping[Period, StoredMonth] | None = None,
    beside: Sequence[Period] = (),
) -> OwnMonth:
    """Three queries live, five of a frozen month, one more where names of the past are asked.

    frozen: `frozen_months` of the root, if it is at hand; else it is asked. beside: other live months whose sums are
    wanted too; in the same query, and not of a frozen month.
    """
    known = (frozen_months(root, [month]) if frozen is None else frozen).get(month)
    found = _frozen(root, month, known) if known else _live(root, month, beside)
    asked = NamedOn(month.until, known.report.frozen_at if known else None)
    PastNames([asked]).put_back(found.organizations.values(), asked)
    return found


def _live(root: Organization, month: Period, beside: Sequence[Period]) -> OwnMonth:
    on = timezone.localdate(clock.now())
    months = [month, *beside]
    statement, *others = (
        FigureStatement(duties=asked, month=each, path=root.path, on=on, before=cut_off(each))
        for each, asked in zip(months, duties_of_each(months, root.path), strict=True)
    )
    lines, sums, of_others = [], {}, {}
    for pk, path, rule, asked, held, missed, *figures in statement.rows(statement.own_with_sums_of(others)):
        if pk < 0:
            there = dict(zip(PLACE_SUMS, figures, strict=True))
            of_others[beside[-pk - 1]] = RootSums(asked, held, there["expected"], there["present"])
        elif rule is None:
            sums[pk] = dict(zip(PLACE_SUMS, figures, strict=True))
        else:
            lines.append(OwnLine(pk, path, rule, asked, held, missed))
    places = {place.pk: place for place in Organization.objects.within(root).only(*SHOWN)}
    rules = [duty.rule for duty in statement.duties]
    return replace(_own_month(root, month, rules, lines, sums, places), beside=of_others)


def _frozen(root: Organization, month: Period, known: StoredMonth) -> OwnMonth:
    """From the rows of the report: the tree of that day, not of today."""
    report, at = known.report, known.total.path
    here = tree.subtree(at)
    lines = [
        OwnLine(*row)
        for row in report.lines.filter(here)
        .filter(Q(own_required__gt=0) | Q(own_held__gt=0))
        .order_by()
        .values_list("organization_id", "path", "rule_id", "own_required", "own_held", "missed_in_a_row")
    ]
    totals = report.totals.filter(here).order_by()
    sums, paths, at_path = {}, {}, {}
    for pk, path, *figures in totals.values_list("organization_id", "path", *PLACE_SUMS):
        sums[pk], paths[pk] = dict(zip(PLACE_SUMS, figures, strict=True)), path
        at_path[path] = dict(sums[pk])
    for pk, path in paths.items():
        if (above := at_path.get(tree.parent(path))) is not None:
            for name in PLACE_SUMS:
                above[name] -= sums[pk][name]
    places = Organization.objects.filter(pk__in=totals.values("organization")).only(*SHOWN)
    organizations = {place.pk: place for place in places}
    for pk, place in organizations.items():
        place.path = paths[pk]
    rules = Rule.objects.filter(pk__in=report.lines.filter(path=at).order_by().values("rule")).in_order()
    own = {pk: at_path[path] for pk, path in paths.items()}
    return _own_month(root, month, list(rules), lines, own, organizations, report)


def _own_month(
    root: Organization,
    month: Period,
    rules: Sequence[Rule],
    lines: Sequence[OwnLine],
    sums: Mapping[int, Mapping[str, int]],
    organizations: Mapping[int, Organization],
    report: Report | None = None,
) -> OwnMonth:
    order = {rule.pk: n for n, rule in enumerate(rules)}
    return OwnMonth(
        root=organizations.get(root.pk, root),
        month=month,
        rules=rules,
        duties={rule.pk: Period.holding(month.since, rule.months) for rule in rules},
        lines=sorted(
            (line for line in lines if line.organization_id in sums),
            key=lambda line: (line.path, order[line.rule_id]),
        ),
        sums=sums,
        organizations={pk: organizations[pk] for pk in sums},
        counted_until=(report and report.counted_until) or cut_off(month),
        report=report,
    )
