"""Navigation entries of this app, and the context processor of the frame around every page."""

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from branches.access.reach import Reach
from branches.access.roles import Capability
from core.parts import NavigationEntry, parts
from meetings.navigation import CHECK_IN, MEETINGS

DESK = NavigationEntry("工作台", "reports:desk", "home", unless=(Capability.BUILD_REPORT,))
DASHBOARD = NavigationEntry("总览", "reports:dashboard", "layout-dashboard", (Capability.BUILD_REPORT,))
REVIEW = NavigationEntry("待审核", "reports:review", "list-check", (Capability.VERIFY,))
RECORD = NavigationEntry("记录", "meetings:record", "pencil", (Capability.RECORD_MEETING,))
ORGANIZATIONS = NavigationEntry("组织", "organizations:tree", "sitemap", (Capability.SEE_TREE,))
PLACES = NavigationEntry("全部", "reports:places", "layout-grid")
ME = NavigationEntry("我的", "accounts:me", "user")


class Dock(NamedTuple):
    """A cell of the phone's bar that opens the places of a group."""

    group: str
    label: str
    icon: str


# Who has the capability has this bar, the first that fits: beside the way home (工作台) at most four cells.
# One with a capability of its own, the deed of the person, stands in the middle.
BARS: tuple[tuple[Capability | None, tuple[Dock | NavigationEntry, ...]], ...] = (
    (
        Capability.BUILD_REPORT,
        (
            Dock("督查", "督查", "report-analytics"),
            REVIEW,
            Dock("组织与党员", "组织", "sitemap"),
            PLACES,
        ),
    ),
    (
        Capability.RECORD_MEETING,
        (Dock("组织生活", "组织生活", "notebook"), RECORD, Dock("组织与党员", "党员", "users"), PLACES),
    ),
    (Capability.CALENDAR, (MEETINGS, CHECK_IN, ME)),
    (None, (Dock("系统", "系统", "settings"), PLACES)),
)
DEEDS = (REVIEW, RECORD, CHECK_IN)


@dataclass
class Cell:
    """A link of the frame, or with places a group of links. `current`: "page" on it, "true" below it, else empty."""

    label: str
    url: str
    icon: str
    current: str = ""
    places: list["Cell"] = field(default_factory=list)
    is_deed: bool = False


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context of the frame: groups and places from the reach, the phone's bar, the place's name, the type size."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {
            "groups": [],
            "bar": [],
            "home_url": "/",
            "large_type": request.COOKIES.get("type") == "large",
        }
    reach = request.actor.reach
    groups = _groups(reach, request.path)
    here = next((group for group in groups if group.current), None)
    place = request.actor.place
    return {
        "groups": groups,
        "here": here if here and len(here.places) > 1 else None,
        "bar": _bar(groups, reach, request.path),
        "home_url": groups[0].url,
        "scope_name": place.short_name if place else "",
        "viewer_name": str(user),
        "large_type": user.large_type,
    }


def _groups(reach: Reach, path: str) -> list[Cell]:
    """The groups with at least one place that is open; at most one place is current, with the longest address."""
    groups, nearest, length = [], None, 0
    for label, entries in parts("NAVIGATION").items():
        places = []
        for entry in entries:
            if not _is_open(entry, reach):
                continue
            cell = Cell(entry.label, reverse(entry.url_name), entry.icon)
            places.append(cell)
            fitting = _fit(entry, path)
            if fitting > length:
                nearest, length = (cell, len(groups)), fitting
        if places:
            groups.append(Cell(label, places[0].url, places[0].icon, places=places))
    if nearest is not None:
        for cell in (nearest[0], groups[nearest[1]]):
            cell.current = "page" if path == cell.url else "true"
    return groups


def _bar(groups: list[Cell], reach: Reach, path: str) -> list[Cell]:
    """The phone's cells: home first; of a group with one place that place itself; nothing that is closed."""
    cells = [Cell(groups[0].label, groups[0].url, "home", groups[0].current)]
    named = {group.label: group for group in groups}
    wanted = next(cells for capability, cells in BARS if capability is None or reach.has(capability))
    for part in wanted:
        if isinstance(part, NavigationEntry):
            if _is_open(part, reach):
                current = ("page" if path == reverse(part.url_name) else "true") if _fit(part, path) else ""
                cells.append(
                    Cell(part.label, reverse(part.url_name), part.icon, current, is_deed=part in DEEDS)
                )
        elif group := named.get(part.group):
            if len(group.places) == 1:
                cells.append(replace(group.places[0]))
            else:
                cells.append(Cell(part.label, group.url, part.icon, group.current, group.places))
    _keep_nearest(cells)
    return cells


def _keep_nearest(cells: list[Cell]) -> None:
    """Of cells that are both current, as 会议 is while 记录 is open, the one with the longest address stays so."""
    current = [cell for cell in cells if cell.current]
    for cell in current:
        if any(other.url.startswith(cell.url) and len(other.url) > len(cell.url) for other in current):
            cell.current = ""


def _is_open(entry: NavigationEntry, reach: Reach) -> bool:
    needed, unless = entry.capabilities, entry.unless
    return (not needed or any(reach.has(Capability(each)) for each in needed)) and not any(
        reach.has(Capability(each)) for each in unless
    )


def _fit(entry: NavigationEntry, path: str) -> int:
    """How much of the path leads to this place: the length of the address it begins with, 0 for another place's."""
    urls = [reverse(name) for name in (entry.url_name, *entry.also)]
    return max((len(url) for url in urls if path == url or (url != "/" and path.startswith(url))), default=0)
