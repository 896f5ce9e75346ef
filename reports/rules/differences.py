"""What a figure has become since another month, in words: 升0.1, 少3. Frozen is compared with frozen only."""

from decimal import Decimal

NOTHING = "—"


def rate_change(now: Decimal | None, then: Decimal | None) -> str:
    """升0.1, 降0.4 or 持平; — where one of the two is missing."""
    if now is None or then is None:
        return NOTHING
    return f"{'升' if now > then else '降'}{abs(now - then)}" if now != then else "持平"


def count_change(now: int | None, then: int | None) -> str:
    """多1, 少3 or 持平; — where one of the two is missing."""
    if now is None or then is None:
        return NOTHING
    return f"{'多' if now > then else '少'}{abs(now - then):,}" if now != then else "持平"
