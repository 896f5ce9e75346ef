"""The guides of docs/, and the chapter that speaks of a page."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from branches.access.reach import Reach
from branches.access.roles import Capability
from dashboards.rules import markdown

FOLDER = Path(settings.BASE_DIR) / "docs"
PICTURES = FOLDER / "screenshots"
SECRETARY, DISTRICT = "secretary", "district"
GUIDES = {SECRETARY: "支部书记使用指南", DISTRICT: "区委、街道党工委党建办使用指南"}
ADMINISTERS = (
    Capability.BUILD_REPORT,
    Capability.GRANT_MANDATES,
    Capability.READ_AUDIT,
    Capability.RUN_SYSTEM,
)
# Beginning of an address → the chapter of each guide that speaks of it; the longest that fits counts.
CHAPTERS: dict[str, dict[str, str]] = {
    "/": {SECRETARY: "工作台：这个月还差什么"},
    "/dashboard/": {DISTRICT: "总览：数字点开就是名单"},
    "/review/": {DISTRICT: "确认和退回记录"},
    "/behind/": {DISTRICT: "未完成的支部：找谁，提醒他们"},
    "/themes/": {DISTRICT: "发主题，看采用", SECRETARY: "用上级发的主题"},
    "/reports/": {DISTRICT: "督查月报", SECRETARY: "逾期补录、完成率、参会率怎么算"},
    "/rules/": {DISTRICT: "制度和情况说明", SECRETARY: "工作台：这个月还差什么"},
    "/organizations/": {
        DISTRICT: "组织：新设、更名、合并、分设、撤销、换隶属、换届",
        SECRETARY: "名册：谁算应到，谁有表决权",
    },
    "/organizations/mandates/": {DISTRICT: "账号和授权（安全管理员）"},
    "/accounts/": {DISTRICT: "账号和授权（安全管理员）"},
    "/imports/": {DISTRICT: "花名册怎么导入"},
    "/members/": {DISTRICT: "党员：查找、转接、看完整号码、导出", SECRETARY: "名册：谁算应到，谁有表决权"},
    "/audit/": {DISTRICT: "审计（审计管理员）"},
    "/clients/": {DISTRICT: "别的系统来取数"},
    "/meetings/": {DISTRICT: "确认和退回记录", SECRETARY: "计划一次会"},
    "/meetings/plan/": {SECRETARY: "计划一次会"},
    "/meetings/record/": {SECRETARY: "记一次主题党日"},
    "/meetings/exchange/": {SECRETARY: "会议从别的系统导进来，或者导出去"},
    "/plans/": {SECRETARY: "全年一次排好"},
    "/calendar/": {SECRETARY: "日历订阅"},
    "/leaves/": {SECRETARY: "请假和签到"},
    "/check-in/": {SECRETARY: "请假和签到"},
    "/life/": {SECRETARY: "组织生活会、民主评议、谈心谈话、党课"},
    "/papers/": {SECRETARY: "打印、Word、PDF和全年手册"},
    "/reminders/": {SECRETARY: "提醒", DISTRICT: "提醒和报上级"},
    "/me/": {SECRETARY: "登录和大字"},
}


class Chapter(NamedTuple):
    guide: str
    heading: str


def guide_of(reach: Reach) -> str:
    """The guide written for somebody with this reach."""
    return DISTRICT if any(map(reach.has, ADMINISTERS)) else SECRETARY


def chapter_of(path: str, reach: Reach) -> Chapter:
    """The chapter that speaks of the page at this address, in the reader's own guide; its beginning where none does."""
    guide = guide_of(reach)
    fitting = [start for start, found in CHAPTERS.items() if path.startswith(start) and guide in found]
    return Chapter(guide, CHAPTERS[max(fitting, key=len)][guide] if fitting else "")


@cache
def guide_text(guide: str) -> str:
    return (FOLDER / f"guide-{guide}.zh-CN.md").read_text(encoding="utf-8")


def headings(guide: str) -> list[str]:
    """Its chapters and sections, in order."""
    return [words for level, words in markdown.headings(guide_text(guide)) if level > 1]
