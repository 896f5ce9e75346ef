"""The parts of a report's letter that follow from its figures: what is wanting, what is asked, what comes next."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from core.clock import Period
from core.dates_zh import full_date, full_month, full_period
from core.instruments import LOCAL
from documents.contexts.report import ReportContent, organization_label, row_figures
from obligations.models import Rule

NAMED = 20  # organizations named in one sentence; the lists have them all


def rectify_by(content: ReportContent) -> str:
    """The last day of rectification (§8.4): counted from the day of issue, which a draft does not have yet."""
    issued = content.report.published_at
    if issued is None:
        return f"签发后{settings.REPORT_RECTIFY_DAYS}日内"
    return full_date(timezone.localdate(issued) + dt.timedelta(days=settings.REPORT_RECTIFY_DAYS))


def problems(content: ReportContent) -> list[str]:
    """存在问题, each with its numbers and the organizations it is about."""
    found: list[str] = []
    if content.missed:
        over = content.report.is_month_over
        kinds = Counter(each.rule.name for each in content.missed)
        counts = "、".join(f"{name}{count}项" for name, count in kinds.items())
        branches = len({each.branch.pk for each in content.missed})
        told = sum(each.is_explained for each in content.missed)
        explained = f"，其中应开未开·已说明{told}项" if told else ""
        what = "组织生活未按规定开展" if over else "组织生活尚未完成"
        found.append(f"{what}。涉及{branches}个党支部，共{len(content.missed)}项：{counts}{explained}。")
        again: dict[str, int] = {}
        for each in content.missed:
            if over and each.missed_in_a_row >= 2:
                name = organization_label(each)
                again[name] = max(each.missed_in_a_row, again.get(name, 0))
        if again:
            names = _names([f"{name}（{times}期）" for name, times in again.items()])
            found.append(f"连续2期以上未开展。{names}。")
    if low := _low_turnout(content):
        names = _names([f"{name}（{turnout}%）" for name, turnout in low])
        found.append(f"参会率低于{settings.ATTENDANCE_LEAST}%（{LOCAL}）。{names}。")
    if content.late:
        branches = len({each.organization.pk for each in content.late})
        found.append(f"会议记录逾期补录。{branches}个党组织，共{len(content.late)}次。")
    returned = content.totals[content.top.pk].returned if content.top else 0
    if returned:
        found.append(f"会议记录退回修改。共{returned}次。")
    return found


def _low_turnout(content: ReportContent) -> list[tuple[str, Decimal]]:
    found = []
    for pk, organization in content.organizations.items():
        turnout = row_figures(content.totals[pk]).attendance
        if organization.is_branch and turnout is not None and turnout < settings.ATTENDANCE_LEAST:
            found.append((organization.short_name, turnout))
    return found


def _names(names: list[str]) -> str:
    more = f"等{len(names)}个党组织" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more


def demands(content: ReportContent) -> list[str]:
    """整改要求: who does what by when; nothing where nothing is wanting."""
    found: list[str] = []
    by = rectify_by(content)
    unexplained = [each for each in content.missed if not each.is_explained]
    if unexplained and content.report.is_month_over:
        before = f"{by}前" if content.report.published_at else by
        found.append(
            f"未开展{'、还没有说明的' if len(unexplained) < len(content.missed) else ''}事项由各党支部查明原因，能补开的补开，不能补开的作情况说明（报备说明），{before}报上级党组织。"
        )
    elif content.missed and not content.report.is_month_over:
        found.append("尚未完成的，在本期结束前开展并提交记录。")
    if _low_turnout(content):
        found.append("参会率偏低的党支部核实请假和缺席情况，对请假的党员安排补学。")
    if content.late:
        found.append(f"会议结束后{settings.LATE_AFTER_DAYS}日内提交记录，避免逾期补录。")
    if content.totals and content.top and content.totals[content.top.pk].returned:
        found.append("退回修改的记录按审核意见修改后重新提交。")
    return found


def next_steps(content: ReportContent) -> list[str]:
    """下步工作: what falls due in the month after."""
    after = Period.holding(content.month.until + dt.timedelta(days=1), 1)
    monthly = [rule for rule in content.rules if rule.cadence == Rule.Cadence.MONTH]
    ending = [
        (rule, period)
        for rule in content.rules
        if rule.cadence != Rule.Cadence.MONTH
        and (period := Period.holding(after.since, rule.months)).until == after.until
    ]
    found = []
    if monthly:
        found.append(f"{full_month(after.since)}按月召开：{_duties(monthly)}。")
    if ending:
        named = "；".join(f"{full_period(period)}的{rule.label}{rule.count}次" for rule, period in ending)
        found.append(f"{full_month(after.since)}底到期，还没有完成的抓紧召开：{named}。")
    return found


def _duties(rules: Iterable[Rule]) -> str:
    return "、".join(f"{rule.label}{rule.count}次" for rule in rules)


def numbered(sentences: list[str], none: str) -> list[str]:
    if len(sentences) < 2:
        return sentences or [none]
    return [f"{place}. {sentence}" for place, sentence in enumerate(sentences, 1)]
