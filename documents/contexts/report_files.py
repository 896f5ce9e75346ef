"""The sheets of a supervision report in Excel and the context of its letter (domain.md §8.4 and §12).

Readers get the rows their reach covers: a secretary those of the branch, the office all of them.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from branches.models import Organization
from core.dates_zh import full_date, full_period, short_date
from core.numbers import numeral, rate
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
from documents.contexts.report_sections import demands, next_steps, numbered, problems, rectify_by
from reports.models import Total

MISSED_HEADS = [
    "序号", "党组织", "上级党组织", "缺项", "应召开期", "连续未开展期数", "情况说明", "整改时限", "责任人",
]  # fmt: skip
LATE_HEADS = [
    "序号", "党组织", "会议类型", "主题", "会议日期", "提交日期", "相隔天数", "应到", "实到", "参会率（%）",
]  # fmt: skip
CORRECTION_HEADS = ["序号", "党组织", "制度", "变化", "原因", "发现日期"]
NOTE_HEADS = ["项目", "内容"]
CODE_LENGTH = 16  # hexadecimal digits

# ── the workbook ──


def sheets(content: ReportContent) -> list[tuple[str, list[str], list[list[Any]]]]:
    """总表, 未开展名单, 逾期补录, 冻结后的更正 if there are any, and 说明. Percentages are numbers with one decimal.

    说明 names the paper as the letter does: title, state, version, who issued it when, and the code of the sheets.
    """
    found: list[tuple[str, list[str], list[list[Any]]]] = [
        ("总表", table_heads(content), list(table_rows(content))),
        (content.list_name, MISSED_HEADS, list(missed_rows(content))),
        ("逾期补录", LATE_HEADS, list(late_rows(content))),
    ]
    if content.corrections:
        found.append(("冻结后的更正", CORRECTION_HEADS, list(correction_rows(content))))
    notes = [[name, text] for name, text in _identity(content).items() if text]
    notes.append(["统计口径", _counting_note(content)])
    notes.append(["校验码", printed_code([found, notes])])
    return [*found, ("说明", NOTE_HEADS, notes)]


def printed_code(printed: Any) -> str:
    """The check code of a paper, in groups of four: of everything printed, so that another word or day has another code."""
    text = json.dumps(printed, ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()[:CODE_LENGTH]
    return " ".join(digest[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def _identity(content: ReportContent) -> dict[str, str]:
    """What paper this is. Only the whole of a published report is signed and dated; an extract says where it is from."""
    report = content.report
    issued = full_date(timezone.localdate(report.published_at)) if report.published_at else ""
    is_signed = bool(issued) and not content.is_extract
    whole = f"{report.organization.short_name}{content.month_name}组织生活督查月报"
    return {
        "标题": content.title,
        "标记": content.status_note,
        "党组织": content.top.full_label if content.top else "",
        "版本": f"第{report.version}版",
        "落款": report.issuer if is_signed else "",
        "落款日期": issued if is_signed else "",
        "节录说明": _extract_note(content, whole, issued) if content.is_extract else "",
    }


def _extract_note(content: ReportContent, whole: str, issued: str) -> str:
    part = f"只列{content.top.full_label}的内容" if content.top else "没有可列入的党组织"
    source = f"{content.report.issuer}{issued}签发的" if issued else "尚未签发的"
    return f"节录自{source}《{whole}》，{part}，不是签发件。"


def table_heads(content: ReportContent) -> list[str]:
    duties = [f"{rule.name}{what}" for rule in content.rules for what in ("应召开", "已召开")]
    return [
        "序号", "党组织名称", "党员数", "支部数", *duties, "应开未开·已说明", "完成率（%）", "应到人次", "实到人次", "请假", "缺席",
        "参会率（%）", "逾期补录", "退回修改", "备注",
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
            content.explained.get(pk, 0),
            as_number(row_figures(total).completion),
            total.expected,
            total.present,
            total.on_leave,
            total.absent,
            as_number(row_figures(total).attendance),
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
    """The letter: how it stands, each unit, what was missed, late, wanting, asked and comes next; long lists are cut.

    Signed, dated and with its issuing office only once published, and only as a whole (R-PAP-03); the code covers every
    word of it.
    """
    is_over = content.report.is_month_over
    total = content.totals.get(content.top.pk) if content.top else None
    units, steps = list(_units(content)), next_steps(content)
    notes = [line.strip() for line in content.report.note.splitlines() if line.strip()]
    titles = {
        "总体情况": "总体情况",
        "各单位": "各单位情况" if units else "",
        "未开展": "未开展事项" if is_over else "未完成事项",
        "逾期补录": "逾期补录",
        "存在问题": "存在问题",
        "整改要求": "整改要求",
        "下步工作": "下步工作" if steps or notes else "",
        "更正": "冻结后的更正" if content.corrections else "",
        "统计口径": "统计口径",
    }
    used = [name for name, title in titles.items() if title]
    context = (
        _identity(content)
        | {
            "密级": "内部资料",  # no document number without a real registration (R-DOC-03)
            "章": {
                name: f"{numeral(used.index(name) + 1)}、{title}" if title else ""
                for name, title in titles.items()
            },
            "总体情况": summary(content, total) if total else "本月没有可列入的党组织。",
            "有数字": total is not None,
            "制度": list(_rules(content)),
            "各单位": units,
            "未开展说明": "" if is_over else "本月还没有结束，下面是到现在为止尚未完成的。",
            "未开展": list(_missed_lines(content)),
            "未开展余下": _rest_note(content.missed, "项", content.list_name),
            "逾期补录": list(_late_lines(content)),
            "逾期补录余下": _rest_note(content.late, "次", "逾期补录"),
            "存在问题": numbered(problems(content), "未发现需要整改的问题。"),
            "整改要求": numbered(demands(content), "无。"),
            "下步工作": numbered([*steps, *notes], ""),
            "更正": [
                {
                    "党组织": each.organization.full_label,
                    "制度": each.rule.name,
                    "变化": each.changes,
                    "原因": each.reason,
                }
                for each in content.corrections[:MOST_IN_WORD]
            ],
            "更正余下": _rest_note(content.corrections, "条", "冻结后的更正", "最近"),
            "统计口径": _counting_note(content),
        }
    )
    return context | {"校验码": printed_code(context)}


def summary(content: ReportContent, total: Total) -> str:
    """The month in one paragraph, with the numbers of the table."""
    worst = max((each.missed_in_a_row for each in content.missed), default=0)
    again = len({each.branch.pk for each in content.missed if each.missed_in_a_row >= 2})
    counted = f"，其中计入完成{total.fulfilled}次" if total.held != total.fulfilled else ""
    where = f"{content.month.since.month}月"
    if content.is_extract and content.top:
        where += content.top.full_label
    holds = f"共有{total.branches}个党支部、{total.members}名党员"
    if content.top and content.top.is_branch:
        holds = f"有{total.members}名党员"
    text = (
        f"{where}{holds}。"
        f"应召开{total.required or 0}次，已召开{total.held}次{counted}，"
        f"完成率{percent(row_figures(total).completion)}。"
        f"应到{total.expected}人次，实到{total.present}人次，参会率{percent(row_figures(total).attendance)}。"
    )
    if not content.report.is_month_over:
        text += "本月还没有结束，未开展事项月后统计。"
    elif total.missed:
        text += f"{total.missing_branches}个党支部有未开展事项，共{total.missed}项"
        if explained := content.explained.get(total.organization_id):
            text += f"（应开未开·已说明{explained}项）"
        text += f"，其中{again}个党支部连续2期以上，最多连续{worst}期。" if again else "。"
    else:
        text += "无未开展事项。"
    return f"{text}逾期补录{total.late_records}次，退回修改{total.returned}次。"


def _rules(content: ReportContent) -> Iterable[dict[str, str]]:
    for rule in content.rules:
        line = content.lines.get((content.top.pk, rule.pk)) if content.top else None
        row = {"项目": rule.name, "周期": rule.get_cadence_display()}
        if line is None or line.required is None:
            yield row | {"应召开": NOT_APPLICABLE, "已召开": "—", "完成率": "—", "参会率": "—"}
            continue
        shown = row_figures(line)
        yield row | {
            "应召开": str(line.required),
            "已召开": str(line.held),
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
            "应召开": NOT_APPLICABLE if total.required is None else str(total.required),
            "已召开": str(total.held),
            "完成率": percent(shown.completion),
            "参会率": percent(shown.attendance),
            "未开展": str(total.missed),
            "已说明": str(content.explained.get(pk, 0)),
            "补录": str(total.late_records),
        }


def _missed_lines(content: ReportContent) -> Iterable[dict[str, str]]:
    once = "首次" if content.report.is_month_over else "本期"
    for each in content.missed[:MOST_IN_WORD]:
        yield {
            "党组织": organization_label(each),
            "缺项": each.rule.name,
            "应召开期": full_period(each.period),
            "连续": f"{each.missed_in_a_row}期" if each.missed_in_a_row > 1 else once,
            "说明": "已说明" if each.is_explained else "",
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
        f"会议日期在各项制度自己的周期之内{cut}，已提交或审核通过的会议计入；一次会议属于几种类型的，各计一次。"
        "完成率只算周期已满的项目，多开的不抵别的缺项，不适用的不计入；参会率是实到人次除以应到人次。"
        "每个党组织的数字是本级和全部下级的合计。"
    )
