"""HTML views of actions on organizations and of mandates. The organization's own page is in dashboards."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions as account_actions
from branches import actions
from branches.access.roles import APART, Capability, Role
from branches.forms import AccountForm, GrantForm, RevokeForm
from branches.models import Mandate, Organization
from branches.rules.findings import name_warnings
from branches.selectors import tree_deeds
from branches.views.action_forms import ActionForm, actions_for
from core import clock, document_numbers
from core.http import form_page, posted_data

MOST_MANDATES = 200
MOST_SUGGESTED = 8


def managed_organization(request: HttpRequest, code: str) -> Organization:
    """Raises Http404 out of reach, NotYours without the right to manage it."""
    organization = get_object_or_404(
        Organization.objects.visible_to(request.actor).select_related("parent"), code=code
    )
    request.actor.must(Capability.MANAGE_ORGANIZATIONS, organization)
    return organization


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """One change of one organization: establish below it, rename, describe, its terms."""
    organization = managed_organization(request, code)

    def save(form: Any, chosen: ActionForm) -> HttpResponse:
        row = chosen.action(**form.facts(), by=request.actor)
        changed = row if isinstance(row, Organization) else organization
        messages.success(request, chosen.done)
        for warning in name_warnings(changed.kind, changed.name) if "name" in form.fields else ():
            messages.warning(request, f"{warning.sentence}。")
        if hint := document_numbers.hint_of(form.cleaned_data.get("document") or ""):
            messages.warning(request, f"{hint}。")
        return redirect("organizations:detail", changed.code)

    return action_page(request, organization, deed, save)


def action_page(
    request: HttpRequest,
    organization: Organization,
    slug: str,
    save: Callable[[Any, ActionForm], HttpResponse],
) -> HttpResponse:
    """The page of one action on an organization; `save` acts on the valid form. Raises Http404 if it is not possible."""
    deeds = actions_for(organization)
    if slug not in deeds:
        raise Http404
    form = deeds[slug].form(posted_data(request), organization=organization, by=request.actor)
    context = {"organization": organization, "form": form, "deed": deeds[slug], "deeds": deeds, "slug": slug}
    context["tree_deeds"] = tree_deeds.deed_choices(organization)
    template = "branches/organization_change.html"
    return form_page(
        form,
        lambda: save(form, deeds[slug]),
        lambda status: render(request, template, context, status=status),
    )


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The organizations in reach that the text may mean, as options of a field; nothing for no text."""
    typed = request.GET.get("q", "").strip()[:60]
    places = Organization.objects.visible_to(request.actor).standing(clock.today())
    found = places.named_like(typed).select_related("parent__parent").order_by("path") if typed else ()
    context = {"rows": list(found[:MOST_SUGGESTED]), "typed": typed}
    return render(request, "branches/_suggestions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mandates(request: HttpRequest) -> HttpResponse:
    """Who may do what where; a new one with POST."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    form = GrantForm(
        request.POST or None,
        by=request.actor,
        initial={"since": clock.today(), "username": request.GET.get("username", "")},
    )

    def save() -> HttpResponse:
        mandate = actions.grant(**form.facts(), by=request.actor)
        messages.success(request, f"已授权：{mandate}。")
        return redirect("branches:mandates")

    return form_page(form, save, lambda status: _mandates_page(request, status, form=form))


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """End a mandate today; the confirmation is on its row."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        raise Http404
    mandate = form.cleaned_data["mandate"]
    if not request.actor.may(Capability.GRANT_MANDATES, mandate.organization):
        raise Http404
    actions.revoke(mandate=mandate, until=form.cleaned_data["until"], by=request.actor)
    messages.success(request, f"已收回：{mandate}。")
    return redirect("branches:mandates")


@require_POST
def open_account(request: HttpRequest) -> HttpResponse:
    """A new account; its first password is shown on the answer, once, and never again."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    form = AccountForm(request.POST)

    def save() -> HttpResponse:
        opened = account_actions.open_account(**form.cleaned_data, by=request.actor)
        return _mandates_page(request, 200, account_form=AccountForm(), opened=opened)

    response = form_page(form, save, lambda status: _mandates_page(request, status, account_form=form))
    response["Cache-Control"] = "no-store"
    return response


def _mandates_page(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    today, asked = clock.today(), request.GET.get("q", "").strip()[:60]
    found = Mandate.objects.visible_to(request.actor).held_by(asked)
    held = (
        found.open(today)
        .select_related("user", "organization", "granted_by")
        .order_by("organization__path", "role")
    )
    apart = Mandate.objects.current(today).filter(role__in=APART).select_related("user")
    initial = {"since": today, "username": more["opened"][0].username if more.get("opened") else ""}
    context = {
        "form": GrantForm(by=request.actor, initial=initial),
        "account_form": AccountForm(),
        "q": asked,
        "today": today,
        "mandates": held[:MOST_MANDATES],
        "total": held.count(),
        "ended": found.ended(today).select_related("user", "organization")[:20] if asked else (),
        "administrators": [
            (role.label, [mandate for mandate in apart if mandate.role == role])
            for role in Role
            if role in APART
        ],
    } | more
    return render(request, "branches/mandate_list.html", context, status=status)
