"""Navigation entries of this app, and the context processor of the frame around every page."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from branches.access.roles import Capability
from core.parts import NavigationEntry, parts

DESK = NavigationEntry("工作台", "reports:desk", "home")
DASHBOARD = NavigationEntry("总览", "reports:dashboard", "layout-dashboard", (Capability.BUILD_REPORT,))
REVIEW = NavigationEntry("待审核", "reports:review", "list-check", (Capability.VERIFY,))
ORGANIZATIONS = NavigationEntry("组织", "organizations:tree", "sitemap", (Capability.SEE_TREE,))


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context of the frame: navigation from the reach, the place's name, the type size."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": [], "home_url": "/", "large_type": request.COOKIES.get("type") == "large"}
    reach = request.actor.reach
    office = reach.has(Capability.BUILD_REPORT)
    nav = []
    for entry in parts("NAVIGATION"):
        if entry.capabilities and not any(reach.has(Capability(each)) for each in entry.capabilities):
            continue
        if office and entry.url_name in ("reports:desk", "attendance:check_in"):
            continue
        url = reverse(entry.url_name)
        here = request.path == url if url == "/" else request.path.startswith(url)
        if here:  # of nested addresses only the longest is current
            for place in nav:
                place["current"] = place["current"] and len(place["url"]) > len(url)
        nav.append(
            {"label": entry.label, "url": url, "icon": entry.icon, "current": here, "in_tabbar": len(nav) < 4}
        )
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
