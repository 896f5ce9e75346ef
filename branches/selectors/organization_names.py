"""Names of organizations: their spellings for searching, and the names they had at an earlier instant."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from branches.models import Change, Organization
from core.pinyin import initials, pinyin

PINYIN_LENGTH, INITIALS_LENGTH = 400, 120


def search_spellings(name: str, short_name: str) -> tuple[str, str]:
    """(pinyin, initials), the short name first; a space keeps a search from reaching across both."""
    names = [short_name, name] if short_name != name else [name]
    return (
        " ".join(pinyin(each) for each in names)[:PINYIN_LENGTH],
        " ".join(initials(each) for each in names)[:INITIALS_LENGTH],
    )


class PastNames:
    """The names given up since the earliest of some instants: one query, whatever number of organizations is asked for.

    An instant, not a day: a renaming registered today with an earlier date changes no paper that is already out.
    """

    def __init__(self, instants: Iterable[dt.datetime | None]) -> None:
        """Of no instant every name is today's; of none at all nothing is asked."""
        self.given_up: dict[int, list[tuple[dt.datetime, str, str]]] = defaultdict(list)
        if since := min(filter(None, instants), default=None):
            rows = Change.objects.filter(deed=Change.Deed.RENAMED, recorded_at__gt=since)
            fields = ("organization_id", "recorded_at", "old_name", "old_short_name")
            for pk, at, name, short_name in rows.order_by("recorded_at", "pk").values_list(*fields):
                self.given_up[pk].append((at, name, short_name))

    def then(self, pk: int, at: dt.datetime | None, name: str, short_name: str = "") -> tuple[str, str]:
        """The full and the short name at that instant, given those of today."""
        for until, old_name, old_short_name in self.given_up.get(pk, ()):
            if at and until > at:
                return old_name, old_short_name or short_name
        return name, short_name

    def put_back(self, organizations: Iterable[Organization], at: dt.datetime | None) -> None:
        """Give rows in hand the names they had then: to be read and never saved."""
        for each in organizations:
            each.name, each.short_name = self.then(each.pk, at, each.name, each.short_name)
