"""Chinese text for searching: pinyin in full and as initials."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=65_536)
def pinyin(text: str) -> str:
    """zhangsan for 张三; letters and digits stay, in lower case."""
    return "".join(lazy_pinyin(text)).lower().replace(" ", "")


@lru_cache(maxsize=65_536)
def initials(text: str) -> str:
    """zs for 张三."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower().replace(" ", "")
