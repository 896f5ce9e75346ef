"""Checks of what a record rests on: a theme day's plan, an appraisal's grades."""

from collections.abc import Iterator

from core.instruments import ZB16, ZB18
from meetings.errors.findings import Finding
from meetings.rules.checks.shapes import Facts
from meetings.states import Kind


def theme_day_plan(facts: Facts) -> Iterator[Finding]:
    """R-LIFE-12: a theme day without a plan, or with one made after it had begun."""
    if facts.was_planned is False and Kind.THEME_DAY in facts.record.kinds:
        sentence = "这次主题党日没有事先计划，主题要会前定好；下次先计划，或采用上级的主题方案"
        yield Finding("hint", "R-LIFE-12", sentence, ZB16, "theme")


def appraisal_grades(facts: Facts) -> Iterator[Finding]:
    """R-LIFE-04: an appraisal of which only the meeting is known, and nobody's grade."""
    if facts.was_appraised is False:
        sentence = (
            "民主评议的自评、互评、测评和等次还没有登记，请到“年度”里的民主评议党员登记，工作手册里才有"
        )
        yield Finding("hint", "R-LIFE-04", sentence, ZB18, "kinds")
