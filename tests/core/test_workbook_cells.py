"""Cells as people write them: dates, identity numbers, telephones."""

import datetime as dt

import pytest

from core.workbooks import cells
from core.workbooks.cells import Unreadable, WrittenDay

pytestmark = pytest.mark.once

JULY = dt.date(2019, 7, 1)


@pytest.mark.parametrize(
    ("raw", "on", "exact"),
    [
        ("2019-07-01", JULY, True),
        ("2019-7-1", JULY, True),
        ("2019/7/1", JULY, True),
        ("2019.07.01", JULY, True),
        ("2019。7。1", JULY, True),
        ("２０１９．０７．０１", JULY, True),
        ("20190701", JULY, True),
        ("2019年7月1日", JULY, True),
        ("2019年07月01号", JULY, True),
        (" 2019年 7月 1日\u00a0", JULY, True),
        ("2019-07-01 00:00:00", JULY, True),
        ("2019.7", JULY, False),
        ("2019.7.", JULY, False),
        ("2019-07", JULY, False),
        ("201907", JULY, False),
        ("2019年7月", JULY, False),
        ("二〇一九年七月", JULY, False),
        ("二O一九年七月一日", JULY, True),
        ("二零一九年 七月 一日", JULY, True),
        ("一九八五年十二月三十一日", dt.date(1985, 12, 31), True),
        ("二〇一〇年十月廿一日", dt.date(2010, 10, 21), True),
        ("2020年元月", dt.date(2020, 1, 1), False),
        ("2019/07", JULY, False),
        ("43647", JULY, True),
        (43647.0, JULY, True),
        (43647, JULY, True),
        (43647.5, JULY, True),
        (201907.0, JULY, False),
        (20190701.0, JULY, True),
        (2019.7, JULY, False),
        (2019.07, JULY, False),
        (2019.12, dt.date(2019, 12, 1), False),
        (2019.11, dt.date(2019, 11, 1), False),
        (dt.date(2019, 7, 1), JULY, True),
        (dt.datetime(2019, 7, 1, 8, 30), JULY, True),
        ("2020-02-29", dt.date(2020, 2, 29), True),
    ],
)
def test_a_date_is_read_however_it_is_written(raw, on, exact):
    assert cells.read_day(raw) == WrittenDay(on, exact)


def test_a_date_that_lost_its_nought_says_so():
    found = cells.read_day(2019.1)
    assert (found.on, found.exact) == (dt.date(2019, 1, 1), False)
    assert found.doubt == "2019.1可能是2019年1月，也可能是10月，按1月读，请核对"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("2019", "“2019”只有年份，请写到月日，如2019-07-01"),
        (2019.0, "“2019”只有年份，请写到月日，如2019-07-01"),
        ("2019-02-29", "“2019-02-29”这一天不存在，请核对"),
        ("2019-13-01", "“2019-13-01”这一天不存在，请核对"),
        ("201913", "“201913”这一天不存在，请核对"),
        ("1819-07-01", "“1819-07-01”的年份不对，请核对"),
        ("去年七月", "“去年七月”不是日期，请写成2019-07-01"),
        ("19.7.1", "“19.7.1”不是日期，请写成2019-07-01"),
    ],
)
def test_what_is_no_date_says_what_to_write(raw, sentence):
    with pytest.raises(Unreadable) as refused:
        cells.read_day(raw)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("99010119800307001X", "99010119800307001X"),
        ("99010119800307001x", "99010119800307001X"),
        (" 990101 19800307 001X\u00a0", "99010119800307001X"),
        ("９９０１０１１９８００３０７００１Ｘ", "99010119800307001X"),
        ("'990101198003070018", "990101198003070018"),
        (990101800307001.0 / 1000, "990101800307"),
    ],
)
def test_an_identity_number_is_narrowed_and_stripped(raw, number):
    assert cells.read_identity(raw) == number


@pytest.mark.parametrize("raw", [1.10101199003077e17, 110101199003077000, "1.10101199003077E+17", "1.1e+17"])
def test_an_identity_number_kept_as_a_number_has_lost_digits(raw):
    with pytest.raises(Unreadable, match="存成了数字，末几位已丢失"):
        cells.read_identity(raw)


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        (13812345678.0, "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("0371-66668888", "0371-66668888"),
        ("（0371）66668888", "0371-66668888"),
        ("037166668888", "0371-66668888"),
    ],
)
def test_a_telephone_is_read(raw, phone):
    assert cells.read_phone(raw) == phone


@pytest.mark.parametrize("raw", ["1381234567", "138123456789", "12345", "13812345678/13912345678", "没有"])
def test_what_is_no_telephone_is_refused(raw):
    with pytest.raises(Unreadable, match="不是一个11位手机号或带区号的座机，这一格不导入"):
        cells.read_phone(raw)


def test_control_characters_are_no_part_of_a_text():
    assert cells.read_text("王\x00小\x0b明\x7f") == "王小明"
