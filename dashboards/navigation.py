"""The frame around every page: whose desk this is and where they may go."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from branches.access.roles import Capability

# capabilities that open the place (any of them; none: everyone's), its label, address, icon;
# the first four of one's own are on the phone's bar, the others under 我的
PLACES = [
    ((), "工作台", "reports:desk", "home"),
    ((Capability.BUILD_REPORT,), "总览", "reports:dashboard", "layout-dashboard"),
    ((Capability.SEE_TREE,), "组织", "organizations:tree", "sitemap"),
    ((Capability.VIEW_MEMBERS,), "党员", "members:list", "users"),
    ((Capability.CALENDAR,), "会议", "meetings:list", "notebook"),
    ((Capability.CALENDAR,), "签到", "attendance:check_in", "qrcode"),
    ((Capability.RECORD_MEETING,), "计划", "reports:plan", "calendar-event"),
    ((Capability.BUILD_REPORT,), "主题", "themes:list", "flag"),
    ((Capability.RECORD_MEETING, Capability.BUILD_REPORT), "年度", "life:index", "history"),
    ((Capability.RECORD_MEETING, Capability.BUILD_REPORT), "文书", "papers:index", "file-text"),
    ((Capability.VIEW,), "月报", "reports:list", "report-analytics"),
    ((Capability.IMPORT,), "导入", "members:imports", "file-import"),
    ((Capability.READ_AUDIT,), "审计", "audit:list", "list-search"),
    ((Capability.GRANT_MANDATES,), "授权", "branches:mandates", "key"),
    ((Capability.GRANT_MANDATES,), "账号", "accounts_of:list", "user"),
    ((Capability.RUN_SYSTEM,), "接口", "clients:list", "settings"),
    ((Capability.RUN_SYSTEM, Capability.BUILD_REPORT, Capability.IMPORT), "任务", "audit:jobs", "settings"),
]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context of the frame: navigation from the reach, the place's name, the type size."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": [], "home_url": "/", "large_type": request.COOKIES.get("type") == "large"}
    reach = request.actor.reach
    office = reach.has(Capability.BUILD_REPORT)
    nav = []
    for capabilities, label, name, icon in PLACES:
        if capabilities and not any(reach.has(capability) for capability in capabilities):
            continue
        if office and name in ("reports:desk", "attendance:check_in"):
            continue
        url = reverse(name)
        here = request.path == url if url == "/" else request.path.startswith(url)
        if here:  # a longer address inside another place's is its own place
            for place in nav:
                place["current"] = place["current"] and len(place["url"]) > len(url)
        nav.append({"label": label, "url": url, "icon": icon, "current": here, "in_tabbar": len(nav) < 4})
    if not office and reach.has(Capability.RECORD_MEETING):
        url = reverse("meetings:record")
        for place in nav:
            place["in_tabbar"] = place["label"] in ("工作台", "会议", "党员")
            place["current"] = place["current"] and not request.path.startswith(url)
        nav.append(
            {
                "label": "记录",
                "url": url,
                "icon": "pencil",
                "current": request.path.startswith(url),
                "in_tabbar": True,
            }
        )
    place = request.actor.place
    return {
        "nav": nav,
        "more": [place for place in nav if not place["in_tabbar"]],  # what the phone's bar has no room for
        "home_url": reverse("reports:dashboard") if office else "/",
        "scope_name": place.short_name if place else "",
        "viewer_name": str(user),
        "large_type": user.large_type,
    }
