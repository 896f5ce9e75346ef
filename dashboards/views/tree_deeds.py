"""Pages of the deeds of the tree: which deed and where everything goes, what it changes, done, taken back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from branches import actions
from branches.actions.try_deed import DEEDS, planned_deed, seal_of, try_deed
from branches.errors import DifferentNow
from branches.selectors import tree_deeds
from branches.views.organizations import MOST_SUGGESTED, managed_organization
from core.dates_zh import short_end
from core.errors import RuleBroken
from core.http import errors_to_form, form_page, posted_data
from dashboards.forms import DEED_FORMS, DeedForm, TakeBackForm


@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """One deed: filled in, shown with its effects, and done as it was shown."""
    organization = managed_organization(request, code)
    if deed not in dict(tree_deeds.deed_choices(organization)):
        raise Http404
    form = DEED_FORMS[deed](posted_data(request), organization=organization, by=request.actor)
    if not form.is_bound or not form.is_valid():
        return _deed_page(request, form, deed, 400 if form.is_bound else 200)
    facts, seen = form.facts(), request.POST.get("seen", "")
    try:
        preview = try_deed(form.kind, facts, by=request.actor)
        seal = seal_of(preview, facts)
        if not seen or "show" in request.POST:
            return _deed_page(request, form, deed, 200, preview=preview, seal=seal)
        if seen != seal:
            errors_to_form(form, DifferentNow())
            return _deed_page(request, form, deed, 409, preview=preview, seal=seal)
        DEEDS[form.kind](**facts, by=request.actor)
    except RuleBroken as refusal:
        errors_to_form(form, refusal)
        return _deed_page(request, form, deed, 409)
    messages.success(request, f"已办好：{organization.short_name}{form.kind.label}。")
    return redirect("organizations:detail", organization.code)


def _deed_page(request: HttpRequest, form: DeedForm, slug: str, status: int, **more: Any) -> HttpResponse:
    facts = {"organization": form.organization}
    if form.is_bound:
        facts |= {name: value for name, value in getattr(form, "cleaned_data", {}).items() if value}
    planned = planned_deed(form.kind, facts)
    context = {
        "organization": form.organization,
        "form": form,
        "slug": slug,
        "deeds": tree_deeds.deed_choices(form.organization),
        "deed": planned,
        "places": form.bound("receiver", "parent", "name", "short_name", "code"),
        "papers": form.bound("document", "approved_on", "applied_on", "reason"),
        "rows": [
            (line, next(iter(form.bound(line.choice)), None) if line.count else None)
            for line in tree_deeds.holdings(planned)
        ],
        "ends_at": short_end(tree_deeds.freezing().freezes_at(planned.effective_on)),
        "people": form.fields["members"].choices if "members" in form.fields else (),
    }
    return render(request, "dashboards/tree_deed.html", context | more, status=status)


@require_safe
def suggest(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """The organizations that the text may mean, as options of the field; nothing for no text."""
    organization = managed_organization(request, code)
    if deed not in dict(tree_deeds.deed_choices(organization)):
        raise Http404
    places = tree_deeds.receivers(organization, DEED_FORMS[deed].kind, request.actor)
    typed = request.GET.get("q", "").strip()[:60]
    found = places.named_like(typed).select_related("parent__parent").order_by("path") if typed else ()
    context = {"rows": list(found[:MOST_SUGGESTED]), "typed": typed}
    return render(request, "branches/_suggestions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Undo the last deed of an organization until its month is frozen."""
    organization = managed_organization(request, code)
    row = tree_deeds.last_deed(organization)
    if row is None:
        raise Http404
    form = TakeBackForm(posted_data(request), organization=organization, by=request.actor)

    def save() -> HttpResponse:
        actions.take_back(deed=row, reason=form.cleaned_data["reason"], by=request.actor)
        messages.success(request, f"已撤回：{row}。")
        return redirect("organizations:detail", organization.code)

    context = {
        "organization": organization,
        "form": form,
        "row": row,
        "ends_at": short_end(tree_deeds.taken_back_until(row)),
    }
    return form_page(
        form, save, lambda status: render(request, "dashboards/take_back.html", context, status=status)
    )
