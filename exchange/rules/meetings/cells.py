"""Readers for the cells of a workbook of meetings. They raise Unreadable, which says what to write instead."""

import re
from typing import Any

from core import plain_text
from core.parsing import MOST_COUNT, parse_number
from core.workbooks import cells
from core.workbooks.cells import Unreadable, spellings
from meetings.states import SHORT, Kind, Reason
from members.personal_data import names

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
BETWEEN_KINDS = re.compile(r"[、，,；;/+＋和及与暨兼并&\n]|套开|结合|同时召开|\s+")
BESIDE_KIND = re.compile(
    r"[（(【\[].*?[）)】\]]|第?[\d一二三四五六七八九十百]+(?:次|期|届|季度|讲|场|轮)|\d{2,4}年度?|\d{1,2}月份?|[一二三四]季度|[上下]半年|年度|"
    r"本?(?:月|季度|年)度?|召开|开展|举行|组织(?!生活)|例会"
)
"""第9次, 2026年第三季度: which one of its kind it is."""
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
NUMBER = r"[\d一二三四五六七八九十百两零〇]+"
COUNTS = re.compile(
    rf"^(?:[^、，,；;（(：:]{{0,8}}?(?:{NUMBER})\s*[人名](?:次)?\s*[:：，,、；;]?\s*)+|[，,、\s]*(?:等|共计|合计|总计|共|计)\s*(?:{NUMBER})\s*[人名]\s*。?$"
)
"""应到25人，实到24人： before the names, 等24人 behind them."""
BRACKETED = re.compile(r"^(.+?)\s*[（(]([^（）()]*)[）)]?$")
TOKENS = re.compile(r"(?:[（(][^（）()]*[）)]|[^、，,；;\n。])+|[；;\n。]")
REASON_WORDS = "|".join(
    sorted((word for word in REASONS if len(word) > 1 and not word.isascii()), key=len, reverse=True)
)
FOR_ALL = re.compile(
    rf"^(.*?)(?:均|都|皆|全部)?(?:(?:因|由于)(.{{1,12}}?)(?:请假|未到会?|未参加|缺席|没来|不能参加)|请?({REASON_WORDS})(?:请假)?)$"
)
"""金子涵因病请假, 金子涵病假; nothing but the reason is about those before it."""
LABELS = re.compile(r"^(?:请假|缺席|未到|缺勤|到会|参会|出席|参加)?(?:人员|党员|名单|人)?(?:及原因)?$")
NOBODY = frozenset(
    [
        "无",
        "没有",
        "0",
        "—",
        "-",
        "/",
        "全部到齐",
        "全到",
        "全员到会",
        "无人",
        "零",
        "无请假",
        "无缺席",
        "无人请假",
        "无人缺席",
        "全勤",
        "全部到会",
        "全体到会",
        "无请假人员",
        "无缺席人员",
    ]
)


def read_kinds(raw: Any) -> tuple[str, ...]:
    written = cells.read_text(raw).strip("。.")
    whole = KINDS.get(written.replace(" ", ""))
    if whole:
        return (whole,)
    kinds = []
    for part in BETWEEN_KINDS.split(BESIDE_KIND.sub("", written)):
        if part in ("", "支部", "党支部"):
            continue
        kind = _kind_of(part)
        if kind is None:
            raise Unreadable(
                f"不认识“{part[:12]}”这种会，请写支部党员大会、支委会、党小组会、党课、主题党日等"
            )
        kinds.append(kind)
    if not kinds:
        raise Unreadable("没有写会议类型")
    return tuple(dict.fromkeys(kinds))


def _kind_of(part: str) -> str | None:
    """By the whole word, or by the longest known one it ends with: 支部主题党日, 全体党员大会."""
    for word in (part, part.removesuffix("会议"), part.removesuffix("活动"), part.removeprefix("支部")):
        if word in KINDS:
            return KINDS[word]
    return next((KINDS[part[start:]] for start in range(1, len(part) - 1) if part[start:] in KINDS), None)


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


def person_name(written: object) -> str:
    """The name in the cell of a host or recorder: 林知远（书记）→ 林知远, 何秀英同志 → 何秀英"""
    return names.strip_address(names.normalize_name(str(written or "").split("（")[0].split("(")[0].strip()))


def read_people(raw: Any) -> list[tuple[str, str]]:
    """(name, remark): 郑海生（病假）、王五：出差；李四病假, 病假：赵六、孙七, 周八、吴九因病请假. Counts are no people."""
    written = str(raw).translate(plain_text.PLAIN).strip() if raw is not None else ""
    if cells.read_text(written).strip("。").replace(" ", "") in NOBODY:
        return []
    written = COUNTS.sub("", COUNTS.sub("", written)).strip()
    people: list[tuple[str, str]] = []
    begun, given = 0, ""
    for token in TOKENS.findall(_without_padding(written)):
        part = token.strip()
        if part in ("；", ";", "。", ""):
            begun, given = len(people), ""
            continue
        head, colon, rest = part.replace("：", ":").partition(":")
        if colon:
            label = re.sub(r"[（(].*?[）)]", "", head).strip()
            if label in REASONS or LABELS.fullmatch(label):
                given, part = (label if label in REASONS else ""), rest.strip()
            else:
                people.append((_name(head), rest.strip()))
                continue
        if bracketed := BRACKETED.match(part):
            people.append((_name(bracketed[1]), bracketed[2].strip()))
        elif (for_all := FOR_ALL.match(part)) and len(for_all[1]) != 1 and not given:
            reason = for_all[3] or f"因{for_all[2]}"
            if for_all[1]:
                people.append((_name(for_all[1]), reason))
            people[begun:] = [(name, why or reason) for name, why in people[begun:]]
        elif part.strip("。."):
            people.append((_name(part), given))
    return [(name, why.rstrip("。")) for name, why in people if name and not name.isdecimal()]


def _without_padding(written: str) -> str:
    """Blanks within names go (严　梅); between names, where nothing else parts them, they become commas."""
    if re.search(r"[、，,；;\n]", written):
        return re.sub(r"[^\S\n]+", "", written)
    words = re.sub(r"[^\S\n]+(?=[（(：:])", "", written).split()
    joined: list[str] = []
    singles: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1:
            singles.append(word)
            continue
        size = 3 if len(singles) == 3 else 2
        joined += ["".join(singles[start : start + size]) for start in range(0, len(singles), size)]
        joined += [word] if word else []
        singles = []
    return "、".join(joined)


def _name(written: str) -> str:
    return names.normalize_name(written.strip(" 。.等"))


def split_reason(remark: str) -> tuple[str, str]:
    """(code, text): 病假 → sick; 其他：家中装修 → other; an unknown reason is `other` with its text."""
    plain = cells.read_text(remark).replace(" ", "")
    if not plain:
        return "", ""
    for word in (plain, plain.removeprefix("因"), plain.removeprefix("请"), plain.removesuffix("请假")):
        if word in REASONS:
            return REASONS[word], ""
    head, _, rest = plain.replace("：", ":").partition(":")
    if rest and head in REASONS:
        return REASONS[head] or "other", rest[:120]
    return "other", plain[:120]


def read_minutes(raw: Any) -> str:
    """Minutes, line breaks included."""
    return "\n".join(cells.read_text(line) for line in str(raw).splitlines()).strip()
