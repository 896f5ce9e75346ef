"""One database, filled and measured: the process that `python -m tests.bench` starts for each."""

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


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    parser.add_argument("out", type=Path)
    parser.add_argument("rounds", type=int)
    parser.add_argument("topics", nargs="+")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    check()  # loads every room and door now, and stops at once if one of them does not load
    topics = [import_module(f"tests.bench.{topic}") for topic in options.topics]
    fill("street" if options.quick else "district", options.database)
    found = []
    for topic in topics:
        for result in topic.run(options.rounds):
            result = replace(result, database=options.database)
            say(f"  {result.name}: {result.ratio:.4g} (≤ {result.goal:g})")
            found.append({**asdict(result), "ratio": result.ratio, "passed": result.passed})
    options.out.write_text(json.dumps(found, ensure_ascii=False))


def check() -> None:
    from django.core.management import call_command

    call_command("check", stdout=StringIO())


def fill(size: str, database: str) -> None:
    from django.core.management import call_command

    from demo.actions import seed_demonstration

    call_command("migrate", verbosity=0, skip_checks=True)
    begun = time.monotonic()
    totals = seed_demonstration.seed(size=size, months=12, seed=7)
    say(f"{database}: {size} seeded in {time.monotonic() - begun:.0f} s ({totals['meetings']:,} meetings)")


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
