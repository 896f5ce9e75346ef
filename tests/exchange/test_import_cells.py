"""Cells as people write them: dates, identity numbers, names, telephones."""

import datetime as dt

import pytest

from exchange.roster import cells
from exchange.roster.cells import Day, Unreadable
from members.personal_data import names

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
    assert cells.day(raw) == Day(on, exact)


def test_a_date_that_lost_its_nought_says_so():
    found = cells.day(2019.1)
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
        cells.day(raw)
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
    assert cells.identity(raw) == number


@pytest.mark.parametrize("raw", [1.10101199003077e17, 110101199003077000, "1.10101199003077E+17", "1.1e+17"])
def test_an_identity_number_kept_as_a_number_has_lost_digits(raw):
    with pytest.raises(Unreadable, match="存成了数字，末几位已丢失"):
        cells.identity(raw)


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
    assert cells.phone(raw) == phone


@pytest.mark.parametrize("raw", ["1381234567", "138123456789", "12345", "13812345678/13912345678", "没有"])
def test_what_is_no_telephone_is_refused(raw):
    with pytest.raises(Unreadable, match="不是一个11位手机号或带区号的座机，这一格不导入"):
        cells.phone(raw)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("正式党员（已转正）", "full"),
        ("1-正式党员", "full"),
        ("中共正式党员", "full"),
        ("预备党员（延长预备期）", "preparatory"),
    ],
)
def test_a_status_is_read_through_what_stands_around_it(raw, status):
    assert cells.status(raw) == status


@pytest.mark.parametrize("raw", ["发展对象", "群众", "非正式党员", "（正式）"])
def test_who_is_no_member_is_refused(raw):
    with pytest.raises(Unreadable, match="花名册只收党员"):
        cells.status(raw)


def test_a_people_is_known_by_its_short_name():
    assert (cells.ethnicity("维族"), cells.ethnicity("维吾尔族")) == (5, 5)


@pytest.mark.parametrize("name", ["张三（女）", "3人", "陈12"])
def test_a_name_with_a_number_or_a_sign_is_odd(name):
    assert names.odd(name)


@pytest.mark.parametrize("name", ["张三", "𠮷野", "买买提·艾力", "Zhang San", "O'Neil"])
def test_a_name_as_names_are_is_not_odd(name):
    assert not names.odd(name)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("张三\u00a0", "张三"),
        ("张\u3000三", "张三"),
        (" 张 三 ", "张三"),
        ("张三\u200b", "张三"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("Zhang  San", "Zhang San"),
    ],
)
def test_a_name_has_no_stray_spaces(raw, name):
    assert names.written(raw) == name


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("单晓云", ("shanxiaoyun", "sxy")),
        ("仇和", ("qiuhe", "qh")),
        ("尉迟恭", ("yuchigong", "ycg")),
        ("林知远", ("linzhiyuan", "lzy")),
        ("买买提·艾力", ("maimaitiaili", "mmtal")),
        ("", ("", "")),
    ],
)
def test_a_surname_sounds_as_a_surname(name, sound):
    assert names.sounds(name) == sound


@pytest.mark.parametrize(
    ("raw", "people"), [("汉族", 1), ("汉", 1), ("01", 1), (1.0, 1), ("土家族", 15), ("基诺", 56)]
)
def test_a_people_is_known_by_name_and_number(raw, people):
    assert cells.ethnicity(raw) == people


@pytest.mark.parametrize(
    ("raw", "status"),
    [("正式", "full"), ("正式党员", "full"), ("预备党员", "preparatory"), ("中共预备党员", "preparatory")],
)
def test_a_status_is_known_by_its_words(raw, status):
    assert cells.status(raw) == status


@pytest.mark.parametrize("raw", ["入党积极分子", "群众", "共青团员"])
def test_a_roster_takes_members_only(raw):
    with pytest.raises(Unreadable, match="花名册只收党员"):
        cells.status(raw)


@pytest.mark.parametrize(
    ("raw", "is_mobile"),
    [("是", True), ("1", True), ("在上海务工", True), *[(no, False) for no in ("否", "没有", "N", "×", "未外出", "在册", "非流动党员", 0)]],
)  # fmt: skip
def test_what_says_no_is_no(raw, is_mobile):
    assert cells.yes(raw) is is_mobile


def test_control_characters_are_no_part_of_a_text():
    assert cells.text("王\x00小\x0b明\x7f") == "王小明"
