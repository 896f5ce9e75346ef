"""Finds the header of a sheet: which column holds which field, under titles of one line or of several.

A title of several lines names a group above (入党介绍人) and what of it stands in the column (姓名). What stands under a
group that is about somebody else is nobody's own; it is left out, under the title 入党介绍人：姓名.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from core.workbooks import cells
from core.workbooks.columns import Layout, plain_title
from core.workbooks.unknown_columns import BRANCH_SHAPE

WITHIN = 40
DEEPEST = 3
WIDE_SHARE = 0.6
"""Of the columns: a title over more of them is the document's, not a group's."""
LONGEST_GROUP = 14
OTHERS = re.compile(
    r"介绍人|联系人|培养|家庭|家属|亲属|成员|配偶|父|母|子女|爱人|丈夫|妻|监护|紧急|应急|证明|推荐|谈话|结对|帮扶|负责人|书记|领导|"
    r"填表|审核|师傅|导师|对象|单位|企业|雇主|学校|原|前|上级|流入|流出|接收|转入|转出|房东|邻居|室友|同住"
)
"""Groups that are about somebody or something else."""
OWN = re.compile(
    r"基本|个人|本人|党员|身份|党籍|党内|党务|党建|组织关系|入党|发展|转正|工作|学历|学习|教育|职业|从业|就业|联系方式|通讯|联络|户籍|居住|"
    r"档案|主要|时间|日期|信息|情况|会议|活动|内容|组织|支部|人员|出席|参会|概况|要素"
)
DATE_PARTS = ("年", "月", "日")


@dataclass
class Header:
    """Where the first row below stands, which fields stand in which places, and all titles.

    `dates` has the fields whose date stands in three columns: the places of year, month and day.
    """

    first: int
    top: int
    at: dict[str, int]
    titles: list[str]
    groups: dict[int, str] = field(default_factory=dict)
    dates: dict[str, tuple[int, ...]] = field(default_factory=dict)


class HeaderFinder:
    """Looks for headers on one sheet of raw cells."""

    def __init__(
        self, raw: list[list[Any]], merged: Sequence[Any], layout: Layout, mapping: Mapping[str, str]
    ) -> None:
        self.raw, self.layout, self.mapping = raw, layout, mapping
        self.spans = {
            (top, left): right - left + 1 for (top, left), (_bottom, right) in merged if right > left
        }
        self._plain: dict[int, list[str]] = {}

    def field_of(self, title: str) -> str:
        """The field of a title, as mapped by hand or as the layout knows it; "" when nobody knows."""
        if title in self.mapping:
            return self.mapping[title]
        return self.layout.field_of(title)

    @cached_property
    def _known_columns(self) -> frozenset[str]:
        """All titles that somebody knows: few cells below a header are one."""
        return frozenset([*self.layout.fields_by_title, *self.mapping])

    def plain(self, line: int) -> list[str]:
        """The titles in a line; what is no text is none."""
        if line not in self._plain:
            self._plain[line] = [
                plain_title(cell) if cell.__class__ is str and cell else "" for cell in self.raw[line]
            ]
        return self._plain[line]

    def find(self, required: Sequence[str], start: int = 0, within: int = WITHIN) -> Header | None:
        """The first header from a line on that has all of these fields and at least two."""
        last = min(len(self.raw), start + within)
        for top in range(start, last):
            for bottom in range(top, min(top + DEEPEST, last)):
                found = self._read(top, bottom)
                if len(found.at) >= 2 and all(name in found.at for name in required):
                    return self._whole(found, bottom, required)
        return None

    def _whole(self, header: Header, bottom: int, required: Sequence[str]) -> Header:
        """A header with the lines of titles below it, and without what stands above it and is no title."""
        top, key_at = header.top, header.at[required[0]]
        while bottom + 1 < len(self.raw) and bottom - top <= DEEPEST and self._goes_on(header, key_at):
            longer = self._read(top, bottom + 1)
            if any(name not in longer.at for name in required):
                break
            header, bottom = longer, bottom + 1
        while top < bottom:
            shorter = self._read(top + 1, bottom)
            if (shorter.at, shorter.titles) != (header.at, header.titles):
                break
            header, top = shorter, top + 1
        return header

    def beside(self, header: Header, key: str) -> list[Header]:
        """The same columns again to the right of a header: a list that a page shows in two halves."""
        starts = [place for place, title in enumerate(header.titles) if title and self.field_of(title) == key]
        starts = [place for place in starts if place not in header.groups]
        found = []
        for start, end in pairwise([*starts[1:], len(header.titles)]):
            at: dict[str, int] = {}
            for place in range(start, end):
                if header.titles[place] and (name := self.field_of(header.titles[place])):
                    at.setdefault(name, place)
            if len(at) >= 2:
                found.append(Header(header.first, header.top, at, [*[""] * start, *header.titles[start:end]]))
        if found:
            header.titles[starts[1] :] = [""] * (len(header.titles) - starts[1])
            header.at = {name: place for name, place in header.at.items() if place < starts[1]}
        return found

    def is_header(self, line: int, key: str, written: str) -> bool:
        """Whether a row is a header again: its key cell, where this is written, and another are titles."""
        if (written if written.isalpha() else plain_title(written)) not in self._known_columns:
            return False
        known = [self.field_of(title) for title in self.plain(line) if title]
        return key in known and len(set(known) - {""}) >= 2 and known.count("") <= len(known) / 2

    def _goes_on(self, header: Header, key_at: int) -> bool:
        """Whether the line below is another line of titles: nothing under the key, titles under a group's name."""
        line = header.first
        row, titles = self.raw[line], self.plain(line)
        filled = [place for place, cell in enumerate(row) if cell not in ("", None)]
        if not filled or key_at in filled or any(not titles[place] for place in filled):
            return False
        if any(re.search(r"\d", titles[place]) for place in filled):
            return False
        above = self.plain(line - 1)
        known = [place for place in filled if self.field_of(titles[place]) or titles[place] in DATE_PARTS]
        beside = [place for place in filled if not above[place]]
        return bool(known) or bool(beside)

    def _read(self, top: int, bottom: int) -> Header:
        """The header these lines would make."""
        width = max(len(self.raw[line]) for line in range(top, bottom + 1))
        groups: dict[int, list[str]] = {place: [] for place in range(width)}
        leaves = [""] * width
        for line in range(top, bottom + 1):
            titles = self.plain(line)
            names_groups = line < bottom and self._names_groups(line)
            until, group = -1, ""
            for place, title in enumerate(titles):
                below = any(self.plain(later)[place] for later in range(line + 1, bottom + 1))
                if title:
                    until, group = -1, ""
                    if below and names_groups:
                        until, group = self._until(line, place, bottom), title
                    elif below:
                        continue
                    else:
                        leaves[place] = title
                if group and place <= until and below:
                    groups[place].append(group)
        header = Header(bottom + 1, top, {}, list(leaves))
        key = self.layout.required[0][0]
        for place, title in enumerate(leaves):
            if title:
                self._place_title(header, place, title, groups[place], key)
        self._join_dates(header, groups)
        return header

    def _names_groups(self, line: int) -> bool:
        """Whether a line above the titles names groups, and is not the document's title or who fills it in."""
        filled = [place for place, title in enumerate(self.plain(line)) if title]
        words = [cells.read_text(self.raw[line][place]) for place in filled]
        if any(len(each) > LONGEST_GROUP or ":" in each or "：" in each for each in words):
            return False
        if any(BRANCH_SHAPE.fullmatch(each) and not self.field_of(plain_title(each)) for each in words):
            return False
        if len(filled) > 1:
            return True
        width = len(self.raw[line])
        return filled != [0] and not any(
            self.spans.get((line, place), 1) > width * WIDE_SHARE for place in filled
        )

    def _until(self, line: int, place: int, bottom: int) -> int:
        """The last place a group's title covers: as far as it is merged, or up to the next title."""
        if (line, place) in self.spans:
            return place + self.spans[line, place] - 1
        until, titles = place, self.plain(line)
        while until + 1 < len(titles) and not titles[until + 1]:
            if not any(self.plain(later)[until + 1] for later in range(line + 1, bottom + 1)):
                break
            until += 1
        return until

    def _place_title(self, header: Header, place: int, title: str, groups: list[str], key: str) -> None:
        at, group = header.at, "".join(groups)
        if not group:
            if self.mapping.get(title):
                at[self.mapping[title]] = place
            elif name := self.field_of(title):
                at.setdefault(name, place)
            return
        whole = f"{group}：{title}"
        header.groups[place] = group
        header.titles[place] = whole
        if whole in self.mapping:
            if self.mapping[whole]:
                at[self.mapping[whole]] = place
            return
        joined = self.field_of(group + title) or self.field_of(groups[-1] + title)
        own = self.field_of(title)
        is_own = not OTHERS.search(group) and (bool(OWN.search(group)) or (own == key and key not in at))
        if joined and not (own and not is_own):
            at.setdefault(joined, place)
        elif own and is_own:
            header.titles[place] = title
            at.setdefault(own, place)
        elif (above := self.field_of(groups[-1])) and not own:
            at.setdefault(above, place)

    def _join_dates(self, header: Header, groups: Mapping[int, list[str]]) -> None:
        """年, 月 and 日 in three columns are one date: under one group's title, or each with the same beginning."""
        stems: dict[str, dict[str, int]] = {}
        for place, title in enumerate(header.titles):
            stem, part = title[:-1].rstrip("："), title[-1:]
            if part in DATE_PARTS and stem:
                stems.setdefault(stem, {}).setdefault(part, place)
        for stem, places in stems.items():
            if len(places) < 2 or "年" not in places or "月" not in places:
                continue
            nearest = (groups[places["年"]] or [stem])[-1]
            found = [
                self.field_of(f"{each}{word}") for each in (stem, nearest) for word in ("", "日期", "时间")
            ]
            if name := next((each for each in found if each), ""):
                header.at[name] = places["年"]
                header.dates[name] = tuple(places[part] for part in DATE_PARTS if part in places)
                for place in places.values():
                    header.titles[place] = self.layout.labels[name] if place == places["年"] else ""


def is_card(finder: HeaderFinder) -> bool:
    """Whether a sheet is one person's card: titles in three lines and more, with what they ask for beside them."""
    seen: set[str] = set()
    lines = 0
    key = finder.layout.required[0][0]
    has_key = False
    for line in range(min(len(finder.raw), WITHIN)):
        titles = finder.plain(line)
        places = {
            place: name for place, title in enumerate(titles) if title and (name := finder.field_of(title))
        }
        new = set(places.values()) - seen
        answered = [
            name
            for place, name in places.items()
            if name in new
            and (
                beside := next(
                    (c for c in finder.raw[line][place + 1 : place + 3] if c not in ("", None)), None
                )
            )
            is not None
            and not (isinstance(beside, str) and finder.field_of(plain_title(beside)))
        ]
        if answered:
            lines += 1
            has_key = has_key or key in answered
        elif len(places) >= 3:
            return False
        seen |= new
    return has_key and lines >= 3
