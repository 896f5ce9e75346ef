"""Store the good rows of a checked roster, in the transaction of the caller: all of them or none."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from audit import chain
from branches.selectors.actors import Actor
from core import bulk, clock
from core.errors import Gone
from core.workbooks.kinds import Progress
from core.workbooks.rows import CHANGED, NEW
from exchange.actions.store_upload import keep_written
from members.models import Member, Membership
from members.personal_data import names, sealing
from members.rules.roster.rows import RosterRow
from members.selectors.roster.preview import CheckedRoster
from members.states import EntryKind, ExitKind, Gender

PROGRESS_ROWS = 500
PLAIN = ("number", "education", "native_place", "workplace", "occupation", "note")
MEMBER_COLUMNS = (
    "id", "uuid", "name", "pinyin", "initials", "gender", "birth_on",
    "identity_sealed", "identity_digest", "identity_tail", "phone_sealed", "phone_digest", "phone_tail",
    *PLAIN, "ethnicity", "address_sealed", "applied_on", "joined_on", "full_on", "is_mobile",
    "organization_id", "group_id", "version", "created_at", "updated_at",
)  # fmt: skip
MEMBERSHIP_COLUMNS = ("member_id", "organization_id", "group_id", "since", "entry", "exit", "document")


@dataclass(frozen=True, slots=True)
class AuditSubject:
    """What an audit entry needs of a member."""

    uuid: uuid.UUID
    name: str
    _meta: ClassVar[Any] = Member._meta

    def __str__(self) -> str:
        return self.name


class AuditPlace(NamedTuple):
    path: str
    name: str


def store(checked: CheckedRoster, by: Actor, progress: Progress | None = None) -> None:
    """Write what the check found to be new or changed, with an audit entry for each person. Idempotent.

    Raises Gone when somebody changed one of these people between the check and the write.
    """
    new = [row for row in checked.rows if row.outcome == NEW]
    changed = [row for row in checked.rows if row.outcome == CHANGED]
    total = len(new) + len(changed)
    say: Progress = progress or (lambda done, total: None)
    say(0, total)
    deeds = {
        "member.enroll": _enroll(new, checked, lambda done: say(done, total)),
        "member.update": _update(changed, checked, lambda done: say(len(new) + done, total)),
    }
    say(total, total)
    for action, done in deeds.items():
        if done:
            chain.record_each(action, done, by=by)


def _with_progress(rows: Sequence[RosterRow], say: Callable[[int], None]) -> Iterator[RosterRow]:
    """Iterate over the rows and report progress every few hundred."""
    for number, row in enumerate(rows):
        if number % PROGRESS_ROWS == 0:
            say(number)
        yield row


def _enroll(
    new: list[RosterRow], checked: CheckedRoster, say: Callable[[int], None]
) -> list[chain.AuditAction]:
    if not new:
        return []
    now = clock.now()
    tails: dict[tuple[str, str], str] = {}
    people, places, deeds = [], [], []
    for key, row in zip(bulk.keys(Member, len(new)), _with_progress(new, say), strict=True):
        place = checked.places.all[row.organization or 0]
        facts = row.facts
        subject = AuditSubject(uuid.uuid4(), facts["name"])
        people.append(_member_values(key, subject, row, tails, now))
        since = max(facts["joined_on"], place.established_on, checked.since or clock.today())
        places.append((key, place.pk, row.group, since, EntryKind.IMPORTED.value, "", ""))
        after = {
            "name": subject.name,
            "since": since,
            "entry": EntryKind.IMPORTED.value,
            "joined_on": facts["joined_on"],
        }
        if "full_on" in facts:
            after["full_on"] = facts["full_on"]
        deeds.append(chain.AuditAction(subject, place, None, after))
    bulk.insert(Member, MEMBER_COLUMNS, people)
    bulk.insert(Membership, MEMBERSHIP_COLUMNS, places)
    keep_written(checked.batch, ((values[0], 1, None) for values in people))
    return deeds


def _member_values(
    key: int, subject: AuditSubject, row: RosterRow, tails: dict[tuple[str, str], str], now: dt.datetime
) -> tuple[Any, ...]:
    """A row of MEMBER_COLUMNS."""
    fact, mark = row.facts.get, str(subject.uuid)
    identity, phone, address = (
        sealing.seal_fact(field, fact(field, ""), mark) for field in ("identity", "phone", "address")
    )
    return (
        key,
        subject.uuid,
        subject.name,
        *names.romanize(subject.name),
        fact("gender", Gender.UNKNOWN.value),
        fact("birth_on"),
        identity,
        row.digest or None,
        _tail_digest("identity", fact("identity", ""), tails),
        phone,
        row.phone_digest,
        _tail_digest("phone", fact("phone", ""), tails),
        *[fact(field, "") for field in PLAIN],
        fact("ethnicity"),
        address,
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


def _tail_digest(field: str, number: str, tails: dict[tuple[str, str], str]) -> str:
    """The digest of the last four digits, cached."""
    last = (field, number[-4:])
    if last not in tails:
        tails[last] = sealing.tail_digest(*last)
    return tails[last]


def _update(
    changed: list[RosterRow], checked: CheckedRoster, say: Callable[[int], None]
) -> list[chain.AuditAction]:
    """Update members, grouped by the changed columns. Raises Gone if a version has changed."""
    if not changed:
        return []
    now = clock.now()
    versions = {row.member or 0: row.version for row in changed}
    locked = Member.objects.select_for_update().filter(pk__among=list(versions)).order_by("pk")
    stored = {each["id"]: each for each in locked.values(*MEMBER_COLUMNS)}
    if {key: each["version"] for key, each in stored.items()} != versions:
        raise Gone
    by_columns: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    deeds, written = [], []
    for row in _with_progress(changed, say):
        was = stored[row.member or 0]
        columns = _changed_columns(row, was["uuid"])
        written.append((was["id"], row.version + 1, {name: was[name] for name in columns}))
        columns |= {"version": row.version + 1, "updated_at": now}
        by_columns[tuple(columns)].append([*columns.values(), row.member])
        deeds.append(_update_entry(row, was["uuid"], checked))
    keep_written(checked.batch, written)
    for column_names, rows in by_columns.items():
        bulk.update(Member, column_names, rows)
    _regroup([row for row in changed if "group" in row.changes])
    return deeds


def _changed_columns(row: RosterRow, member: uuid.UUID) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for field, (_old, new) in row.changes.items():
        if field == "identity":
            columns |= sealing.identity_columns(new, member)
        elif field == "phone":
            columns |= sealing.phone_columns(new, member)
        elif field == "address":
            columns["address_sealed"] = sealing.seal_fact("address", new, member)
        elif field == "name":
            pinyin, initials = names.romanize(new)
            columns |= {"name": new, "pinyin": pinyin, "initials": initials}
        elif field == "group":
            columns["group_id"] = new
        else:
            columns[field] = new
    return columns


def _update_entry(row: RosterRow, mark: uuid.UUID, checked: CheckedRoster) -> chain.AuditAction:
    known = checked.met[row.member or 0]
    before, after = (
        {field: _audit_value(field, pair[side], checked) for field, pair in row.changes.items()}
        for side in (0, 1)
    )
    return chain.AuditAction(
        AuditSubject(mark, known.name), AuditPlace(known.path, known.full_place), before, after
    )


def _audit_value(field: str, value: Any, checked: CheckedRoster) -> Any:
    if field == "group":
        place = checked.places.all.get(value)
        return place.short_name if place else ""
    return sealing.mask_value(field, value)


def _regroup(rows: list[RosterRow]) -> None:
    """End the open memberships yesterday and open new ones in the other group; one begun today is corrected."""
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
        closed.append((yesterday, ExitKind.REGROUPED.value, key))
        opened.append((member, place, groups[member], today, EntryKind.MOVED.value, "", ""))
    bulk.update(Membership, ["group_id"], corrected)
    bulk.update(Membership, ["until", "exit"], closed)
    bulk.insert(Membership, MEMBERSHIP_COLUMNS, opened)
