"""What the cells of another system's workbook of meetings mean: times, kinds, names with their reasons."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from core.workbooks.cells import Unreadable
from exchange.rules.meetings import cells
from exchange.rules.meetings.day_and_time import read_when

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
        ("2026-11-16 14:30-16:00", (2026, 11, 16), (14, 30), (16, 0)),
        ("2026-11-16 09:00-11:00", (2026, 11, 16), (9, 0), (11, 0)),
        ("2026-11-16T01:30:00-05:00", (2026, 11, 16), (14, 30), None),
        ("2026-11-16T06:30:00Z", (2026, 11, 16), (14, 30), None),
        ("2026-11-16T14:30:00+08:00", (2026, 11, 16), (14, 30), None),
        ("2026.11.16 14.30-16.00", (2026, 11, 16), (14, 30), (16, 0)),
        ("下午2.30-4.00", None, (14, 30), (16, 0)),
        ("1430", None, (14, 30), None),
        (930.0, None, (9, 30), None),
        ("2026年11月16日傍晚", (2026, 11, 16), (17, 30), None),
        ("晚", None, (19, 0), None),
        ("晚上8点到12点", None, (20, 0), (0, 0)),
        ("二十时", None, (20, 0), None),
    ],
)
def test_times_are_read_as_they_are_written(raw: Any, day: Any, starts: Any, ends: Any) -> None:
    found = read_when(raw)
    assert found.day == (day and dt.date(*day))
    assert (found.starts, found.ends) == (starts and dt.time(*starts), ends and dt.time(*ends))


@pytest.mark.parametrize(
    ("raw", "next_day"),
    [
        ("22:00-次日1:00", True),
        ("22:00-24:00", True),
        ("20:00-22:00", False),
        ("次日1:00", True),
        ("23:30-0:30", True),
        ("翌日凌晨一点", True),
        ("晚上8点到12点", True),
        ("18:00-5:59", True),
        ("24:00", True),
        ("14:30-4:00", False),
    ],
)
def test_an_end_on_the_next_day_is_known(raw: str, next_day: bool) -> None:
    assert read_when(raw).next_day is next_day


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("11月16日14:30", (2026, 11, 16)),
        ("12月30日", (2025, 12, 30)),
        ("11.16", (2026, 11, 16)),
        ("2月29日", (2024, 2, 29)),
    ],
)
def test_a_day_without_its_year_is_the_last_such_day_and_doubted(raw: str, day: Any) -> None:
    with time_machine.travel("2026-11-30T12:00:00+08:00"):
        found = read_when(raw)
    assert (found.day, "没有写年份" in found.doubt) == (dt.date(*day), True)


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


@pytest.mark.parametrize(
    "raw",
    [
        "25:00",
        "2026-11-31 9:00",
        "下周",
        "2026年11月16日—17日",
        "2026-11-16至2026-11-18",
        "2小时",
        "16日14:30",
    ],
)
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
        ("因病住院", "sick", "因病住院"),
        ("陪护病人", "personal", "陪护病人"),
        ("照顾住院的母亲", "personal", "照顾住院的母亲"),
        ("因公出差请假", "business_trip", ""),
        ("请假：出差", "business_trip", ""),
        ("事假（家中有事）", "personal", "事假（家中有事）"),
        ("年老体弱、行动不便", "frail", "年老体弱、行动不便"),
        ("在外务工", "away", ""),
        ("上夜班", "on_duty", "上夜班"),
        ("哺乳期", "maternity", "哺乳期"),
        ("料理后事", "bereavement", "料理后事"),
        ("外出开会", "business_trip", "外出开会"),
        ("参加党校进修", "training", "参加党校进修"),
        ("回老家", "home_visit", "回老家"),
        ("无故缺席", "unexcused", ""),
        ("已补课", "other", "已补课"),
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
        ("三会一课（党课）", ("lecture",)),
        ("三会一课-支部党员大会", ("general",)),
        ("主题党日（含党课）", ("theme_day", "lecture")),
        ("主题党日活动（套开支部党员大会）", ("theme_day", "general")),
        ("支部党员大会（转正）", ("general",)),
        ("党员大会会议记录", ("general",)),
        ("民主生活会", ("other",)),
        ("集中学习", ("other",)),
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
        ("无（全部到齐）", []),
        ("请假：无", []),
        ("因公出差请假3人:张三、李四、王五", [(name, "因公出差请假") for name in ("张三", "李四", "王五")]),
        (
            "因公出差请假三人（张三、李四、王五）",
            [(name, "因公出差请假") for name in ("张三", "李四", "王五")],
        ),
        ("事假2人（张三、李四），病假1人（王五）", [("张三", "事假"), ("李四", "事假"), ("王五", "病假")]),
        ("因公出差：张三、李四；病假：无", [("张三", "因公出差"), ("李四", "因公出差")]),
        ("1.张三（病假）2.李四（事假）", [("张三", "病假"), ("李四", "事假")]),
        ("①张三【病假】②李四[事假]", [("张三", "病假"), ("李四", "事假")]),
        ("张三-病假；李四/事假", [("张三", "病假"), ("李四", "事假")]),
        ("病假张三，事假李四", [("张三", "病假"), ("李四", "事假")]),
        ("张三、李四（均病假）", [("张三", "病假"), ("李四", "病假")]),
        ("张三同志因病住院，李四同志外出务工", [("张三同志", "因病住院"), ("李四同志", "外出务工")]),
        ("张三因家中有事未能参加", [("张三", "因家中有事")]),
        ("张三(公差)李四(病假) 王五", [("张三", "公差"), ("李四", "病假"), ("王五", "")]),
        ("张三（请假：出差）", [("张三", "请假：出差")]),
        ("请假人：张三 事由：病假", [("张三", "病假")]),
        ("预备党员张三（病假）", [("张三", "病假")]),
        ("在外务工的张三、李四", [("张三", "在外务工"), ("李四", "在外务工")]),
        ("张三、李四2人请假", [("张三", "请假"), ("李四", "请假")]),
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


@pytest.mark.parametrize("raw", ["张三等3人因公出差", "请假三人：张三、李四", "病假2人（王五）"])
def test_who_is_counted_and_not_named_is_asked_for(raw: str) -> None:
    """R-REC-02: the others would stand among those present."""
    with pytest.raises(Unreadable, match="名字写全"):
        cells.read_absent(raw)


KNOWN = ("张三", "张三丰", "李四")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("张三", ("张三", "")), ("李四同志", ("李四", "")), ("张三因疫情不能来", ("张三", "因疫情不能来")), ("住院的李四", ("李四", "住院的")),
        ("张三丰病了", ("张三丰", "病了")), ("张三明", ("张三明", "")), ("张三和李四", ("张三和李四", "")),
    ],
)  # fmt: skip
def test_a_name_on_the_roll_is_found_among_words_about_them(written: str, found: tuple[str, str]) -> None:
    assert cells.known_name(written, KNOWN) == found


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ("25人", 25),
        ("二十五", 25),
        ("应到二十五人", 25),
        ("25人（含预备2人）", 25),
        ("一百零三人", 103),
        ("廿五", 25),
        ("十人", 10),
        (25.0, 25),
    ],
)
def test_counts_are_read_in_words(raw: Any, count: int) -> None:
    assert cells.read_count(raw) == count


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("3", 3),
        ("2人（含预备1人）", 2),
        ("2人（张三、李四）", [("张三", ""), ("李四", "")]),
        ("张三（病假）", [("张三", "病假")]),
    ],
)
def test_a_column_of_counts_or_names_is_either(raw: str, found: Any) -> None:
    assert cells.read_count_or_people(raw) == found


@pytest.mark.parametrize(
    ("raw", "units"),
    [
        (
            "滨江社区第一党支部（18人）、望海派出所党支部12人",
            [("滨江社区第一党支部", 18), ("望海派出所党支部", 12)],
        ),
        ("滨江社区第一党支部：十八人", [("滨江社区第一党支部", 18)]),
        ("望海街道机关党支部", [("望海街道机关党支部", 0)]),
    ],
)
def test_units_of_a_joint_meeting_are_read_with_their_numbers(raw: str, units: list[tuple[str, int]]) -> None:
    assert cells.read_units(raw) == units
