"""Failed sign-ins: how many tries are left, and until when an account is locked (R-SEC-06). django-axes counts them."""

import datetime as dt

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest


def tries_left(request: HttpRequest, username: str) -> int:
    failures = AxesProxyHandler.get_failures(request, {"username": username})
    return max(0, settings.AXES_FAILURE_LIMIT - failures)


def lock_minutes() -> int:
    return round((get_cool_off() or dt.timedelta()).total_seconds() / 60)


def locked_until(username: str) -> dt.datetime | None:
    """When the account can be tried again: so long after the failure that locked it."""
    last = AccessAttempt.objects.filter(username=username).order_by("-attempt_time").first()
    return last.attempt_time + (get_cool_off() or dt.timedelta()) if last else None
