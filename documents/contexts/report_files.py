"""The sheets of a supervision report in Excel and the context of its letter (domain.md §8.4 and §12).

Readers get the rows their reach covers: a secretary those of the branch, the office all of them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from core.dates_zh import full_date, full_period, short_date
from core.numbers import rate
from core.wording import Context
from documents.contexts.report import (
    MOST_IN_WORD,
    NOT_APPLICABLE,
    ReportContent,
    as_number,
    organization_label,
    percent,
    row_figures,
)
from reports.models import Total

MISSED_HEADS = [
    "序号", "党组织", "上级党组织", "缺项", "应开期", "连续未开期数", "原因", "整改时限", "责任人",
]  # fmt: skip
LATE_HEADS = [
    "序号", "党组织", "会议类型", "主题", "会议日期", "提交日期", "相隔天数", "应到", "实到", "参会率（%）",
]  # fmt: skip
CORRECTION_HEADS = ["序号", "党组织", "制度", "变化", "原因", "发现日期"]

# ── the workbook ──


def sheets(content: ReportContent) -> list[tuple[str, list[str], Iterable[list[Any]]]]:
    """总表, 未开展名单, 逾期补录, and 冻结后的更正 if there are any. Percentages are numbers with one decimal."""
    found: list[tuple[str, list[str], Iterable[list[Any]]]] = [
        ("总表", table_heads(content), table_rows(content)),
        (content.list_name, MISSED_HEADS, missed_rows(content)),
        ("逾期补录", LATE_HEADS, late_rows(content)),
    ]
    if content.corrections:
        found.append(("冻结后的更正", CORRECTION_HEADS, correction_rows(content)))
    return found


def table_heads(content: ReportContent) -> list[str]:
    duties = [f"{rule.name}{what}" for rule in content.rules for what in ("应开", "已开")]
    return [
        "序号", "党组织名称", "党员数", "支部数", *duties, "完成率（%）", "应到人次", "实到人次", "请假", "缺席",
        "参会率（%）", "逾期补录", "退回次数", "备注",
    ]  # fmt: skip


def table_rows(content: ReportContent) -> Iterable[list[Any]]:
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
            as_number(row_figures(total).completion),
            total.expected,
            total.present,
            total.on_leave,
            total.absent,
            as_number(row_figures(total).attendance),
            total.late_records,
            total.returned,
            "",
        ]


def missed_rows(content: ReportContent) -> Iterable[list[Any]]:
    for number, each in enumerate(content.missed, 1):
        yield [
            number,
            organization_label(each),
            each.branch.parent.short_name if each.branch.parent else "",
            each.rule.name,
            full_period(each.period),
            each.missed_in_a_row,
            "",
            "",
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
            as_number(rate(each.present, each.expected)),
        ]


def correction_rows(content: ReportContent) -> Iterable[list[Any]]:
    for number, each in enumerate(content.corrections, 1):
        yield [
            number,
            each.organization.full_label,
            each.rule.name,
            each.changes,
            each.reason,
            timezone.localdate(each.noticed_at),
        ]


# ── the letter ──


def letter_context(content: ReportContent) -> Context:
    """The summary, each unit, missed meetings, late records, corrections, how it was counted; long lists are cut."""
    report, is_over = content.report, content.report.is_month_over
    total = content.totals.get(content.top.pk) if content.top else None
    issued = report.published_at or report.frozen_at
    return {
        "密级": "内部资料",  # no document number without a real registration (R-DOC-03)
        "标题": content.title,
        "总体情况": summary(content, total) if total else "本月没有可列入的党组织。",
        "有数字": total is not None,
        "制度": list(_rules(content)),
        "各单位": list(_units(content)),
        "未开展标题": "未开展的项目" if is_over else "还没开齐的项目",
        "未开展说明": "" if is_over else "本月还没有结束，下面是到现在为止还没开齐的。",
        "未开展": list(_missed_lines(content)),
        "未开展余下": _rest_note(content.missed, "项", content.list_name),
        "逾期补录": list(_late_lines(content)),
        "逾期补录余下": _rest_note(content.late, "次", "逾期补录"),
        "更正": [
            f"{each.organization.full_label}，{each.rule.name}。{each.reason}：{each.changes}。"
            for each in content.corrections[:MOST_IN_WORD]
        ],
        "更正余下": _rest_note(content.corrections, "条", "冻结后的更正", "最近"),
        "统计口径": _counting_note(content),
        "版本": f"{report.get_status_display()}，第{report.version}版，校验码{report.digest[:16]}。",
        "落款": report.organization.name if issued else "",
        "落款日期": full_date(timezone.localdate(issued)) if issued else "",
    }


def summary(content: ReportContent, total: Total) -> str:
    """The month in one paragraph, with the numbers of the table."""
    worst = max((each.missed_in_a_row for each in content.missed), default=0)
    again = len({each.branch.pk for each in content.missed if each.missed_in_a_row >= 2})
    text = (
        f"{content.month.since.month}月共有{total.branches}个党支部、{total.members}名党员。"
        f"应开{total.required or 0}次，完成{total.fulfilled}次，完成率{percent(row_figures(total).completion)}。"
        f"应到{total.expected}人次，实到{total.present}人次，参会率{percent(row_figures(total).attendance)}。"
    )
    if not content.report.is_month_over:
        text += "本月还没有结束，未开展的项目月后才算。"
    elif total.missed:
        text += f"{total.missing_branches}个党支部有未开展的项目，共{total.missed}项"
        text += f"，其中{again}个党支部连续2期以上，最多连续{worst}期。" if again else "。"
    else:
        text += "没有未开展的项目。"
    return f"{text}逾期补录{total.late_records}次，退回{total.returned}次。"


def _rules(content: ReportContent) -> Iterable[dict[str, str]]:
    for rule in content.rules:
        line = content.lines.get((content.top.pk, rule.pk)) if content.top else None
        row = {"项目": rule.name, "周期": rule.get_cadence_display()}
        if line is None or line.required is None:
            yield row | {"应开": NOT_APPLICABLE, "完成": "", "完成率": "", "参会率": ""}
            continue
        shown = row_figures(line)
        yield row | {
            "应开": str(line.required),
            "完成": str(line.fulfilled),
            "完成率": percent(shown.completion) if line.is_due else "本期未满",
            "参会率": percent(shown.attendance),
        }


def _units(content: ReportContent) -> Iterable[dict[str, str]]:
    """The organizations directly below the highest one the reader sees."""
    for pk, organization in content.organizations.items():
        if content.top is None or content.depths[pk] != content.depths[content.top.pk] + 1:
            continue
        total = content.totals[pk]
        shown = row_figures(total)
        yield {
            "党组织": organization.short_name,
            "支部": str(total.branches),
            "应开": "" if total.required is None else str(total.required),
            "完成": str(total.fulfilled),
            "完成率": percent(shown.completion),
            "参会率": percent(shown.attendance),
            "未开展": str(total.missed),
            "补录": str(total.late_records),
        }


def _missed_lines(content: ReportContent) -> Iterable[dict[str, str]]:
    once = "首次" if content.report.is_month_over else "本期"
    for each in content.missed[:MOST_IN_WORD]:
        yield {
            "党组织": organization_label(each),
            "缺项": each.rule.name,
            "应开期": full_period(each.period),
            "连续": f"{each.missed_in_a_row}期" if each.missed_in_a_row > 1 else once,
            "责任人": content.secretaries.get(each.branch.pk, ""),
        }


def _late_lines(content: ReportContent) -> Iterable[dict[str, str]]:
    for each in content.late[:MOST_IN_WORD]:
        yield {
            "党组织": each.organization.full_label,
            "会议": each.kinds,
            "召开": short_date(each.held_on),
            "提交": short_date(each.submitted_on),
        }


def _rest_note(rows: Sequence[Any], unit: str, sheet: str, which: str = "前") -> str:
    if len(rows) <= MOST_IN_WORD:
        return ""
    return f"共{len(rows)}{unit}，这里列出{which}{MOST_IN_WORD}{unit}，全部见Excel表“{sheet}”。"


def _counting_note(content: ReportContent) -> str:
    report = content.report
    until = timezone.localtime(report.counted_until) - dt.timedelta(days=1) if report.counted_until else None
    cut = f"，{until.month}月{until.day}日24:00前提交" if until else ""
    return (
        f"会议日期在各项制度自己的周期之内{cut}，已提交或已确认的会议计入；一次会议属于几种类型的，各计一次。"
        "完成率只算周期已满的项目，多开的不抵别的缺项，不适用的不计入；参会率是实到人次除以应到人次。"
        "每个党组织的数字是本级和全部下级的合计。"
    )
