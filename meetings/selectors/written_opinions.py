"""Opinions in writing of the decisions of an agenda, in one query; in none where no decision has any."""

from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects

from meetings.models import AgendaItem, WrittenOpinion
from meetings.rules import vote_words

WITH_NAMES = Prefetch("opinion_rows", WrittenOpinion.objects.select_related("member"))


def with_opinions(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """The same items, with the opinions of their decisions at hand."""
    rows = list(items)
    decisions = [row.decision for row in rows if row.decision and vote_words.total_written(row.decision)]
    prefetch_related_objects(decisions, WITH_NAMES)
    return rows
