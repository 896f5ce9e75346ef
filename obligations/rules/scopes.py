"""Which rule of a code holds where: the nearest above a place, unless it asks less than what holds above it.

What is ordered above may be made stricter below, never looser (R-MEET-12). Rows come with their organizations.
"""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from obligations.models import Rule


def is_in_force(rule: "Rule", day: dt.date) -> bool:
    return rule.valid_from <= day and (rule.valid_until is None or day <= rule.valid_until)


def is_same_duty(rule: "Rule", other: "Rule") -> bool:
    """The same kind of meeting, asked of the same."""
    return (rule.kind, rule.applies_to) == (other.kind, other.applies_to)


def asks_as_much(rule: "Rule", above: "Rule") -> bool:
    """Whether whoever does what the rule asks has done what is asked above."""
    times = above.months / rule.months
    return is_same_duty(rule, above) and times >= 1 and rule.count * times >= above.count


def rules_standing(rows: Iterable["Rule"], day: dt.date) -> dict[str, "Rule"]:
    """Path → the rule of one code that holds there and below on that day, highest first; empty path: everybody's."""
    found: dict[str, Rule] = {}
    for row in sorted(rows, key=lambda row: row.path):
        if is_in_force(row, day):
            above = rule_at(found, row.path)
            if above is None or asks_as_much(row, above):
                found[row.path] = row
    return found


def rule_at(standing: dict[str, "Rule"], path: str) -> "Rule | None":
    """The nearest of them at or above the path."""
    above = [each for each in standing if path.startswith(each)]
    return standing[max(above, key=len)] if above else None
