"""Reads whether an account may sign in: tries left, until when it is locked (R-SEC-06), whether its password is due."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum

from core import clock


def tries_left(request: Any, username: str) -> int:
    failures = AxesProxyHandler.get_failures(request, {"username": username})
    return max(0, settings.AXES_FAILURE_LIMIT - failures)


def lock_minutes() -> int:
    return round((get_cool_off() or dt.timedelta()).total_seconds() / 60)


def locked_until(username: str) -> dt.datetime | None:
    """When the account can be tried again: so long after the failure that locked it."""
    last = AccessAttempt.objects.filter(username=username).order_by("-attempt_time").first()
    return last.attempt_time + (get_cool_off() or dt.timedelta()) if last else None


def locked_among(usernames: Iterable[str]) -> set[str]:
    """Those of them that cannot sign in now. One query."""
    since = clock.now() - (get_cool_off() or dt.timedelta())
    found = AccessAttempt.objects.filter(username__in=list(usernames), attempt_time__gte=since).order_by()
    failed = found.values("username").annotate(times=Sum("failures_since_start"))
    return set(failed.filter(times__gte=settings.AXES_FAILURE_LIMIT).values_list("username", flat=True))


def password_is_due(user: Any) -> bool:
    if user.must_change_password:
        return True
    if not settings.PASSWORD_DAYS or user.is_service:
        return False
    return user.password_changed_at < clock.now() - dt.timedelta(days=settings.PASSWORD_DAYS)


PASSED = "second_factor"
"""Key of the session: the factor, by when it was enrolled, that whoever is signed in has shown."""


def factor_mark(user: Any) -> str:
    """What a session keeps of a passed second factor; a factor enrolled anew or reset asks every session again."""
    return user.second_factor_at.isoformat() if user.second_factor_at else ""


def has_passed(user: Any, session: Any) -> bool:
    return bool(user.second_factor_at) and session.get(PASSED) == factor_mark(user)


def must_enrol(user: Any, by: Any) -> bool:
    """Whether this account must not be used without a second factor and has none yet (GB/T 22239-2019 8.1.4.1 d)."""
    return settings.SECOND_FACTOR and user.second_factor_at is None and by.is_administrator
