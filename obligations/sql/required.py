"""The SQL that computes how many meetings each rule requires of each organization, from organizations, terms and waivers.

The builder collects its named parameters as it writes the text: dates and instants become parameters, numbers and
codes of this project stand in the text. obligations.sql.fulfilled adds what was held.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from branches.rules import tree
from branches.states import BRANCHES, Kind
from core.clock import Period
from meetings.states import COUNTED
from meetings.states import Kind as MeetingKind
from obligations.models import Rule
from obligations.rules.duty import Duty
from obligations.sql import tables


def quoted(codes: Iterable[str]) -> str:
    """A list of our own codes as SQL literals."""
    return ", ".join(f"'{code}'" for code in sorted(codes))


@dataclass
class RequirementQuery:
    """Builds the SQL of requirements for one root and month and collects its parameters."""

    duties: Sequence[Duty]
    month: Period
    path: str  # the root of what is asked
    on: dt.date  # the day of asking: a period before it is over
    before: dt.datetime | None  # the cut-off; None counts everything submitted
    takes_late: bool = False  # what was submitted later counts too, where it was held in the month or before
    levels: int | None = None  # how deep below the root rows are given; sums are of everything either way
    depth: int = 12  # the deepest level there is
    params: dict[str, Any] = field(default_factory=dict)

    # ── parameters ──

    def day(self, day: dt.date) -> str:
        name = f"d{day:%Y%m%d}"
        self.params[name] = connection.ops.adapt_datefield_value(day)
        return f"%({name})s"

    def bind(self, name: str, value: Any) -> str:
        self.params[name] = value
        return f"%({name})s"

    def instant(self) -> str:
        name = f"before{self.before:%Y%m%d%H%M%S}"  # two months in one query have two
        return self.bind(name, connection.ops.adapt_datetimefield_value(self.before))

    def inside_root(self, path: str) -> str:
        return f"{path} >= {self.bind('root', self.path)} AND {path} < {self.bind('bound', tree.bound(self.path))}"

    # ── conditions ──

    def counted_condition(self, m: str = "m") -> str:
        """The meetings that figures count."""
        cut = f"{m}.submitted_at < {self.instant()}" if self.before else "TRUE"
        if self.takes_late:
            cut = f"({cut} OR {m}.held_on <= {self.day(self.month.until)})"
        return f"{m}.status IN ({quoted(COUNTED)}) AND NOT {m}.is_void AND {cut}"

    def in_root_subtree(self, column: str) -> str:
        """Narrows to the organizations asked about; nothing at a root, where it would only cost a look-up each."""
        if len(self.path) == tree.WIDTH:
            return ""
        return (
            f" AND {column} IN (SELECT s.id FROM {tables.ORGANIZATION} s WHERE {self.inside_root('s.path')})"
        )

    def in_scope(self, duty: Duty, path: str) -> str:
        """Narrows to where the duty is asked; nothing where that is the whole root."""
        narrowed = [] if self.path.startswith(duty.path) else [f" AND {self.at_or_below(duty.path, path)}"]
        return "".join([*narrowed, *(f" AND NOT ({self.at_or_below(each, path)})" for each in duty.excepted)])

    def at_or_below(self, place: str, path: str) -> str:
        since, until = self.bind(f"p{place}", place), self.bind(f"e{place}", tree.bound(place))
        return f"{path} >= {since} AND {path} < {until}"

    def standing_throughout(self, period: Period) -> str:
        """Established and not dissolved from the period's first day to its last."""
        return (
            f"o.established_on <= {self.day(period.since)}"
            f" AND (o.dissolved_on IS NULL OR o.dissolved_on > {self.day(period.until)})"
        )

    def waiver_exists(self, duty: Duty, path: str, since: str, until: str) -> str:
        """An explanation of the organization or of anything above it covers the whole period."""
        return (
            f"EXISTS (SELECT 1 FROM {tables.WAIVER} w JOIN {tables.ORGANIZATION} wo ON wo.id = w.organization_id"
            f" WHERE w.rule_code = {self.bind(f'code{duty.rule.pk}', duty.rule.code)}"
            f" AND w.since <= {since} AND w.until >= {until}"
            f" AND substr({path}, 1, length(wo.path)) = wo.path)"
        )

    @property
    def committee_duties(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.rule.applies_to == Rule.AppliesTo.COMMITTEE]

    # ── parts ──

    def duty_cte(self) -> str:
        rows = [
            f"SELECT {d.rule.pk} AS rule_id, '{d.rule.kind}' AS kind, {self.day(d.period.since)} AS since,"
            f" {self.day(d.period.until)} AS until"
            for d in self.duties
        ]
        return f"duty AS ({' UNION ALL '.join(rows)})"

    def committee_throughout(self, since: str, until: str) -> str:
        """1 where the terms `t` of one branch give it a committee on the first and the last day and on every day between."""

        def stands(first: str, last: str) -> str:
            return f"t.since <= {last} AND (t.until IS NULL OR t.until >= {first})"

        return f"""MAX(CASE WHEN t.has_committee AND {stands(since, since)} THEN 1 ELSE 0 END)
          * MAX(CASE WHEN t.has_committee AND {stands(until, until)} THEN 1 ELSE 0 END)
          * MIN(CASE WHEN NOT t.has_committee AND {stands(since, until)} THEN 0 ELSE 1 END)"""

    def seated_cte(self) -> str:
        """For each month of a committee's rule: whether the branch had a committee throughout."""
        months = sorted({month for duty in self.committee_duties for month in duty.months})
        columns = "".join(
            f",\n{self.committee_throughout(self.day(m.since), self.day(m.until))} AS m{m.since:%Y%m}"
            for m in months
        )
        return f"""seated AS MATERIALIZED (
          SELECT t.organization_id{columns} FROM {tables.TERM} t
          WHERE t.since <= {self.day(months[-1].until if months else self.month.until)}{self.in_root_subtree("t.organization_id")}
          GROUP BY t.organization_id)"""

    def requirement_select(self, duty: Duty, *, with_waivers: bool = False) -> str:
        """The SELECT of one rule: the organizations it may concern, and how many meetings it requires of each.

        A share of a period is count × full months ÷ months, half up; nothing when that is 0 (R-RPT-03).
        Every committee and branch gets a row, so that nobody is missing from the report; groups only of their own rule.
        """
        rule, n = duty.rule, duty.period.months
        of_committee = rule.applies_to == Rule.AppliesTo.COMMITTEE
        of_group = rule.applies_to == Rule.AppliesTo.GROUP
        of_branches = BRANCHES - {Kind.TEMPORARY_BRANCH} if rule.kind == MeetingKind.APPRAISAL else BRANCHES
        subject = f"o.kind = '{Kind.GROUP}'" if of_group else f"o.kind IN ({quoted(of_branches)})"
        full = []
        for month in duty.months:
            seat = f" AND c.m{month.since:%Y%m} = 1" if of_committee else ""
            full.append(f"CASE WHEN {self.standing_throughout(month)}{seat} THEN 1 ELSE 0 END")
        share = f"({2 * rule.count} * ({' + '.join(full) or '0'}) + {n}) / {2 * n}"
        waived = "0"  # whether the period was explained: what is asked stays asked (R-LGR-03)
        if with_waivers and duty.has_waivers:
            since, until = self.day(duty.period.since), self.day(duty.period.until)
            waived = f"CASE WHEN {self.waiver_exists(duty, 'o.path', since, until)} THEN 1 ELSE 0 END"
        join = " LEFT JOIN seated c ON c.organization_id = o.id" if of_committee else ""
        groups = "" if of_group else f" AND o.kind <> '{Kind.GROUP}'"
        return f"""
          SELECT o.id AS organization_id, o.path, {rule.pk} AS rule_id,
            CASE WHEN NOT ({subject}) THEN NULL ELSE NULLIF({share}, 0) END AS asked
            {f", {waived} AS waived" if with_waivers else ""}
          FROM {tables.ORGANIZATION} o{join}
          WHERE {self.inside_root("o.path")}{groups}{self.in_scope(duty, "o.path")}
            AND o.established_on <= {self.day(duty.period.until)}
            AND (o.dissolved_on IS NULL OR o.dissolved_on > {self.day(duty.period.since)})"""

    def asked_cte(self, *, with_waivers: bool = False) -> str:
        arms = [self.requirement_select(duty, with_waivers=with_waivers) for duty in self.duties]
        seated = f"{self.seated_cte()},\n" if self.committee_duties else ""
        return f"{seated}asked AS MATERIALIZED ({' UNION ALL '.join(arms)})"

    def duties_of_each(self) -> str:
        """The SELECT of organization_id, path, rule_id, asked and waived, for owed duties."""
        return f"WITH {self.asked_cte(with_waivers=True)} SELECT organization_id, path, rule_id, asked, waived FROM asked"

    # ── running ──

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.params)
            return cursor.fetchall()

    def write(self, sql: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.params)
            return cursor.rowcount
