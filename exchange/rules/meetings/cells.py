"""Readers for the cells of a workbook of meetings. They raise Unreadable, which says what to write instead."""

import re
from typing import Any

from core.parsing import MOST_COUNT, parse_number
from core.workbooks import cells
from core.workbooks.cells import Unreadable
from meetings.states import SHORT, Kind, Reason

KINDS: dict[str, str] = {label: kind for kind, label in Kind.choices} | {kind: kind for kind in Kind.values}
KINDS |= {short: kind.value for kind, short in SHORT.items()}
KINDS |= {
    "党员大会": "general", "支部大会": "general", "支部党员大会会议": "general", "全体党员大会": "general", "党员大会会议": "general",
    "支部委员会": "committee", "支部委员会会议": "committee", "支委会会议": "committee", "支委会议": "committee", "委员会": "committee",
    "小组会": "group", "党小组会议": "group", "党小组": "group",
    "上党课": "lecture", "微党课": "lecture", "专题党课": "lecture", "党课教育": "lecture",
    "主题党日活动": "theme_day", "主题党日+": "theme_day", "党日活动": "theme_day", "固定党日": "theme_day", "党员活动日": "theme_day",
    "专题组织生活会": "life", "组织生活": "life", "生活会": "life", "年度组织生活会": "life",
    "民主评议党员": "appraisal", "评议党员": "appraisal", "党员民主评议": "appraisal",
    "谈心谈话活动": "talk", "谈心": "talk", "谈话": "talk", "其他会议": "other", "其它": "other", "其他活动": "other",
}  # fmt: skip
BETWEEN_KINDS = re.compile(r"[、，,；;/+＋和及与\n]|\s+")
REASONS: dict[str, str] = {label: code for code, label in Reason.choices} | {
    "出差": "business_trip", "公差": "business_trip", "因公出差": "business_trip", "因公": "business_trip", "公务": "business_trip",
    "病": "sick", "生病": "sick", "住院": "sick", "就医": "sick", "看病": "sick", "身体不适": "sick", "因病": "sick",
    "事": "personal", "私事": "personal", "家中有事": "personal", "家里有事": "personal", "因事": "personal", "请假": "",
    "培训": "training", "学习": "training", "外出学习": "training", "外出培训": "training",
    "值班": "on_duty", "轮班": "on_duty", "上班": "on_duty", "加班": "on_duty", "值守": "on_duty",
    "产假": "maternity", "陪产假": "maternity", "丧假": "bereavement", "年老": "frail", "体弱": "frail", "行动不便": "frail", "年老行动不便": "frail",
    "外出务工": "away", "流动": "away", "外出": "away", "出国": "abroad", "出境": "abroad", "旷会": "unexcused", "无故": "unexcused", "未请假": "unexcused",
}  # fmt: skip
PERSON_WITH_REMARK = re.compile(r"([^（(：:、，,；;\s]+)\s*(?:[（(]([^）)]*)[）)]|[：:]([^、，,；;\n]*))?")
LEADING_COUNT = re.compile(r"^[^、，,；;（(：:]{0,8}?\d+\s*[人名]\s*[:：，,、]?\s*")
NOBODY = frozenset(["无", "没有", "0", "—", "-", "/", "全部到齐", "全到", "全员到会", "无人", "零"])


def read_kinds(raw: Any) -> tuple[str, ...]:
    written = cells.read_text(raw).strip("。.")
    whole = KINDS.get(written.replace(" ", ""))
    if whole:
        return (whole,)
    found = []
    for part in BETWEEN_KINDS.split(re.sub(r"[（(].*?[）)]", "", written)):
        if not part:
            continue
        kind = KINDS.get(part) or KINDS.get(part.removesuffix("会议")) or KINDS.get(part.removesuffix("活动"))
        if kind is None:
            raise Unreadable(
                f"不认识“{part[:12]}”这种会，请写支部党员大会、支委会、党小组会、党课、主题党日等"
            )
        found.append(kind)
    if not found:
        raise Unreadable("没有写会议类型")
    return tuple(dict.fromkeys(found))


def read_count(raw: Any) -> int:
    written = cells.read_text(raw).removesuffix("人").removesuffix("名").strip()
    found = parse_number(written, MOST_COUNT)
    if found is None:
        raise Unreadable("请写人数，如25")
    return found


def read_count_or_people(raw: Any) -> "int | list[tuple[str, str]]":
    """The column 请假 has a number in some systems and names in others."""
    try:
        return read_count(raw)
    except Unreadable:
        return read_people(raw)


def read_people(raw: Any) -> list[tuple[str, str]]:
    """(name, remark): 郑海生（病假）、王五：出差；李四"""
    written = str(raw).translate(cells.INVISIBLE).strip() if raw is not None else ""
    if cells.read_text(written).strip("。") in NOBODY:
        return []
    written = LEADING_COUNT.sub("", written)
    found = []
    for name, bracketed, said in PERSON_WITH_REMARK.findall(written):
        if name.strip("。.") and not name.isdecimal():
            found.append((name.strip("。."), (bracketed or said).strip().rstrip("。")))
    return found


def person_name(written: object) -> str:
    """The name in the cell of a host or recorder: 林知远（书记）→ 林知远"""
    return str(written or "").split("（")[0].split("(")[0].strip()


def split_reason(said: str) -> tuple[str, str]:
    """(code, text): 病假 → sick; 其他：家中装修 → other; an unknown reason is `other` with its text."""
    plain = cells.read_text(said).replace(" ", "")
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
