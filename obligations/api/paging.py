"""Pages of what is owed: it is computed, not stored, so the page is cut from the computed rows."""

import base64
import binascii
from typing import Any

import orjson
from rest_framework import exceptions

from core.api import KeysetPagination
from core.keyset import KeysetPage
from obligations.selectors.owed import Owed

Key = tuple[str, str]


class OwedPages(KeysetPagination):
    """In tree order, then by rule; a cursor is the place of a row, so that a new duty shifts nothing."""

    def cut(self, rows: list[Owed], request: Any) -> list[Owed]:
        """The rows of the page that the request's cursor names."""
        self.url = request.build_absolute_uri()
        self.total = len(rows) if self.wants_count(request) else None
        size = self.size(request)
        keys = [(row.organization.path, row.rule.code) for row in rows]
        back, at = _read(request.query_params.get("cursor"))
        if at is None:
            start = 0
        elif back:
            start = max(0, sum(key < at for key in keys) - size)
        else:
            start = sum(key <= at for key in keys)
        end = sum(key < at for key in keys) if at and back else start + size
        found = rows[start:end]
        self.page = KeysetPage(
            found,
            newer=_write(True, keys[start]) if found and start > 0 else None,
            older=_write(False, keys[start + len(found) - 1])
            if found and start + len(found) < len(rows)
            else None,
        )
        return found


def _write(back: bool, key: Key) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([int(back), *key])).decode().rstrip("=")


def _read(cursor: str | None) -> tuple[bool, Key | None]:
    if not cursor:
        return False, None
    try:
        back, path, code = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, UnicodeError, ValueError, TypeError) as wrong:
        raise exceptions.ValidationError({"cursor": ["这个翻页位置不对，请从第一页开始。"]}) from wrong
    if back not in (0, 1) or not isinstance(path, str) or not isinstance(code, str):
        raise exceptions.ValidationError({"cursor": ["这个翻页位置不对，请从第一页开始。"]})
    return bool(back), (path, code)
