"""Pagination of HTML lists by key: `?cursor=` names the page, and links keep the rest of the query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from core import keyset


@dataclass(frozen=True)
class Page:
    """Rows, and the addresses of the newer and the older page (empty when there is none)."""

    rows: list[Any]
    newer: str
    older: str


def page_of(request: HttpRequest, rows: QuerySet, order: Sequence[str] = ("-pk",), size: int = 50) -> Page:
    """The page that was asked for; the first when the cursor is none of ours (an old bookmark)."""
    try:
        found = keyset.page(rows, order, size, request.GET.get("cursor") or None)
    except keyset.BadCursor:
        found = keyset.page(rows, order, size)
    return Page(found.rows, _address(request, found.newer), _address(request, found.older))


def _address(request: HttpRequest, cursor: str | None) -> str:
    if cursor is None:
        return ""
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"
