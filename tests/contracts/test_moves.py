"""docs/adr/moves.tsv: where each module of the first house went, each once and to a place that exists."""

from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)
HEAD, *ROWS = (
    line.split("\t") for line in (ROOT / "docs/adr/moves.tsv").read_text(encoding="utf-8").splitlines()
)


def test_every_module_stands_in_the_table_once() -> None:
    before = [row[0] for row in ROWS]
    assert len(before) == len(set(before)) == 465


def test_every_place_in_the_table_exists() -> None:
    places = [row[1] for row in ROWS if row[1] != "-"]
    places += [
        part.partition(":")[0].strip() for row in ROWS for part in (row[2:] or [""])[0].split(";") if part
    ]
    assert [place for place in places if not (ROOT / place).is_file()] == []
