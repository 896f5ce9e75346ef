"""Pages of themes: list, publish, detail with adoptions, withdraw, adopt."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.roles import Capability
from branches.models import Organization
from branches.states import BRANCHES
from core import clock
from core.dates_zh import short_date
from core.errors import NotPermitted, RuleBroken
from core.http import form_page, own_address, posted_data
from planning import actions
from planning.forms.themes import ThemeForm
from planning.models import Theme
from planning.selectors import themes

PAGE = 30
PLACES_PAGE = 100
MOST_BRANCHES = 20


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """Recorders see the themes their branch may adopt; offices see published themes with adoption counts."""
    by = request.actor
    if not by.reach.has(Capability.VIEW):
        raise NotPermitted
    may_publish = by.reach.has(Capability.BUILD_REPORT)
    seen = themes.visible_themes(by).select_related("organization").order_by("-month", "-id")
    page = Paginator(seen, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "spreads": themes.adoption_counts(list(page.object_list), by) if may_publish else [],
        "may_publish": may_publish,
        "branches": [] if may_publish else _recorded_branches(request),
    }
    if context["branches"]:
        chosen = _requested_branch(context["branches"], request.GET.get("organization", ""))
        context |= {
            "branch": chosen,
            "offers": themes.themes_for_branch(chosen, since=clock.today()),
        }
    return render(request, "planning/theme_list.html", context)


def _recorded_branches(request: HttpRequest) -> list[Organization]:
    branches = Organization.objects.visible_to(request.actor, Capability.RECORD_MEETING).filter(
        kind__in=BRANCHES
    )
    return list(branches.standing(clock.today()).order_by("path")[:MOST_BRANCHES])


def _requested_branch(branches: list[Organization], code: str) -> Organization:
    if not code:
        return branches[0]
    branch_of_code = next((branch for branch in branches if branch.code == code), None)
    if branch_of_code is None:
        raise Http404
    return branch_of_code


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    if not request.actor.reach.has(Capability.BUILD_REPORT):
        raise NotPermitted
    form = ThemeForm(posted_data(request), by=request.actor)

    def save() -> HttpResponse:
        made = actions.publish_theme(**form.facts(), by=request.actor)
        messages.success(request, f"“{made.title}”发下去了，各支部在自己的工作台上能看到。")
        return redirect("themes:detail", made.uuid)

    def show(status: int) -> HttpResponse:
        return render(request, "planning/theme_form.html", {"form": form}, status=status)

    return form_page(form, save, show)


@require_safe
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The theme; offices also see which branches adopted it (?show=adopted|changed|not_yet)."""
    theme, by = _visible_theme(request, uuid), request.actor
    own = _recorded_branches(request)
    context: dict[str, Any] = {
        "theme": theme,
        "lines": themes.agenda_titles(theme.agenda),
        "may_withdraw": theme.withdrawn_at is None and by.may(Capability.BUILD_REPORT, theme.organization),
        "offers": _adoptions_by_branch(theme, own),
    }
    if by.reach.has(Capability.BUILD_REPORT):
        every = themes.branch_adoptions(theme, by)
        counts = {state: sum(place.state == state for place in every) for state in themes.WORDS}
        show = request.GET.get("show", "")
        show = show if show in themes.WORDS else ""
        # Together by what they did, in tree order within: one adopter among fifty is found at the top.
        rows = [
            place for state in themes.WORDS for place in every if place.state == state and show in ("", state)
        ]
        context |= {
            "counts": [(state, word, counts[state]) for state, word in themes.WORDS.items()],
            "total": len(every),
            "adoption_count": counts["adopted"] + counts["changed"],
            "show": show,
            "page": Paginator(rows, PLACES_PAGE).get_page(request.GET.get("page")),
        }
    return render(request, "planning/theme_detail.html", context)


def _adoptions_by_branch(theme: Theme, own: list[Organization]) -> list[tuple[Organization, Any]]:
    """The person's own branches below the publisher, each with its adoption or None."""
    below = [branch for branch in own if branch.path.startswith(theme.organization.path)]
    taken = {
        row.organization_id: row
        for row in themes.adoptions_in_use(theme.adoptions.filter(organization__in=below)).select_related(
            "meeting"
        )
    }
    return [(branch, taken.get(branch.pk)) for branch in below]


@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    theme = _visible_theme(request, uuid)
    actions.withdraw_theme(theme=theme, by=request.actor)
    messages.success(request, "撤回了。已经采用的支部，计划仍在。")
    return redirect("themes:detail", uuid)


@require_POST
def adopt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Adopt the theme for one branch; `next` is the page to return to."""
    theme = _visible_theme(request, uuid)
    seen = Organization.objects.visible_to(request.actor, Capability.VIEW)
    code = request.POST.get("organization", "")
    organization = get_object_or_404(seen, code=code)
    try:
        adoption = actions.adopt_theme(theme=theme, organization=organization, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("themes:detail", uuid)
    messages.success(
        request, f"采用了，{short_date(adoption.meeting.held_on)}开。日期、主题、议程都可以再改。"
    )
    planned = reverse("meetings:detail", args=[adoption.meeting.uuid])
    return redirect(own_address(request, request.POST.get("next", ""), planned))


def _visible_theme(request: HttpRequest, uuid: UUID) -> Theme:
    visible = themes.visible_themes(request.actor).select_related("organization")
    return get_object_or_404(visible, uuid=uuid)
