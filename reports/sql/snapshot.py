"""The rows of a report: written by INSERT … SELECT, copied down the tree, checked, and named by their digest.

Called by the actions inside their transaction; nothing here asks who may.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from branches.rules import tree
from core import clock
from core.clock import Period
from meetings.models import Meeting
from meetings.rules.cut_off import cut_off
from obligations.sql.fulfilled import COUNTS, DUTY_SUMS, LINE, OWN, TOTAL, TURNOUT
from reports.errors import MoreHeldThanRecorded, SumsDisagree
from reports.models import Report
from reports.selectors.figures import late, statement

LINE_SUMS = [*DUTY_SUMS, *TURNOUT]
LINE_FIGURES = [*LINE_SUMS, *OWN]
TOTAL_SUMS = [*DUTY_SUMS, *TURNOUT, *COUNTS]


def store(report: Report) -> int:
    """Write the report's lines and totals anew from the meetings. Returns how many rows it has now."""
    clear(report)
    asked = statement(report.organization, Period.month(report.month), clock.now())
    lines = asked.insert_lines(report.pk) if asked.duties else 0
    report.late = late_records(report)
    return lines + asked.insert_totals(report.pk)


def late_records(report: Report) -> list[dict[str, Any]]:
    """The meetings that the total counts as late, as they stand now: later amendments do not reach them."""
    return [
        {
            "organization": meeting.organization_id,
            "code": meeting.organization.code,
            "path": meeting.organization.path,
            "kinds": meeting.kind_names,
            "theme": meeting.theme,
            "held_on": meeting.held_on.isoformat(),
            "submitted_on": timezone.localdate(meeting.submitted_at).isoformat(),
            "expected": meeting.expected,
            "present": meeting.present,
        }
        for meeting in late(report.organization, Period.month(report.month))
    ]


def copy(report: Report, source: Report) -> int:
    """Take over the rows of the report above that lie in this one's part of the tree: so both say the same."""
    clear(report)
    report.late = [row for row in source.late or () if row["path"].startswith(report.path)]
    written = 0
    for table, names in (("reports_line", LINE), ("reports_total", TOTAL)):
        columns = ", ".join(names)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (report_id, {columns}) SELECT %s, {columns} FROM {table}"
                " WHERE report_id = %s AND path >= %s AND path < %s",
                [report.pk, source.pk, report.path, tree.bound(report.path)],
            )
            written += cursor.rowcount
    return written


def clear(report: Report) -> None:
    report.lines.all()._raw_delete(report.lines.db)
    report.totals.all()._raw_delete(report.totals.db)


def check_sums(report: Report) -> None:
    """R-RPT-01: every row is its own figures and the rows right below it. Raises SumsDisagree."""
    own = {
        "required": "COALESCE(own_required, 0)",
        "held": "own_held",
        "fulfilled": "CASE WHEN own_required IS NULL THEN 0 WHEN own_held < own_required THEN own_held"
        " ELSE own_required END",
    }
    rest = [name for name in LINE_SUMS if name not in own]
    # Each row counted at its own path, and taken off again at the path above it.
    lines = _disagreeing(
        "reports_line",
        report,
        "path, rule_id",
        [*[f"COALESCE({name}, 0) - {what}" for name, what in own.items()], *rest],
        [f"COALESCE({name}, 0)" for name in (*own, *rest)],
        exact=len(own),
    )
    # A total's own share is not stored, so it may only exceed what stands below it.
    totals = _disagreeing("reports_total", report, "path", TOTAL_SUMS[1:], TOTAL_SUMS[1:], exact=0)
    if lines + totals:
        raise SumsDisagree(count=lines + totals)


def _disagreeing(
    table: str, report: Report, key: str, at: Sequence[str], above: Sequence[str], *, exact: int
) -> int:
    """How many rows differ from the sum of those right below: the first `exact` columns must be equal, the rest not less."""
    names = [f"c{n}" for n in range(len(at))]
    here = ", ".join(f"{what} AS {name}" for name, what in zip(names, at, strict=True))
    there = ", ".join(f"-({what})" for what in above)
    parent = key.replace("path", f"substr(path, 1, length(path) - {tree.WIDTH})", 1)
    wrong = [f"SUM({name}) {'<>' if n < exact else '<'} 0" for n, name in enumerate(names)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM (SELECT {key} FROM ("
            f" SELECT {key}, {here} FROM {table} WHERE report_id = %s"
            f" UNION ALL SELECT {parent}, {there} FROM {table} WHERE report_id = %s AND path > %s) AS pairs"
            f" GROUP BY {key} HAVING {' OR '.join(wrong)}) AS wrong",
            [report.pk, report.pk, report.path],
        )
        (count,) = cursor.fetchone()
    return int(count)


def check_held(report: Report) -> None:
    """R-RPT-02: no rule shows more than there are meetings of its kind. Raises MoreHeldThanRecorded."""
    asked = statement(report.organization, Period.month(report.month), clock.now())
    shown = dict(report.lines.filter(path=report.path).values_list("rule_id", "held"))
    for duty in asked.duties:  # a handful of rules, whatever the size of the tree
        held = shown.get(duty.rule.pk, 0)
        recorded = (
            Meeting.objects.within(report.organization)
            .held_in(duty.period)
            .counted(before=cut_off(asked.month))
            .of_kind(duty.rule.kind)
            .filter(is_void=False)
            .count()
        )
        if held > recorded:
            raise MoreHeldThanRecorded(name=duty.rule.name, held=held, recorded=recorded)


def digest(report: Report) -> str:
    """SHA-256 in hex over every line and total, by code and not by number, so that anyone can recompute it.

    One row a line: `L` or `T`, the organization's code, the rule's code for a line, then the figures in the order of
    LINE_FIGURES and TOTAL_SUMS, comma between, nothing for an empty one; in tree order. Then a line for each late record:
    `R`, the organization's code, the day it was held, the day it was submitted, expected, present.
    """
    text = hashlib.sha256(f"{report.month:%Y-%m},{report.organization.code}\n".encode())
    lines = (
        "reports_line",
        LINE_FIGURES,
        "r.code",
        " JOIN obligations_rule r ON r.id = x.rule_id",
        "x.path, r.code",
    )
    totals = ("reports_total", TOTAL_SUMS, None, "", "x.path")
    for mark, (table, names, rule, join, order) in (("L", lines), ("T", totals)):
        # Put together by the database: a district has a hundred thousand figures, and only their text is wanted.
        figures = [f"COALESCE(CAST(x.{name} AS text), '')" for name in names]
        row = " || ',' || ".join([f"'{mark}'", "o.code", *filter(None, [rule]), *figures])
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {row} FROM {table} x JOIN branches_organization o ON o.id = x.organization_id{join}"
                f" WHERE x.report_id = %s ORDER BY {order}",
                [report.pk],
            )
            text.update("".join([f"{each}\n" for (each,) in cursor.fetchall()]).encode())
    for late_row in report.late or ():
        figures = [str(late_row[name]) for name in ("code", "held_on", "submitted_on", "expected", "present")]
        text.update(f"R,{','.join(figures)}\n".encode())
    return text.hexdigest()
