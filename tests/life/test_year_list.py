"""The year of organizational life of many branches: sorted by day, summed, taken as it is shown (use §12)."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Entry
from tests.hand import counted_meeting


def rows_of(answer):
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(n for n, row in enumerate(found) if row[1] == "党支部")
    return [row for row in found[head + 1 :] if row[2]]


@pytest.fixture
def two_sessions(world):
    for branch, day in ((world.branches[2], "2026-10-12"), (world.branches[1], "2026-11-03")):
        counted_meeting(branch, day, "life")
    return world


@pytest.mark.parametrize(("order", "names"), [("", "一二三"), ("life", "三二一")])
def test_the_list_is_shown_and_taken_in_the_order_that_is_asked(order, names, two_sessions, sign_in):
    client = sign_in("shao")
    expected = [f"滨江社区第{number}党支部" for number in names]
    page = client.get(reverse("life:index"), {"year": 2026, "order": order}).content.decode()
    table = page.partition("<tbody>")[2]
    assert sorted(expected, key=table.index) == expected
    assert "合计3个" in page
    assert "2个开了，应召开2个" in page
    rows = rows_of(client.get(reverse("life:index_file"), {"year": 2026, "order": order}))
    assert [row[1] for row in rows] == expected
    assert Entry.objects.filter(action="life.export_year").count() == 1


def test_the_file_holds_the_branches_of_the_scope_only(two_sessions, sign_in):
    file = reverse("life:index_file")
    rows = rows_of(sign_in("shao").get(file, {"year": 2026, "below": two_sessions.branches[1].short_name}))
    assert [row[1] for row in rows] == [two_sessions.branches[1].short_name]
    assert sign_in("shen").get(file, {"below": two_sessions.branches[1].code}).status_code == 404
