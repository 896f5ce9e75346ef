"""How many of each thing wait for one person: records, amendments, exports and decisions about people."""

from dataclasses import dataclass

from django.db.models import CharField, Count, QuerySet, Value

from branches.selectors.actors import Actor
from dashboards.selectors import review_list
from exchange.models import Export
from meetings.models import Amendment
from procedures.models import MemberDecision


@dataclass(frozen=True, slots=True)
class Waiting:
    records: int = 0
    amendments: int = 0
    exports: int = 0
    decisions: int = 0


def waiting_for(by: Actor) -> Waiting:
    """One query: the four counts under one another."""
    lists: dict[str, QuerySet] = {
        "records": review_list.submitted_records(by),
        "amendments": Amendment.objects.waiting().waiting_for(by),
        "exports": Export.objects.waiting_for(by),
        "decisions": MemberDecision.objects.waiting_for(by),
    }
    first, *others = [
        rows.order_by()
        .annotate(what=Value(name, CharField()))
        .values("what")
        .annotate(n=Count("pk"))
        .values_list("what", "n")
        for name, rows in lists.items()
    ]
    return Waiting(**dict(first.union(*others, all=True)))
