"""HTML views of signing in, signing out and a user's own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.forms import PasswordForm, SignInForm
from accounts.selectors import lock_minutes, locked_until, password_is_due
from core.http import form_page, own_address

A_YEAR = 365 * 24 * 3600


def asked_for(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a page of ours; else home."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return own_address(request, wanted, settings.LOGIN_REDIRECT_URL)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(asked_for(request))
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(asked_for(request))
    return render(
        request,
        "accounts/sign_in.html",
        {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")},
        status=422 if form.is_bound else 200,
    )


def locked(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None
) -> HttpResponse:
    """What django-axes answers instead once the tries are used up."""
    username = (credentials or {}).get("username") or request.POST.get("username", "")
    context = {
        "limit": settings.AXES_FAILURE_LIMIT,
        "minutes": lock_minutes(),
        "until": locked_until(username),
    }
    return render(request, "accounts/locked.html", context, status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("accounts:sign_in")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)

    def save() -> HttpResponse:
        given = form.cleaned_data
        user = actions.change_password(
            user=request.user, old=given["old"], new=given["new"], by=request.actor
        )
        update_session_auth_hash(request, user)
        messages.success(request, "密码已改。下次登录用新密码。")
        return redirect("accounts:me")

    def show(status: int) -> HttpResponse:
        context = {"form": form, "due": password_is_due(request.user)}
        return render(request, "accounts/password.html", context, status=422 if form.is_bound else 200)

    return form_page(form, save, show)


@login_not_required
@require_POST
def type(request: HttpRequest) -> HttpResponse:
    large = request.POST.get("large") == "on"
    response = redirect(asked_for(request))
    if request.user.is_authenticated:
        actions.set_type(user=request.user, large=large, by=request.actor)
    response.set_cookie(
        "type",
        "large" if large else "standard",
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
