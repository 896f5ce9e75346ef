"""Names of organizations as they are compared: without what differs between lists of the same organizations."""

import re

SUFFIX = re.compile(r"(中共|中国共产党)|(党支部委员会|支部委员会|党支部)")
NUMBERED = re.compile(r"第?(\d{1,2})(?=支部|党|小?组|$)")
NUMERALS = "〇一二三四五六七八九十"
DIGITS = re.compile(r"[0-9]{1,2}")
WRITTEN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}")
ORDINAL = re.compile(r"第(?=[0-9一二三四五六七八九十])")
SOUNDS_OF_DIGITS = dict(
    zip("0123456789", "lyesswlqbj", strict=True)
)  # 2 is er: its initial in the names' own spelling
LEAST_WITH_GAPS = 3  # letters; two would fit half of a district


def numeral(digits: str) -> str:
    """12 → 十二"""
    tens, ones = divmod(int(digits), 10)
    if tens == 0:
        return NUMERALS[ones]
    return (NUMERALS[tens] if tens > 1 else "") + "十" + (NUMERALS[ones] if ones else "")


NUMBERS = {numeral(str(number)): str(number) for number in range(1, 100)}


def spellings(word: str) -> set[str]:
    """What a typed word may be written as: 2, 二 and 第二 are one."""
    bare = {word, ORDINAL.sub("", word)} - {""}
    return {
        *bare,
        *(DIGITS.sub(lambda digits: numeral(digits[0]), each) for each in bare),
        *(WRITTEN_NUMBER.sub(lambda number: NUMBERS.get(number[0], number[0]), each) for each in bare),
    }


def letters_with_gaps(word: str) -> str:
    """A pattern of the word's letters in their order with others between: 滨江二 in 滨江社区第二党支部. Empty for too few."""
    letters = DIGITS.sub(lambda digits: numeral(digits[0]), word)
    return ".*".join(letters) if len(letters) >= LEAST_WITH_GAPS and letters.isalnum() else ""


def initials_with_gaps(word: str) -> str:
    """The same for initials, from the beginning of a name: bje or bj2 in bjsqdedzb. Empty for too few."""
    latin = "".join(SOUNDS_OF_DIGITS.get(letter, letter) for letter in word)
    if len(latin) < LEAST_WITH_GAPS or not (latin.isascii() and latin.isalpha()):
        return ""
    return f"(^| ){'[^ ]*'.join(latin)}"


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
