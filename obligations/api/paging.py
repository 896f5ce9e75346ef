"""Cursor pagination of owed duties, which are computed rather than stored."""

import base64
import binascii
from typing import Any

import orjson
from rest_framework import exceptions

from core.api import NO_PAGE, KeysetPagination
from core.keyset import KeysetPage
from obligations.selectors.owed import OwedDuty

Key = tuple[str, str]


class OwedDutyPagination(KeysetPagination):
    """Rows in tree order, then by rule; the cursor holds the key of a row, so a new duty shifts no page."""

    def cut(self, rows: list[OwedDuty], request: Any) -> list[OwedDuty]:
        """The rows of the page that the request's cursor names."""
        self.url = request.build_absolute_uri()
        self.total = len(rows) if self.wants_count(request) else None
        size = self.size(request)
        keys = [(row.organization.path, row.rule.code) for row in rows]
        back, at = _decode_cursor(request.query_params.get("cursor"))
        if at and back:
            end = sum(key < at for key in keys)
            start = max(0, end - size)
        else:
            start = sum(key <= at for key in keys) if at else 0
            end = start + size
        page_rows = rows[start:end]
        newer = _encode_cursor(True, keys[start]) if page_rows and start > 0 else None
        older = _encode_cursor(False, keys[end - 1]) if page_rows and end < len(rows) else None
        self.page = KeysetPage(page_rows, newer, older)
        return page_rows


def _encode_cursor(back: bool, key: Key) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([int(back), *key])).decode().rstrip("=")


def _decode_cursor(cursor: str | None) -> tuple[bool, Key | None]:
    if not cursor:
        return False, None
    try:
        back, path, code = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if back not in (0, 1) or not isinstance(path, str) or not isinstance(code, str):
            raise ValueError(cursor)
    except (binascii.Error, UnicodeError, ValueError, TypeError) as wrong:
        raise exceptions.ValidationError({"cursor": [NO_PAGE]}, code="not_found") from wrong
    return bool(back), (path, code)
