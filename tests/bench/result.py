"""One measured thing: what the product took, what the floor took, and the goal their ratio is held against."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

ROUNDS = 7


@dataclass(frozen=True)
class Result:
    """Times in seconds, medians of interleaved rounds. `goal` is the largest ratio product / floor that passes."""

    name: str
    product: float
    floor: float
    goal: float
    database: str = ""
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.product / self.floor

    @property
    def passed(self) -> bool:
        return self.ratio <= self.goal


def interleaved(
    product: Callable[[], object],
    floor: Callable[[], object],
    *,
    rounds: int = ROUNDS,
    warm: int = 1,
    inner: int = 1,
) -> tuple[float, float]:
    """Medians of product and floor, in seconds a call, taken in turn so that the machine's moods hit both alike.

    Each round times `inner` calls of one and then of the other; the first `warm` rounds are not counted.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + warm):
        for which, run in enumerate((product, floor) if number % 2 else (floor, product)):
            begun = perf_counter()
            for _ in range(inner):
                run()
            if number >= warm:
                taken[which if number % 2 else 1 - which].append((perf_counter() - begun) / inner)
    return median(taken[0]), median(taken[1])


def measure(
    name: str, product: Callable[[], object], floor: Callable[[], object], *, goal: float, **how: int
) -> Result:
    """Measure both in turn. `how` as `interleaved`."""
    return Result(name, *interleaved(product, floor, **how), goal=goal)


def table(results: list[dict[str, Any]]) -> str:
    """name · product · floor · ratio · goal · pass/fail, a database after the other."""
    lines = []
    for database in dict.fromkeys(result["database"] for result in results):
        lines += ["", f"{database}", "name · product ms · floor ms · ratio · goal · pass/fail"]
        lines += [
            f"{one['name']} · {one['product'] * 1000:.2f} · {one['floor'] * 1000:.2f} · {one['ratio']:.4g}"
            f" · ≤ {one['goal']:g} · {'pass' if one['passed'] else 'FAIL'}"
            for one in results
            if one["database"] == database
        ]
    return "\n".join(lines)
