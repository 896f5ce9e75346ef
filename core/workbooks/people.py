"""Reads cells that name several people, each with a remark: 张三（病假）、李四：出差, 病假2人：王五、赵六, 秦朗因事请假."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core import plain_text
from core.parsing import NUMERAL_SIGNS, parse_numeral
from core.workbooks import cells

Person = tuple[str, str]
"""(name, remark)"""
NUMBER = rf"\d+|[{NUMERAL_SIGNS}]+"
BEGINS = rf"(?<!\d)\d+|(?<![{NUMERAL_SIGNS}])[{NUMERAL_SIGNS}]+"
"""A number from its beginning: a search would else try it from every digit on."""
COUNT = re.compile(rf"(?:等|共计|合计|总计|一共|共|计|有)?\s*({BEGINS})\s*[人名位](?:次|党员|同志)?")
SIGNS = str.maketrans("(【[〔〈)】]〕〉,;:", "（（（（（））））），；：") | cells.WIDE
NUMBERED = re.compile(r"(?:^|(?<=[、，；。\n）\s]))(?:（\d{1,2}）|\d{1,2}[.、．）]|[①-⑳])\s*(?=[^\d人名位])")
SPLIT = {sign: re.compile(rf"(?:（[^（）]*）?|[^{sign}])+") for sign in ("；\n。", "、，")}
"""What stands between these signs; those within brackets part nothing."""
RUN_ON = re.compile(r"(?<=）)(?=[^、，；。\n：（）等均都皆共计因由请未])")
LABELS = re.compile(
    r"(?:本次|其中)?(?:请假|缺席|未到|缺勤|应到|实到|到会|参会|出席|参加)?(?:会议)?(?:人员|党员|名单|人数|人|者|的)*(?:及原因|情况)?"
)
WHY = re.compile(r"(?:请假|缺席|未到)?(?:事由|原因|理由|情由)")
ALL_OF_THEM = re.compile(r"^(?:均为|均|都是|都|皆|全部|全都|以上)")
NOT_COMING = (
    r"(?:请假|未到会?场?|未能?(?:参加|到会|出席)|缺席|没来|没有来|不能(?:参加|到会)|无法(?:参加|到会))"
)
LONGEST_WORDS = 120
"""Between two signs: more is nobody with a reason."""
BECAUSE = re.compile(rf"(.{{2,}}?)(?:均|都|皆)?((?:因为?|由于).+?)(?:而|，)?{NOT_COMING}?")
CALLED = re.compile(r"^(?:预备党员|正式党员|流动党员|支部委员|支委|党员)(?=.{2,})")
NOBODY = frozenset(
    [
        "无",
        "没有",
        "0",
        "—",
        "-",
        "/",
        "零",
        "无人",
        "全到",
        "全勤",
        "全部到齐",
        "全员到会",
        "全部到会",
        "全体到会",
        "无请假",
        "无缺席",
        "无人请假",
        "无人缺席",
        "无请假人员",
        "无缺席人员",
        "无人员请假",
        "均到会",
    ]
)

BESIDE_NAME = re.compile(
    r"^[*＊★☆△▲●○◎#]+|[*＊★☆△▲●○◎#]+$"
    r"|[（(【\[](?:男|女|预备(?:党员)?|正式(?:党员)?|流动(?:党员)?|离?退休|副?书记|[^（）()]{0,4}委员|支委|组长|[\u4e00-\u9fff]{1,4}族)[)）】\]]$"
)
"""秦朗（女）, *白桦, 柳青（组织委员）: what lists write beside a name."""


def without_remark(name: str) -> str:
    """A name without a mark or a bracket beside it."""
    return BESIDE_NAME.sub("", BESIDE_NAME.sub("", name)).strip()


@dataclass
class PeopleReader:
    """Reads such cells with the words that are a reason of absence by themselves, and the form names have."""

    reasons: Mapping[str, str]
    normal_name: Callable[[str], str]

    def read(self, raw: Any, *, in_full: bool = False) -> list[Person]:
        """Everybody who is named, with what is said of them. Counts are no people; where all must be named (`in_full`),
        fewer than the cell counts are Unreadable.
        """
        written = str(raw).translate(plain_text.PLAIN).translate(SIGNS).strip() if raw is not None else ""
        if re.sub(r"（.*?）|\s|。", "", written) in NOBODY:
            return []
        cell = _Cell(self)
        try:
            for clause in _parts(_without_padding(NUMBERED.sub("", written)), "；\n。"):
                cell.begin_clause()
                for part in _parts(RUN_ON.sub("、", clause), "、，"):
                    cell.take(part.strip(" 。."))
        except RecursionError as deep:
            raise cells.Unreadable("括号或者冒号一层套一层，读不出是谁，请一个人一个人分开写") from deep
        people = [
            (name, why.strip("。，、 "))
            for name, why in cell.people
            if name not in NOBODY and not name.isdecimal()
        ]
        most = max(cell.counts, default=0)
        if in_full and people and len(people) < most:
            raise cells.Unreadable(f"写着{most}人，只认出{len(people)}个名字，请把名字写全")
        return people

    @cached_property
    def alternatives(self) -> str:
        """The reasons as alternatives of a regular expression, the longest first."""
        long = (word for word in self.reasons if len(word) > 1 and not word.isascii())
        return "|".join(sorted(long, key=len, reverse=True))

    @cached_property
    def reason_first(self) -> re.Pattern[str]:
        return re.compile(rf"(?:因|请)?({self.alternatives})的?(.{{2,4}}|.+·.+)")

    @cached_property
    def reason_last(self) -> re.Pattern[str]:
        return re.compile(rf"(.{{2,}}?)[\-—–/ ]*(?:均|都|皆|全部)?请?({self.alternatives})(?:请假)?")

    def is_reason(self, word: str) -> bool:
        """病假, 因公出差请假, 无故缺席"""
        plain = re.sub(r"(?:请假|缺席|未到|未参加|原因|人员|党员|的)+$", "", word)
        return not self.reasons.keys().isdisjoint((word, plain, plain[1:] if plain[:1] in "因请" else plain))


@dataclass
class _Cell:
    """What is known of one cell while its parts are taken: `begun` is where its clause's people begin."""

    reader: PeopleReader
    people: list[Person] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    begun: int = 0
    given: str = ""

    def begin_clause(self) -> None:
        self.begun, self.given = len(self.people), ""

    def take(self, part: str) -> None:
        """One part between commas: somebody, with or without a remark; a label; or a remark about those before it."""
        before, bracket, within = part.partition("（")
        if "：" not in before:
            before = self._without_counts(before)
        head, colon, rest = before.partition("：")
        if colon:
            head, rest = self._without_counts(head), rest + bracket + within
            if WHY.fullmatch(head):
                self._say_of_all(rest)
            elif self.reader.is_reason(head) or LABELS.fullmatch(head):
                self.given = head if self.reader.is_reason(head) else ""
                if rest:
                    self.take(rest)
            elif rest:
                self._add(head, rest)
            return
        if bracket:
            inside, _, after = within.partition("）")
            self._take_bracket(before.strip(), inside.strip(), after.lstrip("等").strip())
        elif before:
            self._take_words(before)

    def _take_bracket(self, before: str, inside: str, after: str) -> None:
        if self.reader.is_reason(before) or LABELS.fullmatch(before):
            if after.startswith("："):  # 病假（2人）：张三
                self._without_counts(inside)
                self.take(f"{before}{after}")
                return
            self.given = before if self.reader.is_reason(before) else self.given
            for part in _parts(inside, "、，；"):
                self.take(part)
            return
        if ALL_OF_THEM.search(inside):
            self._add(before, "")
            self._say_of_all(ALL_OF_THEM.sub("", inside))
        else:
            self._add(before, self._without_counts(inside) or self.given)
        if after and not re.fullmatch(rf"(?:均|都)?{NOT_COMING}", after):
            self.take(after)

    def _take_words(self, words: str) -> None:
        if self.reader.is_reason(words):
            if len(self.people) > self.begun:
                self._say_of_all(words)
            else:
                self.given = words
        elif len(words) > LONGEST_WORDS:
            self._add(words, self.given)
        elif (found := BECAUSE.fullmatch(words)) and not self.given:
            self._add(found[1], found[2])
            self._say_of_all(found[2])
        elif found := self.reader.reason_first.fullmatch(words):
            self.given = found[1]
            self._add(found[2], self.given)
        elif (found := self.reader.reason_last.fullmatch(words)) and not self.given:
            self._add(found[1], found[2])
            self._say_of_all(found[2])
        elif not LABELS.fullmatch(words):
            self._add(words, self.given)

    def _add(self, name: str, remark: str) -> None:
        plain = self.reader.normal_name(CALLED.sub("", name.strip(" 。.等-—–/")))
        if plain:
            self.people.append((plain, remark.strip()))

    def _say_of_all(self, remark: str) -> None:
        """Of everybody in the clause who has no remark yet."""
        self.people[self.begun :] = [(name, why or remark) for name, why in self.people[self.begun :]]

    def _without_counts(self, words: str) -> str:
        self.counts += [
            count for found in COUNT.finditer(words) if (count := parse_numeral(found[1])) is not None
        ]
        return COUNT.sub("", words).strip()


def _parts(written: str, signs: str) -> Iterator[str]:
    pattern = SPLIT.get(signs) or re.compile(f"[^{signs}]+")
    return (part for found in pattern.finditer(written) if (part := found[0].strip()))


def _without_padding(written: str) -> str:
    """Blanks within names go (严　梅); between names, where nothing else parts them, they become commas."""
    if re.search(r"[、，；\n]", written):
        return re.sub(r"[^\S\n]+", "", written)
    words = re.sub(r"[^\S\n]+(?=[（：])|(?<=：)[^\S\n]+", "", written).split()
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
