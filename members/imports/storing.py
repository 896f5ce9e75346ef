"""The good rows of a checked roster into the tables. Called inside one transaction: all of it stands, or nothing."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from audit import chain
from branches.actors import Actor
from core import bulk, clock
from core.errors import Gone
from members import names, sealing
from members.codes import Entry, Exit, Gender
from members.imports.checking import Checked
from members.imports.places import Place
from members.imports.rows import CHANGED, NEW, Row
from members.models import Member, Membership

Beat = Callable[[int, int], None]
BEAT_EVERY = 2_000
PLAIN = ("number", "education", "native_place", "workplace", "occupation", "note")
MEMBER_COLUMNS = (
    "id", "uuid", "name", "pinyin", "initials", "gender", "birth_on",
    "identity_sealed", "identity_digest", "identity_tail", "phone_sealed", "phone_digest", "phone_tail",
    *PLAIN, "ethnicity", "address_sealed", "applied_on", "joined_on", "full_on", "is_mobile",
    "organization_id", "group_id", "version", "created_at", "updated_at",
)  # fmt: skip
MEMBERSHIP_COLUMNS = ("member_id", "organization_id", "group_id", "since", "entry", "exit", "document")


class Subject(NamedTuple):
    """Enough of a member for an audit entry."""

    uuid: uuid.UUID
    name: str

    _meta = Member._meta

    def __str__(self) -> str:
        return self.name


def store(checked: Checked, by: Actor, beat: Beat | None = None) -> None:
    """Write what the check found to be new or changed, with an audit entry for each person. Idempotent.

    Raises Gone when somebody changed one of these people between the check and the write.
    """
    new = [row for row in checked.rows if row.deed == NEW]
    changed = [row for row in checked.rows if row.deed == CHANGED]
    total = len(new) + len(changed)
    entries = _enroll(new, checked, by, lambda done: beat and beat(done, total))
    entries += _change(changed, checked, by)
    if beat:
        beat(total, total)
    if entries:
        chain.record_all(entries)


def _enroll(new: list[Row], checked: Checked, by: Actor, beat: Callable[[int], Any]) -> list[Any]:
    if not new:
        return []
    now = clock.now()
    tails: dict[str, str] = {}
    people, places, entries = [], [], []
    for number, (key, row) in enumerate(zip(bulk.keys(Member, len(new)), new, strict=True)):
        if number % BEAT_EVERY == 0:
            beat(number)
        place = checked.places.all[row.organization or 0]
        subject = Subject(uuid.uuid4(), row.facts["name"])
        people.append(_member(key, subject, row, tails, now))
        since = max(row.facts["joined_on"], place.established_on)
        places.append((key, place.pk, row.group, since, Entry.IMPORTED.value, "", ""))
        after = {"name": subject.name, "since": since, "entry": Entry.IMPORTED.value}
        after |= {field: row.facts[field] for field in ("joined_on", "full_on") if field in row.facts}
        entries.append(chain.entry("member.enroll", by=by, subject=subject, where=place, after=after))
    bulk.insert(Member, MEMBER_COLUMNS, people)
    bulk.insert(Membership, MEMBERSHIP_COLUMNS, places)
    return entries


def _member(key: int, subject: Subject, row: Row, tails: dict[str, str], now: dt.datetime) -> tuple[Any, ...]:
    """A row of MEMBER_COLUMNS."""
    fact = row.facts.get
    number, phone = fact("identity", ""), fact("phone", "")
    return (
        key,
        subject.uuid,
        subject.name,
        *names.sounds(subject.name),
        fact("gender", Gender.UNKNOWN.value),
        fact("birth_on"),
        sealing.seal(number),
        row.digest or None,
        _tail(number, tails),
        sealing.seal(phone),
        row.phone_digest,
        _tail(phone, tails),
        *[fact(field, "") for field in PLAIN],
        fact("ethnicity"),
        sealing.seal(fact("address", "")),
        fact("applied_on"),
        fact("joined_on"),
        fact("full_on"),
        fact("is_mobile", False),
        row.organization,
        row.group,
        1,
        now,
        now,
    )


def _tail(number: str, tails: dict[str, str]) -> str:
    """The digest of the last four; there are only so many fours."""
    last = number[-4:]
    if last not in tails:
        tails[last] = sealing.digest(last)
    return tails[last]


def _change(changed: list[Row], checked: Checked, by: Actor) -> list[Any]:
    """Updates grouped by the columns they touch, guarded by each person's version."""
    if not changed:
        return []
    now = clock.now()
    versions = {row.member: row.version for row in changed}
    held = Member.objects.select_for_update().filter(pk__among=list(versions)).order_by("pk")
    kept = {key: (version, mark) for key, version, mark in held.values_list("pk", "version", "uuid")}
    if any(kept.get(key, (None,))[0] != version for key, version in versions.items()):
        raise Gone
    by_columns: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    entries = []
    for row in changed:
        columns = _columns(row) | {"version": row.version + 1, "updated_at": now}
        by_columns[tuple(columns)].append([*columns.values(), row.member])
        entries.append(_change_entry(row, kept[row.member][1], checked, by))
    for names_, rows in by_columns.items():
        bulk.update(Member, names_, rows)
    _regroup([row for row in changed if "group" in row.changes])
    return entries


def _columns(row: Row) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for field, (_old, new) in row.changes.items():
        if field == "identity":
            columns |= sealing.identity_columns(new)
        elif field == "phone":
            columns |= sealing.phone_columns(new)
        elif field == "address":
            columns["address_sealed"] = sealing.seal(new)
        elif field == "name":
            pinyin, initials = names.sounds(new)
            columns |= {"name": new, "pinyin": pinyin, "initials": initials}
        elif field == "group":
            columns["group_id"] = new
        else:
            columns[field] = new
    return columns


def _change_entry(row: Row, mark: uuid.UUID, checked: Checked, by: Actor) -> Any:
    known = checked.met[row.member or 0]
    place = checked.places.all.get(known.organization)
    before, after = (
        {field: _readable(field, pair[side], checked) for field, pair in row.changes.items()}
        for side in (0, 1)
    )
    where = place or Place(0, "", known.place, known.place, "", known.path, None, known.joined_on)
    return chain.entry(
        "member.update", by=by, subject=Subject(mark, known.name), where=where, before=before, after=after
    )


def _readable(field: str, value: Any, checked: Checked) -> Any:
    if field == "group":
        place = checked.places.all.get(value)
        return place.short_name if place else ""
    return sealing.masked(field, value)


def _regroup(rows: list[Row]) -> None:
    """The open membership ends yesterday and goes on in the other group; one begun today is only corrected."""
    if not rows:
        return
    today = clock.today()
    yesterday = today - dt.timedelta(days=1)
    groups = {row.member: row.group for row in rows}
    current = Membership.objects.filter(until__isnull=True, member__pk__among=list(groups))
    corrected, closed, opened = [], [], []
    for key, member, place, since in current.values_list("pk", "member_id", "organization_id", "since"):
        if since >= today:
            corrected.append((groups[member], key))
            continue
        closed.append((yesterday, Exit.REGROUPED.value, key))
        opened.append((member, place, groups[member], today, Entry.MOVED.value, "", ""))
    bulk.update(Membership, ["group_id"], corrected)
    bulk.update(Membership, ["until", "exit"], closed)
    bulk.insert(Membership, MEMBERSHIP_COLUMNS, opened)
