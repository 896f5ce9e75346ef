"""R-SEC-09: a right held somewhere opens nothing that lies elsewhere. An action asks for it at a place, or throughout."""

import ast
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from audit.models import Entry
from branches import actions as branches
from branches.errors import NotYours
from branches.models import Holiday
from branches.selectors.actors import Actor
from exchange import actions as exchange
from obligations import actions as obligations
from obligations.models import Rule
from reminders import actions as reminders
from tests.world import World, person

ROOT = Path(settings.BASE_DIR)
NARROWED = {  # action → what it does with a right held somewhere
    "audit/actions.py": "reads the entries of one's reach; counts the links of the chain",
    "dashboards/actions/export_review.py": "notes that a list of one's reach was taken as a file",
    "life/actions/export_year.py": "notes that a list of one's reach was taken as a file",
    "documents/actions/export_report.py": "writes the rows of one's reach",
    "exchange/actions/export_meeting_list.py": "writes the rows of one's reach",
    "exchange/actions/export_roster.py": "writes the rows of one's reach",
    "exchange/actions/large_exports.py": "keeps the rows of one's reach",
    "exchange/actions/upload_bundle.py": "asks at the place of the bundle once that is read",
    "members/actions/look_up_number.py": "finds members whose numbers one may unmask",
    "members/actions/open_accounts.py": "takes the posts of one's reach, and accounts one answers for",
    "reminders/actions/remind_branches.py": "reminds the branches of one's reach",
    "reports/actions/read_report.py": "reads the report visible to one",
}


def test_no_action_is_permitted_by_a_right_held_anywhere() -> None:
    asking = set()
    for path in [*ROOT.glob("*/actions/*.py"), *ROOT.glob("*/actions.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called = ast.unparse(node.func)
                if called.endswith((".reach.has", ".must_have")):
                    asking.add(str(path.relative_to(ROOT)))
    assert asking == set(NARROWED)


DAY = dt.date(2028, 1, 1)
EVERYBODYS: list[tuple[str, Callable[[World, Actor], Any]]] = [
    ("reviewer", lambda world, by: obligations.set_rule(code="R-MEET-04", valid_from=DAY, count=12, by=by)),
    ("reviewer", lambda world, by: branches.set_holiday(day=DAY, name="放假", by=by)),
    (
        "reviewer",
        lambda world, by: branches.remove_holiday(
            holiday=branches.set_holiday(day=DAY, name="放假", by=world.wei.actor), by=by
        ),
    ),
    ("system_administrator", lambda world, by: exchange.throw_away_imports(by=by)),
    ("system_administrator", lambda world, by: exchange.throw_away_exports(by=by)),
    ("system_administrator", lambda world, by: reminders.remind(day=DAY, by=by)),
]


@pytest.mark.parametrize("where", ["street", "branch"])
@pytest.mark.parametrize(("role", "deed"), EVERYBODYS)
def test_what_is_everybodys_is_not_done_from_one_place(
    world: World, role: str, deed: Callable[[World, Actor], Any], where: str
) -> None:
    here = person("here", "一处的人", getattr(world, where), role).actor
    before = (Rule.objects.count(), Entry.objects.exclude(action="holiday.set").count())
    with pytest.raises(NotYours, match="全部党组织"):
        deed(world, here)
    assert (Rule.objects.count(), Entry.objects.exclude(action="holiday.set").count()) == before
    assert deed(world, person("above", "区里的人", world.district, role).actor) is not None
    assert Holiday.objects.count() <= 1
