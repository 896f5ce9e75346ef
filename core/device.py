"""The manifest of static files and pages that a device keeps for working without a network.

Only files that are the same for everybody are named here; personal pages are the worker's own business
(static/js/worker.js), which keeps those that say whose they are (allow_keeping) for their owner.
"""

import functools
import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static

NAME = "组织生活"
CANVAS, SURFACE = "#f7f5f2", "#ffffff"
LIBRARIES = ("vendor/tabler-1.6.1/tabler.min.css", "django_htmx/htmx-2.min.js")
ICONS = {"app-192.png": "192x192", "app-512.png": "512x512"}


def _files() -> tuple[str, ...]:
    """The project's own style, scripts and icons, and the two libraries every page loads."""
    own = Path(settings.BASE_DIR) / "static"
    found = [
        path.relative_to(own).as_posix()
        for pattern in ("*.css", "*.svg", "app-*.png", "js/*.js")
        for path in own.glob(pattern)
    ]
    return (*sorted(name for name in found if name != "js/worker.js"), *LIBRARIES)


def build_manifest() -> dict[str, Any]:
    """The addresses to keep, and a version that changes when any of them changes."""
    digest = hashlib.sha256()
    for name in ("js/worker.js", *_files()):
        path = finders.find(name)
        digest.update(name.encode())
        digest.update(Path(path).read_bytes() if path else static(name).encode())
    return {"version": digest.hexdigest()[:16], "files": [static(name) for name in _files()]}


shell = build_manifest if settings.DEBUG else functools.cache(build_manifest)


def manifest(start: str) -> dict[str, Any]:
    """What a telephone asks before it puts the product beside its own programs."""
    icons = [
        {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes in ICONS.items()
        for purpose in ("any", "maskable")
    ]
    icons.append({"src": static("mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"})
    return {
        "name": NAME,
        "short_name": NAME,
        "lang": "zh-CN",
        "id": start,
        "start_url": start,
        "scope": "/",
        "display": "standalone",
        "background_color": CANVAS,
        "theme_color": SURFACE,
        "icons": icons,
    }


def allow_keeping(keeper: object, page: HttpResponse) -> HttpResponse:
    """Permit the device to store the page for this person and to open it without a network (static/js/worker.js)."""
    page["X-Page-Of"] = str(keeper)
    return page


def is_from_keeper(request: HttpRequest, keeper: object) -> bool:
    """Whether the person who sends is the one who stored it on the device (X-Kept-By); browsers store nothing."""
    return request.headers.get("X-Kept-By", str(keeper)) == str(keeper)


def other_keeper_response() -> JsonResponse:
    return JsonResponse({"state": "other"}, status=403)
