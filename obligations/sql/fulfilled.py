"""The SQL that computes the monthly figures; reports read it live and store it by INSERT … SELECT.

The same text runs on SQLite and PostgreSQL: no booleans in arithmetic, no date functions, integer division of positive
numbers, `substr` and `CASE` only. Dates and instants go in as named parameters; numbers and codes of our own are written
into the text.

    duty     the rules of the month, each with its period                       (a handful of literals)
    asked    organization × rule: how many are asked, NULL where nothing is      R-MEET-01..05, R-RPT-03
    held     organization × rule: counted meetings of that kind in the period
    fact     both, one row each organization × rule: the organization's own figures
    streak   of those that lack everything: for how many ended periods in a row
    own      the figures of each place itself
    rolled   own summed into every place above, level by level: a fifth less time than cutting each path at every width

A meeting counts when it was submitted or confirmed, is not void, and was first submitted before `before`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from branches.rules import tree
from branches.states import BRANCHES
from obligations.models import Rule
from obligations.rules.duty import Duty
from obligations.sql import tables
from obligations.sql.required import RequirementQuery, quoted

TURNOUT = ["expected", "present", "on_leave", "absent", "late_records"]
OWN = ["own_required", "own_held", "missed_in_a_row"]
# The columns in which rows are read and written; the order of the fields of reports.selectors.figures.
LINE_SUMS = ["required", "fulfilled", "held", *TURNOUT]
LINE = ["organization_id", "path", *LINE_SUMS, "rule_id", "is_due", *OWN]
TOTAL_SUMS = [*LINE_SUMS, "branches", "members", "returned", "missed", "missing_branches"]
TOTAL = ["organization_id", "path", *TOTAL_SUMS]
PLACE_SUMS = [*TURNOUT, "branches", "members", "returned"]
OWN_LINE = ["rule_id", "asked", "held", "missed_in_a_row"]
NO_STREAK = "streak AS (SELECT 0 AS organization_id, 0 AS rule_id, 0 AS missed_in_a_row)"
# Of the meetings m of an organization.
TURNOUT_SUMS = ", ".join(
    [f"SUM(m.{name}) AS {name}" for name in TURNOUT[:-1]]
    + ["SUM(CASE WHEN m.is_late THEN 1 ELSE 0 END) AS late_records"]
)
FULFILLED = "CASE WHEN f.asked IS NULL THEN 0 WHEN f.held < f.asked THEN f.held ELSE f.asked END"


def rule_keys(duties: Iterable[Duty]) -> str:
    """The keys of their rules for IN (…), which must not be empty."""
    return ", ".join(str(duty.rule.pk) for duty in duties) or "-1"


@dataclass
class FigureStatement(RequirementQuery):
    """Builds the SQL of lines and totals for one root and month."""

    def held_cte(self) -> str:
        """CROSS JOIN keeps SQLite on the way from the dates of the period to the kinds."""
        since = min(duty.period.since for duty in self.duties)
        until = max(duty.period.until for duty in self.duties)
        join, narrowed = "", [(duty.rule.pk, self.in_scope(duty, "mo.path")) for duty in self.duties]
        if any(scope for _, scope in narrowed):
            join = f" JOIN {tables.ORGANIZATION} mo ON mo.id = m.organization_id"
        scopes = "".join(f" AND (d.rule_id <> {rule} OR (1 = 1{scope}))" for rule, scope in narrowed if scope)
        return f"""held AS MATERIALIZED (
          SELECT m.organization_id, d.rule_id, COUNT(*) AS held, {TURNOUT_SUMS}
          FROM {tables.MEETING} m CROSS JOIN {tables.MEETING_KIND} k CROSS JOIN duty d{join}
          WHERE m.held_on >= {self.day(since)} AND m.held_on <= {self.day(until)}
            AND k.meeting_id = m.id AND d.kind = k.kind AND m.held_on >= d.since AND m.held_on <= d.until
            AND {self.counted_condition()}{self.in_root_subtree("m.organization_id")}{scopes}
          GROUP BY m.organization_id, d.rule_id)"""

    def fact_cte(self) -> str:
        """Required and held meetings of each organization and rule, including what was held without being required."""
        held = ", ".join(f"COALESCE(h.{name}, 0) AS {name}" for name in ("held", *TURNOUT))
        names = ", ".join(f"h.{name}" for name in ("held", *TURNOUT))
        return f"""fact AS MATERIALIZED (
          SELECT a.organization_id, a.path, a.rule_id, a.asked, {held}
          FROM asked a LEFT JOIN held h ON h.organization_id = a.organization_id AND h.rule_id = a.rule_id
          UNION ALL
          SELECT h.organization_id, o.path, h.rule_id, NULL, {names}
          FROM held h JOIN {tables.ORGANIZATION} o ON o.id = h.organization_id
          WHERE NOT EXISTS (SELECT 1 FROM asked a
            WHERE a.organization_id = h.organization_id AND a.rule_id = h.rule_id))"""

    def streak_cte(self, *, running: bool = False) -> str:
        """Of those asked who held nothing in a period that is over: the ended periods since the last counted meeting
        in which they owed. While the period of a line runs, nothing of it is missed; `running`: of such a line too, the
        ended periods before it."""
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
            return NO_STREAK
        seated = "".join(
            f""" AND (g.rule_id <> {duty.rule.pk} OR 1 = (
              SELECT {self.committee_throughout("p.latest_start", "p.until")}
              FROM {tables.TERM} t WHERE t.organization_id = g.organization_id))"""
            for duty in self.committee_duties
        )
        over = "" if running else f" AND d.until < {self.day(self.on)}"
        return f"""past AS ({" UNION ALL ".join(rows)}),
        gap AS MATERIALIZED (
          SELECT f.organization_id, f.rule_id, f.path, o.established_on,
            (SELECT m.held_on FROM {tables.MEETING} m CROSS JOIN {tables.MEETING_KIND} k
             WHERE m.organization_id = f.organization_id AND k.meeting_id = m.id AND k.kind = d.kind
               AND m.held_on >= {self.day(oldest)} AND m.held_on < d.since
               AND {self.counted_condition()}
             ORDER BY m.held_on DESC LIMIT 1) AS last_on
          FROM fact f JOIN duty d ON d.rule_id = f.rule_id JOIN {tables.ORGANIZATION} o ON o.id = f.organization_id
          WHERE f.asked > 0 AND f.held = 0{over}),
        streak AS MATERIALIZED (
          SELECT g.organization_id, g.rule_id, COUNT(*) AS missed_in_a_row
          FROM gap g JOIN past p ON p.rule_id = g.rule_id
          WHERE (g.last_on IS NULL OR p.since > g.last_on) AND g.established_on <= p.latest_start{seated}
          GROUP BY g.organization_id, g.rule_id)"""

    def rolled_ctes(
        self, keys: Sequence[str], sums: Sequence[str], own: Sequence[str] = (), most: Sequence[str] = ()
    ) -> str:
        """`rolled`: the rows of `own` for every place at and above theirs, each level summed from the level below it.

        `sums` add up, `most` is the largest below, `own` columns are those of the place itself.
        """
        first = tree.depth(self.path)
        deepest = max(first, self.depth)
        last = deepest if self.levels is None else min(deepest, first + self.levels)
        names = [*keys, *sums, *own, *most]
        inherited = [*keys, *sums, *["CAST(NULL AS integer)" for _ in own], *most]
        figures = [f"CAST(SUM({name}) AS integer) AS {name}" for name in sums]
        figures += [f"MAX({name}) AS {name}" for name in (*own, *most)]
        key = ", ".join(["path", *keys])
        ctes = []
        for depth in range(deepest, first - 1, -1):
            width = tree.WIDTH * depth
            rows = f"SELECT path, {', '.join(names)} FROM own WHERE length(path) = {width}"
            if depth < deepest:
                rows += f" UNION ALL SELECT substr(path, 1, {width}), {', '.join(inherited)} FROM level{depth + 1}"
            ctes.append(
                f"level{depth} AS MATERIALIZED (SELECT {key}, {', '.join(figures)} FROM ({rows}) AS r GROUP BY {key})"
            )
        shown = " UNION ALL ".join(f"SELECT * FROM level{depth}" for depth in range(first, last + 1))
        return ",\n".join([*ctes, f"rolled AS ({shown})"])

    def fact_ctes(self) -> str:
        if not self.duties:  # before the first rule
            return "fact AS (SELECT '' AS path, 0 AS rule_id, 0 AS asked, 0 AS held WHERE 1 = 0)"
        return ",\n".join([self.duty_cte(), self.asked_cte(), self.held_cte(), self.fact_cte()])

    def due_rules(self) -> str:
        return rule_keys(duty for duty in self.duties if duty.is_due)

    # ── statements ──

    def lines(self) -> str:
        """LINE's columns, an organization × rule a row, in no order."""
        turnout = ", ".join(f"f.{name}" for name in TURNOUT)
        return f"""
        WITH {self.fact_ctes()},
        {self.streak_cte()},
        own AS MATERIALIZED (
          SELECT f.path, f.rule_id, f.asked AS required, {FULFILLED} AS fulfilled, f.held, {turnout},
            f.asked AS own_required, f.held AS own_held, COALESCE(s.missed_in_a_row, 0) AS missed_in_a_row
          FROM fact f LEFT JOIN streak s ON s.organization_id = f.organization_id AND s.rule_id = f.rule_id),
        {self.rolled_ctes(["rule_id"], LINE_SUMS, own=OWN[:2], most=OWN[2:])}
        SELECT o.id, r.path, {", ".join(f"r.{name}" for name in LINE_SUMS)}, r.rule_id,
          CASE WHEN r.rule_id IN ({self.due_rules()}) THEN {self.bind("yes", True)} ELSE {self.bind("no", False)} END,
          r.own_required, COALESCE(r.own_held, 0), r.missed_in_a_row
        FROM rolled r JOIN {tables.ORGANIZATION} o ON o.path = r.path"""

    def unmet(self) -> str:
        """organization_id, path, rule_id, asked, held and missed_in_a_row of each place that has held too little so far."""
        return f"""
        WITH {self.fact_ctes()},
        {self.streak_cte(running=True)}
        SELECT f.organization_id, f.path, f.rule_id, f.asked, f.held, COALESCE(s.missed_in_a_row, 0)
        FROM fact f LEFT JOIN streak s ON s.organization_id = f.organization_id AND s.rule_id = f.rule_id
        WHERE f.asked > f.held"""

    def totals(self, own_lines: str | None = None) -> str:
        """TOTAL's columns, an organization a row; the duties from `own_lines` (a SELECT of path, rule_id, asked, held:
        what a report has stored), or computed when live.

        Members are counted where they stand (in their group, if they have one), a branch's missing items and those of
        its groups make one missing branch: so every column adds up to the row above.
        """
        due = self.due_rules()
        groups = rule_keys(duty for duty in self.duties if duty.rule.applies_to == Rule.AppliesTo.GROUP)
        owned = "fact" if own_lines is None else "stored"
        parts = self.fact_ctes() if own_lines is None else f"stored AS ({own_lines})"
        arms = [
            # NULL and not 0, so that a place where nothing is asked stays empty
            _arm(
                f"FROM {owned} f WHERE f.rule_id IN ({due})",
                TOTAL_SUMS,
                path="f.path",
                required="f.asked",
                fulfilled=FULFILLED,
                held="f.held",
            ),
            *self._arms_of_places(TOTAL_SUMS),
        ]
        if self.month.until < self.on:
            lacking = f"FROM {owned} f WHERE f.rule_id IN ({due}) AND f.asked > 0 AND f.held = 0"
            branch = f"CASE WHEN f.rule_id IN ({groups}) THEN substr(f.path, 1, length(f.path) - {tree.WIDTH}) ELSE f.path END"
            arms += [
                _arm(lacking, TOTAL_SUMS, path="f.path", missed="1"),
                _arm(
                    f"FROM (SELECT DISTINCT {branch} AS path {lacking}) y",
                    TOTAL_SUMS,
                    path="y.path",
                    missing_branches="1",
                ),
            ]
        sums = ", ".join(f"CAST(SUM(a.{name}) AS integer) AS {name}" for name in TOTAL_SUMS)
        return f"""
        WITH {parts},
        own AS MATERIALIZED (SELECT a.path, {sums} FROM ({" UNION ALL ".join(arms)}) AS a GROUP BY a.path),
        {self.rolled_ctes([], TOTAL_SUMS)}
        SELECT o.id, r.path, {", ".join(f"r.{name}" for name in TOTAL_SUMS)}
        FROM rolled r JOIN {tables.ORGANIZATION} o ON o.path = r.path"""

    def own_rows(self) -> str:
        """What each place has by itself, nothing rolled up; columns organization_id, path, then of two kinds of rows:
        rule_id, asked, held and missed_in_a_row of a rule that asks something there or of which something was held;
        with rule_id NULL the sums of PLACE_SUMS over all rules."""
        no_line = ", ".join(f"CAST(NULL AS integer) AS {name}" for name in OWN_LINE)
        no_sums = ", ".join(f"0 AS {name}" for name in PLACE_SUMS)
        sums = ", ".join(f"CAST(SUM(a.{name}) AS integer) AS {name}" for name in PLACE_SUMS)
        arms = self._arms_of_places(PLACE_SUMS)
        lines = streak = ""
        if self.duties:
            # whoever a due rule may concern has a row, also with nothing in it: so has the report
            arms.append(
                _arm(f"FROM fact f WHERE f.rule_id IN ({self.due_rules()})", PLACE_SUMS, path="f.path")
            )
            streak = f", {self.streak_cte()}"
            lines = f"""
        SELECT f.organization_id, f.path, f.rule_id, f.asked, f.held, COALESCE(s.missed_in_a_row, 0) AS missed_in_a_row,
          {no_sums}
        FROM fact f LEFT JOIN streak s ON s.organization_id = f.organization_id AND s.rule_id = f.rule_id
        WHERE f.asked > 0 OR f.held > 0
        UNION ALL"""
        return f"""
        WITH {self.fact_ctes()}{streak}{lines}
        SELECT o.id AS organization_id, o.path, {no_line}, {sums}
        FROM ({" UNION ALL ".join(arms)}) AS a JOIN {tables.ORGANIZATION} o ON o.path = a.path
        GROUP BY o.id, o.path"""

    def own_with_sums_of(self, others: Sequence["FigureStatement"]) -> str:
        """The rows of `own_rows`; then for each of the other months one row of what is at and below the root in it: its number
        (from -1 down) for an organization, the duties of due rules summed."""
        arms = [f"SELECT * FROM ({self.own_rows()}) AS own"]
        for number, other in enumerate(others, 1):
            due = f"x.rule_id IN ({other.due_rules()})"
            sums = ", ".join(f"CAST(SUM(x.{name}) AS integer)" for name in PLACE_SUMS)
            arms.append(f"""
            SELECT -{number}, '', CAST(NULL AS integer), CAST(SUM(CASE WHEN {due} THEN x.asked END) AS integer),
              CAST(SUM(CASE WHEN {due} THEN CASE WHEN x.held < COALESCE(x.asked, 0) THEN x.held ELSE COALESCE(x.asked, 0) END END)
              AS integer), 0, {sums} FROM ({other.own_rows()}) AS x""")
            self.params |= other.params
        return " UNION ALL ".join(arms)

    def _arms_of_places(self, names: Sequence[str]) -> list[str]:
        """What is counted where it stands, whatever the rules: turnout, returns, members, branches."""
        month = self.month
        there = f"JOIN {tables.ORGANIZATION} o ON o.id = x.organization_id WHERE {self.inside_root('o.path')}"
        in_month = f"m.held_on >= {self.day(month.since)} AND m.held_on <= {self.day(month.until)}"
        place = self.in_root_subtree("m.organization_id")
        # A group asked alone has no branch in its own part of the tree: its members are found by the group.
        # Two ways to them and not one with OR, which PostgreSQL answers by reading every membership there is.
        ways = [self.in_root_subtree(f"mine.{column}") for column in ("organization_id", "group_id")]
        found = " UNION ".join(
            f"SELECT mine.id FROM {tables.MEMBERSHIP} mine WHERE 1 = 1{way}" for way in ways
        )
        ours = f" AND ms.id IN ({found})" if place else ""
        suspended = f"""SELECT lim.member_id FROM {tables.RESTRICTION} lim WHERE lim.kind = 'suspended'
                    AND lim.since <= {self.day(month.until)} AND (lim.until IS NULL OR lim.until >= {self.day(month.until)})"""
        asked_back = f" AND st.at < {self.instant()}" if self.before else ""
        return [
            _arm(
                f"""FROM (SELECT m.organization_id, {TURNOUT_SUMS}
                  FROM {tables.MEETING} m WHERE {in_month} AND {self.counted_condition()}{place} GROUP BY m.organization_id) x {there}""",
                names,
                **{name: f"x.{name}" for name in TURNOUT},
            ),
            _arm(
                f"""FROM (SELECT m.organization_id, COUNT(*) AS times
                  FROM {tables.MEETING} m CROSS JOIN {tables.STEP} st
                  WHERE {in_month} AND st.meeting_id = m.id AND st.deed = 'returned'{asked_back}{place}
                  GROUP BY m.organization_id) x {there}""",
                names,
                returned="x.times",
            ),
            _arm(
                f"""FROM (SELECT COALESCE(ms.group_id, ms.organization_id) AS organization_id, COUNT(*) AS members
                  FROM {tables.MEMBERSHIP} ms
                  WHERE ms.since <= {self.day(month.until)} AND (ms.until IS NULL OR ms.until >= {self.day(month.until)}){ours}
                    AND ms.member_id NOT IN ({suspended})
                  GROUP BY 1) x {there}""",
                names,
                members="x.members",
            ),
            _arm(
                f"""FROM {tables.ORGANIZATION} o WHERE {self.inside_root("o.path")}
                  AND o.established_on <= {self.day(month.until)}
                  AND (o.dissolved_on IS NULL OR o.dissolved_on > {self.day(month.until)})""",
                names,
                branches=f"CASE WHEN o.kind IN ({quoted(BRANCHES)}) THEN 1 ELSE 0 END",
            ),
        ]


def _arm(rest: str, names: Sequence[str], path: str = "o.path", **given: str) -> str:
    """A SELECT of the path and these sums; where nothing is given 0, and no duty (NULL) where none is asked."""
    given = {"required": "NULL"} | given
    columns = ", ".join(f"{given.get(name, '0')} AS {name}" for name in names)
    return f"SELECT {path} AS path, {columns} {rest}"
