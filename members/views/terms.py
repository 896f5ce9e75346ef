"""Pages of a new term of office and of the posts its election gives."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from branches.access.roles import Capability
from branches.views.action_forms import ActionForm
from branches.views.organizations import action_page, managed_organization
from core.errors import RuleBroken
from core.http import posted_data
from members import actions
from members.forms import PostsForm


@require_http_methods(["GET", "HEAD", "POST"])
def begin_term(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a term. The page belongs to members because the posts of the former term end with it."""
    organization = managed_organization(request, code)

    def save(form: Any, chosen: ActionForm) -> HttpResponse:
        actions.begin_term(**form.facts(), by=request.actor)
        messages.success(request, chosen.done)
        gives_posts = organization.is_branch and request.actor.may(Capability.VIEW_MEMBERS, organization)
        return redirect("terms:posts" if gives_posts else "organizations:detail", organization.code)

    return action_page(request, organization, "begin_term", save)


@require_http_methods(["GET", "HEAD", "POST"])
def posts(request: HttpRequest, code: str) -> HttpResponse:
    """Enter who was elected: the posts of the current term on one page, all of them or none."""
    organization = managed_organization(request, code)
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
