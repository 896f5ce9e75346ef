"""Middleware that gives each request its actor, on whose behalf pages and actions work."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from branches.selectors.actors import NOBODY, Actor
from core.http import address_of, device_of


def actor_of(request: HttpRequest, user: Any = None) -> Actor:
    """The actor of this request; for the API, of the user the token speaks for."""
    user = user or request.user
    if not user.is_authenticated:
        return NOBODY
    return Actor.of(
        user,
        request_id=getattr(request, "request_id", ""),
        address=address_of(request),
        device=device_of(request),
    )


class ActorMiddleware:
    """Put `request.actor` beside `request.user`, resolved when first asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))
        request.actor_for = functools.partial(actor_of, request)  # the API knows whom a token speaks for
        return self.get_response(request)
