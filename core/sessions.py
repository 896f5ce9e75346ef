"""The session backend: in the database, and saved at most once a minute when only the time of use changed.

Every request puts the end of the idle time off, and on SQLite a write waits for whoever is writing: a page opened
while a roster is stored would stand still until it is. What a request changes is written at once, as ever.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as InDatabase

OFTEN_ENOUGH = timedelta(minutes=1)


class SessionStore(InDatabase):
    """A session ends up to OFTEN_ENOUGH before its idle time is over, never after it."""

    kept_until: datetime | None = None

    def _get_session_from_db(self) -> Any:  # the one place that sees the row
        found = super()._get_session_from_db()  # type: ignore[misc]
        self.kept_until = found.expire_date if found else None
        return found

    def save(self, must_create: bool = False) -> None:
        if must_create or self.modified or self.kept_until is None:
            super().save(must_create)
        elif self.get_expiry_date() - self.kept_until >= OFTEN_ENOUGH:
            try:
                super().save()
            except UpdateError:
                # Somebody else is still writing, or it was signed out meanwhile: nothing of this request is lost.
                return
