"""The action rebuild, which derives all tree paths from parents anew (manage.py rebuild_paths)."""

from itertools import starmap
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, CharField, Value, When

from audit import chain
from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import SYSTEM

CHUNK = 200  # CASE branches in one statement: SQLite's expression depth and variables allow no more than some hundreds
ASIDE = "~"  # sorts and compares outside every digit, so that no path collides while they change


class Difference(NamedTuple):
    code: str
    path: str
    sentence: str


class PathRow(NamedTuple):
    pk: int
    code: str
    parent: int | None
    path: str


def read_rows() -> list[PathRow]:
    found = Organization.objects.order_by("path", "pk").values_list("pk", "code", "parent_id", "path")
    return list(starmap(PathRow, found))


def wrong_paths() -> list[Difference]:
    """Where a path is no child of its parent's path, has no shape, or belongs to a circle; in path order."""
    all_rows = read_rows()
    by_pk = {row.pk: row for row in all_rows}
    found = []
    for row in all_rows:
        above = by_pk[row.parent].path if row.parent else ""
        if not row.path.isdecimal() or len(row.path) % tree.WIDTH:
            found.append(Difference(row.code, row.path, "is no path"))
        elif tree.parent(row.path) != above:
            found.append(Difference(row.code, row.path, f"should stand below {above or 'the root'}"))
    return found


def derive_paths(all_rows: list[PathRow]) -> dict[int, str]:
    """Primary key → path, from parents alone. Siblings keep their order, and their number where it can be kept.

    Raises ValueError when parents go in a circle: no path can be derived, and a person has to say who is above whom.
    """
    children: dict[int | None, list[PathRow]] = {}
    for row in all_rows:
        children.setdefault(row.parent, []).append(row)
    paths: dict[int, str] = {}
    waiting: list[tuple[int | None, str]] = [(None, "")]
    while waiting:
        key, above = waiting.pop()
        siblings = children.get(key, [])
        for row, number in zip(siblings, _numbers(siblings), strict=True):
            paths[row.pk] = tree.child(above, number)
            waiting.append((row.pk, paths[row.pk]))
    if lost := [row.code for row in all_rows if row.pk not in paths]:
        raise ValueError(f"these stand in a circle of parents: {', '.join(lost)}")
    return paths


def _numbers(siblings: list[PathRow]) -> list[int]:
    """Their last four digits where these still rise; else the next number."""
    numbers: list[int] = []
    for row in siblings:
        tail = row.path[-tree.WIDTH :]
        last = numbers[-1] if numbers else 0
        kept = int(tail) if tail.isdecimal() and len(tail) == tree.WIDTH else 0
        numbers.append(kept if last < kept <= tree.MOST_CHILDREN else last + 1)
    return numbers


@transaction.atomic
def rebuild() -> int:
    """Write the derived paths; returns how many were wrong.

    Paths are unique, so the wrong ones step aside first and take their new place afterwards.
    """
    list(Organization.objects.select_for_update().order_by("pk").values_list("pk"))
    all_rows = read_rows()
    paths = derive_paths(all_rows)
    wrong = [row for row in all_rows if row.path != paths[row.pk]]
    for aside in (ASIDE, ""):
        for start in range(0, len(wrong), CHUNK):
            chunk = wrong[start : start + CHUNK]
            cases = [When(pk=row.pk, then=Value(aside + paths[row.pk])) for row in chunk]
            Organization.objects.filter(pk__in=[row.pk for row in chunk]).update(
                path=Case(*cases, output_field=CharField())
            )
    if wrong:
        chain.record(
            "organization.rebuild_paths",
            by=SYSTEM,
            before={row.code: row.path for row in wrong[:200]},
            after={row.code: paths[row.pk] for row in wrong[:200]},
            note=f"{len(wrong)} paths",
        )
    return len(wrong)
