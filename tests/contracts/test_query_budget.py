"""How many queries each page and GET endpoint takes: the same with 3 rows as with 30, and as many as agreed.

WRITE_BUDGET=1 writes tests/contracts/query_budget.json anew; a higher figure is a decision that the commit explains.
"""

import datetime as dt
import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import actions as accounts
from audit import jobs
from audit.chain import record
from branches import actions as branches
from branches.selectors.actors import SYSTEM
from exchange.actions import import_workbooks
from meetings import actions as meetings
from tests import world as the_world
from tests.contracts.access import knock, table
from tests.contracts.house import House, day, recorded, roster
from tests.contracts.test_access_table import browser_of

pytestmark = pytest.mark.once  # no database can change its answer

KEPT = Path(__file__).with_name("query_budget.json")
FEW, MANY = 3, 30
# Who asks: the first of these whom the access table lets in.
ASKING = ("wei", "lin", "shao", "aud", "sec", "sys", "hua", "nobody")
TABLE = table()


def readable_doors() -> list[tuple[str, str]]:
    """(door, who) of everything that can be read."""
    from tests.contracts.access import CAST

    found = []
    for (door, method), row in TABLE.items():
        words = dict(zip(CAST, row, strict=True))
        who = next((name for name in ASKING if words[name] == "200"), None)
        if method == "GET" and who:
            found.append((door, who))
    return found


def more(house: House, count: int, start: int) -> None:
    """So many more of everything that a list shows."""
    world = house.world
    lin, shao = world.lin.actor, world.shao.actor
    for number in range(start, start + count):
        code = f"A-N{number}"
        the_world.establish(code, f"滨江第{number}党支部", "branch", world.street)
        the_world.establish(f"A-2-N{number}", f"第{number}党小组", "group", world.branch)
        the_world.enroll(world.branches[0], f"钱{number}")
        meeting = recorded(house, 18)
        meetings.submit(meeting=meeting, by=lin)
        meetings.plan(organization=world.branch, kinds=["lecture"], **day(11, 29), by=lin)
        user, _ = accounts.open_account(username=f"person{number}", name=f"人{number}", by=SYSTEM)
        branches.grant(
            user=user, organization=world.street, role="staff", since=dt.date(2026, 1, 1), by=SYSTEM
        )
        jobs.start("audit.tasks.verify_chain", f"任务{number}", params={}, where=world.street, by=shao)
        import_workbooks.upload(
            kind="roster", organization=world.street, content=roster(), name=f"{number}.xlsx", by=shao
        )
        record(
            "organization.describe", by=shao, subject=world.street, where=world.street, after={"n": number}
        )


def counted(house: House) -> dict[str, tuple[int, int]]:
    """door → queries with few rows and with many."""
    more(house, FEW, 1)
    measured(house)  # what is remembered per process is remembered now
    few = measured(house)
    more(house, MANY - FEW, FEW + 1)
    many = measured(house)
    return {door: (few[door], many[door]) for door in few}


def measured(house: House) -> dict[str, int]:
    found = {}
    for door, who in readable_doors():
        browser = browser_of(house, who)
        with CaptureQueriesContext(connection) as queries:
            assert knock(browser, house, door, "GET").status_code == 200, door
        found[door] = len(queries)
    return found


@pytest.mark.slow
def test_a_door_takes_as_many_as_agreed_however_many_rows(house: House) -> None:
    counts = counted(house)
    assert {door: pair for door, pair in counts.items() if pair[0] != pair[1]} == {}
    now = {door: pair[1] for door, pair in sorted(counts.items())}
    if os.environ.get("WRITE_BUDGET"):
        KEPT.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    assert json.loads(KEPT.read_text(encoding="utf-8")) == now
