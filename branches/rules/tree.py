"""Tree paths: fixed-width digits, four a level. A subtree is the half-open range path ≤ p < path⁺.

Pure functions; the tree's writing is in branches.actions.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Q

WIDTH = 4
MOST_CHILDREN = 9998  # the last number stays free, so that every path has a bound


def depth(path: str) -> int:
    return len(path) // WIDTH


def bound(path: str) -> str:
    """The first path after everything at and below this one."""
    return f"{int(path) + 1:0{len(path)}d}"


def subtree(path: str, at: str = "") -> Q:
    """The rows at and below a path; `at` is the lookup that leads from the row to what has the path."""
    if not path:
        return Q()
    name = f"{at}__path" if at else "path"
    return Q(**{f"{name}__gte": path, f"{name}__lt": bound(path)})


def parent(path: str) -> str:
    return path[:-WIDTH]


def ancestors(path: str) -> list[str]:
    """Paths from the root down to the parent; empty for a root."""
    return [path[:end] for end in range(WIDTH, len(path), WIDTH)]


def child(parent_path: str, number: int) -> str:
    """Raises ValueError beyond 9,998 children."""
    if not 1 <= number <= MOST_CHILDREN:
        raise ValueError(f"no room for child number {number}")
    return f"{parent_path}{number:0{WIDTH}d}"


def roll_up(counts: Iterable[tuple[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    """(path, {figure: n}) rows → path → sums of it and everything below, for every path met and all its ancestors."""
    sums: dict[str, dict[str, int]] = {}
    for path, figures in counts:
        for at in (*ancestors(path), path):
            into = sums.setdefault(at, {})
            for name, value in figures.items():
                into[name] = into.get(name, 0) + value
    return sums
