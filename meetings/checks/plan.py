"""Whether a theme day was planned before it was held."""

from collections.abc import Iterator

from meetings import errors
from meetings.checks.shapes import Facts, Finding
from meetings.states import Kind


def planned(facts: Facts) -> Iterator[Finding]:
    """R-LIFE-12: a theme day without a plan, or with one made after it had begun."""
    if facts.was_planned is False and Kind.THEME_DAY in facts.content.kinds:
        yield Finding(
            "hint",
            "R-LIFE-12",
            "这次主题党日没有事先计划，主题要会前定好；下次先计划，或采用上级的主题方案",
            errors.ZB16,
            "theme",
        )
