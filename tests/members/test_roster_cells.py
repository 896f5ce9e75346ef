"""Cells of a roster as people write them: names, peoples, whether somebody is a full member, whether they moved away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workbooks import cells
from core.workbooks.cells import Unreadable
from core.workbooks.columns import Column
from core.workbooks.rows import read_cell
from members.models import Member
from members.personal_data import names
from members.rules.roster import member_cells
from members.rules.roster.columns import COLUMNS, LONGEST

pytestmark = pytest.mark.once


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
    assert member_cells.read_status(raw) == status


@pytest.mark.parametrize("raw", ["发展对象", "群众", "非正式党员", "（正式）"])
def test_who_is_no_member_is_refused(raw):
    with pytest.raises(Unreadable, match="花名册只收党员"):
        member_cells.read_status(raw)


def test_a_people_is_known_by_its_short_name():
    assert (member_cells.read_ethnicity("维族"), member_cells.read_ethnicity("维吾尔族")) == (5, 5)


@pytest.mark.parametrize("name", ["张三（女）", "3人", "陈12"])
def test_a_name_with_a_number_or_a_sign_is_odd(name):
    assert names.has_odd_characters(name)


@pytest.mark.parametrize("name", ["张三", "𠮷野", "买买提·艾力", "Zhang San", "O'Neil"])
def test_a_name_as_names_are_is_not_odd(name):
    assert not names.has_odd_characters(name)


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
    assert names.normalize_name(raw) == name


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
    assert names.romanize(name) == sound


@pytest.mark.parametrize(
    ("raw", "people"), [("汉族", 1), ("汉", 1), ("01", 1), (1.0, 1), ("土家族", 15), ("基诺", 56)]
)
def test_a_people_is_known_by_name_and_number(raw, people):
    assert member_cells.read_ethnicity(raw) == people


@pytest.mark.parametrize(
    ("raw", "status"),
    [("正式", "full"), ("正式党员", "full"), ("预备党员", "preparatory"), ("中共预备党员", "preparatory")],
)
def test_a_status_is_known_by_its_words(raw, status):
    assert member_cells.read_status(raw) == status


@pytest.mark.parametrize("raw", ["入党积极分子", "群众", "共青团员"])
def test_a_roster_takes_members_only(raw):
    with pytest.raises(Unreadable, match="花名册只收党员"):
        member_cells.read_status(raw)


@pytest.mark.parametrize(
    ("raw", "is_mobile"),
    [("是", True), ("1", True), ("在上海务工", True), *[(no, False) for no in ("否", "没有", "N", "×", "未外出", "在册", "非流动党员", 0)]],
)  # fmt: skip
def test_what_says_no_is_no(raw, is_mobile):
    assert member_cells.read_yes(raw) is is_mobile


def test_a_text_is_as_long_as_the_table_of_members_takes() -> None:
    fields = {name: Member._meta.get_field(name).max_length for name in LONGEST}
    assert fields == LONGEST


PLAIN_COLUMNS = [column for column in COLUMNS if column.as_is]


@pytest.mark.parametrize("column", PLAIN_COLUMNS, ids=lambda column: column.field)
@given(data=st.data())
def test_a_text_of_the_plainest_shape_is_what_reading_it_gives(column: Column, data: st.DataObject) -> None:
    written = data.draw(st.from_regex(column.as_is, fullmatch=True))
    if written not in cells.BLANKS and len(written) <= (column.longest or len(written)):
        assert read_cell(column, written, can_erase=True) == written
