"""Pages of a new term of office and of the posts its election gives."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from branches.access.roles import Capability
from branches.forms import BeginTermForm
from branches.models import Organization
from branches.views.action_forms import actions_for
from core.errors import RuleBroken
from core.http import form_page, posted_data
from members import actions
from members.forms import PostsForm


@require_http_methods(["GET", "HEAD", "POST"])
def begin_term(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a term. The page belongs to members because the posts of the former term end with it."""
    organization = _managed(request, code)
    deeds = actions_for(organization)
    given = {"organization": organization, "by": request.actor}
    form = BeginTermForm(posted_data(request), **given)

    def save() -> HttpResponse:
        actions.begin_term(**form.facts(), by=request.actor)
        messages.success(request, deeds["begin_term"].done)
        if _gives_posts(request, organization):
            return redirect("terms:posts", organization.code)
        return redirect("organizations:detail", organization.code)

    context = {
        "organization": organization,
        "form": form,
        "deed": deeds["begin_term"],
        "deeds": deeds,
        "slug": "begin_term",
    }
    template = "branches/organization_change.html"
    return form_page(form, save, lambda status: render(request, template, context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def posts(request: HttpRequest, code: str) -> HttpResponse:
    """Enter who was elected: the posts of the current term on one page, all of them or none."""
    organization = _managed(request, code)
    request.actor.must(Capability.VIEW_MEMBERS, organization)
    term = organization.terms.filter(until__isnull=True).first()
    if term is None or not organization.is_branch:
        return redirect("branches:change", organization.code, "begin_term")
    form = PostsForm(posted_data(request), term=term)
    status = 400 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            done = actions.appoint_together(term=term, **form.facts(), by=request.actor)
        except RuleBroken as refusal:
            form.refuse(refusal)
            status = 409
        else:
            messages.success(request, f"已登记{len(done)}个任职。")
            return redirect("organizations:detail", organization.code)
    context = {"organization": organization, "term": term, "form": form}
    return render(request, "members/term_posts.html", context, status=status)


def _managed(request: HttpRequest, code: str) -> Organization:
    organization = get_object_or_404(Organization.objects.visible_to(request.actor), code=code)
    request.actor.must(Capability.MANAGE_ORGANIZATIONS, organization)
    return organization


def _gives_posts(request: HttpRequest, organization: Organization) -> bool:
    return organization.is_branch and request.actor.may(Capability.VIEW_MEMBERS, organization)
