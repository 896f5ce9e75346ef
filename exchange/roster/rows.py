"""Rows of a roster, read: every cell a fact, a blank, an erasure, or a sentence about what is wrong with it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from django.db.models import CharField

from exchange.roster import cells
from exchange.roster.cells import Unreadable
from exchange.roster.reading import Sheet
from members.models import Member
from members.personal_data import identity, names, sealing

NEW, CHANGED, UNCHANGED, ERROR, WARNING = "new", "changed", "unchanged", "error", "warning"
DATES = frozenset(["birth_on", "applied_on", "joined_on", "full_on"])
ERASABLE = frozenset(
    [
        "phone",
        "group",
        "full_on",
        "number",
        "ethnicity",
        "education",
        "native_place",
        "workplace",
        "occupation",
        "address",
        "applied_on",
        "note",
        "birth_on",
    ]
)
SOFT = frozenset(["phone", "ethnicity"])
"""Where an unreadable cell is left out with a warning instead of keeping the whole row out."""
LONGEST = {
    name: cast(CharField, Member._meta.get_field(name)).max_length
    for name in ("name", "number", "education", "native_place", "workplace", "occupation", "note")
} | {"address": 100}


LONGEST_SERIAL = 4


class Note(NamedTuple):
    """What there is to say about one cell. `old` is what stood there, for a change."""

    state: str
    sentence: str = ""
    old: str = ""


class Problem(NamedTuple):
    sentence: str


NOTHING: dict[str, Any] = {}
"""Stands for every row's empty mapping until something is put there: most rows never need their own."""


def nothing() -> dict[str, Any]:
    return NOTHING


NONE: frozenset[str] = frozenset()


@dataclass(slots=True)
class Row:
    """One row of the workbook and what would come of it."""

    sheet: int
    line: int
    facts: dict[str, Any]
    band: str = ""
    notes: dict[str, Note] = field(default_factory=nothing)
    raw: dict[str, str] = field(default_factory=nothing)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=nothing)
    erased: frozenset[str] = NONE
    loose: frozenset[str] = NONE
    digest: str = ""
    phone_digest: str = ""
    born: dt.date | None = None
    """The birthday inside the identity number."""
    organization: int | None = None
    group: int | None = None
    member: int | None = None
    version: int = 0
    deed: str = NEW

    @property
    def badge(self) -> str:
        """The one word for the row: an error and a warning speak before what is done."""
        if self.deed == ERROR:
            return ERROR
        return WARNING if self.warned else self.deed

    @property
    def warned(self) -> bool:
        return any(note.state == WARNING for note in self.notes.values())

    @property
    def birth_on(self) -> dt.date | None:
        """As the file says, else as the identity number says."""
        return self.facts.get("birth_on") or self.born

    def say(self, field: str, state: str, sentence: str, old: str = "") -> None:
        """Keep the gravest word about a cell."""
        if self.notes is NOTHING:
            self.notes = {}
        there = self.notes.get(field)
        if there is None or (there.state != ERROR and not (there.state == WARNING and state == CHANGED)):
            self.notes[field] = Note(state, sentence, old or (there.old if there else ""))
        if state == ERROR:
            self.deed = ERROR

    def keep_raw(self, field: str, written: str) -> None:
        """What stood in a cell that is not taken in, for showing it."""
        self.raw = self.raw | {field: written}


def line_beside(there: Row, row: Row, sheets: list[Sheet]) -> str:
    """第4行, and of which sheet when it is not the row's own."""
    sheet = "" if there.sheet == row.sheet else f"“{sheets[there.sheet].name}”表"
    return f"{sheet}第{there.line}行"


class Sentinel:
    """A cell that is no fact."""


BLANK, ERASED = Sentinel(), Sentinel()
SPECIAL = frozenset([Problem, Sentinel, cells.Day])


def _name(raw: Any) -> str:
    return names.written(cells.text(raw))


READERS: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "identity": cells.identity,
    "phone": cells.phone,
    "gender": cells.gender,
    "ethnicity": cells.ethnicity,
    "status": cells.status,
    "is_mobile": cells.yes,
} | dict.fromkeys(DATES, cells.day)


def read_cell(field: str, raw: Any) -> Any:
    """BLANK, ERASED, a Problem, or the fact."""
    if raw == "" or raw is None:
        return BLANK
    found: Any = cells.text(raw)
    if found in cells.BLANKS:
        return BLANK
    if field == "full_on" and found in cells.NOT_YET:
        return BLANK
    if found in cells.ERASE:
        return ERASED if field in ERASABLE else Problem("这一格不能清空")
    read = READERS.get(field)
    if read is not None:
        try:
            found = read(raw)
        except Unreadable as why:
            return Problem(str(why))
        if found == "":
            return BLANK
    longest = LONGEST.get(field)
    if longest and len(found) > longest:
        return Problem(f"最多{longest}个字，现在是{len(found)}个")
    return found


def read_rows(sheets: list[Sheet]) -> list[Row]:
    """All rows of all sheets, column by column: a value that comes again is not read again."""
    every: list[Row] = []
    for number, sheet in enumerate(sheets):
        _leave_serials(sheet)
        rows = [Row(number, line, {}, band) for line, _cells, band in sheet.rows]
        for known, place in sheet.at.items():
            _read_column(known, [cells_[place] for _line, cells_, _band in sheet.rows], rows)
        every += rows
    _read_identities([row for row in every if "identity" in row.facts])
    phoned = [row for row in every if "phone" in row.facts]
    for row, digest in zip(phoned, sealing.digests(row.facts["phone"] for row in phoned), strict=True):
        row.phone_digest = digest
    return every


def _leave_serials(sheet: Sheet) -> None:
    """编号 over 1, 2, 3 … only counts the rows: it is nobody's number."""
    place = sheet.at.get("number")
    if place is None or sheet.titles[place] != "编号":
        return
    said = {cells.text(cells_[place]) for _line, cells_, _band in sheet.rows} - cells.BLANKS
    if all(each.isdecimal() and len(each) <= LONGEST_SERIAL for each in said):
        del sheet.at["number"]


def _read_column(field: str, raws: list[Any], rows: list[Row]) -> None:
    read = {raw: read_cell(field, raw) for raw in set(raws)}
    special = {raw for raw, found in read.items() if found.__class__ in SPECIAL}
    for raw, row in zip(raws, rows, strict=True):
        found = read[raw]
        if found is BLANK:
            continue
        if raw not in special:
            row.facts[field] = found
        elif found is ERASED:
            row.erased |= {field}
        elif isinstance(found, Problem):
            row.keep_raw(field, cells.text(raw))
            row.say(field, WARNING if field in SOFT else ERROR, found.sentence)
        else:
            row.facts[field] = found.on
            if not found.exact:
                row.loose |= {field}
            if found.doubt:
                row.say(field, WARNING, found.doubt)


def _read_identities(rows: list[Row]) -> None:
    for row, digest in zip(rows, sealing.digests(row.facts["identity"] for row in rows), strict=True):
        number = row.facts["identity"]
        if wrong := identity.wrong_with(number):
            row.say("identity", ERROR, wrong)
            row.keep_raw("identity", row.facts.pop("identity"))
            continue
        row.digest, row.born = digest, identity.birth_of(number)
        said = row.facts.get("gender")
        if said and said != identity.gender_of(number):
            row.say("gender", WARNING, "与身份证号里的性别不同")
        written = row.facts.get("birth_on")
        if not written or written == row.born:
            continue
        if (
            row.born
            and "birth_on" in row.loose
            and (written.year, written.month) == (row.born.year, row.born.month)
        ):
            row.facts["birth_on"] = row.born
            row.loose -= {"birth_on"}
        else:
            row.say("birth_on", WARNING, f"与身份证里的{row.born}不同，两个都保留")
