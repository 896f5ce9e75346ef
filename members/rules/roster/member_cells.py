"""Readers of cells that only a roster has; the others stand in core.workbooks.cells."""

import re
from typing import Any

from core.workbooks import cells
from core.workbooks.people import without_remark
from members.personal_data import names
from members.states import ETHNICITIES, Gender


def read_name(raw: Any) -> "str | cells.Noted":
    written = cells.read_text(raw)
    plain = without_remark(written)
    if plain and plain != written:
        return cells.Noted(names.normalize_name(plain), f"“{written[:20]}”只取“{plain[:16]}”作姓名，请核对")
    return names.normalize_name(written)


GENDERS = (
    dict.fromkeys(["男", "男性", "1"], Gender.MALE.value)
    | dict.fromkeys(["女", "女性", "2"], Gender.FEMALE.value)
    | {"未知": Gender.UNKNOWN.value, "未说明": Gender.UNSTATED.value}
)
ETHNICITY_NUMBERS = {
    word: number
    for number, name in ETHNICITIES.items()
    for word in (name, f"{name}族", f"{number:02d}", str(number))
} | {
    "维族": 5, "蒙族": 2, "哈族": 17, "穿青": 9701, "穿青族": 9701, "革家": 9702, "革家族": 9702, "亻革家人": 9702, "僅家人": 9702,
    "其他民族": 97, "其它": 97, "其它民族": 97, "未识别": 97, "未识别民族": 97, "未定族称": 97, "外国血统": 98, "外籍": 98, "入籍": 98,
}  # fmt: skip
STATUSES = dict.fromkeys(
    ["正式", "正式党员", "中共党员", "党员", "中共正式党员", "中国共产党党员", "1", "01"], "full"
) | dict.fromkeys(["预备", "预备党员", "中共预备党员", "中国共产党预备党员", "2", "02"], "preparatory")
AROUND_STATUS = re.compile(r"^\d+[-.、:：](?=\D)|[（(][^（）()]*[)）]$")
"""1-正式党员 (with the number of a national table) and 正式党员（已转正）."""

read_gender = cells.reader_of(GENDERS, "性别请写男或女")
read_ethnicity = cells.reader_of(ETHNICITY_NUMBERS, "没有“{}”这个民族，这一格不导入")
read_status = cells.reader_of(STATUSES, "党员类别请写正式或预备，花名册只收党员", around=AROUND_STATUS)

NOT_YET = frozenset(["预备期", "预备期内", "未转正", "尚未转正", "待转正", "未到期", "未满"])
"""Texts that mean: not yet confirmed as a full member."""


def read_full_on(raw: Any) -> "cells.WrittenDay | str":
    """The day of confirmation as a full member; empty if the cell says that it has not come."""
    return "" if cells.read_text(raw) in NOT_YET else cells.read_day(raw)


NO_WORDS = frozenset(
    ["否", "不是", "没有", "未流动", "不流动", "非流动", "非流动党员", "未外出", "在册", "0", "N", "n", "×", "╳", "✗", "False", "false"]
)  # fmt: skip


def read_yes(raw: Any) -> bool:
    """True unless the cell is a form of no: 是 and the name of a place mean yes."""
    return cells.read_text(raw) not in NO_WORDS
