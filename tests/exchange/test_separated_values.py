"""Files of separated values (.csv, or text that is named .xls) come in like workbooks, in the encodings that offices have."""

import csv
from io import StringIO
from typing import Any

import pytest

from core.workbooks import errors
from core.workbooks.reading import read_workbook
from members.rules.roster.columns import ROSTER
from tests.exchange.workbooks import number

pytestmark = pytest.mark.once  # how sheets are read

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
IDS = number(), number(sequence=2)
TEXT = f"""滨江街道党员名册
序号,姓名,公民身份号码,入党日期,备注
1,秦朗,="{IDS[0]}",2010-07-01,"先进,两次"

2,白　桦,\t{IDS[1]},2011.7.1,
"""


def rows_of(content: bytes, *fields: str) -> list[tuple[Any, ...]]:
    (sheet,) = read_workbook(content, ROSTER)
    return [(line, *(row[sheet.at[field]] for field in fields)) for line, row, _band in sheet.rows]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_each_encoding_is_told(encoding: str, ends: str) -> None:
    rows = rows_of(TEXT.replace("\n", ends).encode(encoding), "name", "identity", "note")
    assert [(line, name, identity.strip(), note) for line, name, identity, note in rows] == [
        (3, "秦朗", IDS[0], "先进,两次"),
        (5, "白　桦", IDS[1], ""),
    ]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_each_separator_is_told(separator: str) -> None:
    written = StringIO()
    csv.writer(written, delimiter=separator).writerows(csv.reader(StringIO(TEXT.replace("\t", ""))))
    assert [row[1] for row in rows_of(written.getvalue().encode(), "name")] == ["秦朗", "白　桦"]


@pytest.mark.parametrize(
    "content",
    [
        b"<html><table><tr><td>a,b</td></tr></table>",
        b"a,b\x00c\n",
        b"\xff\xd8\xff\xe0,JFIF",
        "姓名\n甲\n".encode(),
        b'a,b\n"' + b"x" * 200_000,
    ],
)
def test_what_only_looks_like_separated_values_is_refused(content: bytes) -> None:
    with pytest.raises(errors.NotAWorkbook, match="另存为"):
        read_workbook(content, ROSTER)
