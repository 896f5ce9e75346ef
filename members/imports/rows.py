"""Rows of a roster, read: every cell a fact, a blank, an erasure, or a sentence about what is wrong with it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from members import identity, names, sealing
from members.imports import cells
from members.imports.cells import Unreadable
from members.imports.reading import Sheet
from members.models import Member

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
    name: Member._meta.get_field(name).max_length
    for name in ("name", "number", "education", "native_place", "workplace", "occupation", "note")
} | {"address": 100}


class Note(NamedTuple):
    """What there is to say about one cell. `old` is what stood there, for a change."""

    state: str
    sentence: str = ""
    old: str = ""


class Problem(NamedTuple):
    sentence: str


@dataclass(slots=True)
class Row:
    """One row of the workbook and what would come of it."""

    sheet: int
    line: int
    facts: dict[str, Any]
    notes: dict[str, Note]
    band: str = ""
    erased: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)
    raw: dict[str, str] = field(default_factory=dict)
    digest: str = ""
    phone_digest: str = ""
    organization: int | None = None
    group: int | None = None
    member: int | None = None
    version: int = 0
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
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
        if "birth_on" in self.facts:
            return self.facts["birth_on"]
        number = self.facts.get("identity")
        return identity.birth_of(number) if number else None

    def say(self, field_: str, state: str, sentence: str, old: str = "") -> None:
        """Keep the gravest word about a cell."""
        there = self.notes.get(field_)
        if there is None or (there.state != ERROR and not (there.state == WARNING and state == CHANGED)):
            self.notes[field_] = Note(state, sentence, old or (there.old if there else ""))
        if state == ERROR:
            self.deed = ERROR


BLANK, ERASED = object(), object()


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


def read_cell(field_: str, raw: Any) -> Any:
    """BLANK, ERASED, a Problem, or the fact."""
    if isinstance(raw, str):
        shown = cells.text(raw)
        if shown in cells.BLANKS:
            return BLANK
        if shown in cells.ERASE:
            return ERASED if field_ in ERASABLE else Problem("这一格不能清空")
    try:
        found = READERS.get(field_, cells.text)(raw)
    except Unreadable as why:
        return Problem(str(why))
    if found == "":
        return BLANK
    longest = LONGEST.get(field_)
    if longest and len(found) > longest:
        return Problem(f"最多{longest}个字，现在是{len(found)}个")
    return found


def read_rows(sheets: list[Sheet]) -> list[Row]:
    """All rows of all sheets. A value that comes again is not read again."""
    rows: list[Row] = []
    memos: dict[str, dict[Any, Any]] = {}
    unseen = object()
    for number, sheet in enumerate(sheets):
        plan = [(field_, place, memos.setdefault(field_, {})) for field_, place in sheet.at.items()]
        for line, raw_row, band in sheet.rows:
            facts: dict[str, Any] = {}
            row = Row(number, line, facts, {}, band)
            for field_, place, memo in plan:
                raw = raw_row[place]
                if raw == "":
                    continue
                found = memo.get(raw, unseen)
                if found is unseen:
                    found = memo[raw] = read_cell(field_, raw)
                if found is BLANK:
                    continue
                kind = found.__class__
                if kind is cells.Day:
                    facts[field_] = found.on
                    if not found.exact:
                        row.loose.add(field_)
                    if found.doubt:
                        row.say(field_, WARNING, found.doubt)
                elif kind is Problem:
                    row.raw[field_] = cells.text(raw)
                    row.say(field_, WARNING if field_ in SOFT else ERROR, found.sentence)
                elif found is ERASED:
                    row.erased.add(field_)
                else:
                    facts[field_] = found
            _read_identity(row)
            if "phone" in facts:
                row.phone_digest = sealing.digest(facts["phone"])
            rows.append(row)
    return rows


def _read_identity(row: Row) -> None:
    number = row.facts.get("identity")
    if number is None:
        return
    wrong = identity.wrong_with(number)
    if wrong:
        row.say("identity", ERROR, f"身份证号{wrong}")
        row.raw["identity"] = row.facts.pop("identity")
        return
    row.digest = sealing.digest(number)
    said = row.facts.get("gender")
    if said and said != identity.gender_of(number):
        row.say("gender", WARNING, "与身份证号里的性别不同")
    born = row.facts.get("birth_on")
    if born:
        known = identity.birth_of(number)
        if "birth_on" in row.loose and known and (known.year, known.month) == (born.year, born.month):
            row.facts["birth_on"] = known
            row.loose.discard("birth_on")
        elif known != born:
            row.say("birth_on", WARNING, f"与身份证里的{known}不同，按档案日期登记，身份证号不变")
