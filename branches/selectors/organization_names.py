"""Names of organizations: their spellings for searching, and the names they had on an earlier day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from branches.models import Change, Organization
from core import clock
from core.pinyin import initials, pinyin

PINYIN_LENGTH, INITIALS_LENGTH = 400, 120


def search_spellings(name: str, short_name: str) -> tuple[str, str]:
    """(pinyin, initials), the short name first; a space keeps a search from reaching across both."""
    names = [short_name, name] if short_name != name else [name]
    return (
        " ".join(pinyin(each) for each in names)[:PINYIN_LENGTH],
        " ".join(initials(each) for each in names)[:INITIALS_LENGTH],
    )


class NamedOn(NamedTuple):
    """As of when a name is asked: the last day of a month or the day of a meeting; for a frozen paper also the instant from
    which on nothing changes it any more."""

    day: dt.date
    frozen_at: dt.datetime | None = None


class PastNames:
    """The names given up since the earliest of some days: one query, whatever number of organizations is asked for.

    A past month shows the names of that month. What is frozen keeps the names it was printed with: a renaming that is
    registered afterwards with an earlier date changes no paper that is already out.
    """

    def __init__(self, asked: Iterable[NamedOn]) -> None:
        """Where every day is today or later and nothing is frozen, every name is today's and nothing is asked."""
        self.given_up: dict[int, list[tuple[dt.date, dt.datetime, str, str]]] = defaultdict(list)
        found, today = Q(), clock.today()
        for day, frozen_at in {*asked}:
            if day < today:
                found |= Q(effective_on__gt=day)
            if frozen_at is not None:
                found |= Q(recorded_at__gt=frozen_at)
        if not found:
            return
        rows = Change.objects.filter(found, deed=Change.Deed.RENAMED).order_by("recorded_at", "pk")
        fields = ("organization_id", "effective_on", "recorded_at", "old_name", "old_short_name")
        for pk, on, at, name, short_name in rows.values_list(*fields):
            self.given_up[pk].append((on, at, name, short_name))

    def then(self, pk: int, asked: NamedOn, name: str, short_name: str = "") -> tuple[str, str]:
        """The full and the short name on that day, given those of today."""
        for on, at, old_name, old_short_name in self.given_up.get(pk, ()):
            if on > asked.day or (asked.frozen_at and at > asked.frozen_at):
                return old_name, old_short_name or short_name
        return name, short_name

    def put_back(self, organizations: Iterable[Organization], asked: NamedOn) -> None:
        """Give rows in hand the names they had then: to be read and never saved."""
        for each in organizations:
            if each.pk in self.given_up:
                each.name, each.short_name = self.then(each.pk, asked, each.name, each.short_name)
