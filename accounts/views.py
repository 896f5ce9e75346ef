"""HTML views of signing in, signing out and a user's own account."""

from typing import Any

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
from accounts.forms import PasswordForm, SecondFactorForm, SecondStepForm, SignInForm
from accounts.models import SecondFactor
from accounts.rules import authenticator_address, in_groups, new_secret
from accounts.selectors import (
    PASSED,
    factor_mark,
    has_passed,
    lock_minutes,
    locked_until,
    must_enrol,
    password_is_due,
)
from core import sealing
from core.http import form_page, own_address, posted_data
from core.qr_code import QrCode

A_YEAR = 365 * 24 * 3600
OFFERED = "second_factor_offered"
"""Key of the session: the sealed secret that stands as a QR code on the page of enrolling."""


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


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the telephone, after the password."""
    if request.user.second_factor_at is None or has_passed(request.user, request.session):
        return redirect(asked_for(request))
    form = SecondStepForm(posted_data(request))

    def save() -> HttpResponse:
        actions.pass_second_factor(user=request.user, code=form.cleaned_data["code"], by=request.actor)
        _let_in(request)
        return redirect(asked_for(request))

    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return form_page(
        form, save, lambda status: render(request, "accounts/second_step.html", context, status=status)
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Bind a telephone, or another one; the recovery codes stand on the answer, once."""
    user: Any = request.user
    place = sealing.place("session", OFFERED, user.pk)
    secret = sealing.unseal_or_mark(request.session.get(OFFERED, ""), place)
    if secret in ("", sealing.UNREADABLE):
        secret = new_secret()
        request.session[OFFERED] = sealing.seal(secret, place)
    is_first = user.second_factor_at is None
    form = SecondFactorForm(posted_data(request), is_first=is_first)
    kept = None if is_first else SecondFactor.objects.get(user_id=user.pk)
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "due": must_enrol(user, request.actor),
        "is_asked": settings.SECOND_FACTOR,
        "kept": kept,
        "key": in_groups(secret),
        "qr": QrCode.of(authenticator_address(secret, user.username)),
    }

    def save() -> HttpResponse:
        codes = actions.enrol_second_factor(user=user, secret=secret, **form.cleaned_data, by=request.actor)
        del request.session[OFFERED]
        _let_in(request)
        more = {"codes": codes, "due": False, "asked_for": asked_for(request)}
        return render(request, "accounts/second_factor.html", context | more)

    return form_page(
        form, save, lambda status: render(request, "accounts/second_factor.html", context, status=status)
    )


def _let_in(request: HttpRequest) -> None:
    request.session.cycle_key()
    request.session[PASSED] = factor_mark(request.user)


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
