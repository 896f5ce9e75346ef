"""The tree of a month that is over, put up again while a new version of its report is counted."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from branches.models import Organization
from branches.rules import tree
from core.clock import Period
from reports.models import Total


@contextmanager
def tree_of(month: Period) -> Iterator[None]:
    """Within the block every organization stands where the month's reports have counted it; afterwards where it stood.

    What was entered since stands below its own parent. Others see nothing of it: the block is one transaction.
    """
    with transaction.atomic():
        now = dict(Organization.objects.order_by("path").values_list("pk", "path"))
        moved = _paths_then(month, now)
        _put(moved)
        yield
        _put({pk: now[pk] for pk in moved})


def _paths_then(month: Period, now: dict[int, str]) -> dict[int, str]:
    """Organization → its path in the month, of those that stand elsewhere by now. A number once used is not given again."""
    counted = Total.objects.filter(report__month=month.since, report__frozen_at__isnull=False)
    # the newest version of the highest report last
    stored = counted.order_by("-report__path", "report__version")
    then = dict(stored.values_list("organization_id", "path"))
    at: dict[str, str] = {}
    for pk, path in now.items():  # from the top down
        above = at.get(tree.parent(path), tree.parent(path))
        at[path] = then.get(pk, above + path[-tree.WIDTH :])
    return {pk: at[path] for pk, path in now.items() if at[path] != path}


def _put(paths: dict[int, str]) -> None:
    rows = [Organization(pk=pk, path=path) for pk, path in paths.items()]
    Organization.objects.bulk_update(rows, ["path"], batch_size=200)
