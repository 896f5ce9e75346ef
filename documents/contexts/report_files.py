"""The sheets of a supervision report in Excel (domain.md §8.4).

Readers get the rows their reach covers: a secretary those of the branch, the office all of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from core.dates_zh import full_period, short_date
from core.numbers import rate
from core.workbooks.writing import SheetHead, Sum
from documents.contexts.report import (
    NOT_APPLICABLE,
    ReportContent,
    organization_label,
    row_figures,
)
from documents.contexts.report_identity import code_of, counting_note, identity
from documents.contexts.report_sections import rectify_by

MISSED_HEADS = [
    "序号", "党组织", "上级党组织", "缺项", "应召开期", "连续未开展期数", "情况说明", "整改时限", "责任人",
]  # fmt: skip
LATE_HEADS = [
    "序号", "党组织", "会议类型", "主题", "会议日期", "提交日期", "相隔天数", "应到", "实到", "参会率（%）",
]  # fmt: skip
CORRECTION_HEADS = ["序号", "党组织", "制度", "项目", "冻结时", "更正后", "原因", "发现日期"]
NOTE_HEADS = ["项目", "内容"]
NOT_SUMMED = {"序号", "党组织名称", "完成率（%）", "参会率（%）", "备注"}


def sheets(content: ReportContent) -> list[tuple[str, list[str], list[list[Any]]]]:
    """总表, 未开展名单, 逾期补录, 冻结后的更正 if there are any, and 说明. Percentages are numbers with one decimal.

    说明 names the paper as the letter does: title, state, version, who issued it when, and the code of the sheets.
    """
    found: list[tuple[str, list[str], list[list[Any]]]] = [
        ("总表", table_heads(content), table_rows(content)),
        (content.list_name, MISSED_HEADS, list(missed_rows(content))),
        ("逾期补录", LATE_HEADS, list(late_rows(content))),
    ]
    if content.changes:
        found.append(("冻结后的更正", CORRECTION_HEADS, list(correction_rows(content))))
    notes = [[name, text] for name, text in identity(content).items() if text]
    notes.append(["统计口径", counting_note(content)])
    if content.report.note:
        notes.insert(1, ["说明", content.report.note])
    if code := code_of(content, [found, notes]):
        notes.append(["校验码", code])
    return [*found, ("说明", NOTE_HEADS, notes)]


def sheet_head(content: ReportContent, code: str, by: Actor) -> SheetHead:
    """What every sheet and page of the workbook says of itself: whose, of which month, version, cut-off and code."""
    words = identity(content)
    return SheetHead(
        title=content.title,
        place=words["党组织"] or content.report.organization.name,
        by=by.name,
        month=content.month_name,
        version="，".join(filter(None, [words["标记"], words["版本"]])),
        until=words["截至"].removeprefix("数字截至"),
        filters="节录，按组织序列" if content.is_extract else "全部，按组织序列",
        code=code,
    )


def table_heads(content: ReportContent) -> list[str]:
    duties = [f"{rule.label}{what}" for rule in content.rules for what in ("应召开", "已召开")]
    return [
        "序号", "党组织名称", "党员数", "支部数", *duties, "应开未开·已说明", "完成率（%）", "应到人次", "实到人次", "请假", "缺席",
        "参会率（%）", "逾期补录", "退回修改", "备注",
    ]  # fmt: skip


def table_rows(content: ReportContent) -> list[list[Any]]:
    """A row for each organization, in tree order; where those right below it stand in the table too, its sums are formulas
    over theirs, with what it has by itself added."""
    rows = list(_plain_rows(content))
    at = {content.totals[pk].path: number for number, pk in enumerate(content.organizations)}
    below: dict[int, list[int]] = defaultdict(list)
    for path, number in at.items():
        if (above := at.get(tree.parent(path))) is not None:
            below[above].append(number)
    summed = [column for column, name in enumerate(table_heads(content)) if name not in NOT_SUMMED]
    plain = [list(row) for row in rows]
    for number, parts in below.items():
        for column in summed:
            value = plain[number][column]
            known = [plain[part][column] for part in parts if isinstance(plain[part][column], int)]
            if isinstance(value, int) and known and sum(known) <= value:
                offsets = [part - number for part in parts]
                rows[number][column] = Sum(value, below=offsets, plus=value - sum(known))
    return rows


def _plain_rows(content: ReportContent) -> Iterable[list[Any]]:
    first = min(content.depths.values(), default=1)
    for number, (pk, organization) in enumerate(content.organizations.items(), 1):
        total = content.totals[pk]
        duties: list[Any] = []
        for rule in content.rules:
            line = content.lines.get((pk, rule.pk))
            asked = line.required if line else None
            duties += [NOT_APPLICABLE, NOT_APPLICABLE] if asked is None else [asked, line.held]  # type: ignore[union-attr]
        yield [
            number,
            "　" * (content.depths[pk] - first) + organization.short_name,
            total.members,
            total.branches,
            *duties,
            content.explained.get(pk, 0),
            row_figures(total).completion,
            total.expected,
            total.present,
            total.on_leave,
            total.absent,
            row_figures(total).attendance,
            total.late_records,
            total.returned,
            _remark(content, organization),
        ]


def _remark(content: ReportContent, organization: Organization) -> str:
    """What explains a row: set up or dissolved in the month, required from the first full month on (R-RPT-03)."""
    found = [
        f"{short_date(day)}{what}"
        for day, what in ((organization.established_on, "成立"), (organization.dissolved_on, "撤销"))
        if day and content.month.since <= day <= content.month.until
    ]
    return "，".join(found)


def missed_rows(content: ReportContent) -> Iterable[list[Any]]:
    for number, each in enumerate(content.missed, 1):
        yield [
            number,
            organization_label(each),
            each.branch.parent.short_name if each.branch.parent else "",
            each.rule.name,
            full_period(each.period),
            each.missed_in_a_row,
            "已说明" if each.is_explained else "",
            rectify_by(content) if content.report.is_month_over else "本期结束前",
            content.secretaries.get(each.branch.pk, ""),
        ]


def late_rows(content: ReportContent) -> Iterable[list[Any]]:
    for number, each in enumerate(content.late, 1):
        yield [
            number,
            each.organization.full_label,
            each.kinds,
            each.theme,
            each.held_on,
            each.submitted_on,
            (each.submitted_on - each.held_on).days,
            each.expected,
            each.present,
            rate(each.present, each.expected),
        ]


def correction_rows(content: ReportContent) -> Iterable[list[Any]]:
    for number, each in enumerate(content.changes, 1):
        yield [
            number,
            each.organization.full_label,
            each.rule.name,
            each.label,
            each.old,
            each.new,
            each.reason,
            timezone.localdate(each.noticed_at),
        ]
