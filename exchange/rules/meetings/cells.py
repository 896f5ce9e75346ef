"""Readers for the cells of a workbook of meetings. They raise Unreadable, which says what to write instead."""

import re
from collections.abc import Collection
from typing import Any

from core.parsing import parse_numeral
from core.workbooks import cells
from core.workbooks.cells import Unreadable, spellings
from core.workbooks.people import NUMBER, PeopleReader
from meetings.states import SHORT, Kind, Reason
from members.personal_data import names

KINDS = spellings(
    Kind,
    general="党员大会 支部大会 支部党员大会会议 全体党员大会 党员大会会议 全体党员会 全体党员会议",
    committee="支部委员会 支部委员会会议 支委会会议 支委会议 委员会",
    group="小组会 党小组会议 党小组",
    lecture="上党课 微党课 专题党课 党课教育",
    theme_day="主题党日活动 主题党日+ 党日活动 固定党日 党员活动日",
    life="专题组织生活会 组织生活 生活会 年度组织生活会",
    appraisal="民主评议党员 评议党员 党员民主评议",
    talk="谈心谈话活动 谈心 谈话",
    other="其他会议 其它 其他活动 民主生活会 集中学习 学习会 党员学习会 中心组学习 理论中心组学习 专题学习 专题学习研讨 志愿服务",
) | {short: kind.value for kind, short in SHORT.items()}
BETWEEN_KINDS = re.compile(r"[、，,；;/+＋和及与暨兼并&\n]|套开|结合|同时召开|\s+")
BESIDE_KIND = re.compile(
    r"[（(【\[].*?[）)】\]]|第?[\d一二三四五六七八九十百]+(?:次|期|届|季度|讲|场|轮)|\d{2,4}年度?|\d{1,2}月份?|[一二三四]季度|[上下]半年|年度|"
    r"本?(?:月|季度|年)度?|召开|开展|举行|组织(?!生活)|例会"
)
"""第9次, 2026年第三季度: which one of its kind it is."""
ALL_KINDS = "三会一课"
HELD_WITH = re.compile(r"[（(【\[]((?:含|套开|结合|兼|及|与|\+)[^）)】\]]+)[）)】\]]")
"""主题党日（含党课）"""
BESIDE_NAME = re.compile(r"(?:会议)?(?:记录|纪要|签到)表?$")
REASONS = spellings(
    Reason,
    business_trip="出差 公差 因公出差 因公 公务 公出 公事 因公外出 公务出差 出差在外 工作 工作原因",
    sick="病 生病 住院 就医 看病 身体不适 因病 病休 养病 身体原因",
    personal="事 私事 家中有事 家里有事 因事 有事 家事",
    training="培训 学习 外出学习 外出培训 党校学习",
    on_duty="值班 轮班 上班 加班 值守 夜班",
    home_visit="探亲假 回乡探亲",
    maternity="产假 陪产假",
    bereavement="丧假 奔丧",
    frail="年老 体弱 行动不便 年老行动不便 年老体弱 年迈",
    away="外出务工 流动 外出 在外务工 务工 打工 外地 在外地",
    abroad="出国 出境 在国外",
    unexcused="旷会 无故 无故缺席 未请假 未请假缺席",
) | {"请假": ""}
SIGNS_OF_REASONS = (
    (Reason.UNEXCUSED, r"无故|旷会|[未没]请假|不请假"),
    (Reason.ABROAD, r"出国|出境|国外|境外|海外|留学"),
    (Reason.PERSONAL, r"陪护|陪同|陪床|陪诊|照顾|照看|家人|家属|父|母亲|孩子|小孩|子女|孙"),
    (Reason.MATERNITY, r"产假|陪产|孕|哺乳|坐月子|分娩|产检"),
    (Reason.BEREAVEMENT, r"丧|后事|去世|葬礼|吊唁"),
    (Reason.FRAIL, r"年老|年迈|体弱|高龄|行动不便|卧床|瘫痪|失能|腿脚"),
    (Reason.SICK, r"病|住院|就医|手术|不舒服|不适|发烧|感冒|康复|治疗|骨折|身体"),
    (Reason.TRAINING, r"培训|学习|党校|进修|考试|研修"),
    (Reason.BUSINESS_TRIP, r"出差|公差|因公|公务|公事|开会|工作(?:原因|需要|冲突|安排|繁忙)?$"),
    (Reason.ON_DUTY, r"值班|轮班|加班|上班|夜班|值守|倒班|当班|[执值]勤"),
    (Reason.HOME_VISIT, r"探亲|返乡|回乡|老家"),
    (Reason.AWAY, r"务工|打工|外地|流动|经商|异地|在外"),
    (Reason.PERSONAL, r"事假|有事|私事|家事|婚假|年休?假|休假"),
)
"""What a reason in free words is told by, in this order: 陪护病人 is no illness of one's own."""
PEOPLE = PeopleReader(REASONS, names.normalize_name)
BESIDE_COUNT = re.compile(r"^(?:应到会?|实到会?|应|实|到会|请假|缺席|共计?|合计|约)|[（(].*?[）)]|[人名位]$")

WITH_PART = re.compile(r"[（(](?:含|其中|包括)[^）)]*[）)]")


def read_kinds(raw: Any) -> tuple[str, ...]:
    written = cells.read_text(raw).strip("。.")
    whole = KINDS.get(written.replace(" ", ""))
    if whole:
        return (whole,)
    within = re.fullmatch(rf"{ALL_KINDS}\s*[（(](.+)[）)]", written)
    plain = within[1] if within else HELD_WITH.sub(r"、\1", written)
    kinds = []
    for part in BETWEEN_KINDS.split(BESIDE_KIND.sub("", plain.replace(ALL_KINDS, ""))):
        part = BESIDE_NAME.sub("", part.strip("-—:：·含"))
        if part in ("", "支部", "党支部"):
            continue
        kind = _kind_of(part)
        if kind is None:
            raise Unreadable(
                f"不认识“{part[:12]}”这种会，请写支部党员大会、支委会、党小组会、党课、主题党日等"
            )
        kinds.append(kind)
    if not kinds:
        raise Unreadable(
            f"“{ALL_KINDS}”没有说是哪一种，请写支部党员大会、支委会、党小组会或党课"
            if ALL_KINDS in written
            else "没有写会议类型"
        )
    return tuple(dict.fromkeys(kinds))


def _kind_of(part: str) -> str | None:
    """By the whole word, or by the longest known one it ends with: 支部主题党日, 全体党员大会."""
    for word in (part, part.removesuffix("会议"), part.removesuffix("活动"), part.removeprefix("支部")):
        if word in KINDS:
            return KINDS[word]
    return next((KINDS[part[start:]] for start in range(1, len(part) - 1) if part[start:] in KINDS), None)


def read_count(raw: Any) -> int:
    """25, 25人, 二十五人, 应到25人（含预备2人）"""
    written = BESIDE_COUNT.sub("", BESIDE_COUNT.sub("", cells.read_text(raw).rstrip("。"))).strip(" :：")
    count = parse_numeral(written.removesuffix(".0"))
    if count is None:
        raise Unreadable("请写人数，如25")
    return count


def read_count_or_people(raw: Any) -> "int | list[tuple[str, str]]":
    """The column 请假 has a number in some systems and names in others: 2, 2人（含预备1人）, 2人（张三、李四）."""
    written = WITH_PART.sub("", cells.read_text(raw))
    if "（" in written.replace("(", "（"):
        return read_absent(written)
    try:
        return read_count(written)
    except Unreadable:
        return read_absent(raw)


def person_name(written: object) -> str:
    """The name in the cell of a host or recorder: 林知远（书记）→ 林知远, 何秀英同志 → 何秀英"""
    return names.strip_address(names.normalize_name(str(written or "").split("（")[0].split("(")[0].strip()))


def read_people(raw: Any) -> list[tuple[str, str]]:
    """(name, remark) of everybody named: 郑海生（病假）、王五：出差. Counts are no people."""
    return PEOPLE.read(raw)


def read_absent(raw: Any) -> list[tuple[str, str]]:
    """The same of those who were not there: who is counted must be named, or they would stand among those present."""
    return PEOPLE.read(raw, in_full=True)


def known_name(written: str, known: Collection[str]) -> tuple[str, str]:
    """(name, what else is said of them) of one of those known: 何秀英同志, 秦朗因疫情不能来. A name nobody has stays as it is."""
    for name in (written, names.strip_address(written)):
        if name in known:
            return name, ""
    within = [name for name in known if len(name) > 1 and name in written]
    longest = [name for name in within if not any(name != other and name in other for other in within)]
    if (
        len(longest) == 1
        and (rest := written.replace(longest[0], "", 1))
        and (rest[0] in "因由" or _sign_of(rest))
    ):
        return longest[0], rest
    return written, ""


def _sign_of(reason: str) -> str:
    return next((code.value for code, sign in SIGNS_OF_REASONS if re.search(sign, reason)), "")


def split_reason(remark: str) -> tuple[str, str]:
    """(code, text): 病假 → sick; 因病住院 → sick with its words; 其他：家中装修 → other; what tells nothing is `other`."""
    plain = cells.read_text(remark).replace(" ", "")
    if not plain:
        return "", ""
    for word in (plain, plain.removeprefix("因"), plain.removeprefix("请"), plain.removesuffix("请假")):
        if word in REASONS:
            return REASONS[word], ""
    head, _, rest = plain.replace("：", ":").partition(":")
    if rest and REASONS.get(head):
        return REASONS[head], rest[:120]
    told = rest if head in REASONS and rest else plain
    return REASONS.get(told) or _sign_of(told) or "other", "" if told in REASONS else told[:120]


UNIT = re.compile(rf"(.+?)\s*[（(:：]?\s*(?:到会|参加|共)?\s*(?:({NUMBER})\s*[人名])?\s*[)）]?")


def read_units(raw: Any) -> list[tuple[str, int]]:
    """(name, how many came) of the units of a joint meeting: 滨江社区第一党支部（18人）、望海派出所党支部12人"""
    parts = [part.strip(" 。") for part in re.split(r"[、，,；;\n]", cells.read_text(raw))]
    units = [found for part in parts if part and (found := UNIT.fullmatch(part))]
    return [(unit[1].rstrip("等"), parse_numeral(unit[2] or "") or 0) for unit in units]


def read_minutes(raw: Any) -> str:
    """Minutes, line breaks included."""
    return "\n".join(cells.read_text(line) for line in str(raw).splitlines()).strip()
