"""Cells as people write them: dates, identity numbers, telephones."""

import datetime as dt

import pytest

from core.workbooks import cells
from core.workbooks.cells import Unreadable, WrittenDay
from core.workbooks.columns import Column
from core.workbooks.rows import read_cell

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
        ("1/7/19", "“1/7/19”不是日期，请写成2019-07-01"),
        ("2019年下半年", "“2019年下半年”只有年份，请写到月日，如2019-07-01"),
        ("2019.7/2020.7", "“2019.7/2020.7”里有几个日期，请只留一个"),
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


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        ("8619900000011", "19900000011"),
        ("0086 138 1234 5678", "13812345678"),
        (8613812345678.0, "13812345678"),
        ("86-592-5551234", "0592-5551234"),
        ("0592-5551234-801", "0592-5551234-801"),
        ("01012345678", "010-12345678"),
        ("02155512345", "021-55512345"),
        ("0592—5551234", "0592-5551234"),
        ("0592-5551234转801", "0592-5551234-801"),
        ("(020)8888 8888", "020-88888888"),
        ("手机：13812345678（妻子）", "13812345678"),
        ("\u202d13812345678\u202c", "13812345678"),
        ("400-820-8820", "4008208820"),
        ("+852 9123 4567", "+85291234567"),
        ("138****5678", ""),
        ("138xxxx5678", ""),
    ],
)
def test_a_telephone_is_never_lost_for_what_stands_around_it(raw, phone):
    assert cells.read_phone(raw) == phone


@pytest.mark.parametrize(
    ("raw", "phone", "doubt"),
    [
        ("13812345678/13912345678", "13812345678", "一格里有2个号码，取第一个，13912345678没有导入"),
        ("13812345678\n13912345678", "13812345678", "一格里有2个号码，取第一个，13912345678没有导入"),
        ("138 1234 5678 139 1234 5678", "13812345678", "一格里有2个号码，取第一个，13912345678没有导入"),
        (
            "座机0592-5551234，手机13812345678",
            "0592-5551234",
            "一格里有2个号码，取第一个，13812345678没有导入",
        ),
        ("5551234", "5551234", "座机没有写区号，照原样导入"),
    ],
)
def test_what_is_not_kept_of_a_telephone_is_said(raw, phone, doubt):
    assert cells.read_phone(raw) == cells.Noted(phone, doubt)


@pytest.mark.parametrize(
    ("raw", "on", "exact"),
    [
        ("2019年7月份", JULY, False),
        ("'2019-07-01", JULY, True),
        ("2019·07", JULY, False),
        ("2019•7•1", JULY, True),
        ("2019-07-01T00:00:00", JULY, True),
        ("2019-07-01T00:00:00+08:00", JULY, True),
        ("2019-06-30T16:00:00.000Z", JULY, True),
        ("2019年07月01日（星期一）", JULY, True),
        ("2019年7月1日 周一", JULY, True),
        ("2019.07入党", JULY, False),
        ("2019年7月1日转为正式党员", JULY, True),
        ("2019年7月加入中国共产党", JULY, False),
        ("2019.07（34岁）", JULY, False),
        ("2019.07\n（三十四岁）", JULY, False),
        ("2019年7月生", JULY, False),
        ("约2019年7月", JULY, False),
        (dt.datetime(2019, 6, 30, 23, 59, 17), JULY, True),
        ("2019-06-30 23:59:17", JULY, True),
        (43646.999502, JULY, True),
    ],
)
def test_a_date_is_read_with_what_people_write_around_it(raw, on, exact):
    assert cells.read_day(raw) == WrittenDay(on, exact)


def test_a_date_in_the_last_hour_of_its_day_is_doubted():
    found = cells.read_day(dt.datetime(1988, 6, 30, 23, 0))
    assert found.on == dt.date(1988, 6, 30)
    assert found.doubt == "这一格里是1988-06-30 23:00，可能是1988-07-01，按1988-06-30读，请核对"


@pytest.mark.parametrize(
    "raw", ["null", "NULL", "nan", "NaN", "None", "N/A", "（空）", "无", "\u200b", "—", "未填写"]
)
def test_words_for_nothing_are_empty_cells(raw):
    assert cells.is_blank(cells.read_text(raw))


@pytest.mark.parametrize("raw", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!"])
def test_a_formula_without_a_result_says_so(raw):
    found = read_cell(Column("note", "备注", ("备注",)), raw)
    assert found.sentence == f"这一格是公式错误{raw}，没有值。请在Excel或WPS里改好再上传"


def test_a_text_that_may_be_cut_is_cut_and_says_so():
    found = read_cell(Column("note", "备注", ("备注",), longest=3, may_be_cut=True), "一二三四五")
    assert found == cells.Noted("一二三", "最多3个字，后面的2个字没有导入")


@pytest.mark.parametrize("raw", ["1381234567", "138123456789", "12345", "没有"])
def test_what_is_no_telephone_is_refused(raw):
    with pytest.raises(Unreadable, match="不是一个11位手机号或带区号的座机，这一格不导入"):
        cells.read_phone(raw)


def test_control_characters_are_no_part_of_a_text():
    assert cells.read_text("王\x00小\x0b明\x7f") == "王小明"


@pytest.mark.parametrize(
    ("raw", "on", "exact", "doubted"),
    [
        ("1-Jul-2019", "2019-07-01", True, False),
        ("Jul 1, 2019", "2019-07-01", True, False),
        ("1st July 2019", "2019-07-01", True, False),
        ("SEPT 2018", "2018-09-01", False, False),
        ("31/12/2019", "2019-12-31", True, False),
        ("12.31.2019", "2019-12-31", True, False),
        ("5/5/2019", "2019-05-05", True, False),
        ("07/2019", "2019-07-01", False, False),
        ("2019,7,1", "2019-07-01", True, False),
        ("2019_07_01", "2019-07-01", True, False),
        ("2019\\7\\1", "2019-07-01", True, False),
        ("2019 07 01", "2019-07-01", True, False),
        ("2019～7", "2019-07-01", False, False),
        ("二〇一九·七·一", "2019-07-01", True, False),
        ("43647.0", "2019-07-01", True, False),
        ("201907.0", "2019-07-01", False, False),
        ("2O19-O7-0l", "2019-07-01", True, False),
        ("2019年7月1日下午", "2019-07-01", True, False),
        ("2019.7.1 下午3时", "2019-07-01", True, False),
        ("2019-07-01*", "2019-07-01", True, False),
        ("※2019.7.1①", "2019-07-01", True, False),
        ("2019.07--", "2019-07-01", False, False),
        ("20190700", "2019-07-01", False, False),
        ("2019年07月00日", "2019-07-01", False, False),
        ("19年7月1日", "2019-07-01", True, True),
        ("七五年三月", "1975-03-01", False, True),
        ("27年1月1日", "1927-01-01", True, True),
        ("26年1月1日", "2026-01-01", True, True),
        ("85.3", "1985-03-01", False, True),
        (85.3, "1985-03-01", False, True),
        ("85/3/5", "1985-03-05", True, True),
        ("19.7.1", "2019-07-01", True, True),
        ("190701", "2019-07-01", True, True),
        ("850305", "1985-03-05", True, True),
        ("Jul-19", "2019-07-01", False, True),
        ("41岁（1985.3）", "1985-03-01", False, False),
        ("1985年3月，41岁", "1985-03-01", False, False),
        ("2019年7月1日，星期一", "2019-07-01", True, False),
        ("入党时间：2019.7.1", "2019-07-01", True, True),
        ("农历1985年3月", "1985-03-01", False, True),
        ("1949.10前", "1949-10-01", False, True),
    ],
)
def test_a_date_that_programs_or_hasty_people_wrote_is_read(
    raw: str, on: str, exact: bool, doubted: bool
) -> None:
    found = cells.read_day(raw)
    assert (found.on.isoformat(), found.exact, bool(found.doubt)) == (on, exact, doubted)


@pytest.mark.parametrize(
    "raw",
    [
        "07/01/2019",
        "1-Foo-2019",
        "13/13/2019",
        12.0,
        "1/7/19",
        "07/01/19",
        "12.5",
        "2019.07.01—2020.07.01",
        "2019年下半年",
        "1945年冬",
        "1430",
        "下周三",
        "1900-01-00",
        "2019-00-01",
        "32 Jul 2019",
    ],
)
def test_a_date_of_which_nobody_knows_the_day_is_refused(raw: object) -> None:
    with pytest.raises(cells.Unreadable):
        cells.read_day(raw)


@pytest.mark.parametrize("word", ["不详", "待查", "待补", "待核实", "不清楚"])
def test_words_for_what_is_not_known_are_empty(word: str) -> None:
    assert cells.is_blank(word)
