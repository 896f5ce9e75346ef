"""The page that links an account to a member."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from branches.access.roles import Capability
from branches.selectors import holders
from core.errors import RuleBroken
from core.http import form_page
from members import actions
from members.forms import LinkForm
from members.models import Member


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link the account to a member given by branch and name; POST on a linked account unlinks it."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    user = get_object_or_404(holders.accounts(request.actor), pk=pk)
    linked = Member.objects.filter(user=user).select_related("organization").first()
    back = redirect(f"{reverse('accounts_of:list')}?{urlencode({'q': user.username})}")
    if linked and request.method == "POST":
        try:
            actions.link(member=linked, user=None, by=request.actor)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"账号“{user.username}”已不再关联{linked.name}。")
        return back
    places = [held.organization for held in user.held if held.organization.is_branch]
    initial = {"name": user.name, "place": places[0].short_name if len(places) == 1 else ""}
    form = LinkForm(request.POST or None, initial=initial, by=request.actor)

    def save() -> HttpResponse:
        member = actions.link(member=form.cleaned_data["member"], user=user, by=request.actor)
        messages.success(
            request, f"账号“{user.username}”已关联{member.organization.short_name}的{member.name}。"
        )
        return back

    context = {"form": form, "account": user, "linked": linked}
    template = "members/account_link.html"
    return form_page(form, save, lambda status: render(request, template, context, status=status))
