"""The lists behind the numbers of the dashboard: in an order, and as a file of exactly their rows."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from audit.models import Entry
from dashboards.selectors import drilldown
from dashboards.selectors.drilldown_sheet import COLUMNS, MEETINGS
from tests.hand import counted_meeting, table_of
from tests.world import World

ADDRESS = "/dashboard/rows/"


@pytest.fixture
def month(world: World, clock: Any) -> World:
    for day, place, kind in (("12", world.branch, "committee"), ("05", world.branches[0], "theme_day")):
        counted_meeting(
            place, f"2026-10-{day}", kind, expected=10, present=8, on_leave=1, absent=1, is_late=True
        )
    return world


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    _heads, *rows = table_of(load_workbook(BytesIO(answer.content), data_only=True).active)
    return rows


@pytest.mark.parametrize("show", [*drilldown.TITLES])
def test_a_list_as_a_file_has_exactly_its_rows(month: World, sign_in: Any, show: str) -> None:
    office = sign_in("shao")
    page = office.get(ADDRESS, {"month": "2026-10", "show": show})
    answer = office.get(f"{ADDRESS}file/", {"month": "2026-10", "show": show, "order": "day"})
    entry = Entry.objects.latest("id")
    found = rows_of(answer)
    assert len(found) == page.context["page"].paginator.count
    assert (entry.action, entry.after["count"]) == ("report.export_rows", len(found))
    assert show in COLUMNS or page.context["listing"].lists_meetings
    if found:
        assert f"导出这{len(found)}行" in page.content.decode()
    assert sign_in("lin").get(f"{ADDRESS}file/", {"show": show}).status_code == 403


@pytest.mark.parametrize(
    ("order", "days"),
    [
        ("", ["2026-10-12", "2026-10-05"]),
        ("day", ["2026-10-05", "2026-10-12"]),
        ("rate", ["2026-10-12", "2026-10-05"]),
    ],
)
def test_meetings_stand_by_organization_or_by_day_and_by_nothing_else(
    month: World, sign_in: Any, order: str, days: list[str]
) -> None:
    asked = {"month": "2026-10", "show": "late", "order": order}
    rows = rows_of(sign_in("shao").get(f"{ADDRESS}file/", asked))
    day = list(MEETINGS).index("会议日期")
    in_tree = sorted([month.branch, month.branches[0]], key=lambda place: place.path)
    expected = days if in_tree[0] == month.branch else ([*days] if order == "day" else days[::-1])
    assert [f"{row[day]:%Y-%m-%d}" for row in rows] == expected
    shown = sign_in("shao").get(ADDRESS, asked)
    assert [f"{row.held_on}" for row in shown.context["page"]] == expected
