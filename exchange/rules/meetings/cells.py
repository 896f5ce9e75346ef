"""Readers for the cells of a workbook of meetings. They raise Unreadable, which says what to write instead."""

import re
from typing import Any

from core import plain_text
from core.parsing import MOST_COUNT, parse_number
from core.workbooks import cells
from core.workbooks.cells import Unreadable, spellings
from meetings.states import SHORT, Kind, Reason

KINDS = spellings(
    Kind,
    general="党员大会 支部大会 支部党员大会会议 全体党员大会 党员大会会议",
    committee="支部委员会 支部委员会会议 支委会会议 支委会议 委员会",
    group="小组会 党小组会议 党小组",
    lecture="上党课 微党课 专题党课 党课教育",
    theme_day="主题党日活动 主题党日+ 党日活动 固定党日 党员活动日",
    life="专题组织生活会 组织生活 生活会 年度组织生活会",
    appraisal="民主评议党员 评议党员 党员民主评议",
    talk="谈心谈话活动 谈心 谈话",
    other="其他会议 其它 其他活动",
) | {short: kind.value for kind, short in SHORT.items()}
BETWEEN_KINDS = re.compile(r"[、，,；;/+＋和及与\n]|\s+")
REASONS = spellings(
    Reason,
    business_trip="出差 公差 因公出差 因公 公务",
    sick="病 生病 住院 就医 看病 身体不适 因病",
    personal="事 私事 家中有事 家里有事 因事",
    training="培训 学习 外出学习 外出培训",
    on_duty="值班 轮班 上班 加班 值守",
    maternity="产假 陪产假",
    bereavement="丧假",
    frail="年老 体弱 行动不便 年老行动不便",
    away="外出务工 流动 外出",
    abroad="出国 出境",
    unexcused="旷会 无故 未请假",
) | {"请假": ""}
PERSON_WITH_REMARK = re.compile(r"([^（(：:、，,；;\s]+)\s*(?:[（(]([^）)]*)[）)]|[：:]([^、，,；;\n]*))?")
LEADING_COUNT = re.compile(r"^[^、，,；;（(：:]{0,8}?\d+\s*[人名]\s*[:：，,、]?\s*")
NOBODY = frozenset(["无", "没有", "0", "—", "-", "/", "全部到齐", "全到", "全员到会", "无人", "零"])


def read_kinds(raw: Any) -> tuple[str, ...]:
    written = cells.read_text(raw).strip("。.")
    whole = KINDS.get(written.replace(" ", ""))
    if whole:
        return (whole,)
    kinds = []
    for part in BETWEEN_KINDS.split(re.sub(r"[（(].*?[）)]", "", written)):
        if not part:
            continue
        kind = KINDS.get(part) or KINDS.get(part.removesuffix("会议")) or KINDS.get(part.removesuffix("活动"))
        if kind is None:
            raise Unreadable(
                f"不认识“{part[:12]}”这种会，请写支部党员大会、支委会、党小组会、党课、主题党日等"
            )
        kinds.append(kind)
    if not kinds:
        raise Unreadable("没有写会议类型")
    return tuple(dict.fromkeys(kinds))


def read_count(raw: Any) -> int:
    written = cells.read_text(raw).removesuffix("人").removesuffix("名").strip()
    count = parse_number(written, MOST_COUNT)
    if count is None:
        raise Unreadable("请写人数，如25")
    return count


def read_count_or_people(raw: Any) -> "int | list[tuple[str, str]]":
    """The column 请假 has a number in some systems and names in others."""
    try:
        return read_count(raw)
    except Unreadable:
        return read_people(raw)


def read_people(raw: Any) -> list[tuple[str, str]]:
    """(name, remark): 郑海生（病假）、王五：出差；李四"""
    written = str(raw).translate(plain_text.PLAIN).strip() if raw is not None else ""
    if cells.read_text(written).strip("。") in NOBODY:
        return []
    written = LEADING_COUNT.sub("", written)
    people = []
    for name, bracketed, after_colon in PERSON_WITH_REMARK.findall(written):
        if name.strip("。.") and not name.isdecimal():
            people.append((name.strip("。."), (bracketed or after_colon).strip().rstrip("。")))
    return people


def person_name(written: object) -> str:
    """The name in the cell of a host or recorder: 林知远（书记）→ 林知远"""
    return str(written or "").split("（")[0].split("(")[0].strip()


def split_reason(remark: str) -> tuple[str, str]:
    """(code, text): 病假 → sick; 其他：家中装修 → other; an unknown reason is `other` with its text."""
    plain = cells.read_text(remark).replace(" ", "")
    if not plain:
        return "", ""
    if plain in REASONS:
        return REASONS[plain], ""
    head, _, rest = plain.replace("：", ":").partition(":")
    if rest and head in REASONS:
        return REASONS[head] or "other", rest[:120]
    return "other", plain[:120]


def read_minutes(raw: Any) -> str:
    """Minutes, line breaks included."""
    return "\n".join(cells.read_text(line) for line in str(raw).splitlines()).strip()
