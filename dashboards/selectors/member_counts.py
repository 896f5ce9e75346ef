"""How many members organizations have, for rows of a list."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Q, Value

from branches.models import Organization
from branches.rules import tree
from branches.states import BRANCHES, Kind
from core import clock
from members.models import Member

COUNTS = ("member_count", "full_member_count", "suspended_count")


def load_member_counts(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Path → members of each row: a group's own, else those of all branches at or below it.

    One question for both, because a short page on PostgreSQL costs little more than its questions.
    """
    groups = {row["path"]: row["pk"] for row in rows if row["kind"] == Kind.GROUP}
    places = Q(pk__in=[row["pk"] for row in rows if row["kind"] in BRANCHES])
    covered: list[str] = []
    for path in sorted(row["path"] for row in rows if row["kind"] not in (*BRANCHES, Kind.GROUP)):
        if not any(path.startswith(above) for above in covered):
            covered.append(path)
            places |= tree.subtree(path)
    within = Organization.objects.filter(places).order_by().values("pk")
    present = Member.objects.present().order_by()
    today = clock.today()
    suspended = Member.objects.suspended_condition(today)
    counts = {
        "n": Count("pk", filter=~suspended),
        "full": Count("pk", filter=Q(full_on__lte=today) & ~suspended),
        "suspended": Count("pk", filter=suspended),
    }
    own = present.filter(organization__in=within).values(at=F("organization__path"), of=Value(0))
    of_groups = present.filter(group__in=groups.values()).values(at=Value(""), of=F("group"))
    both = own.annotate(**counts).union(of_groups.annotate(**counts), all=True)
    found = {
        (path, group): dict(zip(COUNTS, numbers, strict=True))
        for path, group, *numbers in both.values_list("at", "of", *counts)
    }
    below = tree.roll_up((path, numbers) for (path, group), numbers in found.items() if not group)
    return below | {path: found["", pk] for path, pk in groups.items() if ("", pk) in found}
