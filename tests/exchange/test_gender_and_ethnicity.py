"""性别 and 民族 in one column are two facts."""

from typing import Any

import pytest

from exchange.parts import ROSTER_IMPORT
from tests.exchange.workbooks import number, workbook
from tests.world import World

pytestmark = pytest.mark.once  # how sheets are read

FIRST = "滨江社区第一党支部"


def check(world: World, title: str, *values: str) -> Any:
    heads = ["姓名", title, "公民身份号码", "入党日期", "转正日期", "党员类别", "所在党支部"]
    rows = [
        ["秦朗", value, number(sequence=2 * place + 1), "2010-07-01", "2011-07-01", "正式党员", FIRST]
        for place, value in enumerate(values)
    ]
    return ROSTER_IMPORT.check_file(workbook(("表", [heads, *rows])), world.district, world.wei.actor, None)


@pytest.mark.parametrize(
    "title", ["性别、民族", "性别/民族", "性别民族", "民族\n性别", "性别（民族）及民族", "性别及民族"]
)
def test_either_title_is_known(world: World, title: str) -> None:
    checked = check(world, title, "男，回族")
    assert [(row.facts.get("gender"), row.facts.get("ethnicity")) for row in checked.rows] == [("1", 3)]
    assert checked.ignored == []


@pytest.mark.parametrize(
    ("value", "ethnicity"),
    [
        ("男，汉族", 1), ("男、回", 3), ("男/汉族", 1), ("男 汉族", 1), ("男汉族", 1), ("男（壮族）", 8), ("汉族，男", 1),
        ("汉 男性", 1), ("男", None), ("汉族", 1), ("", None), ("男，——", None),
    ],
)  # fmt: skip
def test_either_order_and_any_mark_between(world: World, value: str, ethnicity: int | None) -> None:
    (row,) = check(world, "性别、民族", value).rows
    assert (row.outcome, row.facts["gender"], row.facts.get("ethnicity")) == ("new", "1", ethnicity)


def test_what_is_neither_is_said_beside_the_cell(world: World) -> None:
    (row,) = check(world, "性别、民族", "见档案").rows
    assert (row.outcome, row.notes["ethnicity"].state) == ("new", "warning")
