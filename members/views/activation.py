"""Pages on which the holder of a printed slip opens the account: what only they know, then a password of their own."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import activate_account
from accounts.forms import NewPasswordForm
from accounts.models import AccountSlip
from core import clock
from core.http import form_page, posted_data
from members import actions
from members.forms import SlipForm

KEPT = "activation"
SECONDS = 15 * 60
"""How long a password may be thought about after the slip has been compared."""
BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest) -> HttpResponse:
    """Compare the slip; what fits is kept in the session for the next page."""
    form = SlipForm(posted_data(request), initial={"username": request.GET.get("username", "")[:64]})

    def save() -> HttpResponse:
        found = actions.check_slip(**form.cleaned_data, by=request.actor)
        request.session.cycle_key()
        request.session[KEPT] = [found.pk, found.code, clock.now().timestamp()]
        return redirect("activation:password")

    return form_page(
        form, save, lambda status: render(request, "members/activation.html", {"form": form}, status=status)
    )


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Set the first password and sign in."""
    key, code, since = request.session.get(KEPT) or (0, "", 0.0)
    found = AccountSlip.objects.filter(pk=key, code=code).exclude(code="").select_related("account").first()
    if found is None or clock.now().timestamp() - since > SECONDS:
        messages.error(request, "过了15分钟，或者领用单已经用过。请再填一遍。")
        return redirect("activation:slip")
    form = NewPasswordForm(posted_data(request))

    def save() -> HttpResponse:
        user = activate_account(
            slip=found, code=code, password=form.cleaned_data["new"], by=request.actor_for(found.account)
        )
        del request.session[KEPT]
        login(request, user, backend=BACKEND)
        messages.success(request, "账号启用了。密码只有您知道，谁也别告诉。")
        return redirect("/")

    context = {"form": form, "account": found.account}
    return form_page(
        form, save, lambda status: render(request, "members/activation.html", context, status=status)
    )
