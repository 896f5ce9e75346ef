"""How an organization is found by sound: the short name and the full name, as pinyin and as initials."""

from core.text import initials, pinyin

PINYIN_LENGTH, INITIALS_LENGTH = 400, 120


def sounds(name: str, short_name: str) -> tuple[str, str]:
    """(pinyin, initials), the short name first; a space keeps a search from reaching across both."""
    names = [short_name, name] if short_name != name else [name]
    return (
        " ".join(pinyin(each) for each in names)[:PINYIN_LENGTH],
        " ".join(initials(each) for each in names)[:INITIALS_LENGTH],
    )
