"""Text helpers: pinyin and initials of Chinese names for searching, and the check for NUL characters.

The dictionaries are opened by whoever first asks: that takes longer than a third of a start, and most processes read no name.
"""

from functools import lru_cache
from typing import Any

NUL = "内容里有看不见的空字符，存不下来，什么都没有改动。请返回上一页，把粘贴来的文字重新输入一遍再提交。"


def has_nul(sent: Any) -> bool:
    """Whether any text in what was sent holds a NUL, which PostgreSQL keeps in none: in names, values, lists, parts."""
    if isinstance(sent, str):
        return "\x00" in sent
    if isinstance(sent, dict):
        return any(has_nul(name) or has_nul(value) for name, value in sent.items())
    return isinstance(sent, list | tuple) and any(has_nul(each) for each in sent)


@lru_cache(maxsize=65_536)
def pinyin(text: str) -> str:
    """zhangsan for 张三; letters and digits stay, in lower case."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text)).lower().replace(" ", "")


@lru_cache(maxsize=65_536)
def initials(text: str) -> str:
    """zs for 张三."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower().replace(" ", "")
