"""The yearly statistics of an organization with all below it: meetings by kind and quarter, and turnout."""

from collections import defaultdict
from typing import Any

from branches.models import Organization
from core.wording import Context, percent
from documents.contexts.year_workbook import counted_meetings
from meetings.models import MeetingKind
from meetings.states import Kind

Lines = list[tuple[str, list[Any]]]  # label, then four quarters and the year
HEADS = ("项目", "一季度", "二季度", "三季度", "四季度", "全年")


def table(organization: Organization, year: int) -> Lines:
    """Meetings by kind, then turnout. A meeting of two kinds counts in both kinds, and once in the turnout."""
    rows = counted_meetings(organization, year).values_list(
        "pk", "held_on", "expected", "present", "on_leave", "absent", "is_late"
    )
    kinds: dict[int, list[str]] = defaultdict(list)
    of_kinds = MeetingKind.objects.filter(meeting__in=counted_meetings(organization, year).values("pk"))
    for pk, kind in of_kinds.values_list("meeting_id", "kind"):
        kinds[pk].append(kind)
    counts: dict[str, list[int]] = {kind: [0] * 5 for kind in Kind.values}
    sums = {name: [0] * 5 for name in ("meetings", "expected", "present", "on_leave", "absent", "late")}
    for pk, day, expected, present, on_leave, absent, is_late in rows:
        for column in ((day.month - 1) // 3, 4):
            for kind in kinds[pk]:
                counts[kind][column] += 1
            for name, value in (
                ("meetings", 1),
                ("expected", expected),
                ("present", present),
                ("on_leave", on_leave),
                ("absent", absent),
                ("late", int(is_late)),
            ):
                sums[name][column] += value
    lines: Lines = [(f"{Kind(kind).label}（次）", counts[kind]) for kind in Kind.values]
    lines += [
        ("会议合计（次）", sums["meetings"]),
        ("应到（人次）", sums["expected"]),
        ("实到（人次）", sums["present"]),
        ("请假（人次）", sums["on_leave"]),
        ("缺席（人次）", sums["absent"]),
        (
            "参会率",
            [percent(one, all_) for one, all_ in zip(sums["present"], sums["expected"], strict=True)],
        ),
        ("逾期补录（次）", sums["late"]),
    ]
    return lines


def context(organization: Organization, year: int, lines: Lines) -> Context:
    """The context of the Word file: the lines by their heads."""
    return {
        "党组织": organization.name,
        "标题": f"{year}年组织生活统计表",
        "统计": [dict(zip(HEADS, (label, *values), strict=True)) for label, values in lines],
    }
