"""Find the member a row of a roster is about: by identity digest, then number, then name and birthday.

Never by name alone.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core.workbooks.columns import WorkbookSheet
from core.workbooks.rows import ERROR, line_beside
from members.errors import IdentityUnclear
from members.models import Member
from members.personal_data import sealing
from members.rules import membership
from members.rules.roster.rows import RosterRow

CHUNK = 5_000
MONTH = len("2026-11")
MASK_SIGNS = re.compile(r"[^0-9X]+|X{3,}")


class KnownMember(NamedTuple):
    """A member on record, in the columns a roster may change."""

    pk: int
    uuid: UUID
    version: int
    name: str
    gender: str
    birth_on: dt.date | None
    number: str
    ethnicity: int | None
    education: str
    native_place: str
    workplace: str
    occupation: str
    applied_on: dt.date | None
    joined_on: dt.date
    full_on: dt.date | None
    is_mobile: bool
    note: str
    identity_digest: str | None
    identity_sealed: str
    phone_digest: str
    phone_sealed: str
    address_sealed: str
    organization: int
    group: int | None
    left_on: dt.date | None
    path: str
    place: str
    full_place: str


LOOKUPS = {
    "organization": "organization_id",
    "group": "group_id",
    "path": "organization__path",
    "place": "organization__short_name",
    "full_place": "organization__name",
}
COLUMNS = [LOOKUPS.get(name, name) for name in KnownMember._fields]


def kept_fact(known: KnownMember, field: str) -> str:
    """Identity, phone or address on record."""
    return sealing.open_fact_or_mark(field, getattr(known, f"{field}_sealed"), known.uuid)


def known_members(**limits: Any) -> Iterator[KnownMember]:
    rows = Member.objects.filter(**limits).order_by().values_list(*COLUMNS)
    return map(KnownMember._make, rows.iterator(chunk_size=CHUNK))


def match_members(
    rows: list[RosterRow], sheets: Sequence[WorkbookSheet], by: Actor
) -> dict[int, KnownMember]:
    """Set member and version of each row; return the members by key. Ambiguous rows become errors."""
    met: dict[int, KnownMember] = {}
    _refuse_doubles(rows, sheets)
    _by_identity(rows, by, met)
    _by_number(rows, by, met)
    _by_mask(rows, by, met)
    _by_birthday(rows, by, met)
    _refuse_doubles_met(rows, sheets)
    return met


def _assign_member(row: RosterRow, known: KnownMember, met: dict[int, KnownMember]) -> None:
    row.member, row.version = known.pk, known.version
    met[known.pk] = known


def _by_identity(rows: list[RosterRow], by: Actor, met: dict[int, KnownMember]) -> None:
    wanted = {row.digest: row for row in rows if row.digest and row.outcome != ERROR}
    for known in known_members(identity_digest__among=wanted):
        row = wanted[known.identity_digest or ""]
        if not by.reach.covers(Capability.MANAGE_MEMBERS, known.path):
            row.add_note("identity", ERROR, IdentityUnclear.sentence)
        elif known.left_on:
            row.add_note(
                "identity",
                ERROR,
                f"{known.name}已于{known.left_on}离开“{known.place}”，请先在党员页办理转入或恢复",
            )
        else:
            _assign_member(row, known, met)


def _by_number(rows: list[RosterRow], by: Actor, met: dict[int, KnownMember]) -> None:
    wanted = {row.facts["number"]: row for row in rows if _is_unmatched(row) and row.facts.get("number")}
    for known in known_members(number__among=wanted, left_on__isnull=True):
        row = wanted[known.number]
        if not by.reach.covers(Capability.MANAGE_MEMBERS, known.path):
            continue
        if row.digest and known.identity_digest and row.digest != known.identity_digest:
            row.add_note("number", ERROR, f"编号{known.number}已是{known.name}的，两人的身份证号不同")
        elif not row.digest and row.facts.get("name") != known.name:
            row.add_note("number", ERROR, f"编号{known.number}已是{known.name}的，姓名不同，请核对")
        else:
            _assign_member(row, known, met)


def _by_mask(rows: list[RosterRow], by: Actor, met: dict[int, KnownMember]) -> None:
    """Match a number with its middle hidden by the name and the digits that are left, at least the last four."""
    wanted: dict[str, list[RosterRow]] = {}
    for row in rows:
        if row.mask and _is_unmatched(row) and row.mask[-4:].isalnum():
            wanted.setdefault(sealing.tail_digest("identity", row.mask), []).append(row)
    for known in known_members(identity_tail__among=wanted, left_on__isnull=True) if wanted else ():
        if not by.reach.covers(Capability.MANAGE_MEMBERS, known.path):
            continue
        number = sealing.open_fact("identity", known.identity_sealed, known.uuid)
        for row in wanted[sealing.tail_digest("identity", number)]:
            first, last = MASK_SIGNS.split(row.mask)[0], MASK_SIGNS.split(row.mask)[-1]
            if row.facts.get("name") != known.name or not (
                number.startswith(first) and number.endswith(last)
            ):
                continue
            if row.member is not None:
                row.add_note("identity", ERROR, "有几位同名、号码露出的几位也相同的党员，请填完整号码")
            else:
                _assign_member(row, known, met)


def _by_birthday(rows: list[RosterRow], by: Actor, met: dict[int, KnownMember]) -> None:
    """Match by name and birthday; by name and month if the row has no day."""
    wanted: dict[tuple[str, str], RosterRow] = {}
    for each in rows:
        if _is_unmatched(each) and (birth_on := each.birth_on) and each.facts.get("name"):
            written = birth_on.isoformat()
            wanted[each.facts["name"], written[:MONTH] if "birth_on" in each.loose else written] = each
    candidates: dict[int, list[KnownMember]] = {}
    for known in _namesakes([row for row in wanted.values() if not row.digest], wanted, by):
        row = _row_of(known, wanted)
        if row is None or (row.digest and known.identity_digest):
            continue
        candidates.setdefault(id(row), []).append(known)
        if len(candidates[id(row)]) == 1:
            _assign_member(row, known, met)
        else:
            row.member = None
            row.add_note("name", ERROR, f"有{len(candidates[id(row)])}位同名同生日的党员，请填身份证号")


def _row_of(known: KnownMember, wanted: dict[tuple[str, str], RosterRow]) -> RosterRow | None:
    day = str(known.birth_on)
    return wanted.get((known.name, day)) or wanted.get((known.name, day[:MONTH]))


def _namesakes(
    nameless: list[RosterRow], wanted: dict[tuple[str, str], RosterRow], by: Actor
) -> Iterator[KnownMember]:
    """Members in reach without identity number, and those with the name of a row without identity number."""
    reached = Member.objects.filter(by.reach.q(Capability.MANAGE_MEMBERS), left_on__isnull=True).exclude(
        birth_on=None
    )
    if not wanted:
        return
    members = reached.filter(identity_digest__isnull=True)
    yield from map(KnownMember._make, members.order_by().values_list(*COLUMNS))
    if nameless:
        names = {row.facts["name"] for row in nameless}
        members = reached.filter(identity_digest__isnull=False, name__among=names)
        yield from map(KnownMember._make, members.order_by().values_list(*COLUMNS))


def _is_unmatched(row: RosterRow) -> bool:
    return row.member is None and row.outcome != ERROR


def _refuse_doubles(rows: list[RosterRow], sheets: Sequence[WorkbookSheet]) -> None:
    """Refuse the later of two rows about one person; both if their names differ. A row that cannot come in anyway is
    the later one of a good row."""
    keys = [_double_key(row) for row in rows]
    repeated = {key for key, count in Counter(keys).items() if key is not None and count > 1}
    doubles = [row for row, key in zip(rows, keys, strict=True) if key in repeated]
    by_key: dict[Any, RosterRow] = {}
    for row in sorted(doubles, key=_is_hopeless):
        name, number, key = row.facts.get("name"), row.facts.get("number"), _double_key(row)
        first = by_key.setdefault(key, row)
        if first is not row:
            if row.outcome == ERROR:
                continue
            field = "identity" if row.digest else "number" if number else "name"
            if name == first.facts.get("name"):
                row.add_note(field, ERROR, f"与{line_beside(first, row, sheets)}重复")
                continue
            for one, other in ((first, row), (row, first)):
                one.add_note(field, ERROR, f"与{line_beside(other, one, sheets)}相同，姓名却不同，请核对")


def _double_key(row: RosterRow) -> Any:
    """What two rows about one person share; None if there is nothing to know them by."""
    key = row.digest or row.facts.get("number")
    if key or row.birth_on is None:
        return key or None
    return row.facts.get("name"), row.birth_on


def _is_hopeless(row: RosterRow) -> bool:
    """Whether a row is refused for what it says itself, whoever it is about."""
    if row.outcome == ERROR or "name" not in row.facts:
        return True
    joined_on, full_on = row.facts.get("joined_on"), row.facts.get("full_on")
    if joined_on is None:
        return True
    return bool(
        membership.future_date_refusal("", "joined_on", joined_on)
        or membership.age_refusal(row.birth_on, joined_on)
        or membership.probation_refusal(joined_on, full_on)
        or (row.facts.get("status") == "full" and full_on is None)
    )


def _refuse_doubles_met(rows: list[RosterRow], sheets: Sequence[WorkbookSheet]) -> None:
    """Refuse the later of two rows that match one member by different keys."""
    by_member: dict[int, RosterRow] = {}
    for row in rows:
        if row.member is None or row.outcome == ERROR:
            continue
        first = by_member.setdefault(row.member, row)
        if first is not row:
            row.add_note("name", ERROR, f"与{line_beside(first, row, sheets)}是同一个人")
