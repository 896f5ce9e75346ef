"""What paper this is: 初稿, published, withdrawn or 节录; its version, date, signature and check code (R-PAP-03)."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.utils import timezone

from core.dates_zh import full_date, short_date, short_moment
from documents.contexts.report import ReportContent
from reports.models import Report
from reports.selectors.reach_back import reach_back_note

CODE_LENGTH = 16  # hexadecimal digits
DRAFT = "初稿"


def printed_code(printed: Any) -> str:
    """The check code of a paper, in groups of four: of everything printed, so that another word or day has another code."""
    text = json.dumps(printed, ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()[:CODE_LENGTH]
    return " ".join(digest[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def code_of(content: ReportContent, printed: Any) -> str:
    """The code of a published paper; a draft has none, its words still change. The report's id is part of what it covers."""
    return printed_code([str(content.report.uuid), printed]) if content.report.published_at else ""


def identity(content: ReportContent) -> dict[str, str]:
    """What paper this is. Only the whole of a published report is signed and dated; an extract says where it is from."""
    report = content.report
    issued = full_date(timezone.localdate(report.published_at)) if report.published_at else ""
    is_signed = bool(issued) and not content.is_extract
    return {
        "标题": content.title,
        "标记": content.status_note,
        "水印": report.get_status_display() if report.withdrawal_mark else "" if issued else DRAFT,
        "党组织": content.top.name if content.top else "",
        "版本": _version(content),
        "截至": _counted_until(report),
        "主送": report.addressees if is_signed else "",
        "落款": report.issuer if is_signed else "",
        "落款日期": issued if is_signed else "",
        "节录说明": _extract_note(content, issued) if content.is_extract else "",
    }


def _version(content: ReportContent) -> str:
    report = content.report
    if not report.published_at:
        return f"初稿，{short_moment(report.built_at)}生成" if report.built_at else DRAFT
    published = (
        f"第{report.version}版，{short_date(timezone.localdate(report.published_at), report.month)}公布"
    )
    return f"节录自{published}" if content.is_extract else published


def _counted_until(report: Report) -> str:
    if report.frozen_at is None:
        return "数字没有冻结，还会变"
    if report.counted_until is None:
        return "数字已经冻结"
    last = timezone.localtime(report.counted_until) - dt.timedelta(days=1)
    return f"数字截至{full_date(last.date())}24:00"


def _extract_note(content: ReportContent, issued: str) -> str:
    name = content.top.name if content.top else ""
    part = f"只供{name}使用" if name else "没有可列入的党组织"
    source = f"{content.report.issuer}{issued}签发的" if issued else "尚未签发的"
    return f"本页由{source}《{content.whole_title}》摘出，{part}，不另署名、不盖章；以月报全文为准。"


def counting_note(content: ReportContent) -> str:
    """统计口径, with why dates of earlier months stand in it."""
    report = content.report
    until = timezone.localtime(report.counted_until) - dt.timedelta(days=1) if report.counted_until else None
    cut = f"，{until.month}月{until.day}日24:00前提交" if until else ""
    return (
        f"会议日期在各项制度自己的周期之内{cut}，已提交或审核通过的会议计入；一次会议属于几种类型的，各计一次。"
        f"{reach_back_note(content.rules, content.month)}"
        "完成率只算周期已满的项目，多开的不抵别的缺项，不适用的不计入；参会率是实到人次除以应到人次。"
        "每个党组织的数字是本级和全部下级的合计。"
    )
