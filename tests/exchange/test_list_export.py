"""The list of meetings: what is filtered and sorted is what leaves, in the same order."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.hand import counted_meeting, table_of
from tests.world import World


@pytest.mark.parametrize(
    ("query", "themes"),
    [
        ("", ["学条例", "防汛演练", "防汛准备", "讨论预案"]),
        ("sort=turned", ["讨论预案", "防汛准备", "防汛演练", "学条例"]),
        ("q=防汛", ["防汛演练", "防汛准备"]),
        ("q=防汛&sort=turned", ["防汛准备", "防汛演练"]),
        ("q=滨江+第一", ["防汛演练"]),
        ("kind=committee", ["讨论预案"]),
        ("month=2026-09", ["防汛准备"]),
        ("below=A-2", ["学条例", "防汛准备", "讨论预案"]),
        ("q=没有的", []),
    ],
)
def test_the_rows_of_the_export_are_those_of_the_list_in_its_order(
    world: World, sign_in: Callable[[str], Client], query: str, themes: list[str]
) -> None:
    counted_meeting(world.branch, "2026-11-05", "theme_day", theme="学条例")
    counted_meeting(world.branches[0], "2026-10-12", "theme_day", theme="防汛演练")
    counted_meeting(world.branch, "2026-09-20", "theme_day", theme="防汛准备")
    counted_meeting(world.branch, "2026-08-03", "committee", theme="讨论预案")
    browser: Any = sign_in("shao")
    page = browser.get(f"/meetings/?{query}")
    assert [line.row["theme"] for line in page.context["rows"]] == themes
    assert page.context["count"] == len(themes)
    assert themes == [] or f"导出这{len(themes)}次" in page.content.decode()
    book = load_workbook(BytesIO(browser.post(f"/meetings/export/?{query}").content))
    head, *rows = table_of(book.active)
    assert [row[head.index("主题")] for row in rows] == themes
