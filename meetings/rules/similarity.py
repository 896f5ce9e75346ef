"""How alike two texts are: the share of their pairs of neighbouring characters that both have (R-REC-08).

Digits, blanks and punctuation are left out, so that a new date does not make an old text new. Linear in the length,
so that it can be asked while somebody types.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

ALIKE = Fraction(9, 10)
LEAST = 30  # characters: below it everything resembles everything


def plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha())


def pairs(text: str) -> Counter[str]:
    letters = plain(text)
    return Counter(one + two for one, two in pairwise(letters))


def share(one: Counter[str], two: Counter[str]) -> Fraction:
    """Twice what both have, of what there is in all: 0 for nothing in common, 1 for the same."""
    both, total = (one & two).total(), one.total() + two.total()
    return Fraction(2 * both, total) if total else Fraction(0)


def nearest(text: str, earlier: Iterable[tuple[int, str]]) -> tuple[int, Fraction] | None:
    """Which of the earlier texts, by its key, is alike enough to be asked about; the most alike, None if none is."""
    if len(plain(text)) < LEAST:
        return None
    own_pairs = pairs(text)
    shares = [(key, share(own_pairs, pairs(other))) for key, other in earlier]
    alike = [(key, how) for key, how in shares if how >= ALIKE]
    return max(alike, key=lambda one: one[1]) if alike else None
