"""One database, the one the environment names: filled if it is empty, then measured in this process.

    VAR_DIR=/tmp/bench DEMO=on python -m tests.bench.one_database [--topic lists]

`python -m tests.bench` starts it for each database. By hand it measures one topic again and again without filling again.
"""

import argparse
import json
import os
import sys
import time
from dataclasses import asdict, replace
from importlib import import_module
from io import StringIO
from pathlib import Path

import django

from tests.bench.result import ROUNDS, table

TOPICS = ("reports", "lists", "dashboard", "recording", "imports", "checkins")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.one_database")
    add_options(parser)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("check", stdout=StringIO())  # loads every room and door now, and stops if one does not load
    topics = [import_module(f"tests.bench.{topic}") for topic in options.topic or TOPICS]
    fill("street" if options.quick else "district")
    found = []
    for topic in topics:
        for result in topic.run(max(options.rounds, ROUNDS)):
            result = replace(result, database=connection.vendor)
            print(f"  {result.name}: {result.ratio:.4g} (≤ {result.goal:g})", file=sys.stderr, flush=True)
            found.append({**asdict(result), "ratio": result.ratio, "passed": result.passed})
    if options.json:
        options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    else:
        print(table(found))


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there")
    parser.add_argument("--topic", choices=TOPICS, action="append", help="one topic (may be given again)")
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="how many rounds each, at least %(default)s"
    )
    parser.add_argument(
        "--quick", action="store_true", help="a street instead of a district: to see that it runs"
    )


def fill(size: str) -> None:
    from django.core.management import call_command

    from branches.models import Organization
    from demo.actions import seed_demonstration

    call_command("migrate", verbosity=0, skip_checks=True)
    if Organization.objects.exists():
        return
    begun = time.monotonic()
    totals = seed_demonstration.seed(size=size, months=12, seed=7)
    print(
        f"{size} filled in {time.monotonic() - begun:.0f} s ({totals['meetings']:,} meetings)",
        file=sys.stderr,
        flush=True,
    )


if __name__ == "__main__":
    main()
