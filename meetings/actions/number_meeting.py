"""Give a meeting its numbers: per kind, year and body (R-REC-15)."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max

from meetings.models import Meeting, MeetingNumber

MOST_TRIES = 5

Wanted = Mapping[tuple[str, int], int]
"""(kind, year) → the number it had elsewhere."""


def assign_numbers(meeting: Meeting, wanted: Wanted | None = None) -> None:
    """Give the next number of its body and year to each kind that has none yet; numbers given before never change.

    `wanted` numbers, of an installation it comes from, are taken where they are free. A neighbour who takes a number first
    is stepped aside for. Part of the caller's transaction.
    """
    year = meeting.held_on.year
    own = MeetingNumber.objects.filter(meeting=meeting, organization=meeting.organization_id, year=year)
    numbered = set(own.values_list("kind", flat=True))
    for kind in meeting.kinds.order_by("id").values_list("kind", flat=True):
        if kind not in numbered:
            _assign(meeting, kind, year, (wanted or {}).get((kind, year)))
    if hasattr(meeting, "_prefetched_objects_cache"):
        meeting._prefetched_objects_cache.pop("numbers", None)


def _assign(meeting: Meeting, kind: str, year: int, wanted: int | None) -> None:
    given = MeetingNumber.objects.filter(organization=meeting.organization_id, kind=kind, year=year)
    for attempt in range(MOST_TRIES):
        number = wanted
        if not number or given.filter(number=number).exists():
            number = (given.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                MeetingNumber.objects.create(
                    meeting=meeting,
                    organization_id=meeting.organization_id,
                    kind=kind,
                    year=year,
                    number=number,
                )
        except IntegrityError:
            if attempt == MOST_TRIES - 1:
                raise
        else:
            return
