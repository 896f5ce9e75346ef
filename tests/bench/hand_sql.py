"""The month's report as somebody would write it by hand for one quarter's last month: two INSERT … SELECT, nothing general.

It knows the five rules, that nothing is waived and that every period ends with the month. tests.bench.reports asserts
that it writes the very rows the product writes.
"""

from typing import Any

from django.db import connection

from branches.rules import tree
from core.clock import Period, months_later
from obligations.models import Rule
from obligations.rules.cut_off import cut_off
from reports.models import Report

BRANCHES = "('branch', 'joint_branch', 'temporary_branch')"
DEEPEST = 5
COUNTED = "m.status IN ('submitted', 'confirmed') AND NOT m.is_void AND m.submitted_at < %(cut)s"


def parameters(report: Report) -> dict[str, Any]:
    month = Period.month(report.month)
    date = connection.ops.adapt_datefield_value
    return {
        "report": report.pk,
        "root": report.path,
        "bound": tree.bound(report.path),
        "m1": date(month.since),
        "m2": date(month.until),
        "q1": date(Period.holding(month.since, 3).since),
        "q_second": date(months_later(Period.holding(month.since, 3).since, 1)),
        "cut": connection.ops.adapt_datetimefield_value(cut_off(month)),
        "yes": True,
    }


def past(month: Period, rules: dict[str, int]) -> str:
    """Twelve periods back for each rule: its first day, its last, and the latest start of whoever owed in it."""
    rows = []
    for code, rule in rules.items():
        quarterly = code in ("R-MEET-01", "R-MEET-05")
        period = Period.holding(month.since, 3 if quarterly else 1)
        for _ in range(12):
            start = months_later(period.since, 1 if quarterly else 0)
            rows.append(
                f"SELECT {rule} AS rule, '{period.since}' AS a, '{period.until}' AS b, '{start}' AS c"
            )
            period = period.previous()
    text = " UNION ALL ".join(rows)
    if connection.vendor == "postgresql":
        return f"SELECT rule, CAST(a AS date) AS a, CAST(b AS date) AS b, CAST(c AS date) AS c FROM ({text}) AS texts"
    return text


def lines(month: Period, rules: dict[str, int]) -> str:
    general, committee, group, theme, lecture = (rules[f"R-MEET-0{n}"] for n in range(1, 6))
    kinds = {
        general: "general",
        committee: "committee",
        group: "group",
        theme: "theme_day",
        lecture: "lecture",
    }
    kind_of = "CASE k.kind " + " ".join(f"WHEN '{kind}' THEN {rule}" for rule, kind in kinds.items()) + " END"
    name_of = "CASE f.rule " + " ".join(f"WHEN {rule} THEN '{kind}'" for rule, kind in kinds.items()) + " END"
    return f"""
    INSERT INTO reports_line (report_id, path, rule_id, organization_id, is_due, required, fulfilled, held, expected,
      present, on_leave, absent, late_records, own_required, own_held, missed_in_a_row)
    WITH h AS MATERIALIZED (
      SELECT m.organization_id AS org, {kind_of} AS rule, COUNT(*) AS held, SUM(m.expected) AS e, SUM(m.present) AS p,
        SUM(m.on_leave) AS l, SUM(m.absent) AS a, SUM(CASE WHEN m.is_late THEN 1 ELSE 0 END) AS late
      FROM meetings_meeting m CROSS JOIN meetings_meetingkind k
      WHERE k.meeting_id = m.id AND m.held_on BETWEEN %(q1)s AND %(m2)s AND {COUNTED}
        AND (k.kind IN ('general', 'lecture') OR k.kind IN ('committee', 'group', 'theme_day') AND m.held_on >= %(m1)s)
      GROUP BY 1, 2),
    seat AS MATERIALIZED (
      SELECT t.organization_id AS org FROM branches_term t
      GROUP BY 1
      HAVING MAX(CASE WHEN t.has_committee AND t.since <= %(m1)s AND COALESCE(t.until, %(m1)s) >= %(m1)s THEN 1 ELSE 0 END) = 1
        AND MAX(CASE WHEN t.has_committee AND t.since <= %(m2)s AND COALESCE(t.until, %(m2)s) >= %(m2)s THEN 1 ELSE 0 END) = 1
        AND MAX(CASE WHEN NOT t.has_committee AND t.since <= %(m2)s AND COALESCE(t.until, %(m2)s) >= %(m1)s THEN 1 ELSE 0 END) = 0),
    f AS MATERIALIZED (
      SELECT o.id AS org, o.path, o.established_on, r.rule,
        CASE WHEN r.rule IN ({general}, {lecture}) AND o.kind IN {BRANCHES} AND o.established_on <= %(q_second)s THEN 1
             WHEN r.rule = {theme} AND o.kind IN {BRANCHES} AND o.established_on <= %(m1)s THEN 1
             WHEN r.rule = {committee} AND o.kind IN {BRANCHES} AND o.established_on <= %(m1)s AND s.org IS NOT NULL THEN 1
             WHEN r.rule = {group} AND o.kind = 'group' AND o.established_on <= %(m1)s THEN 1 END AS asked,
        COALESCE(h.held, 0) AS held, COALESCE(h.e, 0) AS e, COALESCE(h.p, 0) AS p, COALESCE(h.l, 0) AS l,
        COALESCE(h.a, 0) AS a, COALESCE(h.late, 0) AS late
      FROM branches_organization o
      CROSS JOIN ({" UNION ALL ".join(f"SELECT {rule} AS rule" for rule in kinds)}) AS r
      LEFT JOIN h ON h.org = o.id AND h.rule = r.rule
      LEFT JOIN seat s ON s.org = o.id
      WHERE o.path >= %(root)s AND o.path < %(bound)s AND o.established_on <= %(m2)s AND o.dissolved_on IS NULL
        AND (o.kind <> 'group' OR r.rule = {group})),
    past AS ({past(month, rules)}),
    g AS MATERIALIZED (
      SELECT f.org, f.rule, f.established_on,
        (SELECT m.held_on FROM meetings_meeting m CROSS JOIN meetings_meetingkind k
         WHERE m.organization_id = f.org AND k.meeting_id = m.id AND k.kind = {name_of} AND {COUNTED}
           AND m.held_on < CASE WHEN f.rule IN ({general}, {lecture}) THEN %(q1)s ELSE %(m1)s END
         ORDER BY m.held_on DESC LIMIT 1) AS last_on
      FROM f WHERE f.asked = 1 AND f.held = 0),
    row_of AS MATERIALIZED (
      SELECT g.org, g.rule, COUNT(*) AS n FROM g JOIN past ON past.rule = g.rule
      WHERE (g.last_on IS NULL OR past.a > g.last_on) AND g.established_on <= past.c
        AND (g.rule <> {committee} OR (
          EXISTS (SELECT 1 FROM branches_term t WHERE t.organization_id = g.org AND t.has_committee
            AND t.since <= past.c AND (t.until IS NULL OR t.until >= past.c))
          AND EXISTS (SELECT 1 FROM branches_term t WHERE t.organization_id = g.org AND t.has_committee
            AND t.since <= past.b AND (t.until IS NULL OR t.until >= past.b))
          AND NOT EXISTS (SELECT 1 FROM branches_term t WHERE t.organization_id = g.org AND NOT t.has_committee
            AND t.since <= past.b AND (t.until IS NULL OR t.until >= past.c))))
      GROUP BY 1, 2),
    own AS MATERIALIZED (
      SELECT f.path, f.rule, f.asked AS required, CASE WHEN f.asked = 1 AND f.held > 0 THEN 1 ELSE 0 END AS fulfilled,
        f.held, f.e, f.p, f.l, f.a, f.late, f.asked AS own_required, f.held AS own_held, COALESCE(x.n, 0) AS missed
      FROM f LEFT JOIN row_of x ON x.org = f.org AND x.rule = f.rule),
    {", ".join(level(depth) for depth in range(DEEPEST, 0, -1))}
    SELECT %(report)s, r.path, r.rule, o.id, %(yes)s, r.required, r.fulfilled, r.held, r.e, r.p, r.l, r.a, r.late,
      r.own_required, r.own_held, r.missed
    FROM ({" UNION ALL ".join(f"SELECT * FROM level{depth}" for depth in range(1, DEEPEST + 1))}) AS r
    JOIN branches_organization o ON o.path = r.path
    WHERE r.path >= %(root)s"""


SUMS = ("required", "fulfilled", "held", "e", "p", "l", "a", "late")


def level(depth: int) -> str:
    """What stands at a depth with everything below it: the level below is summed once, not once for each ancestor."""
    width = tree.WIDTH * depth
    rows = f"SELECT * FROM own WHERE length(path) = {width}"
    if depth == DEEPEST:
        return f"level{depth} AS MATERIALIZED ({rows})"
    sums = ", ".join(f"CAST(SUM({name}) AS integer) AS {name}" for name in SUMS)
    below = f"SELECT substr(path, 1, {width}), rule, {', '.join(SUMS)}, NULL, 0, missed FROM level{depth + 1}"
    return f"""level{depth} AS MATERIALIZED (
      SELECT path, rule, {sums}, MAX(own_required) AS own_required, MAX(own_held) AS own_held, MAX(missed) AS missed
      FROM ({rows} UNION ALL {below}) AS both_levels GROUP BY path, rule)"""


def totals(rules: dict[str, int]) -> str:
    group = rules["R-MEET-03"]
    return f"""
    INSERT INTO reports_total (report_id, path, organization_id, required, fulfilled, held, expected, present, on_leave,
      absent, late_records, branches, members, returned, missed, missing_branches)
    WITH a AS (
      SELECT l.path, l.own_required AS required, CASE WHEN l.own_held < COALESCE(l.own_required, 0) THEN l.own_held
          ELSE COALESCE(l.own_required, 0) END AS fulfilled, l.own_held AS held,
        0 AS e, 0 AS p, 0 AS l, 0 AS a, 0 AS late, 0 AS branches, 0 AS members, 0 AS returned,
        CASE WHEN l.own_required > 0 AND l.own_held = 0 THEN 1 ELSE 0 END AS missed, 0 AS missing
      FROM reports_line l WHERE l.report_id = %(report)s
      UNION ALL
      SELECT o.path, NULL, 0, 0, x.e, x.p, x.l, x.a, x.late, 0, 0, 0, 0, 0
      FROM (SELECT m.organization_id AS org, SUM(m.expected) AS e, SUM(m.present) AS p, SUM(m.on_leave) AS l,
          SUM(m.absent) AS a, SUM(CASE WHEN m.is_late THEN 1 ELSE 0 END) AS late
        FROM meetings_meeting m WHERE m.held_on BETWEEN %(m1)s AND %(m2)s AND {COUNTED} GROUP BY 1) AS x
      JOIN branches_organization o ON o.id = x.org WHERE o.path >= %(root)s AND o.path < %(bound)s
      UNION ALL
      SELECT o.path, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, x.n, 0, 0
      FROM (SELECT m.organization_id AS org, COUNT(*) AS n FROM meetings_meeting m CROSS JOIN meetings_step s
        WHERE s.meeting_id = m.id AND m.held_on BETWEEN %(m1)s AND %(m2)s AND s.deed = 'returned' AND s.at < %(cut)s
        GROUP BY 1) AS x
      JOIN branches_organization o ON o.id = x.org WHERE o.path >= %(root)s AND o.path < %(bound)s
      UNION ALL
      SELECT o.path, NULL, 0, 0, 0, 0, 0, 0, 0, 0, x.n, 0, 0, 0
      FROM (SELECT COALESCE(group_id, organization_id) AS org, COUNT(*) AS n FROM members_membership
        WHERE since <= %(m2)s AND (until IS NULL OR until >= %(m2)s) AND member_id NOT IN (
          SELECT member_id FROM members_restriction
          WHERE kind = 'suspended' AND since <= %(m2)s AND (until IS NULL OR until >= %(m2)s)
        ) GROUP BY 1) AS x
      JOIN branches_organization o ON o.id = x.org WHERE o.path >= %(root)s AND o.path < %(bound)s
      UNION ALL
      SELECT o.path, NULL, 0, 0, 0, 0, 0, 0, 0, CASE WHEN o.kind IN {BRANCHES} THEN 1 ELSE 0 END, 0, 0, 0, 0
      FROM branches_organization o
      WHERE o.path >= %(root)s AND o.path < %(bound)s AND o.established_on <= %(m2)s AND o.dissolved_on IS NULL
      UNION ALL
      SELECT DISTINCT CASE WHEN l.rule_id = {group} THEN substr(l.path, 1, length(l.path) - {tree.WIDTH}) ELSE l.path END,
        CAST(NULL AS integer), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
      FROM reports_line l WHERE l.report_id = %(report)s AND l.own_required > 0 AND l.own_held = 0),
    own AS MATERIALIZED (
      SELECT path, SUM(required) AS required, SUM(fulfilled) AS fulfilled, SUM(held) AS held, SUM(e) AS e, SUM(p) AS p,
        SUM(l) AS l, SUM(a) AS a, SUM(late) AS late, SUM(branches) AS branches, SUM(members) AS members,
        SUM(returned) AS returned, SUM(missed) AS missed, SUM(missing) AS missing
      FROM a GROUP BY path),
    {", ".join(total_level(depth) for depth in range(DEEPEST, 0, -1))}
    SELECT %(report)s, s.path, o.id, s.required, s.fulfilled, s.held, s.e, s.p, s.l, s.a, s.late, s.branches, s.members,
      s.returned, s.missed, s.missing
    FROM ({" UNION ALL ".join(f"SELECT * FROM level{depth}" for depth in range(1, DEEPEST + 1))}) AS s
    JOIN branches_organization o ON o.path = s.path
    WHERE s.path >= %(root)s"""


COUNTS = ("branches", "members", "returned", "missed", "missing")


def total_level(depth: int) -> str:
    width, names = tree.WIDTH * depth, (*SUMS, *COUNTS)
    rows = f"SELECT path, {', '.join(names)} FROM own WHERE length(path) = {width}"
    if depth == DEEPEST:
        return f"level{depth} AS MATERIALIZED ({rows})"
    sums = ", ".join(f"CAST(SUM({name}) AS integer) AS {name}" for name in names)
    below = f"SELECT substr(path, 1, {width}), {', '.join(names)} FROM level{depth + 1}"
    return f"""level{depth} AS MATERIALIZED (
      SELECT path, {sums} FROM ({rows} UNION ALL {below}) AS both_levels GROUP BY path)"""


def write(report: Report) -> None:
    """Throw the report's rows away and write them anew, in the driver's own words."""
    month = Period.month(report.month)
    rules = dict(Rule.objects.filter(valid_until=None).values_list("code", "pk"))
    given = parameters(report)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_line WHERE report_id = %(report)s", given)
        cursor.execute("DELETE FROM reports_total WHERE report_id = %(report)s", given)
        cursor.execute(lines(month, rules), given)
        cursor.execute(totals(rules), given)
