"""HTML views of sign-in accounts for those who grant mandates: find, open, reset, close, reopen."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.selectors import locked_among
from branches.access.roles import Capability
from branches.actions import reset_second_factor, vouch
from branches.forms import AccountForm
from branches.selectors import holders
from core.errors import RuleBroken
from core.http import form_page
from core.keyset import page_of

DEEDS: dict[str, tuple[Callable[..., Any], str]] = {
    "reset": (actions.reset_password, ""),
    "close": (actions.close_account, "“{}”的账号已停用，马上不能登录。"),
    "reopen": (actions.reopen_account, "“{}”的账号已恢复。"),
    "vouch": (vouch, "“{}”的账号已核实，本人可以登录了。"),
    "second-factor": (reset_second_factor, "“{}”的两步验证已解除，下次登录重新绑定。"),
    "unlock": (actions.unlock_account, "“{}”的账号已解除锁定，可以再登录。"),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """The list; a new account with POST, its first password on the answer, once."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    form = AccountForm(request.POST or None)

    def save() -> HttpResponse:
        made = actions.open_account(**form.cleaned_data, by=request.actor)
        return _page(request, 200, form=AccountForm(), made=made, word="已开")

    return form_page(form, save, lambda status: _page(request, status, form=form, made=None, word="已开"))


@never_cache
@require_POST
def change(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Reset (the new password on the answer, once), close, reopen or unlock one account."""
    request.actor.must_have(Capability.GRANT_MANDATES)
    if deed not in DEEDS:
        raise Http404
    user = get_object_or_404(holders.accounts(request.actor), pk=pk)
    action, done = DEEDS[deed]
    try:
        result = action(user=user, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts_of:list")
    if deed == "reset":
        return _page(request, 200, form=AccountForm(), made=(user, result), word="已重设密码")
    messages.success(request, done.format(user))
    return redirect("accounts_of:list")


def _page(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:60]
    page = page_of(request, holders.accounts(request.actor, asked), order=("name", "pk"))
    locked = locked_among(user.username for user in page.rows)
    context = {"page": page, "q": asked, "locked": locked} | more
    return render(request, "branches/account_list.html", context, status=status)
