"""How many queries each page and GET endpoint takes: the same with 3 rows as with 30, and as many as agreed.

The figure stands in the door's row (tests.contracts.doors); a higher one is a decision that the commit explains.
"""

import datetime as dt

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
from tests.contracts.doors import Door, browser_of, table
from tests.contracts.house import House, day, recorded, roster, visit

pytestmark = pytest.mark.once  # no database can change its answer

FEW, MANY = 3, 30
# Everything that can be read, and who reads it: the first whom the table lets in.
READ = {door: door.first("200") for door in table().values() if door.method == "GET" and door.first("200")}


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
    few = measured(house, *READ)
    with visit():
        more(house, MANY - FEW, FEW + 1)
        many = measured(house, *READ)
    # What is remembered per process is remembered now.
    few |= measured(house, *(door for door in READ if few[door.name] != many[door.name]))
    return {door: (few[door], many[door]) for door in few}


def measured(house: House, *doors: Door) -> dict[str, int]:
    found = {}
    for door in doors:
        browser = browser_of(house, READ[door])
        with CaptureQueriesContext(connection) as queries:  # the row that the address names is read here too
            assert browser.get(door.address(house)).status_code == 200, door
        found[door.name] = len(queries)
    return found


@pytest.mark.slow
def test_a_door_takes_as_many_as_agreed_however_many_rows(house: House) -> None:
    counts = counted(house)
    assert {door: pair for door, pair in counts.items() if pair[0] != pair[1]} == {}
    agreed = {door.name: door.queries for door in READ}
    assert {name: pair[1] for name, pair in counts.items()} == agreed
    assert not [door for door in table().values() if door.queries is not None and door not in READ]
