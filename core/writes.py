"""What every write of the API takes: an Idempotency-Key, and an address with its last slash."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import is_valid_path
from django.utils.datastructures import MultiValueDict
from django.utils.deprecation import MiddlewareMixin
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.settings import api_settings

from core.api import problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
IDEMPOTENCY_KEY = "Idempotency-Key"
KEY = r"[!-~]{1,255}"


def is_api_write(request: HttpRequest) -> bool:
    return request.method not in SAFE and request.path.startswith("/api/")


def holder_of(request: HttpRequest) -> Any:
    """The account a request to the API speaks for, before any view has asked; None where the view will refuse it."""
    ways: Any = api_settings.DEFAULT_AUTHENTICATION_CLASSES
    asked = Request(request, authenticators=[way() for way in ways])
    asked._data = asked._full_data = QueryDict()  # OAuth reads the body, which tells nothing of the holder
    asked._files = MultiValueDict()
    try:
        user = asked.user
    except exceptions.APIException:
        return None
    return user if user.is_authenticated else None


class LastSlashMiddleware(MiddlewareMixin):
    """A write to an address without its last slash is refused. Django would redirect it, and programs follow a redirect
    with GET: they would be answered 200, and nothing would be done."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if not is_api_write(request) or request.path.endswith("/") or is_valid_path(request.path_info):
            return None
        if not is_valid_path(f"{request.path_info}/"):
            return None  # nothing there either
        return problem(
            404, "last_slash_missing", f"地址少了最后的“/”，请发到{request.path}/。什么都没有写入。"
        )


def document_writes(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Every write takes an Idempotency-Key. A hook of drf-spectacular."""
    header = {
        "name": IDEMPOTENCY_KEY,
        "in": "header",
        "required": False,
        "description": "Sent again within 24 hours with the same content, the first answer comes again and nothing is done "
        "twice; with other content it is refused (409, `idempotency_key_reused`).",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": f"^{KEY}$"},
    }
    for operations in result["paths"].values():
        for method, operation in operations.items():
            if method.upper() not in SAFE:
                operation.setdefault("parameters", []).append(header)
    return result
