"""The door where machines sign in: every sign-in and every refused one is in the audit, and nobody tries on and on."""

import base64
import binascii
import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from oauth2_provider.models import Application
from oauth2_provider.views import TokenView

from audit import chain
from audit.chain import NamedAuthor
from audit.models import Entry
from branches.selectors.actors import Actor
from core import clock
from core.api import problem
from core.http import address_of, device_of

FAILED = "machine.failed"
MOST_FAILURES, WITHIN = 10, dt.timedelta(minutes=15)


class MachineTokenView(TokenView):
    """Ten refusals from one address within a quarter of an hour, then 429: trying costs us a slow hash each time."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = address_of(request)
        recent = Entry.objects.filter(action=FAILED, at__gt=clock.now() - WITHIN, address=address)
        if recent.count() >= MOST_FAILURES:
            minutes = WITHIN.seconds // 60
            return problem(429, "too_many_tries", f"从这个地址失败的次数太多，请过{minutes}分钟再试。")
        response: HttpResponse = super().post(request, *args, **kwargs)
        client = Application.objects.filter(client_id=_client_id(request)).select_related("user").first()
        if response.status_code == 200 and client:
            _record("machine.sign_in", request, client)
        elif response.status_code == 401:
            _record(FAILED, request, client)
        return response


def _client_id(request: HttpRequest) -> str:
    """As it was sent: in the form, or by Basic."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(given, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeError):
            return ""
    return str(request.POST.get("client_id", ""))


def _record(action: str, request: HttpRequest, client: Any) -> None:
    user = client.user if client else None
    name = str(client or "") or _client_id(request)[:64] or "—"
    by: Any = NamedAuthor(
        user, name, getattr(request, "request_id", ""), address_of(request), device_of(request)
    )
    where = Actor.of(user).place if user else None
    chain.record(action, by=by, subject=client, where=where, after={"client_id": _client_id(request)[:64]})
