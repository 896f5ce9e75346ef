"""The SQL of the figures: one definition, read live and written by INSERT … SELECT.

The same text runs on SQLite and PostgreSQL: no booleans in arithmetic, no date functions, integer division of positive
numbers, `substr` and `CASE` only. Dates and instants go in as named parameters; numbers and codes of our own are written
into the text.

    duty     the rules of the month, each with its period                       (a handful of literals)
    asked    organization × rule: how many are asked, NULL where nothing is      R-MEET-01..05, R-RPT-03
    held     organization × rule: counted meetings of that kind in the period
    fact     both, one row each organization × rule: the organization's own figures
    streak   of those that lack everything: for how many ended periods in a row
    rolled   fact summed into every ancestor by cutting the path at each width   any depth, uneven trees

A meeting counts when it was submitted or confirmed, is not void, and was first submitted before `before`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from branches import tree
from branches.states import BRANCHES, Kind
from core.clock import Period
from meetings.states import COUNTED
from reports.duties import Duty
from reports.models import Rule

DUTY_SUMS = ["required", "fulfilled", "held"]
TURNOUT = ["expected", "present", "on_leave", "absent", "late_records"]
OWN = ["own_required", "own_held", "missed_in_a_row"]
COUNTS = ["branches", "members", "returned", "missed", "missing_branches"]
# The columns in which rows are read and written; the order of the fields of reports.figures.
LINE = ["organization_id", "path", *DUTY_SUMS, *TURNOUT, "rule_id", "is_due", *OWN]
TOTAL = ["organization_id", "path", *DUTY_SUMS, *TURNOUT, *COUNTS]


def quoted(codes: Iterable[str]) -> str:
    """A list of our own codes as SQL literals."""
    return ", ".join(f"'{code}'" for code in sorted(codes))


MOST_TEXTS = 200
_TEXTS: dict[tuple[Any, ...], tuple[str, dict[str, Any]]] = {}


@dataclass
class Statement:
    """What a statement is asked about, and the parameters its text has named so far."""

    duties: Sequence[Duty]
    month: Period
    path: str  # the root of what is asked
    on: dt.date  # the day of asking: a period before it is over
    before: dt.datetime | None  # the cut-off; None counts everything submitted
    levels: int | None = None  # how deep below the root rows are given; sums are of everything either way
    depth: int = 12  # the deepest level there is
    params: dict[str, Any] = field(default_factory=dict)

    # ── the text, made once for questions of the same form ──

    def made(self, name: str, make: Callable[[], str]) -> str:
        """Writing the text costs more than asking a branch's few rows: it is remembered by what it depends on."""
        form = (
            name,
            connection.vendor,
            self.month,
            self.on,
            self.before is None,
            self.levels,
            self.depth,
            len(self.path),
            tuple(duty.form for duty in self.duties),
        )
        if form not in _TEXTS:
            before, self.params = self.params, {}
            text = make()
            _TEXTS[form] = text, self.params
            self.params = before
            if len(_TEXTS) > MOST_TEXTS:
                _TEXTS.pop(next(iter(_TEXTS)))
        text, params = _TEXTS[form]
        own = {"root": self.path, "bound": tree.bound(self.path)}
        if self.before:
            own["before"] = connection.ops.adapt_datetimefield_value(self.before)
        self.params.update(params | own)
        return text

    # ── parameters ──

    def day(self, day: dt.date) -> str:
        name = f"d{day:%Y%m%d}"
        self.params[name] = connection.ops.adapt_datefield_value(day)
        return f"%({name})s"

    def given(self, name: str, value: Any) -> str:
        self.params[name] = value
        return f"%({name})s"

    def instant(self) -> str:
        return self.given("before", connection.ops.adapt_datetimefield_value(self.before))

    def inside(self, path: str) -> str:
        return f"{path} >= {self.given('root', self.path)} AND {path} < {self.given('bound', tree.bound(self.path))}"

    # ── conditions ──

    def counted(self, m: str = "m") -> str:
        """The meetings that figures count."""
        cut = f" AND {m}.submitted_at < {self.instant()}" if self.before else ""
        return f"{m}.status IN ({quoted(COUNTED)}) AND NOT {m}.is_void{cut}"

    def placed(self, column: str) -> str:
        """Narrows to the organizations asked about; nothing at a root, where it would only cost a look-up each."""
        if len(self.path) == tree.WIDTH:
            return ""
        return f" AND {column} IN (SELECT s.id FROM branches_organization s WHERE {self.inside('s.path')})"

    def stood(self, period: Period) -> str:
        """Established and not dissolved from the period's first day to its last."""
        return (
            f"o.established_on <= {self.day(period.since)}"
            f" AND (o.dissolved_on IS NULL OR o.dissolved_on > {self.day(period.until)})"
        )

    def waived(self, duty: Duty, path: str, since: str, until: str) -> str:
        """A waiver of the organization or of anything above it covers the whole period."""
        return (
            "EXISTS (SELECT 1 FROM reports_waiver w JOIN branches_organization wo ON wo.id = w.organization_id"
            f" WHERE w.rule_code = {self.given(f'code{duty.rule.pk}', duty.rule.code)}"
            f" AND w.since <= {since} AND w.until >= {until}"
            f" AND substr({path}, 1, length(wo.path)) = wo.path)"
        )

    @property
    def committee_duties(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.rule.applies_to == Rule.AppliesTo.COMMITTEE]

    # ── parts ──

    def duty(self) -> str:
        rows = [
            f"SELECT {d.rule.pk} AS rule_id, '{d.rule.kind}' AS kind, {self.day(d.period.since)} AS since,"
            f" {self.day(d.period.until)} AS until"
            for d in self.duties
        ]
        return f"duty AS ({' UNION ALL '.join(rows)})"

    def seated(self) -> str:
        """For each month asked about: had a committee on its first and its last day, and no day without."""
        months = sorted({month for duty in self.committee_duties for month in duty.months})
        columns = "".join(
            f""",
            MAX(CASE WHEN t.has_committee AND t.since <= {self.day(m.since)}
                      AND (t.until IS NULL OR t.until >= {self.day(m.since)}) THEN 1 ELSE 0 END)
          * MAX(CASE WHEN t.has_committee AND t.since <= {self.day(m.until)}
                      AND (t.until IS NULL OR t.until >= {self.day(m.until)}) THEN 1 ELSE 0 END)
          * MIN(CASE WHEN NOT t.has_committee AND t.since <= {self.day(m.until)}
                      AND (t.until IS NULL OR t.until >= {self.day(m.since)}) THEN 0 ELSE 1 END)
            AS m{m.since:%Y%m}"""
            for m in months
        )
        return f"""seated AS MATERIALIZED (
          SELECT t.organization_id{columns} FROM branches_term t
          WHERE t.since <= {self.day(months[-1].until if months else self.month.until)}{self.placed("t.organization_id")}
          GROUP BY t.organization_id)"""

    def asked_of(self, duty: Duty, *, with_waivers: bool = False) -> str:
        """One rule's arm: whom it might concern, and how many it asks of them.

        A share of a period is count × full months ÷ months, half up; nothing when that is 0 (R-RPT-03).
        Every committee and branch gets a row, so that nobody is missing from the report; groups only of their own rule.
        """
        rule, n = duty.rule, duty.period.months
        subject = {
            Rule.AppliesTo.BRANCH: f"o.kind IN ({quoted(BRANCHES)})",
            Rule.AppliesTo.COMMITTEE: f"o.kind IN ({quoted(BRANCHES)})",
            Rule.AppliesTo.GROUP: f"o.kind = '{Kind.GROUP}'",
        }[Rule.AppliesTo(rule.applies_to)]
        full = []
        for month in duty.months:
            seat = f" AND c.m{month.since:%Y%m} = 1" if rule.applies_to == Rule.AppliesTo.COMMITTEE else ""
            full.append(f"CASE WHEN {self.stood(month)}{seat} THEN 1 ELSE 0 END")
        share = f"({2 * rule.count} * ({' + '.join(full) or '0'}) + {n}) / {2 * n}"
        waived = "0"
        if duty.has_waivers:
            since, until = self.day(duty.period.since), self.day(duty.period.until)
            waived = f"CASE WHEN {self.waived(duty, 'o.path', since, until)} THEN 1 ELSE 0 END"
        free = f"WHEN {waived} = 1 THEN NULL " if waived != "0" and not with_waivers else ""
        join = (
            " LEFT JOIN seated c ON c.organization_id = o.id"
            if rule.applies_to == Rule.AppliesTo.COMMITTEE
            else ""
        )
        groups = "" if rule.applies_to == Rule.AppliesTo.GROUP else f" AND o.kind <> '{Kind.GROUP}'"
        return f"""
          SELECT o.id AS organization_id, o.path, {rule.pk} AS rule_id,
            CASE WHEN NOT ({subject}) THEN NULL {free}ELSE NULLIF({share}, 0) END AS asked
            {f", {waived} AS waived" if with_waivers else ""}
          FROM branches_organization o{join}
          WHERE {self.inside("o.path")}{groups}
            AND o.established_on <= {self.day(duty.period.until)}
            AND (o.dissolved_on IS NULL OR o.dissolved_on > {self.day(duty.period.since)})"""

    def asked(self, *, with_waivers: bool = False) -> str:
        arms = [self.asked_of(duty, with_waivers=with_waivers) for duty in self.duties]
        seated = f"{self.seated()},\n" if self.committee_duties else ""
        return f"{seated}asked AS MATERIALIZED ({' UNION ALL '.join(arms)})"

    def duties_of_each(self) -> str:
        """organization_id, path, rule_id, asked, waived: for what is owed, where a waiver is worth telling."""
        return self.made(
            "owed",
            lambda: (
                f"WITH {self.asked(with_waivers=True)}"
                " SELECT organization_id, path, rule_id, asked, waived FROM asked"
            ),
        )

    def held(self) -> str:
        """CROSS JOIN keeps SQLite on the way from the dates of the period to the kinds."""
        since = min(duty.period.since for duty in self.duties)
        until = max(duty.period.until for duty in self.duties)
        sums = ", ".join(f"SUM(m.{name}) AS {name}" for name in TURNOUT[:-1])
        return f"""held AS MATERIALIZED (
          SELECT m.organization_id, d.rule_id, COUNT(*) AS held, {sums},
            SUM(CASE WHEN m.is_late THEN 1 ELSE 0 END) AS late_records
          FROM meetings_meeting m CROSS JOIN meetings_meetingkind k CROSS JOIN duty d
          WHERE m.held_on >= {self.day(since)} AND m.held_on <= {self.day(until)}
            AND k.meeting_id = m.id AND d.kind = k.kind AND m.held_on >= d.since AND m.held_on <= d.until
            AND {self.counted()}{self.placed("m.organization_id")}
          GROUP BY m.organization_id, d.rule_id)"""

    def fact(self) -> str:
        """What was asked beside what was held; and what was held where nobody had asked."""
        held = ", ".join(f"COALESCE(h.{name}, 0) AS {name}" for name in ("held", *TURNOUT))
        names = ", ".join(f"h.{name}" for name in ("held", *TURNOUT))
        return f"""fact AS MATERIALIZED (
          SELECT a.organization_id, a.path, a.rule_id, a.asked, {held}
          FROM asked a LEFT JOIN held h ON h.organization_id = a.organization_id AND h.rule_id = a.rule_id
          UNION ALL
          SELECT h.organization_id, o.path, h.rule_id, NULL, {names}
          FROM held h JOIN branches_organization o ON o.id = h.organization_id
          WHERE NOT EXISTS (SELECT 1 FROM asked a
            WHERE a.organization_id = h.organization_id AND a.rule_id = h.rule_id))"""

    def streak(self) -> str:
        """Of those asked who held nothing: the ended periods since the last counted meeting in which they owed."""
        oldest = min(
            (past.period.since for duty in self.duties for past in duty.past), default=self.month.since
        )
        rows = [
            f"SELECT {duty.rule.pk} AS rule_id, {self.day(past.period.since)} AS since,"
            f" {self.day(past.period.until)} AS until, {self.day(past.latest_start)} AS latest_start"
            for duty in self.duties
            for past in duty.past
            if past.period.until < self.on
        ]
        if not rows:
            return "streak AS (SELECT 0 AS organization_id, 0 AS rule_id, 0 AS missed_in_a_row)"
        free = "".join(
            f" AND NOT (g.rule_id = {duty.rule.pk} AND {self.waived(duty, 'g.path', 'p.since', 'p.until')})"
            for duty in self.duties
            if duty.has_waivers
        )
        seated = "".join(
            f""" AND (g.rule_id <> {duty.rule.pk}
              OR EXISTS (SELECT 1 FROM branches_term t WHERE t.organization_id = g.organization_id
                AND t.has_committee AND t.since <= p.latest_start AND (t.until IS NULL OR t.until >= p.latest_start))
              AND EXISTS (SELECT 1 FROM branches_term t WHERE t.organization_id = g.organization_id
                AND t.has_committee AND t.since <= p.until AND (t.until IS NULL OR t.until >= p.until))
              AND NOT EXISTS (SELECT 1 FROM branches_term t WHERE t.organization_id = g.organization_id
                AND NOT t.has_committee AND t.since <= p.until
                AND (t.until IS NULL OR t.until >= p.latest_start)))"""
            for duty in self.committee_duties
        )
        return f"""past AS ({" UNION ALL ".join(rows)}),
        gap AS MATERIALIZED (
          SELECT f.organization_id, f.rule_id, f.path, o.established_on,
            (SELECT m.held_on FROM meetings_meeting m CROSS JOIN meetings_meetingkind k
             WHERE m.organization_id = f.organization_id AND k.meeting_id = m.id AND k.kind = d.kind
               AND m.held_on >= {self.day(oldest)} AND m.held_on < d.since
               AND {self.counted()}
             ORDER BY m.held_on DESC LIMIT 1) AS last_on
          FROM fact f JOIN duty d ON d.rule_id = f.rule_id JOIN branches_organization o ON o.id = f.organization_id
          WHERE f.asked > 0 AND f.held = 0),
        streak AS MATERIALIZED (
          SELECT g.organization_id, g.rule_id, COUNT(*) AS missed_in_a_row
          FROM gap g JOIN past p ON p.rule_id = g.rule_id
          WHERE (g.last_on IS NULL OR p.since > g.last_on) AND g.established_on <= p.latest_start{free}{seated}
          GROUP BY g.organization_id, g.rule_id)"""

    def width(self) -> str:
        """The widths at which a path is cut: from the root's own to the deepest asked for."""
        first = tree.depth(self.path)
        last = self.depth if self.levels is None else min(self.depth, first + self.levels)
        widths = [f"SELECT {tree.WIDTH * n} AS n" for n in range(first, max(first, last) + 1)]
        return f"width AS ({' UNION ALL '.join(widths)})"

    def facts(self) -> str:
        if not self.duties:  # before the first rule
            return "fact AS (SELECT '' AS path, 0 AS rule_id, 0 AS asked, 0 AS held WHERE 1 = 0)"
        return ",\n".join([self.duty(), self.asked(), self.held(), self.fact()])

    # ── statements ──

    def lines(self) -> str:
        """LINE's columns, an organization × rule a row, in no order."""
        return self.made("lines", self._lines)

    def _lines(self) -> str:
        sums = ", ".join(f"CAST(SUM(f.{name}) AS integer) AS {name}" for name in TURNOUT)
        due = ", ".join(str(duty.rule.pk) for duty in self.duties if duty.is_due) or "-1"
        return f"""
        WITH {self.facts()},
        {self.streak()},
        {self.width()},
        rolled AS (
          SELECT substr(f.path, 1, w.n) AS path, f.rule_id,
            CAST(SUM(f.asked) AS integer) AS required,
            CAST(SUM(CASE WHEN f.asked IS NULL THEN 0 WHEN f.held < f.asked THEN f.held ELSE f.asked END) AS integer)
              AS fulfilled,
            CAST(SUM(f.held) AS integer) AS held, {sums},
            MAX(CASE WHEN length(f.path) = w.n THEN f.asked END) AS own_required,
            CAST(MAX(CASE WHEN length(f.path) = w.n THEN f.held ELSE 0 END) AS integer) AS own_held,
            CAST(MAX(COALESCE(s.missed_in_a_row, 0)) AS integer) AS missed_in_a_row
          FROM fact f LEFT JOIN streak s ON s.organization_id = f.organization_id AND s.rule_id = f.rule_id
          CROSS JOIN width w
          WHERE w.n <= length(f.path)
          GROUP BY 1, 2)
        SELECT o.id, r.path, r.required, r.fulfilled, r.held, {", ".join(f"r.{name}" for name in TURNOUT)},
          r.rule_id, CASE WHEN r.rule_id IN ({due}) THEN {self.given("yes", True)}
            ELSE {self.given("no", False)} END,
          r.own_required, r.own_held, r.missed_in_a_row
        FROM rolled r JOIN branches_organization o ON o.path = r.path"""

    def totals(self, report_id: int | None = None) -> str:
        """TOTAL's columns, an organization a row; the duties from the report's stored lines, or computed when live.

        Members are counted where they stand (in their group, if they have one), a branch's missing items and those of
        its groups make one missing branch: so every column adds up to the row above.
        """
        if report_id is not None:
            self.params["report"] = report_id
        return self.made(f"totals {report_id is not None}", lambda: self._totals(report_id is not None))

    def _totals(self, stored: bool) -> str:
        month, owned = self.month, "fact"
        due = ", ".join(str(duty.rule.pk) for duty in self.duties if duty.is_due) or "-1"
        groups = (
            ", ".join(
                str(duty.rule.pk) for duty in self.duties if duty.rule.applies_to == Rule.AppliesTo.GROUP
            )
            or "-1"
        )
        if not stored:
            parts = f"{self.facts()},"
        else:
            owned = "own"
            parts = f"""own AS (
              SELECT l.path, l.rule_id, l.own_required AS asked, l.own_held AS held
              FROM reports_line l WHERE l.report_id = %(report)s AND {self.inside("l.path")}),"""

        def arm(select: dict[str, str], rest: str) -> str:
            names = [*DUTY_SUMS, *TURNOUT, *COUNTS]
            path = select.pop("path", "o.path")
            columns = ", ".join(f"{select.get(name, '0')} AS {name}" for name in names)
            return f"SELECT {path} AS path, {columns} {rest}"

        there = f"JOIN branches_organization o ON o.id = x.organization_id WHERE {self.inside('o.path')}"
        in_month = f"m.held_on >= {self.day(month.since)} AND m.held_on <= {self.day(month.until)}"
        place = self.placed("m.organization_id")
        # A group asked alone has no branch in its own part of the tree: its members are found by the group.
        ours = self.placed("ms.organization_id")
        ours = f"{ours.replace(' AND ', ' AND (', 1)} OR{self.placed('ms.group_id')[4:]})" if ours else ""
        asked_back = f" AND st.at < {self.instant()}" if self.before else ""
        arms = [
            # NULL and not 0, so that a place where nothing is asked stays empty
            arm(
                {
                    "path": "f.path",
                    "required": "f.asked",
                    "fulfilled": "CASE WHEN f.asked IS NULL THEN 0 WHEN f.held < f.asked THEN f.held ELSE f.asked END",
                    "held": "f.held",
                },
                f"FROM {owned} f WHERE f.rule_id IN ({due})",
            ),
            arm(
                {"required": "NULL"} | {name: f"x.{name}" for name in TURNOUT},
                f"""FROM (SELECT m.organization_id, {", ".join(f"SUM(m.{n}) AS {n}" for n in TURNOUT[:-1])},
                    SUM(CASE WHEN m.is_late THEN 1 ELSE 0 END) AS late_records
                  FROM meetings_meeting m WHERE {in_month} AND {self.counted()}{place} GROUP BY m.organization_id) x {there}""",
            ),
            arm(
                {"required": "NULL", "returned": "x.times"},
                f"""FROM (SELECT m.organization_id, COUNT(*) AS times
                  FROM meetings_meeting m CROSS JOIN meetings_step st
                  WHERE {in_month} AND st.meeting_id = m.id AND st.deed = 'returned'{asked_back}{place}
                  GROUP BY m.organization_id) x {there}""",
            ),
            arm(
                {"required": "NULL", "members": "x.members"},
                f"""FROM (SELECT COALESCE(ms.group_id, ms.organization_id) AS organization_id, COUNT(*) AS members
                  FROM members_membership ms
                  WHERE ms.since <= {self.day(month.until)} AND (ms.until IS NULL OR ms.until >= {self.day(month.until)}){ours}
                  GROUP BY 1) x {there}""",
            ),
            arm(
                {
                    "required": "NULL",
                    "branches": f"CASE WHEN o.kind IN ({quoted(BRANCHES)}) THEN 1 ELSE 0 END",
                },
                f"""FROM branches_organization o WHERE {self.inside("o.path")}
                  AND o.established_on <= {self.day(month.until)}
                  AND (o.dissolved_on IS NULL OR o.dissolved_on > {self.day(month.until)})""",
            ),
        ]
        if month.until < self.on:
            lacking = f"f.rule_id IN ({due}) AND f.asked > 0 AND f.held = 0"
            arms += [
                arm(
                    {"path": "f.path", "required": "NULL", "missed": "1"},
                    f"FROM {owned} f WHERE {lacking}",
                ),
                arm(
                    {"path": "y.path", "required": "NULL", "missing_branches": "1"},
                    f"""FROM (SELECT DISTINCT CASE WHEN f.rule_id IN ({groups})
                        THEN substr(f.path, 1, length(f.path) - {tree.WIDTH}) ELSE f.path END AS path
                      FROM {owned} f WHERE {lacking}) y""",
                ),
            ]
        names = [*DUTY_SUMS, *TURNOUT, *COUNTS]
        own_sums = ", ".join(f"SUM(a.{name}) AS {name}" for name in names)
        sums = ", ".join(f"CAST(SUM(g.{name}) AS integer) AS {name}" for name in names)
        return f"""
        WITH {parts}
        {self.width()},
        gathered AS MATERIALIZED (
          SELECT a.path, {own_sums} FROM ({" UNION ALL ".join(arms)}) AS a GROUP BY a.path),
        rolled AS (
          SELECT substr(g.path, 1, w.n) AS path, {sums}
          FROM gathered g CROSS JOIN width w WHERE w.n <= length(g.path) GROUP BY 1)
        SELECT o.id, r.path, {", ".join(f"r.{name}" for name in names)}
        FROM rolled r JOIN branches_organization o ON o.path = r.path"""

    # ── running ──

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.params)
            return cursor.fetchall()

    def write(self, sql: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.params)
            return cursor.rowcount

    def insert_lines(self, report_id: int) -> int:
        self.params["report"] = report_id
        return self.write(
            f"INSERT INTO reports_line (report_id, {', '.join(LINE)})"
            f" SELECT %(report)s, found.* FROM ({self.lines()}) AS found"
        )

    def insert_totals(self, report_id: int) -> int:
        return self.write(
            f"INSERT INTO reports_total (report_id, {', '.join(TOTAL)})"
            f" SELECT %(report)s, found.* FROM ({self.totals(report_id)}) AS found"
        )
