"""The context of a report's letter, for Word and PDF (domain.md §8.4 and §12)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from core.dates_zh import full_period, short_date
from core.numbers import numeral
from core.wording import Context
from documents.contexts.report import (
    MOST_IN_WORD,
    NOT_APPLICABLE,
    ReportContent,
    organization_label,
    percent,
    row_figures,
)
from documents.contexts.report_identity import code_of, counting_note, identity
from documents.contexts.report_sections import demands, next_steps, numbered, problems
from reports.models import Total
from reports.rules.differences import NOTHING, rate_change
from reports.selectors.figures import TotalFigures


def letter_context(content: ReportContent) -> Context:
    """The letter: note, how it stands, each unit, what was missed, late, wanting, asked and comes next; long lists are cut.

    Signed, dated and with its issuing office only once published, and only as a whole (R-PAP-03); the code covers every
    word of it. Parts and tables are numbered as far as they are there.
    """
    is_over = content.report.is_month_over
    total = content.totals.get(content.top.pk) if content.top else None
    units, steps = list(_units(content)), next_steps(content)
    notes = [line.strip() for line in content.report.note.splitlines() if line.strip()]
    missed, late, changes = list(_missed_lines(content)), list(_late_lines(content)), content.changes
    titles = {
        "说明": "说明" if notes else "",
        "总体情况": "总体情况",
        "各单位": "各单位情况" if units else "",
        "未开展": "未开展事项" if is_over else "未完成事项",
        "逾期补录": "逾期补录",
        "存在问题": "存在问题",
        "整改要求": "整改要求",
        "下步工作": "下步工作" if steps else "",
        "更正": "冻结后的更正" if changes else "",
        "统计口径": "统计口径",
    }
    captions = {
        "制度": f"{content.month_name}各项制度完成情况" if total else "",
        "各单位": f"{content.month_name}各单位完成情况" if units else "",
        "未开展": content.list_name if missed else "",
        "逾期补录": "逾期补录的会议" if late else "",
        "更正": "冻结后的更正，上面的数字不改" if changes else "",
    }
    context = (
        identity(content)
        | {
            "密级": "内部资料",  # no document number without a real registration (R-DOC-03)
            "章": {
                name: f"{number}、{title}" if title else ""
                for name, number, title in _in_order(titles, numeral)
            },
            "表": {
                name: f"表{number}　{title}" if title else ""
                for name, number, title in _in_order(captions, str)
            },
            "说明": notes,
            "总体情况": summary(content, total) if total else "本月没有可列入的党组织。",
            "有数字": total is not None,
            "制度": list(_rules(content)),
            "各单位": units,
            "列名": {"上月": content.earlier.before_name},
            "未开展说明": "" if is_over else "本月还没有结束，下面是到现在为止尚未完成的。",
            "未开展": missed,
            "未开展余下": _rest_note(content.missed, "项", content.list_name),
            "逾期补录": late,
            "逾期补录余下": _rest_note(content.late, "次", "逾期补录"),
            "存在问题": numbered(problems(content), "未发现需要整改的问题。"),
            "整改要求": numbered(demands(content), "无。"),
            "下步工作": numbered(steps, ""),
            "更正": [
                {
                    "党组织": each.organization.full_label,
                    "制度": each.rule.name,
                    "项目": each.label,
                    "原来": str(each.old),
                    "更正为": str(each.new),
                    "依据": each.reason,
                }
                for each in changes[:MOST_IN_WORD]
            ],
            "更正余下": _rest_note(changes, "条", "冻结后的更正", "最近"),
            "统计口径": counting_note(content),
        }
    )
    return context | {"校验码": code_of(content, context)}


def _in_order(titles: Mapping[str, str], number: Callable[[int], str]) -> Iterable[tuple[str, str, str]]:
    """Name, number and title of each; only what is there counts."""
    used = [name for name, title in titles.items() if title]
    for name, title in titles.items():
        yield name, number(used.index(name) + 1) if title else "", title


def summary(content: ReportContent, total: Total) -> str:
    """The month in one paragraph, with the numbers of the table."""
    worst = max((each.missed_in_a_row for each in content.missed), default=0)
    again = len({each.branch.pk for each in content.missed if each.missed_in_a_row >= 2})
    counted = f"，其中计入完成{total.fulfilled}次" if total.held != total.fulfilled else ""
    where = f"{content.month.since.month}月"
    if content.is_extract and content.top:
        where += content.top.name
    holds = f"共有{total.branches}个党支部、{total.members}名党员"
    if content.top and content.top.is_branch:
        holds = f"有{total.members}名党员"
    text = (
        f"{where}{holds}。"
        f"应召开{total.required or 0}次，已召开{total.held}次{counted}，"
        f"完成率{percent(row_figures(total).completion)}。"
        f"应到{total.expected}人次，实到{total.present}人次，参会率{percent(row_figures(total).attendance)}。"
        f"{_compared(content, total)}"
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


def _compared(content: ReportContent, total: Total) -> str:
    """完成率比10月升0.1，比2025年11月升2.8；… Empty for a draft, and for what no earlier month has."""
    now = row_figures(total)
    found = []
    for name, label in (("completion", "完成率"), ("attendance", "参会率")):
        changes = [
            f"比{month}{change}"
            for month, totals in (
                (content.earlier.before_name, content.earlier.before),
                (content.earlier.year_before_name, content.earlier.year_before),
            )
            if (then := totals.get(total.organization_id))
            and (change := rate_change(getattr(now, name), getattr(then, name))) != NOTHING
        ]
        if changes:
            found.append(f"{label}{'，'.join(changes)}")
    return f"{'；'.join(found)}。" if found else ""


def _rules(content: ReportContent) -> Iterable[dict[str, str]]:
    for rule in content.rules:
        line = content.lines.get((content.top.pk, rule.pk)) if content.top else None
        row = {"项目": rule.label, "周期": rule.get_cadence_display()}
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
            "上月": _rate_then(content.earlier.before, pk),
            "去年同月": _rate_then(content.earlier.year_before, pk),
            "参会率": percent(shown.attendance),
            "未开展": str(total.missed),
            "已说明": str(content.explained.get(pk, 0)),
            "补录": str(total.late_records),
        }


def _rate_then(totals: Mapping[int, TotalFigures], organization: int) -> str:
    then = totals.get(organization)
    return percent(then.completion if then else None)


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
