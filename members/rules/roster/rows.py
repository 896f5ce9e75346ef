"""Read the rows of a roster, and digest identity and telephone numbers for look-up."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.workbooks import cells
from core.workbooks.columns import WorkbookSheet
from core.workbooks.rows import ERROR, WARNING, WorkbookRow, read_rows
from members.personal_data import identity, sealing
from members.rules.roster.columns import ROSTER

DATES = frozenset(["birth_on", "applied_on", "joined_on", "full_on"])


@dataclass(slots=True)
class RosterRow(WorkbookRow):
    """A row about one person; `member` and `version` are those of the matched member, if there is one."""

    digest: str = ""
    phone_digest: str = ""
    mask: str = ""
    """An identity number with its middle hidden, as our own export gives it."""
    born: dt.date | None = None
    """The birthday inside the identity number."""
    group: int | None = None
    member: int | None = None
    version: int = 0

    @property
    def birth_on(self) -> dt.date | None:
        """The birthday in the row, else the one in the identity number."""
        return self.facts.get("birth_on") or self.born


def read_roster_rows(sheets: Sequence[WorkbookSheet]) -> list[RosterRow]:
    """All rows of all sheets, identity numbers checked, both numbers digested."""
    rows = read_rows(sheets, ROSTER, RosterRow)
    _read_identities([row for row in rows if "identity" in row.facts])
    for row in rows:
        row.phone_digest = sealing.digest(row.facts.get("phone", ""))
    return rows


def _read_identities(rows: list[RosterRow]) -> None:
    for row in rows:
        number = row.facts["identity"]
        if cells.is_masked(number):
            row.mask = row.facts.pop("identity")
            row.keep_raw("identity", row.mask)
            continue
        if wrong := identity.describe_mistake(number):
            row.add_note("identity", ERROR, wrong)
            row.keep_raw("identity", row.facts.pop("identity"))
            continue
        row.digest, row.born = sealing.digest(number), identity.birth_of(number)
        written_gender = row.facts.get("gender")
        if written_gender and written_gender != identity.gender_of(number):
            row.add_note("gender", WARNING, "与身份证号里的性别不同")
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
            row.add_note("birth_on", WARNING, f"与身份证里的{row.born}不同，两个都保留")
