"""A whole district's roster coming in: preview and storing, against calamine parsing the same workbook and no more.

Every person in the files is new to a district that is already full, so nothing is skipped. Each storing commits for
real, hence another file each round.
"""

import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from python_calamine import CalamineWorkbook

from accounts.models import User
from branches.models import Organization
from branches.selectors.actors import Actor
from core.workbooks.preview import pack_preview
from exchange.actions import import_workbooks
from exchange.models import Import
from exchange.parts import ROSTER_IMPORT
from members.models import Member
from tests.bench import rosters
from tests.bench.result import Result, measure


def run(rounds: int) -> list[Result]:
    scope = Organization.objects.get(code="DEMO")
    by = Actor.of(User.objects.get(username="reviewer"))
    people = Member.objects.present().count()
    branches = list(
        Organization.objects.within(scope).branches().filter(dissolved_on=None).values_list("name", flat=True)
    )
    with tempfile.TemporaryDirectory() as directory:
        file = rosters.write(Path(directory) / "roster.xlsx", branches, people)
        content = file.read_bytes()

        def preview() -> None:
            checked = ROSTER_IMPORT.check_file(content, scope, by)
            pack_preview(checked, ROSTER_IMPORT.layout)
            assert checked.totals["new"] == people, checked.totals

        title = f"花名册{people:,}行，20列"
        shown = measure(f"{title}：预览和全部检查", preview, lambda: parse(file), goal=4, rounds=rounds)
        stored = storing(file, branches, people, scope, by, rounds)
        again = file.read_bytes()

        def same() -> None:
            checked = ROSTER_IMPORT.check_file(again, scope, by)
            pack_preview(checked, ROSTER_IMPORT.layout)
            assert checked.totals["unchanged"] == people, checked.totals

        known = measure(f"{title}：再次上传，都不变", same, lambda: parse(file), goal=4, rounds=rounds)
    return [shown, Result(f"{title}：加密、拼音、审计、写入", *stored, goal=10), known]


def parse(file: Path) -> list[list[object]]:
    """The floor: every cell of the sheet in Python, nothing done with it."""
    return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()


def storing(
    file: Path, branches: list[str], people: int, scope: Organization, by: Actor, rounds: int
) -> tuple[float, float]:
    """Medians of storing and of parsing; `file` holds the last round's people afterwards."""
    product, floor = [], []
    for number in range(rounds + 1):
        rosters.write(file, branches, people, seed=100 + number)
        batch = import_workbooks.upload(
            kind=Import.Kind.ROSTER, organization=scope, content=file.read_bytes(), name=file.name, by=by
        )
        Import.objects.filter(pk=batch.pk).update(status=Import.Status.CONFIRMED)
        begun = perf_counter()
        parse(file)
        floor.append(perf_counter() - begun)
        begun = perf_counter()
        done = import_workbooks.apply(batch=batch, by=by)
        product.append(perf_counter() - begun)
        assert done.totals["new"] == people, done.totals
    return median(product[1:]), median(floor[1:])
