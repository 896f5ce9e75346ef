"""make bench: what the product costs beside what a good engineer writes without effort, on SQLite and on PostgreSQL.

    python -m tests.bench [--json FILE] [--quick] [--only sqlite|postgres] [--topic reports|lists|dashboard|recording|imports|checkins]

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

from tests.bench.one_database import add_options
from tests.bench.result import table
from tests.services import NOT_INHERITED, postgres, private_directory, redis

DATABASES = ("sqlite", "postgres")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure the product as ratios."
    )
    add_options(parser)
    parser.add_argument("--only", choices=DATABASES, help="one database")
    options = parser.parse_args()
    asked = ["--rounds", str(options.rounds), *(["--quick"] if options.quick else [])]
    asked += [part for topic in options.topic or () for part in ("--topic", topic)]
    found: list[dict[str, Any]] = []
    for database in [options.only] if options.only else DATABASES:
        with environment(database) as given:
            found += measured(database, given, asked)
    print(table(found))
    if options.json:
        facts = {
            "machine": platform.machine(),
            "cores": os.cpu_count(),
            "rounds": options.rounds,
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


def measured(database: str, given: dict[str, str], asked: list[str]) -> list[dict[str, Any]]:
    """Measure in a process of its own, because a process has one database. Stops when it fails."""
    out = Path(given["VAR_DIR"]) / "results.json"
    command = [sys.executable, "-m", "tests.bench.one_database", "--json", str(out), *asked]
    print(database, file=sys.stderr, flush=True)
    if code := subprocess.run(command, env=given, check=False).returncode:
        sys.exit(f"{database}: could not be measured ({code})")
    results: list[dict[str, Any]] = json.loads(out.read_text())
    return results


if __name__ == "__main__":
    sys.exit(main())
