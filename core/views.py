"""Views without a domain: health check, offline manifest, the API's document, and the error pages."""

import json
import sys
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core import device, readiness
from core.api import problem
from core.errors import ContentTooLarge
from core.faults import UNKNOWN, passing_fault
from core.http import fault_answer


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """`ok`, or 503 when the database is gone."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database is gone", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """A line for each thing the product needs, and 503 when one of them is not well."""
    found = list(readiness.conditions())
    lines = "".join(f"{one.name}: {one.words}\n" for one in found)
    status = 200 if all(one.is_well for one in found) else 503
    return HttpResponse(lines, status=status, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """The product as an installable app; it opens at the recording page."""
    body = device.manifest(reverse(settings.DEVICE_START))
    return JsonResponse(
        body, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )


@login_not_required
@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: what to keep, by the digest of the files, and the script that keeps it. Nobody's data."""
    shell = device.shell() | {
        "offline": reverse("offline"),
        "record": reverse(settings.DEVICE_START),
        "doors": [reverse("accounts:sign_in"), reverse("accounts:sign_out")],
    }
    script = f"self.SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(static('js/worker.js'))});\n"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


@login_not_required
@require_safe
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """What stands in for a page that cannot be reached; the same for everybody."""
    return HttpResponse(render_to_string("offline.html", {"record_url": reverse(settings.DEVICE_START)}))


@login_not_required
@require_safe
@never_cache
def token(request: HttpRequest) -> HttpResponse:
    """Who is signed in here, and a fresh token for what was kept: asked before a device sends. `user` is null for
    nobody."""
    user = request.user.pk if request.user.is_authenticated else None
    return JsonResponse({"user": user, "token": get_token(request)})


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Written once per process: it takes a second, and nobody has to sign in to ask for it."""
    writer: Any = SchemaGenerator
    return dict(writer().get_schema(request=None, public=True))


class DocumentView(SpectacularAPIView):
    renderer_classes = [OpenApiJsonRenderer, OpenApiJsonRenderer2]  # as YAML it takes seconds, each time

    def _get_schema_response(self, request: Request) -> Response:
        return Response(document())


def _refused(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """Problem+json below /api/, the page elsewhere."""
    if request.path.startswith("/api/"):
        return problem(status, code, detail)
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Without the request's context: a wrong host name would fail again in every address made from it."""
    if request.path.startswith("/api/"):
        if isinstance(exception, RequestDataTooBig):
            return problem(413, ContentTooLarge.code, ContentTooLarge.sentence)
        return _refused(request, 400, "bad_request", "这个请求看不懂。")
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _refused(request, 403, "not_permitted", "您没有做这件事的权限。")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _refused(request, 404, "not_found", "没有找到，或者不在您的范围内。")


def server_error(request: HttpRequest) -> HttpResponse:
    """Nothing that may be broken is asked for this page: no session, no database."""
    return fault_answer(request, passing_fault(sys.exc_info()[1]) or UNKNOWN)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
