"""Writes audit entries into a hash chain: each entry's keyed digest covers its content and the digest before it.

Recording takes the head row for the rest of the transaction, so an action records last.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from audit.chain import anchors
from audit.chain.entry_keys import FIRST, NONE, EntryKey, make_entry_key, open_entry_key
from audit.models import Entry, Head
from audit.sql import triggers
from core import bulk, clock
from core.personal_numbers import hide_numbers, hide_numbers_within

CANONICAL = DjangoJSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
PLAIN = DjangoJSONEncoder()
COVERED = [
    "at",
    "user_id",
    "who",
    "action",
    "subject",
    "subject_id",
    "subject_name",
    "path",
    "organization",
    "before",
    "after",
    "note",
    "request_id",
    "address",
    "device",
    "previous",
]
WRITTEN = [*COVERED, "digest"]


class EntryAuthor(Protocol):
    """What an entry needs to know of the one who acts."""

    user: Any
    name: str
    request_id: str
    address: str
    device: str


@dataclass(frozen=True)
class NamedAuthor:
    """An author with no more than a name: somebody who is not signed in yet, or a job's owner."""

    user: Any
    name: str
    request_id: str = ""
    address: str = ""
    device: str = ""


class EntryPlace(Protocol):
    @property
    def path(self) -> str: ...

    @property
    def name(self) -> str: ...


def digest_of(entry: Entry, key: bytes = b"") -> str:
    """HMAC-SHA256 in hex over the covered fields as canonical JSON; without a key, as a build before had it, SHA-256."""
    content = {name: getattr(entry, name) for name in COVERED}
    content["at"] = entry.at.astimezone(dt.UTC).isoformat()
    return _digest(content, key)


def subject_label(row: Any) -> str:
    """How an entry names the table of its subject: `audit_subject`, which stays when the table moves, or the model's label."""
    return getattr(row, "audit_subject", row._meta.label_lower)


def _facts(
    action: str, by: EntryAuthor, subject: Any, where: EntryPlace | None, note: str = ""
) -> dict[str, Any]:
    """The columns of an entry that say who did what to which row, and where.

    Entries are kept for ever: no telephone or identity number stands in one, whatever somebody typed (R-SEC-04).
    """
    return _deed_facts(action, by, note) | _subject_facts(subject, where)


def _deed_facts(action: str, by: EntryAuthor, note: str = "") -> dict[str, Any]:
    return {
        "user_id": by.user.pk if by.user else None,
        "who": hide_numbers(by.name[:64]),
        "action": action,
        "note": hide_numbers(note[:500]),
        "request_id": by.request_id,
        "address": by.address,
        "device": by.device,
    }


def _subject_facts(subject: Any, where: EntryPlace | None) -> dict[str, Any]:
    key = getattr(subject, "uuid", None) or getattr(subject, "pk", "")
    return {
        "subject": "" if subject is None else subject_label(subject),
        "subject_id": "" if subject is None else str(key),
        "subject_name": "" if subject is None else hide_numbers(str(subject)[:200]),
        "path": where.path if where else "",
        "organization": where.name[:200] if where else "",
    }


def entry(
    action: str,
    *,
    by: EntryAuthor,
    subject: Any = None,
    where: EntryPlace | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
) -> Entry:
    """An entry not yet chained. `subject` is the row that was acted on."""
    before, after = hide_numbers_within(json.loads(PLAIN.encode([before, after])))
    return Entry(at=clock.now(), before=before, after=after, **_facts(action, by, subject, where, note))


def record(action: str, **facts: Any) -> Entry:
    """Chain one entry in the running transaction. Takes what `entry` takes."""
    return record_all([entry(action, **facts)])[0]


def record_all(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Chain many entries at once, in order: two queries and a bulk insert, whatever their number."""
    with transaction.atomic(savepoint=False):
        head, key = _hold_head()
        for each in entries:
            each.previous = head.digest
            each.digest = head.digest = digest_of(each, key)
        Entry.objects.bulk_create(entries)
        _move_head(head, len(entries))
    return entries


class AuditAction(NamedTuple):
    """One of many actions of the same kind: its subject, its place, and what changed."""

    subject: Any
    where: EntryPlace
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def record_each(action: str, deeds: Iterable[AuditAction], *, by: EntryAuthor) -> int:
    """Chain an entry for every action, as `record` would, at one instant. Returns how many.

    For thousands at once: no model instances, one statement. Takes the head row like `record`.
    """
    now = clock.now()
    shared = {"at": now.astimezone(dt.UTC).isoformat(), **_deed_facts(action, by)}
    with transaction.atomic():
        head, key = _hold_head()
        rows = []
        for subject, where, before, after in deeds:
            content = shared | _subject_facts(subject, where)
            content |= {"before": hide_numbers_within(before), "after": hide_numbers_within(after)}
            content["previous"] = head.digest
            head.digest = _digest(content, key)
            content["at"] = now
            rows.append([*map(content.__getitem__, COVERED), head.digest])
        bulk.insert(Entry, WRITTEN, rows)
        _move_head(head, len(rows))
    return len(rows)


def _hold_head() -> tuple[Head, bytes]:
    """The head, held for the rest of the transaction, with the key of entries; both are made before the first entry.

    A key that was taken away or spoilt is not waited for: deeds go on under a new one, and every verification tells.
    """
    head = Head.objects.select_for_update().filter(pk=1).first() or Head.objects.create(pk=1, digest=FIRST)
    found = open_entry_key(head.entry_key)
    if found is None:
        found = _begin_key(head, NONE)
    return head, found.key


@transaction.atomic
def begin_keyed() -> None:
    """Key the entries to come of a chain that a build before has begun, once."""
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head and not head.entry_key:
        _begin_key(head, EntryKey(b"", head.count, head.digest))


def _begin_key(head: Head, after: EntryKey) -> EntryKey:
    sealed = make_entry_key(after.since, after.digest)
    Head.objects.filter(pk=1).update(entry_key=sealed)
    return open_entry_key(sealed) or NONE


def _move_head(head: Head, by: int) -> None:
    count, digest = head.count + by, head.digest
    Head.objects.filter(pk=1).update(count=count, digest=digest)
    if count // anchors.EVERY > head.count // anchors.EVERY:
        transaction.on_commit(lambda: anchors.write(count, digest))


def _digest(content: dict[str, Any], key: bytes) -> str:
    said = CANONICAL.encode(content).encode()
    return hmac.digest(key, said, "sha256").hex() if key else hashlib.sha256(said).hexdigest()


def broken_links(
    entries: Iterable[Entry] | None = None, anchored: Mapping[int, str] | None = None
) -> list[str]:
    """What is wrong with the chain, a sentence each; empty when it is whole. `anchored`: count → digest (audit.chain.anchors).

    Deeds go on meanwhile: the entries read must reach at least to where the head stood before, through its digest, and
    at most to where it stands afterwards.
    """
    wrong, last, count, until = [], FIRST, 0, head()
    passed, marks = until.count == 0, anchored or {}
    kept = open_entry_key(until.entry_key)
    if kept is None and until.count:
        wrong.append("the key of the entries is missing or was changed")
    key, since, keyed_after = kept or NONE
    for each in entries or Entry.objects.order_by("id").iterator(chunk_size=2000):
        if each.previous != last:
            wrong.append(f"entry {each.pk}: the entry before it is missing or was changed")
        if each.digest != digest_of(each, key if count >= since else b""):
            wrong.append(f"entry {each.pk}: its content was changed")
        last, count = each.digest, count + 1
        if count == since and last != keyed_after:
            wrong.append(f"entry {each.pk}: it is not the one after which entries have a key")
        if count in marks and marks[count] != last:
            wrong.append(f"entry {each.pk}: an anchor says another digest for entry number {count}")
        passed = passed or (count, last) == (until.count, until.digest)
    if not passed or count > (until := head()).count:
        wrong.append(f"the chain ends at entry number {count}, its head says {until.count}")
    if (most := max(marks, default=0)) > count:
        wrong.append(f"the chain ends at entry number {count}, an anchor says {most}")
    return wrong


def what_is_wrong() -> list[str]:
    """Everything that proves the audit: the chain, its anchors, and the triggers that keep it."""
    kept = anchors.read()
    missing = [f"the trigger {name} is missing" for name in triggers.missing(connection)]
    return missing + kept.wrong + broken_links(anchored=kept.digests)


def head() -> Head:
    """Where the chain ends now; before the first entry with nothing counted."""
    return Head.objects.filter(pk=1).first() or Head(pk=1, digest=FIRST)
