"""The list behind a number as a sheet: every row of it, in its order, as the page shows them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from core.numbers import rate
from dashboards.selectors.drilldown import DrilldownList, LackingBranch

Columns = dict[str, Callable[[Any], Any]]


class Sheet(NamedTuple):
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]


def sheet_of(listing: DrilldownList, rows: Iterable[Any] | None = None) -> Sheet:
    """rows: those of the listing with more about each, if they are at hand."""
    columns = MEETINGS if listing.lists_meetings else COLUMNS[listing.show]
    found = listing.rows if rows is None else rows
    return Sheet(
        listing.full_title, list(columns), [[value(row) for value in columns.values()] for row in found]
    )


def _lacking_of(row: LackingBranch) -> str:
    return "、".join(
        duty.rule.name + (f"（{duty.organization.short_name}）" if duty.organization.is_group else "")
        for duty in row.duties
    )


MEETINGS: Columns = {
    "党组织": lambda row: row.organization.full_label,
    "编号": lambda row: row.organization.code,
    "会议": lambda row: row.kind_names,
    "会议日期": lambda row: row.held_on,
    "提交时间": lambda row: row.submitted_at,
    "逾期补录": lambda row: "是" if row.is_late else "",
    "应到": lambda row: row.expected,
    "实到": lambda row: row.present,
    "请假": lambda row: row.on_leave,
    "缺席": lambda row: row.absent,
    "参会率（%）": lambda row: rate(row.present, row.expected),
    "状态": lambda row: row.get_status_display(),
}
ORGANIZATIONS: Columns = {
    "党组织": lambda row: row[0].full_label,
    "编号": lambda row: row[0].code,
    "类别": lambda row: row[0].get_kind_display(),
    "支部": lambda row: row[1].branches,
    "党员": lambda row: row[1].members,
    "应到人次": lambda row: row[1].expected,
    "实到人次": lambda row: row[1].present,
    "逾期补录": lambda row: row[1].late_records,
    "退回": lambda row: row[1].returned,
}
DUTIES: Columns = {
    "党组织": lambda row: row.organization.full_label,
    "编号": lambda row: row.organization.code,
    "项目": lambda row: row.rule.name,
    "期限": lambda row: row.period.until,
    "应开": lambda row: row.required,
    "已开": lambda row: row.held,
    "差": lambda row: row.lacking,
}
LACKING: Columns = {
    "支部": lambda row: row.branch.short_name,
    "编号": lambda row: row.branch.code,
    "缺什么": _lacking_of,
    "几项": lambda row: row.items,
    "连续期数": lambda row: row.most_in_a_row,
    "联系人": lambda row: row.secretary.name if row.secretary else "书记空缺",
}
RETURNED: Columns = {
    "党组织": lambda row: row.meeting.organization.full_label,
    "编号": lambda row: row.meeting.organization.code,
    "会议": lambda row: row.meeting.kind_names,
    "会议日期": lambda row: row.meeting.held_on,
    "退回时间": lambda row: row.at,
    "谁退回": lambda row: row.who,
    "意见": lambda row: row.comment,
    "现在": lambda row: row.meeting.get_status_display(),
}
VISITS: Columns = {
    "党组织": lambda row: row.organization.short_name,
    "编号": lambda row: row.organization.code,
    "为什么列在这里": lambda row: row.reason,
}
COLUMNS = {
    "organizations": ORGANIZATIONS,
    "branches": ORGANIZATIONS,
    "duties": DUTIES,
    "short": DUTIES,
    "lacking": LACKING,
    "missed": LACKING,
    "returned": RETURNED,
    "visits": VISITS,
}
