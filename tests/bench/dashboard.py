"""The office's pages at district size, each whole through its address: beside bare SQL for what it shows, and beside 0.4 s.

The month is the running one. Bare SQL is what a good engineer writes by hand and fetches without Django: the product's own
text for the figures of each organization (the topic `reports` holds it against hand-written SQL), a few lines for the rest.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from branches.models import Organization
from branches.rules import tree
from core import clock
from core.clock import Period, months_later
from dashboards.selectors import overview
from obligations.rules.cut_off import cut_off
from obligations.selectors.duties import duties_of_each
from obligations.sql.fulfilled import FigureStatement
from reports.selectors import figures
from tests.bench.result import Result, measure

RATIO = 3
SECONDS = 0.4
TYPED = "滨江"  # found among organizations, members and meetings of every district that seed_demo makes

INSIDE = "o.path >= %(root)s AND o.path < %(bound)s"
COUNTED = "m.status IN ('submitted', 'confirmed') AND NOT m.is_void"
THERE = f"JOIN branches_organization o ON o.id = m.organization_id WHERE {INSIDE}"
ORGANIZATIONS = f"SELECT o.id, o.code, o.name, o.short_name, o.kind, o.unit_kind, o.path FROM branches_organization o WHERE {INSIDE}"
TREND = """SELECT r.month, t.required, t.fulfilled, t.expected, t.present FROM reports_report r
  JOIN reports_total t ON t.report_id = r.id JOIN branches_organization o ON o.id = t.organization_id
  WHERE o.path = %(root)s AND r.status IN ('frozen', 'published')"""
VISITS = [
    f"""SELECT m.organization_id, COUNT(*), MIN(m.submitted_at), MAX(m.submitted_at), SUM(m.expected), SUM(m.present)
      FROM meetings_meeting m {THERE} AND {COUNTED} AND m.held_on BETWEEN %(since)s AND %(until)s GROUP BY m.organization_id""",
    f"""SELECT m.organization_id, COUNT(DISTINCT substr(CAST(m.held_on AS text), 1, 7)) FROM meetings_meeting m {THERE}
      AND {COUNTED} AND m.held_on BETWEEN %(year)s AND %(until)s
      GROUP BY m.organization_id HAVING SUM(m.expected) = SUM(m.present) AND SUM(m.expected) > 0""",
    f"""SELECT t.organization_id, COALESCE(t.extended_until, t.due_on) FROM branches_term t
      JOIN branches_organization o ON o.id = t.organization_id
      WHERE {INSIDE} AND t.until IS NULL AND COALESCE(t.extended_until, t.due_on) < %(today)s""",
]
WAITING = f"SELECT COUNT(*) FROM meetings_meeting m {THERE} AND m.status = 'submitted'"
IN_MONTH = f"{THERE} AND {COUNTED} AND m.held_on BETWEEN %(since)s AND %(until)s AND m.submitted_at < %(cut)s"
EFFORT = [
    f"""SELECT COUNT(*), SUM(m.on_leave + m.absent), SUM(length(m.theme) + length(m.minutes) + length(m.guests))
      FROM meetings_meeting m {IN_MONTH}""",
    f"""SELECT SUM(length(i.title) + length(i.discussion)), SUM(length(d.text)) FROM meetings_agendaitem i
      JOIN meetings_meeting m ON m.id = i.meeting_id LEFT JOIN meetings_resolution d ON d.item_id = i.id {IN_MONTH}""",
    f"""SELECT SUM(length(s.text)) FROM meetings_statement s JOIN meetings_agendaitem i ON i.id = s.item_id
      JOIN meetings_meeting m ON m.id = i.meeting_id {IN_MONTH}""",
]
FOUND = [
    f"""SELECT o.id, o.code, o.name FROM branches_organization o WHERE {INSIDE} AND (o.name LIKE %(like)s
      OR o.short_name LIKE %(like)s OR o.pinyin LIKE %(like)s OR o.initials LIKE %(like)s) ORDER BY o.path""",
    f"""SELECT p.id, p.name FROM members_member p JOIN branches_organization o ON o.id = p.organization_id WHERE {INSIDE}
      AND (p.name LIKE %(like)s OR p.pinyin LIKE %(like)s OR o.short_name LIKE %(like)s)""",
    f"""SELECT m.id, m.theme FROM meetings_meeting m {THERE} AND (m.theme LIKE %(like)s OR o.short_name LIKE %(like)s)
      ORDER BY m.held_on DESC LIMIT 100""",
]


def run(rounds: int) -> list[Result]:
    root, month = Organization.objects.get(code="DEMO"), Period.month(clock.today())
    same_figures(root, month)
    own, given = bare_figures(root, month)
    rows = [own, ORGANIZATIONS]
    pages = {
        "总览：正在进行的月份": ("/dashboard/", [*rows, TREND, *VISITS, WAITING, *EFFORT]),
        "总览的清单：应开的项目": ("/dashboard/rows/?show=duties&", rows),
        "总览的清单：未完成的支部": ("/dashboard/rows/?show=lacking&", rows),
        "查找：21,903名党员中": (f"/search/?q={TYPED}&", FOUND),
        "边输边查": (f"/search/suggest/?q={TYPED}&", FOUND),
    }
    results = []
    for name, (address, statements) in pages.items():
        product = page(f"{address}{'' if address.endswith('&') else '?'}month={month.text}")
        floor = bare(statements, given)
        found = measure(name, product, floor, goal=RATIO, rounds=rounds)
        results += [found, Result(f"{name}，和{SECONDS}秒比", found.product, SECONDS, goal=1)]
    return results


def page(address: str) -> Callable[[], None]:
    """The whole page for the reviewer of the district, signed in."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username="reviewer"))

    def ask() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise AssertionError(f"{address}: {response.status_code}")

    return ask


def bare(statements: list[str], given: dict[str, Any]) -> Callable[[], None]:
    def ask() -> None:
        with connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql, {name: value for name, value in given.items() if f"%({name})s" in sql})
                cursor.fetchall()

    return ask


def bare_figures(root: Organization, month: Period) -> tuple[str, dict[str, Any]]:
    """The text of what each organization has by itself in the month, and the parameters of every statement."""
    today, day = clock.today(), connection.ops.adapt_datefield_value
    (duties,) = duties_of_each([month], root.path)
    statement = FigureStatement(duties=duties, month=month, path=root.path, on=today, before=cut_off(month))
    sql = statement.own_rows()
    return sql, statement.params | {
        "root": root.path,
        "bound": tree.bound(root.path),
        "since": day(month.since),
        "until": day(month.until),
        "year": day(months_later(month.since, -11)),
        "today": day(today),
        "cut": connection.ops.adapt_datetimefield_value(cut_off(month)),
        "like": f"%{TYPED}%",
    }


def same_figures(root: Organization, month: Period) -> None:
    """The page's figures must be those of the report's SQL, or comparing times says nothing."""
    mine, whole = overview.own_figures(root, month), figures.live_figures(root, month, timezone.now())
    if mine.total is None or whole.total is None:
        raise AssertionError("nothing there")
    for name in ("required", "fulfilled", "expected", "present", "on_leave", "absent", "members", "branches"):
        if (getattr(mine.total, name) or 0) != (getattr(whole.total, name) or 0):
            raise AssertionError(f"{name}: {getattr(mine.total, name)} and {getattr(whole.total, name)}")
