"""Lists in pages: newest first by key, so that the thousandth page costs what the first does."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest


@dataclass(frozen=True)
class Page:
    """Rows, and the addresses of the newer and the older page (empty when there is none)."""

    rows: list[Any]
    newer: str
    older: str


def newest_first(request: HttpRequest, rows: QuerySet, size: int = 50) -> Page:
    """The page that `?before=KEY` or `?after=KEY` asks for; anything else is the first page."""
    before, after = (_key(request.GET.get(name, "")) for name in ("before", "after"))
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        has_newer, has_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        asked = rows if before is None else rows.filter(pk__lt=before)
        found = list(asked.order_by("-pk")[: size + 1])
        has_newer, has_older = before is not None, len(found) > size
        found = found[:size]
    if not found:
        return Page([], "", "")
    return Page(
        found,
        _address(request, after=found[0].pk) if has_newer else "",
        _address(request, before=found[-1].pk) if has_older else "",
    )


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _address(request: HttpRequest, **turn: int) -> str:
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    for name, key in turn.items():
        query[name] = str(key)
    return f"{request.path}?{query.urlencode()}"
