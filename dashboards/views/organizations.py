"""Pages of the organization tree and of one organization."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from branches.access.roles import Capability
from branches.models import Organization
from branches.rules import tree as paths
from branches.selectors import tree_deeds
from core import clock
from core.errors import NotPermitted
from core.http import page_or_part, requested_day
from dashboards.selectors import organization_tree
from dashboards.selectors.branch_warnings import branch_warnings
from dashboards.selectors.organization_page import organization_page, posts_on

MOST_ASKED = 120


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The tree; a search instead of it with ?q= or ?flag=, one opened row with ?open= for htmx."""
    if not request.actor.reach.has(Capability.SEE_TREE):
        raise NotPermitted
    seen = organization_tree.visible_organizations(request.actor, clock.today())
    is_search = _query_text(request, "q") or request.GET.getlist("flag")
    if is_search or request.htmx.target == "found":
        return _search_page(request, seen)
    if request.htmx and "open" in request.GET:
        return _opened_node(request, seen)
    home = seen.first()
    if home is None:
        raise NotPermitted("您的范围里还没有党组织。请联系上级党组织。")
    return _organization_page(request, home, is_home=True)


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.visible_to(request.actor), code=code)
    return _organization_page(request, organization, is_home=False)


def _search_page(request: HttpRequest, seen: Any) -> HttpResponse:
    flags = [flag for flag in request.GET.getlist("flag") if flag in organization_tree.FLAGS]
    text, code = _query_text(request, "q"), _query_text(request, "below")
    below = get_object_or_404(seen, code=code) if code else None
    found = organization_tree.search(
        seen.within(below) if below else seen,
        text=text,
        flags=flags,
        after=_query_text(request, "after"),
        on=clock.today(),
        by=request.actor,
    )
    context = {
        "found": found,
        "q": text,
        "flags": flags,
        "show_terms": organization_tree.TERM in flags,
        "below": below,
        "flag_choices": organization_tree.FLAGS.items(),
    }
    return page_or_part(request, "dashboards/organization_list.html", "rows", context)


def _opened_node(request: HttpRequest, seen: Any) -> HttpResponse:
    organization = get_object_or_404(seen, code=_query_text(request, "open"))
    (node,) = organization_tree.build_tree(
        seen.within(organization), open_at=[organization.path], on=clock.today(), by=request.actor
    )
    return render(request, "dashboards/_node.html", {"node": node})


def _organization_page(request: HttpRequest, organization: Organization, *, is_home: bool) -> HttpResponse:
    today, by = clock.today(), request.actor
    seen = organization_tree.visible_organizations(by, today)
    asked = _query_text(request, "open")
    opened = seen.filter(code=asked).first() if asked else organization
    at = opened.path if opened else organization.path
    roots = organization_tree.build_tree(seen, open_at=[*paths.ancestors(at), at], on=today, by=by)
    node = organization_tree.find_node(roots, organization.path)
    day = requested_day(request)
    context = {
        "organization": organization,
        "node": node,
        "roots": roots,
        "total": sum(root.below for root in roots),
        "page": organization_page(organization, on=today, by=by),
        "warnings": branch_warnings(organization, today, by),
        "may_see_records": by.may(Capability.VIEW, organization),
        "day": day,
        "posts": posts_on(organization, day),
        "is_today": day == today,
        "is_home": is_home,
        "last_deed": tree_deeds.last_deed(organization),
        "may_manage": by.may(Capability.MANAGE_ORGANIZATIONS, organization),
        "may_waive": by.may(Capability.MANAGE_RULES, organization),
        "may_see_members": by.may(Capability.VIEW_MEMBERS, organization),
        "may_appoint": day == today
        and organization.dissolved_on is None
        and by.may(Capability.MANAGE_ORGANIZATIONS, organization)
        and by.may(Capability.VIEW_MEMBERS, organization),
        "may_open_accounts": day == today
        and organization.is_branch
        and by.may(Capability.GRANT_MANDATES, organization),
        "may_read_records": by.may(Capability.VIEW, organization),
        "may_see_calendar": by.may(Capability.CALENDAR, organization),
        "flag_choices": organization_tree.FLAGS.items(),
    }
    is_small = organization.is_branch or organization.is_group
    context |= {
        "may_establish": context["may_manage"] and not is_small and not organization.is_dissolved,
        "place_filter": "organization" if organization.is_branch else "below",
        "columns": 2 if is_small else 4 if context["may_see_records"] else 3,
    }
    return render(request, "dashboards/organization_detail.html", context)


def _query_text(request: HttpRequest, name: str) -> str:
    """The text of a query parameter, stripped and limited in length."""
    return request.GET.get(name, "").strip()[:MOST_ASKED]
