"""Differences against the month before, as the office writes them."""

from decimal import Decimal

from django import template

from core.dates_zh import short_end

register = template.Library()


@register.filter
def rose(value: Decimal | int | None) -> str:
    """升0.6, 降0.3, 持平; nothing without a month before."""
    if value is None:
        return ""
    return "持平" if not value else f"{'升' if value > 0 else '降'}{abs(value)}"


@register.filter
def signed(value: Decimal | int | None) -> str:
    """+0.6, −0.3 (a real minus), 持平, —."""
    if value is None:
        return "—"
    return "持平" if not value else f"{'+' if value > 0 else '−'}{abs(value)}"


@register.filter
def fewer(value: int | None) -> str:
    """少12次, 多3次, 一样."""
    if value is None:
        return ""
    return "一样" if not value else f"{'多' if value > 0 else '少'}{abs(value):,}次"


# The instant before which something counts, as people write it: a midnight is 10月5日24:00.
register.filter("last_moment", short_end)
