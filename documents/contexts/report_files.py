"""The report as a workbook and as an official document (domain §8.4 sheets A and B without a ranking; §12 layout).

A reader gets the rows his reach covers: a secretary his branch's, the office all of them.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from core.numbers import rate
from core.word import Letter
from core.workbooks.writing import write_workbook
from documents.contexts.report import (
    MOST_IN_WORD,
    NOT_APPLICABLE,
    Content,
    as_number,
    figures_of,
    long_day,
    percent,
    period_name,
    place_name,
    short_day,
)
from reports.models import Total

# ── the workbook ──


def to_workbook(content: Content) -> bytes:
    """总表, 未开展名单, 逾期补录, and 冻结后的更正 where there are any. Numbers are numbers, percentages have one decimal."""
    sheets: list[tuple[str, list[str], Iterable[list[Any]]]] = [
        ("总表", table_heads(content), table_rows(content)),
        (
            content.list_name,
            ["序号", "党组织", "上级党组织", "缺项", "应开期", "连续未开期数", "原因", "整改时限", "责任人"],
            missed_rows(content),
        ),
        (
            "逾期补录",
            [
                "序号",
                "党组织",
                "会议类型",
                "主题",
                "会议日期",
                "提交日期",
                "相隔天数",
                "应到",
                "实到",
                "参会率（%）",
            ],
            late_rows(content),
        ),
    ]
    if content.corrections:
        heads = ["序号", "党组织", "制度", "变化", "原因", "发现日期"]
        sheets.append(("冻结后的更正", heads, correction_rows(content)))
    return write_workbook(sheets)


def table_heads(content: Content) -> list[str]:
    duties = [f"{rule.name}{what}" for rule in content.rules for what in ("应开", "已开")]
    return [
        "序号", "党组织名称", "党员数", "支部数", *duties, "完成率（%）", "应到人次", "实到人次", "请假", "缺席",
        "参会率（%）", "逾期补录", "退回次数", "备注",
    ]  # fmt: skip


def table_rows(content: Content) -> Iterable[list[Any]]:
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
            as_number(figures_of(total).completion),
            total.expected,
            total.present,
            total.on_leave,
            total.absent,
            as_number(figures_of(total).attendance),
            total.late_records,
            total.returned,
            "",
        ]


def missed_rows(content: Content) -> Iterable[list[Any]]:
    for number, each in enumerate(content.missed, 1):
        yield [
            number,
            place_name(each),
            each.branch.parent.short_name if each.branch.parent else "",
            each.rule.name,
            period_name(each.period),
            each.missed_in_a_row,
            "",
            "",
            content.secretaries.get(each.branch.pk, ""),
        ]


def late_rows(content: Content) -> Iterable[list[Any]]:
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


def correction_rows(content: Content) -> Iterable[list[Any]]:
    for number, each in enumerate(content.corrections, 1):
        yield [
            number,
            each.organization.full_label,
            each.rule.name,
            each.changes,
            each.reason,
            timezone.localdate(each.noticed_at),
        ]


# ── the official document ──


def to_word(content: Content) -> bytes:
    """The report as a letter: the whole, each unit, who did not hold what, late records, corrections, how it was counted."""
    letter = Letter(content.title)
    letter.marked("内部资料")  # no document number without a real registration (R-DOC-03)
    letter.title(content.title)
    total = content.totals.get(content.top.pk) if content.top else None
    letter.heading("一、总体情况")
    if total is None:
        letter.text("本月没有可列入的党组织。")
    else:
        letter.text(summary(content, total))
        _rules_table(letter, content)
        _units(letter, content)
    _missed(letter, content)
    _late(letter, content)
    _amended(letter, content)
    _counting(letter, content)
    issued = content.report.published_at or content.report.frozen_at
    if issued:
        letter.signed(content.report.organization.name, long_day(timezone.localdate(issued)))
    return letter.content()


def summary(content: Content, total: Total) -> str:
    """The month in one paragraph, in numbers that stand in the table below."""
    worst = max((each.missed_in_a_row for each in content.missed), default=0)
    again = len({each.branch.pk for each in content.missed if each.missed_in_a_row >= 2})
    text = (
        f"{content.month.since.month}月共有{total.branches}个党支部、{total.members}名党员。"
        f"应开{total.required or 0}次，完成{total.fulfilled}次，完成率{percent(figures_of(total).completion)}。"
        f"应到{total.expected}人次，实到{total.present}人次，参会率{percent(figures_of(total).attendance)}。"
    )
    if not content.report.is_month_over:
        text += "本月还没有结束，未开展的项目月后才算。"
    elif total.missed:
        text += f"{total.missing_branches}个党支部有未开展的项目，共{total.missed}项"
        text += f"，其中{again}个党支部连续2期以上，最多连续{worst}期。" if again else "。"
    else:
        text += "没有未开展的项目。"
    return f"{text}逾期补录{total.late_records}次，退回{total.returned}次。"


def _rules_table(letter: Letter, content: Content) -> None:
    rows = []
    for rule in content.rules:
        line = content.lines.get((content.top.pk, rule.pk)) if content.top else None
        if line is None or line.required is None:
            rows.append([rule.name, rule.get_cadence_display(), NOT_APPLICABLE, "", "", ""])
            continue
        shown = figures_of(line)
        rows.append(
            [
                rule.name,
                rule.get_cadence_display(),
                str(line.required),
                str(line.fulfilled),
                percent(shown.completion) if line.is_due else "本期未满",
                percent(shown.attendance),
            ]
        )
    letter.table(
        ["项目", "周期", "应开", "完成", "完成率", "参会率"], rows, [40, 24, 22, 22, 24, 24], numbers_from=2
    )


def _units(letter: Letter, content: Content) -> None:
    if content.top is None:
        return
    depth = content.depths[content.top.pk] + 1
    rows = []
    for pk, organization in content.organizations.items():
        if content.depths[pk] != depth:
            continue
        total = content.totals[pk]
        rows.append(
            [
                organization.short_name,
                str(total.branches),
                "" if total.required is None else str(total.required),
                str(total.fulfilled),
                percent(figures_of(total).completion),
                percent(figures_of(total).attendance),
                str(total.missed),
                str(total.late_records),
            ]
        )
    if rows:
        letter.heading("二、各单位情况")
        letter.text("按组织序列排列，不作排名。")
        heads = ["党组织", "支部", "应开", "完成", "完成率", "参会率", "未开展", "补录"]
        letter.table(heads, rows, [48, 14, 15, 15, 18, 18, 15, 13])


def _missed(letter: Letter, content: Content) -> None:
    over = content.report.is_month_over
    letter.heading("三、未开展的项目" if over else "三、还没开齐的项目")
    if not over:
        letter.text("本月还没有结束，下面是到现在为止还没开齐的。")
    if not content.missed:
        letter.text("没有。")
    else:
        shown = content.missed[:MOST_IN_WORD]
        rows = [
            [
                place_name(each),
                each.rule.name,
                period_name(each.period),
                f"{each.missed_in_a_row}期" if each.missed_in_a_row > 1 else "首次" if over else "本期",
                content.secretaries.get(each.branch.pk, ""),
            ]
            for each in shown
        ]
        letter.table(
            ["党组织", "缺项", "应开期", "连续", "责任人"], rows, [60, 26, 32, 16, 22], numbers_from=9
        )
        if len(content.missed) > len(shown):
            letter.text(
                f"共{len(content.missed)}项，这里列出前{len(shown)}项，全部见Excel表“{content.list_name}”。"
            )


def _late(letter: Letter, content: Content) -> None:
    letter.heading("四、逾期补录")
    if not content.late:
        letter.text("没有。")
        return
    shown = content.late[:MOST_IN_WORD]
    rows = [
        [
            each.organization.full_label,
            each.kinds,
            short_day(each.held_on),
            short_day(each.submitted_on),
        ]
        for each in shown
    ]
    letter.table(["党组织", "会议", "召开", "提交"], rows, [60, 48, 24, 24], numbers_from=9)
    if len(content.late) > len(shown):
        letter.text(f"共{len(content.late)}次，这里列出前{len(shown)}次，全部见Excel表“逾期补录”。")


def _amended(letter: Letter, content: Content) -> None:
    if not content.corrections:
        return
    letter.heading("五、冻结后的更正")
    letter.text("以下变化不改动上面的数字。")
    shown = content.corrections[:MOST_IN_WORD]
    for each in shown:
        letter.text(f"{each.organization.full_label}，{each.rule.name}。{each.reason}：{each.changes}。")
    if len(content.corrections) > len(shown):
        letter.text(
            f"共{len(content.corrections)}条，这里列出最近{len(shown)}条，全部见Excel表“冻结后的更正”。"
        )


def _counting(letter: Letter, content: Content) -> None:
    report = content.report
    letter.heading("六、统计口径" if content.corrections else "五、统计口径")
    until = timezone.localtime(report.counted_until) - dt.timedelta(days=1) if report.counted_until else None
    cut = f"，{until.month}月{until.day}日24:00前提交" if until else ""
    letter.text(
        f"会议日期在各项制度自己的周期之内{cut}，已提交或已确认的会议计入；一次会议属于几种类型的，各计一次。"
        "完成率只算周期已满的项目，多开的不抵别的缺项，不适用的不计入；参会率是实到人次除以应到人次。"
        "每个党组织的数字是本级和全部下级的合计。"
    )
    state = report.get_status_display()
    letter.text(f"{state}，第{report.version}版，校验码{report.digest[:16]}。")
