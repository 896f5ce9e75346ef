"""Most sheets are known at a glance to be near and without marks; whatever is written unlike them is looked through."""

import pytest

from core.workbooks.extents import is_near, is_plain
from core.workbooks.sheet_marks import SheetMarks, read_marks

pytestmark = pytest.mark.once


def sheet(row: str = '<row r="1">', cell: str = "", head: str = "", root: str = "worksheet") -> bytes:
    cells = '<c r="A1" t="s"><v>0</v></c><c r="B1" s="2"/><c r="C1"><v>1</v></c><c r="D1" s="1" t="n"><v>2</v></c>'
    return (
        f"<{root}>{head}<cols><col/></cols><sheetData>{row}{cells}{cell}</row></sheetData></{root}>".encode()
    )


PLAIN = {
    "as openpyxl writes it": sheet(),
    "as Excel writes a row": sheet(
        '<row r="1" spans="1:20" ht="14" customHeight="1" x14ac:dyDescent="0.25">'
    ),
    "the last plain place": sheet(
        '<row r="59999">', '<c r="BZ59999" t="inlineStr"><is><t>12:30</t></is></c>'
    ),
}
ODD = {
    "a formula": sheet(cell='<c r="E1"><f>A1</f></c>'),
    "a formula of a text": sheet(cell='<c r="E1" t="str"><f>A1</f><v>1</v></c>'),
    "an error": sheet(cell='<c r="E1" t="e"><v>#REF!</v></c>'),
    "a hidden row": sheet('<row r="1" ht="0" hidden="1">'),
    "a hidden column": sheet(head='<cols><col min="2" max="2" hidden="true"/></cols>'),
    "a cell far to the right": sheet(cell='<c r="XFD1"><v>1</v></c>'),
    "a row far down": sheet('<row r="60000">'),
    "a cell without its place": sheet(cell="<c><v>1</v></c>"),
    "single quotes": sheet(cell="<c r='E1'><v>1</v></c>"),
    "a prefix": sheet(cell='<x:c r="XFD1048576"><v>1</v></x:c>'),
    "a prefix before a false beginning": b'<x:sheetData><x:row r="1048576"/><!-- <sheetData -->' + sheet(),
    "no beginning of data": sheet().replace(b"<sheetData>", b"<x>"),
    "a byte of nought": sheet() + b"\0",
}


@pytest.mark.parametrize("how", PLAIN)
def test_a_plain_sheet_is_near_and_has_no_marks(how: str) -> None:
    assert is_plain(PLAIN[how])
    assert is_near(PLAIN[how])
    assert read_marks(PLAIN[how]) == SheetMarks()


@pytest.mark.parametrize("how", ODD)
def test_what_is_written_unlike_others_is_not_called_plain(how: str) -> None:
    assert not is_plain(ODD[how])
