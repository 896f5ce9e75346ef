"""Names of organizations as they are compared: without what differs between lists of the same organizations."""

import re

SUFFIX = re.compile(r"(中共|中国共产党)|(党支部委员会|支部委员会|党支部)")
NUMBERED = re.compile(r"第?(\d{1,2})(?=支部|党|小?组|$)")
NUMERALS = "〇一二三四五六七八九十"


def numeral(digits: str) -> str:
    """12 → 十二"""
    tens, ones = divmod(int(digits), 10)
    if tens == 0:
        return NUMERALS[ones]
    return (NUMERALS[tens] if tens > 1 else "") + "十" + (NUMERALS[ones] if ones else "")


def normal_name(name: str) -> str:
    """中共海云区滨江社区第1党支部委员会 → 海云区滨江社区第一支部"""
    name = name.replace(" ", "").upper()
    name = SUFFIX.sub(lambda match: "" if match[1] else "支部", name)
    return NUMBERED.sub(lambda match: "第" + numeral(match[1]), name)


def normal_group_name(name: str) -> str:
    """第1党小组, 一组, 1 → 一"""
    name = (
        name.replace(" ", "")
        .removesuffix("党小组")
        .removesuffix("小组")
        .removesuffix("组")
        .removeprefix("第")
    )
    return numeral(name) if name.isdecimal() and len(name) <= 2 else name
