"""One branch's meetings changed: its rows of a drafted report, and what stands above them, brought up to date.

In SQL throughout: for half a dozen small statements the ORM would cost more than the database.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from branches.models import Organization
from branches.rules import tree
from core import clock
from core.clock import Period
from obligations.rules.duty import Duty
from obligations.sql.fulfilled import LINE, TOTAL, Statement
from reports.models import Report
from reports.selectors.figures import statement
from reports.sql.snapshot import LINE_SUMS, TOTAL_SUMS, store

Row = dict[str, Any]


def update_lines(
    reports: Sequence[Report], branch: Organization, duties: Sequence[Duty] | None = None
) -> int:
    """Bring drafts of one month up to date after one branch's meetings changed, in steps that grow with the depth only.

    The branch's rows (with its groups') are read anew, once for all the reports that show them, and the differences
    added to every row above. Where what is *asked* has changed, or the organization is not a branch or group, a report is
    stored anew. The digest is not touched: actions.refresh names the content once, after the last branch. Returns how
    many rows changed.
    """
    unit = branch.parent if branch.is_group and branch.parent else branch
    if not reports or not unit.is_branch:
        return sum(map(store, reports))
    facts: dict[str, Any] = {"depth": tree.depth(unit.path) + 1}
    if duties is not None:
        facts["duties"] = duties
    asked = statement(unit, Period.month(reports[0].month), clock.now(), **facts)
    lines = _lines(asked)
    totals: list[Row] = []
    changed = 0
    with connection.cursor() as cursor:
        for report in reports:
            update = _Update(cursor, report, unit)
            if not update.lines(lines):
                changed += store(report)
                continue
            totals = totals or [
                dict(zip(TOTAL, row, strict=True)) for row in asked.rows(asked.totals(report.pk))
            ]
            changed += update.changed if update.totals(totals) else store(report)
    return changed


def _lines(asked: Statement) -> list[Row]:
    """Most branches lack nothing; only for one that does is it asked since when."""
    found = asked.rows(asked.lines(with_streaks=False))
    lines = [dict(zip(LINE, row, strict=True)) for row in found]
    if any(row["own_required"] and not row["own_held"] for row in lines):
        lines = [dict(zip(LINE, row, strict=True)) for row in asked.rows(asked.lines())]
    return lines


class _Update:
    """One branch's rows in one report: what they were, what they are now."""

    def __init__(self, cursor: Any, report: Report, unit: Organization) -> None:
        self.cursor, self.report, self.unit = cursor, report, unit
        self.chain = [*tree.ancestors(unit.path), unit.path]
        self.changed = 0

    def lines(self, fresh: Sequence[Row]) -> bool:
        """False when the rows themselves are others than before, or what is asked of them."""
        kept = {(row["organization_id"], row["rule_id"]): row for row in self._kept("reports_line", LINE)}
        if len(kept) != len(fresh):
            return False
        for now in fresh:
            was = kept.get((now["organization_id"], now["rule_id"]))
            if was is None or was["required"] != now["required"]:
                return False
            self._add("reports_line", was, now, LINE_SUMS, now["rule_id"])
            own = [name for name in ("own_held", "missed_in_a_row") if was[name] != now[name]]
            if own:
                sets = ", ".join(f"{name} = %s" for name in own)
                self._write(
                    f"UPDATE reports_line SET {sets} WHERE report_id = %s AND path = %s AND rule_id = %s",
                    [*(now[name] for name in own), self.report.pk, now["path"], now["rule_id"]],
                )
            if now["path"] == self.unit.path:
                self._streak(was["missed_in_a_row"], now["missed_in_a_row"], now["rule_id"])
        return True

    def totals(self, fresh: Sequence[Row]) -> bool:
        kept = {row["organization_id"]: row for row in self._kept("reports_total", TOTAL)}
        for now in fresh:
            was = kept.get(now["organization_id"])
            if was is None or was["required"] != now["required"]:
                return False
            self._add("reports_total", was, now, TOTAL_SUMS)
        return True

    def _kept(self, table: str, names: Sequence[str]) -> list[Row]:
        self.cursor.execute(
            f"SELECT {', '.join(names)} FROM {table} WHERE report_id = %s AND path >= %s AND path < %s",
            [self.report.pk, self.unit.path, tree.bound(self.unit.path)],
        )
        return [dict(zip(names, row, strict=True)) for row in self.cursor.fetchall()]

    def _add(self, table: str, was: Row, now: Row, names: Sequence[str], rule: int | None = None) -> None:
        """Add the difference: to the branch's row and all above it; to a group's row alone, its branch has it already."""
        delta = {name: now[name] - was[name] for name in names if now[name] != was[name]}
        if not delta:
            return
        paths = self.chain if now["path"] == self.unit.path else [now["path"]]
        sets = ", ".join(f"{name} = {name} + %s" for name in delta)
        sql = f"UPDATE {table} SET {sets} WHERE report_id = %s AND path IN ({', '.join(['%s'] * len(paths))})"
        parameters = [*delta.values(), self.report.pk, *paths]
        if rule is not None:
            sql, parameters = f"{sql} AND rule_id = %s", [*parameters, rule]
        self._write(sql, parameters)

    def _streak(self, was: int, now: int, rule: int) -> None:
        """A row above shows the longest streak below it; only where this branch's was the longest are the others asked."""
        above = self.chain[:-1] if was != now else []
        for path in reversed(above):
            self.cursor.execute(
                "SELECT missed_in_a_row FROM reports_line WHERE report_id = %s AND path = %s AND rule_id = %s",
                [self.report.pk, path, rule],
            )
            found = self.cursor.fetchone()
            if found is None or (found[0] >= now and found[0] != was):
                continue
            self._write(
                "UPDATE reports_line SET missed_in_a_row = (SELECT MAX(b.missed_in_a_row) FROM reports_line b"
                " WHERE b.report_id = %s AND b.path > %s AND b.path < %s AND b.rule_id = %s)"
                " WHERE report_id = %s AND path = %s AND rule_id = %s",
                [self.report.pk, path, tree.bound(path), rule, self.report.pk, path, rule],
            )

    def _write(self, sql: str, parameters: Sequence[Any]) -> None:
        self.cursor.execute(sql, parameters)
        self.changed += self.cursor.rowcount
