"""Leaves out the rows of a sheet that repeat those of another: a sheet of everybody beside one for each branch."""

from collections.abc import Callable, Hashable, Sequence

from core.workbooks.columns import BAND_FIELD, WorkbookSheet
from core.workbooks.rows import AnyRow, WorkbookRow


def leave_out_repeated(
    rows: list[AnyRow], sheets: Sequence[WorkbookSheet], person_key: Callable[[AnyRow], Hashable]
) -> list[AnyRow]:
    """The rows without those; of each person the row with the most facts stays, and what is left out is said.

    A row without a branch repeats one that has it; two that name other branches or say otherwise are both kept.
    """
    if len(sheets) < 2:
        return rows
    by_person: dict[Hashable, list[AnyRow]] = {}
    for row in rows:
        by_person.setdefault(person_key(row), []).append(row)
    repeated: list[AnyRow] = []
    for same in by_person.values():
        placed = [row for row in same if row.organization is not None] if len(same) > 1 else []
        if not placed or len({sheets[row.sheet].name for row in same}) < 2:
            continue
        kept = max(placed, key=lambda row: len(row.facts.keys() - {BAND_FIELD}))
        repeated += [
            row
            for row in same
            if row is not kept
            and sheets[row.sheet].name != sheets[kept.sheet].name
            and (_is_unplaced(row) or _says_the_same(row, kept))
        ]
    for number in {row.sheet for row in repeated}:
        ours = [row for row in repeated if row.sheet == number]
        words = "没有写党支部，其中" if all(map(_is_unplaced, ours)) else "里"
        sheets[number].remarks.append(
            f"“{sheets[number].name}”表{words}{len(ours)}行在别的表里有，没有重复导入"
        )
    left_out = set(map(id, repeated))
    return [row for row in rows if id(row) not in left_out] if left_out else rows


def _is_unplaced(row: WorkbookRow) -> bool:
    return row.organization is None and not row.facts.get(BAND_FIELD)


def _says_the_same(row: WorkbookRow, other: WorkbookRow) -> bool:
    shared = row.facts.keys() & other.facts.keys() - {BAND_FIELD}
    return row.organization == other.organization and all(
        row.facts[name] == other.facts[name] for name in shared
    )
