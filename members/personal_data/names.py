"""Names of persons: normal form and pinyin.

Pinyin is looked up by character with the readings that surnames have, not by words: 单 as a surname is shan, 仇 is qiu.
That is also thirty times faster, which counts for the roster of a district.
"""

import re
from functools import lru_cache

from core import plain_text

DOTS = re.compile(r"[•●・･‧∙⋅˙．。.﹒ᐧ⸱ㆍ]")
LETTERS = {
    code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
} | plain_text.PLAIN
RARE = re.compile("[\u115f\u1160\u2e80-\u2fdf\u3164\uf900-\ufaff\uff21-\uff5a\uffa0\U0002f800-\U0002fa1f]")
"""Letters in the eyes of Unicode, and yet not what people type."""
FORMS_OF_ADDRESS = ("同志", "先生", "女士", "老师", "书记", "副书记", "委员", "党员", "主任", "组长")
ODD_CHARACTERS = re.compile(r"[^\w ·.'’-]|[\d_]")
SPACES = re.compile(r"\s+")
SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "查": "zha", "区": "ou", "任": "ren", "华": "hua", "盖": "ge",
    "尉": "wei", "朴": "piao", "翟": "zhai", "覃": "qin", "缪": "miao", "晁": "chao", "乐": "yue", "种": "chong", "折": "she",
    "宓": "mi", "员": "yun", "黑": "he", "繁": "po", "郇": "xun", "召": "shao", "冼": "xian", "隗": "wei", "句": "gou",
    "葛": "ge", "燕": "yan", "宁": "ning", "应": "ying", "洗": "xian", "祭": "zhai", "哈": "ha", "万": "wan", "尹": "yin",
    "贾": "jia", "纪": "ji", "石": "shi", "行": "xing", "车": "che", "柏": "bai", "费": "fei", "相": "xiang", "曲": "qu",
}  # fmt: skip
DOUBLE_SURNAMES = {
    "尉迟": "yu chi",
    "长孙": "zhang sun",
    "万俟": "mo qi",
    "单于": "chan yu",
    "澹台": "tan tai",
}


def normalize_name(raw: str) -> str:
    """Remove stray spaces (张　三 → 张三) and invisible marks, and use one kind of dot within foreign and minority names.

    Latin names keep their single spaces.
    """
    if raw.isascii():
        return " ".join(raw.split())
    if raw.isalpha() and not RARE.search(raw):
        return raw
    return DOTS.sub("·", SPACES.sub("", raw.translate(LETTERS)))


def strip_address(name: str) -> str:
    """A name without what people are called by: 何秀英同志 → 何秀英. At least two characters of it stay."""
    for word in FORMS_OF_ADDRESS:
        if name.endswith(word) and len(name) - len(word) >= 2:
            return name.removesuffix(word)
    return name


def has_odd_characters(name: str) -> bool:
    """Whether the text contains what no name has: 张三（女）, 3人."""
    return not name.isalpha() and bool(ODD_CHARACTERS.search(name))


@lru_cache(maxsize=20_000)
def _romanize_letter(letter: str) -> str:
    from pypinyin import lazy_pinyin  # loaded on first use, like core.pinyin

    return "".join(lazy_pinyin(letter)).lower()


@lru_cache(maxsize=65_536)
def romanize(name: str) -> tuple[str, str]:
    """(pinyin, initials): ("shanxiaoyun", "sxy") for 单晓云."""
    if name[:2] in DOUBLE_SURNAMES:
        said = [*DOUBLE_SURNAMES[name[:2]].split(), *map(_romanize_letter, name[2:])]
    elif name:
        said = [SURNAMES.get(name[0]) or _romanize_letter(name[0]), *map(_romanize_letter, name[1:])]
    else:
        return "", ""
    said = [part for part in said if part.isalnum()]
    return "".join(said)[:200], "".join(part[0] for part in said)[:64]
