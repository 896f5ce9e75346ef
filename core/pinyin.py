"""Pinyin and initials of Chinese names, for searching.

The dictionaries are opened by whoever first asks: that takes longer than a third of a start, and most processes read no name.
"""

from functools import lru_cache


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
