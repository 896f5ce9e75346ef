"""What the cells of another system's workbook of meetings mean: times, kinds, names with their reasons."""

import datetime as dt
from typing import Any

import pytest

from core.workbooks.cells import Unreadable
from core.workbooks.day_and_time import read_when
from exchange.rules.meetings import cells

pytestmark = pytest.mark.once  # no database can change its answer


@pytest.mark.parametrize(
    ("raw", "day", "starts", "ends"),
    [
        ("2026-11-16 14:30", (2026, 11, 16), (14, 30), None),
        ("２０２６年１１月１６日（星期一）９：００至１１：３０", (2026, 11, 16), (9, 0), (11, 30)),
        ("2026.11.16下午3点半", (2026, 11, 16), (15, 30), None),
        ("2026/11/16 下午2:30-4:00", (2026, 11, 16), (14, 30), (16, 0)),
        ("20261116", (2026, 11, 16), None, None),
        (46342.0, (2026, 11, 16), None, None),
        (46342.604166667, (2026, 11, 16), (14, 30), None),
        (0.375, None, (9, 0), None),
        (dt.datetime(2026, 11, 16, 14, 30), (2026, 11, 16), (14, 30), None),
        (dt.time(9, 5), None, (9, 5), None),
        ("14:30", None, (14, 30), None),
        ("2026年9月21日 下午两点半", (2026, 9, 21), (14, 30), None),
        ("2026年9月22日 PM 2:30", (2026, 9, 22), (14, 30), None),
        ("2026-09-22 2:30 pm - 4:00 pm", (2026, 9, 22), (14, 30), (16, 0)),
        ("上午九点至十一点一刻", None, (9, 0), (11, 15)),
        ("晚上七点零五分", None, (19, 5), None),
        ("十四时三十分—十六时", None, (14, 30), (16, 0)),
        ("2026-11-16T14:30:00", (2026, 11, 16), (14, 30), None),
        ("2026-11-16 22:00-次日1:00", (2026, 11, 16), (22, 0), (1, 0)),
        ("2026-11-16 22:00至2026-11-17 01:00", (2026, 11, 16), (22, 0), (1, 0)),
        ("2026年11月16日上午", (2026, 11, 16), (9, 0), None),
        (
            dt.datetime(2026, 11, 16, 14, 29, 17),
            (2026, 11, 16),
            (14, 30),
            None,
        ),  # 43 seconds lost by a browser
        (dt.datetime(2026, 11, 16, 14, 29, 40), (2026, 11, 16), (14, 30), None),
        (dt.datetime(2026, 11, 16, 14, 30, 20), (2026, 11, 16), (14, 30), None),
        (dt.datetime(2026, 11, 15, 23, 59, 17), (2026, 11, 16), None, None),
        (dt.time(14, 29, 59, 900_000), None, (14, 30), None),
    ],
)
def test_times_are_read_as_they_are_written(raw: Any, day: Any, starts: Any, ends: Any) -> None:
    found = read_when(raw)
    assert found.day == (day and dt.date(*day))
    assert (found.starts, found.ends) == (starts and dt.time(*starts), ends and dt.time(*ends))


@pytest.mark.parametrize(
    ("raw", "next_day"),
    [("22:00-次日1:00", True), ("22:00-24:00", True), ("20:00-22:00", False), ("次日1:00", True)],
)
def test_an_end_on_the_next_day_is_known(raw: str, next_day: bool) -> None:
    assert read_when(raw).next_day is next_day


@pytest.mark.parametrize(
    ("raw", "kinds"),
    [
        ("支部党员大会", ("general",)),
        ("党员大会、党课", ("general", "lecture")),
        ("主题党日活动+专题组织生活会", ("theme_day", "life")),
        ("支部委员会（扩大）", ("committee",)),
    ],
)
def test_kinds_are_known_by_what_they_are_called(raw: str, kinds: tuple[str, ...]) -> None:
    assert cells.read_kinds(raw) == kinds


@pytest.mark.parametrize("raw", ["25:00", "2026-11-31 9:00", "下周"])
def test_a_time_there_is_not_is_refused(raw: str) -> None:
    with pytest.raises(Unreadable):
        read_when(raw)


@pytest.mark.parametrize(
    ("raw", "people"),
    [
        (
            "郑海生（病假）、王五(出差)；李四：家中有事",
            [("郑海生", "病假"), ("王五", "出差"), ("李四", "家中有事")],
        ),
        ("2人：张三、李四", [("张三", ""), ("李四", "")]),
        ("无", []),
        ("全部到齐", []),
    ],
)
def test_names_come_with_their_reasons(raw: str, people: list[tuple[str, str]]) -> None:
    assert cells.read_people(raw) == people


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ("病假", "sick", ""),
        ("因公出差", "business_trip", ""),
        ("家中装修", "other", "家中装修"),
        ("其他：家访", "other", "家访"),
        ("", "", ""),
    ],
)
def test_reasons_become_codes(said: str, code: str, words: str) -> None:
    assert cells.split_reason(said) == (code, words)


@pytest.mark.parametrize(
    ("raw", "kinds"),
    [
        ("支部主题党日暨党员大会", ("theme_day", "general")),
        ("第9次支委会", ("committee",)),
        ("2026年第三季度党员大会", ("general",)),
        ("2026年11月份主题党日活动", ("theme_day",)),
        ("2025年度组织生活会和民主评议党员", ("life", "appraisal")),
        ("党课（第二讲）+主题党日", ("lecture", "theme_day")),
        ("召开支部党员大会兼党课", ("general", "lecture")),
        ("第二党小组会", ("group",)),
    ],
)
def test_kinds_are_known_in_combination_and_by_number(raw: str, kinds: tuple[str, ...]) -> None:
    assert cells.read_kinds(raw) == kinds


@pytest.mark.parametrize(
    ("raw", "people"),
    [
        ("华小满病假，金子涵事假", [("华小满", "病假"), ("金子涵", "事假")]),
        ("病假：华小满；事假：金子涵、严　梅", [("华小满", "病假"), ("金子涵", "事假"), ("严梅", "事假")]),
        (
            "病假（2人）：华小满、金子涵\n出差：严梅",
            [("华小满", "病假"), ("金子涵", "病假"), ("严梅", "出差")],
        ),
        ("华小满、金子涵因病请假", [("华小满", "因病"), ("金子涵", "因病")]),
        (
            "华小满、金子涵均因公出差；严梅（探亲）",
            [("华小满", "因公出差"), ("金子涵", "因公出差"), ("严梅", "探亲")],
        ),
        ("请假2人：华小满（病假）、金子涵（事假）", [("华小满", "病假"), ("金子涵", "事假")]),
        ("应到二十五人，实到二十四人：严　梅、何秀英同志等24人", [("严梅", ""), ("何秀英同志", "")]),
        ("严 梅 何秀英 华 小 满", [("严梅", ""), ("何秀英", ""), ("华小满", "")]),
        ("阿卜杜拉•艾山（外出务工）", [("阿卜杜拉·艾山", "外出务工")]),
        ("\u202d华小满\u202c（病假）", [("华小满", "病假")]),
        ("无人请假", []),
        ("0人", []),
    ],
)
def test_who_was_away_is_read_as_people_write_it(raw: str, people: list[tuple[str, str]]) -> None:
    assert cells.read_people(raw) == people


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("林知远（书记）", "林知远"),
        ("严　梅", "严梅"),
        ("何秀英同志", "何秀英"),
        ("何 秀 英", "何秀英"),
        ("林书记", "林书记"),
    ],
)
def test_who_chaired_is_known_without_what_people_are_called_by(written: str, name: str) -> None:
    assert cells.person_name(written) == name
