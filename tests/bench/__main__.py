"""make bench: what the product costs beside the least it could cost, on SQLite and on PostgreSQL.

    python -m tests.bench [--json FILE] [--quick] [--only sqlite|postgres] [--topic reports|lists|recording|imports|checkins]

Each database gets a whole invented district (a street with --quick), then every topic is measured in that one process:
product and floor in turn, medians of at least seven rounds. Ratios are what counts; milliseconds are this machine's.
A missed goal is said in the table and is no error; whatever cannot be measured is.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.bench.result import ROUNDS
from tests.services import NOT_INHERITED, postgres, private_directory, redis

DATABASES = ("sqlite", "postgres")
TOPICS = ("reports", "lists", "recording", "imports", "checkins")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure the product as ratios."
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    parser.add_argument(
        "--quick", action="store_true", help="a street instead of a district: to see that it runs"
    )
    parser.add_argument("--only", choices=DATABASES, help="one database")
    parser.add_argument("--topic", choices=TOPICS, action="append", help="one topic (may be given again)")
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="how many rounds each, at least %(default)s"
    )
    options = parser.parse_args()
    rounds = max(options.rounds, ROUNDS)
    found: list[dict[str, Any]] = []
    for database in [options.only] if options.only else DATABASES:
        with environment(database) as given:
            found += measured(database, given, rounds, options.topic or TOPICS, quick=options.quick)
    print(table(found))
    if options.json:
        facts = {
            "machine": platform.machine(),
            "cores": os.cpu_count(),
            "rounds": rounds,
            "quick": options.quick,
        }
        options.json.write_text(json.dumps({**facts, "results": found}, ensure_ascii=False, indent=1) + "\n")
    return 0


@contextmanager
def environment(database: str) -> Iterator[dict[str, str]]:
    """A place of its own for one database, gone afterwards."""
    given = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    given |= {"DEMO": "on", "LOG_LEVEL": "WARNING"}
    with ExitStack() as stack:
        given["VAR_DIR"] = str(stack.enter_context(private_directory()))
        if database == "postgres":
            given["DATABASE_URL"] = stack.enter_context(postgres())
            given["REDIS_URL"] = stack.enter_context(redis())
        yield given


def measured(
    database: str, given: dict[str, str], rounds: int, topics: tuple[str, ...], *, quick: bool
) -> list[dict[str, Any]]:
    """Measure in a process of its own, because a process has one database. Stops when it fails."""
    out = Path(given["VAR_DIR"]) / "results.json"
    command = [sys.executable, "-m", "tests.bench.one_database", database, str(out), str(rounds)]
    command += [*topics, *(["--quick"] if quick else [])]
    code = subprocess.run(command, env=given, check=False).returncode
    if code:
        sys.exit(f"{database}: could not be measured ({code})")
    results: list[dict[str, Any]] = json.loads(out.read_text())
    return results


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


if __name__ == "__main__":
    sys.exit(main())
