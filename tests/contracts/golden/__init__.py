"""What the restructuring must not change, as text files of one fact a line, made at commit 9d90112.

A change on purpose is a row of additions.json: which file (without its ending), the line that was "added" or is "gone",
and why. `*` stands for anything, so that one row explains a field wherever the API has it:

    {"golden": "openapi", "added": "*.agenda_announced_on {*}", "why": "date on which the agenda was announced"}

A line that no row explains fails, and so does a row that explains no line. WRITE_GOLDEN=1 writes the files anew, which
only a new beginning justifies.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

PLACE = Path(__file__).parent


def differences(name: str, lines: Iterable[str]) -> list[str]:
    """What no row explains between what is now and what was, each line as often as it occurs."""
    now, file = Counter(lines), PLACE / f"{name}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        file.write_text("".join(f"{line}\n" for line in sorted(now.elements())), encoding="utf-8")
    before = Counter(file.read_text(encoding="utf-8").splitlines())
    problems = []
    for way, changed in (("added", now - before), ("gone", before - now)):
        patterns = declared(name, way)
        problems += [
            f"{way}: {line}"
            for line in sorted(changed.elements())
            if not any(explains(pattern, line) for pattern in patterns)
        ]
        problems += [
            f"declared as {way}, but is not: {pattern}"
            for pattern in patterns
            if not any(explains(pattern, line) for line in changed)
        ]
    return problems


def declared(name: str, way: str) -> list[str]:
    rows = json.loads((PLACE / "additions.json").read_text(encoding="utf-8"))
    return [row[way] for row in rows if row["golden"] == name and way in row and row["why"]]


def explains(pattern: str, line: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), line) is not None
