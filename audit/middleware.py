"""Refusals are deeds too: every 403 somebody signed in receives is written down, whichever door gave it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from audit.chain import record


class RefusalMiddleware:
    """Records after the refused transaction has been rolled back, so that the entry stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 403 and request.actor.user is not None:
            record(
                "access.refused",
                by=request.actor,
                where=request.actor.place,
                after={"method": request.method, "address": request.path[:300]},
                note=getattr(request, "refusal", ""),  # the sentence, kept by the door that said it
            )
        return response
