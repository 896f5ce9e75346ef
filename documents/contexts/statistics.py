"""The yearly statistics of an organization with all below it: meetings by kind and quarter, and turnout."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from branches.models import Organization
from core.numbers import rate
from core.wording import Context
from core.workbooks.writing import Sum
from documents.contexts.year_workbook import calendar_year, counted_meetings
from meetings.models import MeetingKind
from meetings.states import Kind

Lines = list[tuple[str, list[Any]]]  # label, then four quarters and the year
SUMS = ("expected", "present", "on_leave", "absent", "is_late")
RATE = "参会率（%）"
HEADS = ("项目", "一季度", "二季度", "三季度", "四季度", "全年")


def table(organization: Organization, year: int) -> Lines:
    """Meetings by kind, then turnout. A meeting of two kinds counts in both kinds, and once in the turnout."""
    meetings = counted_meetings(organization, calendar_year(year))
    kinds: dict[int, list[str]] = defaultdict(list)
    of_kinds = MeetingKind.objects.filter(meeting__in=meetings.values("pk"))
    for pk, kind in of_kinds.values_list("meeting_id", "kind"):
        kinds[pk].append(kind)
    counts: dict[str, list[int]] = {kind: [0] * 5 for kind in Kind.values}
    sums: dict[str, list[int]] = {name: [0] * 5 for name in ("meetings", *SUMS)}
    for row in meetings.values("pk", "held_on", *SUMS):
        for column in ((row["held_on"].month - 1) // 3, 4):
            for kind in kinds[row["pk"]]:
                counts[kind][column] += 1
            sums["meetings"][column] += 1
            for name in SUMS:
                sums[name][column] += row[name]
    rates = [rate(one, all_) for one, all_ in zip(sums["present"], sums["expected"], strict=True)]
    return [
        *((f"{Kind(kind).label}（次）", count) for kind, count in counts.items()),
        ("会议合计（次）", sums["meetings"]),
        ("应到（人次）", sums["expected"]),
        ("实到（人次）", sums["present"]),
        ("请假（人次）", sums["on_leave"]),
        ("缺席（人次）", sums["absent"]),
        (RATE, rates),
        ("逾期补录（次）", sums["is_late"]),
    ]


def context(organization: Organization, year: int, lines: Lines) -> Context:
    """The context of the Word file: the lines by their heads."""
    return {
        "党组织": organization.name,
        "标题": f"{year}年组织生活统计表",
        "统计": [
            dict(zip(HEADS, (label.removesuffix("（%）"), *map(_word, values)), strict=True))
            for label, values in lines
        ],
    }


def _word(value: int | Decimal | None) -> Any:
    return value if isinstance(value, int) else "—" if value is None else f"{value}%"


def rows(lines: Lines) -> list[list[Any]]:
    """The lines as a sheet has them: rates as numbers, the year as the sum of its quarters."""
    return [
        [label, *values] if label == RATE else [label, *values[:-1], Sum(values[-1], left=4)]
        for label, values in lines
    ]
