"""The rows of a report: written by INSERT … SELECT, copied down the tree, checked, and named by their digest.

Called by the actions inside their transaction; nothing here asks who may.
"""

import hashlib
from collections.abc import Sequence

from django.db import connection
from django.db.models import F, Max

from branches import tree
from branches.models import Organization
from core import clock
from core.clock import Period
from meetings.models import Meeting
from reports.duties import Duty
from reports.errors import MoreHeldThanRecorded, SumsDisagree
from reports.figures import cut_off, statement
from reports.models import Line, Report, Total
from reports.statements import COUNTS, DUTY_SUMS, LINE, TOTAL, TURNOUT, Statement

LINE_SUMS = [*DUTY_SUMS, *TURNOUT]
TOTAL_SUMS = [*DUTY_SUMS, *TURNOUT, *COUNTS]


def store(report: Report) -> int:
    """Write the report's lines and totals anew from the meetings. Returns how many rows it has now."""
    clear(report)
    asked = statement(report.organization, Period.month(report.month), clock.now())
    lines = asked.insert_lines(report.pk) if asked.duties else 0
    return lines + asked.insert_totals(report.pk)


def copy(report: Report, source: Report) -> int:
    """Take over the rows of the report above that lie in this one's part of the tree: so both say the same."""
    clear(report)
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
    sql = f"""
      WITH below AS (
        SELECT substr(path, 1, length(path) - {tree.WIDTH}) AS path, rule_id,
          {", ".join(f"SUM({name}) AS {name}" for name in LINE_SUMS)}
        FROM reports_line WHERE report_id = %s GROUP BY 1, 2)
      SELECT COUNT(*) FROM reports_line l LEFT JOIN below b ON b.path = l.path AND b.rule_id = l.rule_id
      WHERE l.report_id = %s AND (
        COALESCE(l.required, 0) <> COALESCE(l.own_required, 0) + COALESCE(b.required, 0)
        OR l.held <> l.own_held + COALESCE(b.held, 0)
        OR l.fulfilled <> COALESCE(b.fulfilled, 0) + CASE WHEN l.own_required IS NULL THEN 0
             WHEN l.own_held < l.own_required THEN l.own_held ELSE l.own_required END
        OR l.expected < COALESCE(b.expected, 0) OR l.expected <> l.present + l.on_leave + l.absent)"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [report.pk, report.pk])
        (count,) = cursor.fetchone()
    wrong = count + _totals_that_disagree(report)
    if wrong:
        raise SumsDisagree(count=wrong)


def _totals_that_disagree(report: Report) -> int:
    """A place without branches of its own shows exactly what stands below it, for what only branches have."""
    sql = f"""
      WITH below AS (
        SELECT substr(path, 1, length(path) - {tree.WIDTH}) AS path, SUM(branches) AS branches,
          SUM(missing_branches) AS missing_branches, SUM(expected) AS expected, SUM(members) AS members
        FROM reports_total WHERE report_id = %s GROUP BY 1)
      SELECT COUNT(*) FROM reports_total t JOIN below b ON b.path = t.path
      WHERE t.report_id = %s AND (t.branches < b.branches OR t.missing_branches < b.missing_branches
        OR t.expected < b.expected OR t.members < b.members)"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [report.pk, report.pk])
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
    reports.statements.LINE and TOTAL from `required` on, comma between, nothing for an empty one; in tree order.
    """
    text = hashlib.sha256(f"{report.month:%Y-%m},{report.organization.code}\n".encode())
    lines = report.lines.order_by("path", "rule__code").values_list(
        "organization__code", "rule__code", *LINE[4:]
    )
    totals = report.totals.order_by("path").values_list("organization__code", *TOTAL[2:])
    for mark, rows in (("L", lines), ("T", totals)):
        text.update(
            "".join(
                f"{mark},{','.join('' if value is None else str(value) for value in row)}\n" for row in rows
            ).encode()
        )
    return text.hexdigest()


def update_lines(report: Report, branch: Organization, duties: Sequence[Duty] | None = None) -> int:
    """Bring a drafted report up to date after one branch's meetings changed, in steps that grow with the depth only.

    The branch's own rows (with its groups') are read anew and what changed is added to every row above.
    Where what is *asked* has changed, or the organization is not a branch or group, the report is stored anew.
    The digest is not touched: actions.refresh names the content once, after the last branch. Returns rows changed.
    """
    unit = branch.parent if branch.is_group and branch.parent else branch
    if not unit.is_branch:
        return store(report)
    month = Period.month(report.month)
    given = {"duties": duties} if duties is not None else {}
    asked = statement(unit, month, clock.now(), depth=tree.depth(unit.path) + 1, **given)
    span = {"report": report, "path__gte": unit.path, "path__lt": tree.bound(unit.path)}
    kept = {(row[0], row[2]): row for row in Line.objects.filter(**span).values_list(*LINE)}
    fresh = {(row[0], row[2]): row for row in asked.rows(asked.lines())}
    if kept.keys() != fresh.keys():
        return store(report)
    changed, above = 0, tree.ancestors(unit.path)
    first = LINE.index("required")
    for key, new in fresh.items():
        old = kept[key]
        if tuple(old[first:]) == tuple(new[first:]):
            continue
        if old[first] != new[first]:
            return store(report)
        organization_id, rule_id = key
        now = dict(zip(LINE[first:], new[first:], strict=True))
        changed += Line.objects.filter(report=report, organization=organization_id, rule=rule_id).update(
            **now
        )
        if organization_id == unit.pk:
            was = dict(zip(LINE[first:], old[first:], strict=True))
            delta = {name: now[name] - was[name] for name in LINE_SUMS[1:] if now[name] != was[name]}
            lines = Line.objects.filter(report=report, rule=rule_id, path__in=above)
            if delta:
                changed += lines.update(**{name: F(name) + by for name, by in delta.items()})
            _raise_streaks(lines, was["missed_in_a_row"], now["missed_in_a_row"])
    return changed + _update_totals(report, unit, asked, above)


def _raise_streaks(lines: "object", was: int, now: int) -> None:
    """A row above shows the longest streak below it. Only where this branch's was the longest must others be asked."""
    if now > was:
        lines.filter(missed_in_a_row__lt=now).update(missed_in_a_row=now)  # type: ignore[attr-defined]
    elif now < was:
        for line in lines.filter(missed_in_a_row=was).order_by("-path"):  # type: ignore[attr-defined]
            below = Line.objects.filter(
                report=line.report_id, rule=line.rule_id, path__gt=line.path, path__lt=tree.bound(line.path)
            )
            longest = below.aggregate(most=Max("missed_in_a_row"))["most"] or 0
            Line.objects.filter(pk=line.pk).update(missed_in_a_row=longest)


def _update_totals(report: Report, unit: Organization, asked: Statement, above: list[str]) -> int:
    span = {"report": report, "path__gte": unit.path, "path__lt": tree.bound(unit.path)}
    kept = {row[0]: row for row in Total.objects.filter(**span).values_list(*TOTAL)}
    changed = 0
    for new in asked.rows(asked.totals()):
        old = kept.get(new[0])
        if old is None:
            return store(report)
        if tuple(old) == tuple(new):
            continue
        was = dict(zip(TOTAL[2:], old[2:], strict=True))
        now = dict(zip(TOTAL[2:], new[2:], strict=True))
        if was["required"] != now["required"]:
            return store(report)
        changed += Total.objects.filter(report=report, organization=new[0]).update(**now)
        if new[0] == unit.pk:
            delta = {name: now[name] - was[name] for name in TOTAL_SUMS[1:] if now[name] != was[name]}
            if delta:
                changed += Total.objects.filter(report=report, path__in=above).update(
                    **{name: F(name) + by for name, by in delta.items()}
                )
    return changed
