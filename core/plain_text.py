"""Removes from pasted text what nobody sees, and writes look-alike characters as the ones people type.

Telephones and chat programs put marks of writing direction around what is copied, PDF files hold radicals (⽂) instead of
characters (文), old fonts compatibility forms. Two texts that look the same must be the same.
"""

import re
import unicodedata
from typing import Any

_LOOKALIKES = "⺎兀⺒巳⺝月⺠民⺩王⺫目⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"
"""Radicals beside the simplified characters they look like; Unicode itself maps only the others."""
_FORMS = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
UNIFIED = {
    code: unified
    for codes in _FORMS
    for code in codes
    if len(unified := unicodedata.normalize("NFKC", chr(code))) == 1 and unified != chr(code)
} | dict(zip(map(ord, _LOOKALIKES[::2]), _LOOKALIKES[1::2], strict=True))
"""Radicals and compatibility forms of Chinese characters → the characters."""
INVISIBLE = dict.fromkeys(
    [
        0xAD, 0x61C, 0x115F, 0x1160, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070),
        0x3164, 0xFEFF, 0xFFA0, *range(0xFFF9, 0xFFFD), *range(0xE0000, 0xE0080), *range(0xE0100, 0xE01F0),
    ],
    "",
)  # fmt: skip
JOINERS = dict.fromkeys([0x200C, 0x200D, *range(0xFE00, 0xFE10)], "")
"""Between the parts of a picture they have a meaning; within a name or a number they have none."""
SEEN = INVISIBLE | UNIFIED
PLAIN = SEEN | JOINERS
_PICTURE = "\u203c-\u3299\U0001f000-\U0001faff\ufe0f\u200d"
_STRAY_JOINER = re.compile(f"(?<![{_PICTURE}])[\u200c\u200d]|[\u200c\u200d](?![{_PICTURE}])")


def remove_invisible(text: str) -> str:
    """A text as it is seen: without invisible marks, line breaks and everything visible kept."""
    if text.isascii():
        return text
    return _STRAY_JOINER.sub("", text.translate(SEEN))


def remove_invisible_within(sent: Any) -> Any:
    """The same for every text within lists and dictionaries, as an API gets them."""
    if isinstance(sent, str):
        return remove_invisible(sent)
    if isinstance(sent, dict):
        return {name: remove_invisible_within(value) for name, value in sent.items()}
    if isinstance(sent, list):
        return [remove_invisible_within(each) for each in sent]
    return sent
