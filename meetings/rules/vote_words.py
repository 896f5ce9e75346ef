"""The totals of a vote in words. Page, paper, workbook, checks and API take them from here (R-PAP-01).

A total has its parts named wherever it has more than one: 赞成11票（会上投票10票、会前书面赞成1票）. Who was there with a
vote and cast none is 未投, never 弃权 (R-VOT-02).
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localtime

from core.dates_zh import full_date
from meetings.states import is_committee_only

CHOICES = {"yes": "赞成", "no": "反对", "abstain": "弃权"}


Tally = Any
"""A decision of a record, or its row: yes, no, abstain (empty until counted) and what was given in writing beside each."""
Result = Any
"""A stored decision: a tally with entitled, present and passed."""


def written(tally: Tally, choice: str) -> int:
    """How many opinions in writing from before the meeting made this choice."""
    return getattr(tally, f"written_{choice}", 0) or 0


def total(tally: Tally, choice: str) -> int:
    """All votes of one choice: those cast in the meeting and those given in writing before."""
    return (getattr(tally, choice) or 0) + written(tally, choice)


def votes_words(tally: Tally, choice: str) -> str:
    """赞成11票（会上投票10票、会前书面赞成1票）, or only 赞成10票 where nothing came in writing."""
    word, in_writing = CHOICES[choice], written(tally, choice)
    cast = getattr(tally, choice) or 0
    parts = f"（会上投票{cast}票、会前书面{word}{in_writing}票）" if in_writing else ""
    return f"{word}{cast + in_writing}票{parts}"


def total_written(tally: Tally) -> int:
    return sum(written(tally, choice) for choice in CHOICES)


def written_words(received: Iterable[tuple[str, dt.datetime]], counted: int) -> str:
    """王五（11月19日10:00收到）、未列明何人1票: whose opinions were counted. What each says stands in the totals alone."""
    named = [f"{name}（{full_date(localtime(at).date())}{localtime(at):%H:%M}收到）" for name, at in received]
    unnamed = counted - len(named)
    return "、".join([*named, *([f"未列明何人{unnamed}票"] if unnamed > 0 else [])])


def uncast(tally: Tally, present: int) -> int:
    """Who was there with a vote and cast none."""
    return max(present - sum(getattr(tally, choice) or 0 for choice in CHOICES), 0)


def tally_words(tally: Tally, present: int) -> str:
    """赞成11票（…），反对0票，弃权1票，未投1人 of a vote with so many there who could vote."""
    missing = uncast(tally, present)
    return "，".join(
        [*(votes_words(tally, choice) for choice in CHOICES), *([f"未投{missing}人"] if missing else [])]
    )


def outcome_word(passed: bool) -> str:
    return "通过" if passed else "未通过"


def voters_word(kinds: Iterable[str]) -> str:
    """Who votes in a meeting of these kinds: in a committee its members alone (支部工作条例 Art. 12)."""
    return "支委" if is_committee_only(kinds) else "有表决权的党员"


def base_words(entitled: int, present: int, kinds: Iterable[str] = ()) -> str:
    """应到会有表决权的党员9人，实到会8人; of a committee 应到会支委3人，实到会2人"""
    return f"应到会{voters_word(kinds)}{entitled}人，实到会{present}人"


def result_words(result: Result, kinds: Iterable[str] = ()) -> str:
    """应到会有表决权的党员20人，实到会10人，赞成11票（会上投票10票、会前书面赞成1票），反对0票，弃权0票，通过"""
    base = base_words(result.entitled, result.present, kinds)
    return f"{base}，{tally_words(result, result.present)}，{outcome_word(result.passed)}"
