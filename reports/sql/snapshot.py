"""The SQL that inserts, copies and checks the rows of a report and computes their digest.

The calling actions check permissions and open the transaction.
"""

import hashlib
from collections.abc import Sequence

from django.db import connection

from branches.rules import tree
from obligations.models import Rule
from obligations.sql import tables
from obligations.sql.fulfilled import LINE, LINE_SUMS, OWN, TOTAL, TOTAL_SUMS, FigureStatement
from reports.errors import SumsDisagree
from reports.models import Line, Report, Total

LINES, TOTALS, RULES = Line._meta.db_table, Total._meta.db_table, Rule._meta.db_table
REPORTS = Report._meta.db_table
LINE_FIGURES = [*LINE_SUMS, *OWN]


def insert_lines(statement: FigureStatement, report: Report) -> int:
    """Write a line for each organization and rule. Returns how many."""
    return _insert(LINES, LINE, statement, statement.lines(), report)


def insert_totals(statement: FigureStatement, report: Report) -> int:
    """Write a total for each organization, its duties from the lines written before. Returns how many."""
    own_lines = (
        f"SELECT l.path, l.rule_id, l.own_required AS asked, l.own_held AS held FROM {LINES} l"
        f" WHERE l.report_id = %(report)s AND {statement.inside_root('l.path')}"
    )
    return _insert(TOTALS, TOTAL, statement, statement.totals(own_lines), report)


def _insert(table: str, names: Sequence[str], statement: FigureStatement, rows: str, report: Report) -> int:
    statement.bind("report", report.pk)
    return statement.write(
        f"INSERT INTO {table} (report_id, {', '.join(names)}) SELECT %(report)s, found.* FROM ({rows}) AS found"
    )


def copy_rows(report: Report, source: Report) -> int:
    """Take over the rows of the report above that lie in this one's part of the tree: so both say the same."""
    clear_rows(report)
    report.late = [row for row in source.late or () if row["path"].startswith(report.path)]
    written = 0
    for table, names in ((LINES, LINE), (TOTALS, TOTAL)):
        columns = ", ".join(names)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (report_id, {columns}) SELECT %s, {columns} FROM {table}"
                " WHERE report_id = %s AND path >= %s AND path < %s",
                [report.pk, source.pk, report.path, tree.bound(report.path)],
            )
            written += cursor.rowcount
    return written


def clear_rows(report: Report) -> None:
    report.lines.all()._raw_delete(report.lines.db)
    report.totals.all()._raw_delete(report.totals.db)


def check_sums(*reports: Report) -> None:
    """R-RPT-01: every row is its own figures and the rows right below it. Two queries. Raises SumsDisagree."""
    own = {
        "required": "COALESCE(own_required, 0)",
        "held": "own_held",
        "fulfilled": "CASE WHEN own_required IS NULL THEN 0 WHEN own_held < own_required THEN own_held"
        " ELSE own_required END",
    }
    rest = [name for name in LINE_SUMS if name not in own]
    # Each row counted at its own path, and taken off again at the path above it.
    lines = _count_disagreeing_rows(
        LINES,
        reports,
        "path, rule_id",
        [*[f"COALESCE({name}, 0) - {what}" for name, what in own.items()], *rest],
        [f"COALESCE({name}, 0)" for name in (*own, *rest)],
        exact=len(own),
    )
    # A total's own share is not stored, so it may only exceed what stands below it.
    totals = _count_disagreeing_rows(TOTALS, reports, "path", TOTAL_SUMS[1:], TOTAL_SUMS[1:], exact=0)
    if lines + totals:
        raise SumsDisagree(count=lines + totals)


def _count_disagreeing_rows(
    table: str, reports: Sequence[Report], key: str, at: Sequence[str], above: Sequence[str], *, exact: int
) -> int:
    """How many rows differ from the sum of those right below: the first `exact` columns must be equal, the rest not less."""
    names = [f"c{n}" for n in range(len(at))]
    here = ", ".join(f"{what} AS {name}" for name, what in zip(names, at, strict=True))
    there = ", ".join(f"-({what})" for what in above)
    parent = key.replace("path", f"substr(x.path, 1, length(x.path) - {tree.WIDTH})", 1)
    wrong = [f"SUM({name}) {'<>' if n < exact else '<'} 0" for n, name in enumerate(names)]
    keys = [report.pk for report in reports]
    asked = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM (SELECT report_id, {key} FROM ("
            f" SELECT report_id, {key}, {here} FROM {table} WHERE report_id IN ({asked})"
            f" UNION ALL SELECT report_id, {parent}, {there} FROM {table} x JOIN {REPORTS} r ON r.id = x.report_id"
            f" WHERE report_id IN ({asked}) AND x.path > r.path) AS pairs"
            f" GROUP BY report_id, {key} HAVING {' OR '.join(wrong)}) AS wrong",
            [*keys, *keys],
        )
        (count,) = cursor.fetchone()
    return int(count)


def content_digest(report: Report) -> str:
    """SHA-256 in hex over every line and total, by code and not by number, so that anyone can recompute it.

    One row a line: `L` or `T`, the organization's code, for a line the rule's code (`@` and the code of its organization,
    where it has one), then the figures in the order of
    LINE_FIGURES and TOTAL_SUMS, comma between, nothing for an empty one; in tree order. Then a line for each late record:
    `R`, the organization's code, the day it was held, the day it was submitted, expected, present.
    """
    text = hashlib.sha256(f"{report.month:%Y-%m},{report.organization.code}\n".encode())
    rules = (
        f" JOIN {RULES} r ON r.id = x.rule_id LEFT JOIN {tables.ORGANIZATION} ro ON ro.id = r.organization_id"
    )
    code = "r.code || COALESCE('@' || ro.code, '')"
    lines = (LINES, LINE_FIGURES, code, rules, "x.path, r.code, COALESCE(ro.code, '')")
    totals = (TOTALS, TOTAL_SUMS, None, "", "x.path")
    for mark, (table, names, rule, join, order) in (("L", lines), ("T", totals)):
        # Put together by the database: a district has a hundred thousand figures, and only their text is wanted.
        figures = [f"COALESCE(CAST(x.{name} AS text), '')" for name in names]
        row = " || ',' || ".join([f"'{mark}'", "o.code", *filter(None, [rule]), *figures])
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {row} FROM {table} x JOIN {tables.ORGANIZATION} o ON o.id = x.organization_id{join}"
                f" WHERE x.report_id = %s ORDER BY {order}",
                [report.pk],
            )
            text.update("".join([f"{each}\n" for (each,) in cursor.fetchall()]).encode())
    for late_row in report.late or ():
        figures = [str(late_row[name]) for name in ("code", "held_on", "submitted_on", "expected", "present")]
        text.update(f"R,{','.join(figures)}\n".encode())
    return text.hexdigest()
