"""Percentages and numerals as the product writes them: one decimal, half up; 100.0 only when nothing is missing."""

from decimal import ROUND_HALF_UP, Decimal


def rate(part: int | None, whole: int | None) -> Decimal | None:
    """part of whole in percent, one decimal, half up; None when there is nothing to divide by.

    99.95 and more is shown as 99.9 until the two are equal (contract, Figures).
    """
    if part is None or not whole:
        return None
    exact = Decimal(part) * 100 / Decimal(whole)
    shown = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return Decimal("99.9") if shown == 100 and part != whole else shown


NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    """一, 十, 十二, 二十: for the parts of a paper."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else NUMERALS[tens - 1]) + "十" if tens else ""
    return ten + (NUMERALS[ones - 1] if ones else "")
