"""R-SEC-02: the audit is proven by what stands outside the database; forging, cutting, emptying and replacing are told."""

import base64
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from audit import chain
from audit.chain import anchors
from audit.models import Entry, Head
from audit.sql import triggers
from audit.tasks import verify_chain_nightly
from branches.selectors.actors import SYSTEM
from core import sealing


@pytest.fixture
def four(db: Any) -> list[Entry]:
    """Four entries, anchored at the third."""
    made = [chain.record(f"test.{name}", by=SYSTEM, after={"n": name}) for name in ("a", "b", "c")]
    anchors.write(3, made[-1].digest)
    return [*made, chain.record("test.d", by=SYSTEM)]


def forge(entries: list[Entry]) -> None:
    """What somebody does who can write the database and has no key: digests reckoned anew where one must be, and the head."""
    with connection.cursor() as cursor:
        for name in triggers.SQLITE if connection.vendor == "sqlite" else triggers.POSTGRESQL:
            on = "" if connection.vendor == "sqlite" else f" ON {triggers.TABLE}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        cursor.execute(f"DELETE FROM {triggers.TABLE}")
    last, is_changed = chain.FIRST, False
    for entry in entries:
        if entry.previous != last or entry.who != "系统":
            entry.previous, is_changed = last, True
        if is_changed:
            entry.digest = chain.digest_of(entry)
        last = entry.digest
        entry.save(force_insert=True)
    Head.objects.filter(pk=1).update(count=len(entries), digest=last)
    triggers.install(connection)


def test_a_whole_audit_is_whole_with_its_anchors(four: list[Entry], capsys: Any) -> None:
    assert chain.what_is_wrong() == []
    call_command("verify_audit")
    assert capsys.readouterr().out == "4 entries, chain whole\n"


@pytest.mark.parametrize(
    ("left", "who", "changed", "anchored"),
    [
        (
            [0, 1, 2, 3],
            "另一个人",
            [0, 1, 2, 3],
            "entry {2}: an anchor says another digest for entry number 3",
        ),
        ([0, 2, 3], "系统", [2, 3], "entry {3}: an anchor says another digest for entry number 3"),
        ([0, 1], "系统", [], "the chain ends at entry number 2, an anchor says 3"),
        ([], "系统", [], "the chain ends at entry number 0, an anchor says 3"),
    ],
    ids=["forged", "one gone", "cut", "emptied"],
)
def test_what_a_writer_of_the_database_does_is_told(
    four: list[Entry], left: list[int], who: str, changed: list[int], anchored: str
) -> None:
    """What is changed by the key of entries; what is cut off at the end by the anchors alone."""
    keys = [entry.pk for entry in four]
    four[0].who = who
    forge([four[number] for number in left])
    assert chain.broken_links() == [f"entry {keys[number]}: its content was changed" for number in changed]
    assert anchored.format(*keys) in chain.what_is_wrong()
    with pytest.raises(SystemExit):
        call_command("verify_audit")


def test_what_is_cut_off_behind_the_last_anchor_is_told_by_nothing(four: list[Entry]) -> None:
    """docs/security.md says so; EVERY bounds how much that is."""
    forge(four[:3])
    assert chain.what_is_wrong() == []
    assert anchors.EVERY <= 100


@pytest.mark.parametrize("sealed", ["", "damaged", "of another place", "own"])
def test_a_key_of_entries_that_was_taken_away_or_put_in_is_told_and_keeps_nobody_from_deeds(
    four: list[Entry], sealed: str
) -> None:
    if sealed == "of another place":
        sealed = sealing.seal(json.dumps(["00" * 32, 0, chain.FIRST]), "head/entry_key/2")
    elif sealed == "own":  # without DATA_KEY nobody makes one that opens
        sealed = base64.b64encode(json.dumps(["00" * 32, 0, chain.FIRST]).encode()).decode()
    Head.objects.update(entry_key=sealed)
    assert chain.broken_links()[0] == "the key of the entries is missing or was changed"
    chain.record("test.e", by=SYSTEM)
    assert chain.broken_links() == [f"entry {entry.pk}: its content was changed" for entry in four]


def test_a_chain_of_a_former_build_goes_on_with_keyed_entries(db: Any) -> None:
    """What it had stays as it is, and cannot be changed any more either."""
    former = [chain.record(f"test.{name}", by=SYSTEM) for name in "ab"]
    former[0].who = "张三"
    forge(former)
    Head.objects.update(entry_key="")
    for _ in range(2):
        chain.begin_keyed()
    chain.record("test.c", by=SYSTEM)
    assert chain.broken_links() == []
    later = list(Entry.objects.order_by("id"))
    later[0].who = "李四"
    forge(later)
    assert f"entry {later[1].pk}: it is not the one after which entries have a key" in chain.broken_links()


def test_the_digest_of_an_entry_stays_through_a_change_of_the_key(four: list[Entry], settings: Any) -> None:
    from audit import keys

    settings.PREVIOUS_DATA_KEY, settings.DATA_KEY = (
        settings.DATA_KEY,
        "the-new-key-0123456789-abcdefghij-KLMNOP",
    )
    keys.replace(by=SYSTEM)
    settings.PREVIOUS_DATA_KEY = ""
    assert [each.digest for each in Entry.objects.order_by("id")[:4]] == [each.digest for each in four]
    assert chain.what_is_wrong() == []


def test_a_missing_trigger_is_told(four: list[Entry]) -> None:
    triggers.remove(connection)
    names = triggers.SQLITE if connection.vendor == "sqlite" else triggers.POSTGRESQL
    assert chain.what_is_wrong() == [f"the trigger {name} is missing" for name in names]
    triggers.install(connection)
    assert chain.what_is_wrong() == []


def test_the_database_refuses_to_replace_or_to_empty(four: list[Entry]) -> None:
    tries = [f"TRUNCATE {triggers.TABLE}"]
    if connection.vendor == "sqlite":
        columns = ", ".join(
            f.column for f in Entry._meta.concrete_fields if f.column not in ("id", "who", "digest")
        )
        tries = [
            f"INSERT OR REPLACE INTO {triggers.TABLE} (id, who, digest, {columns}) "
            f"SELECT {key}, 'x', {digest}, {columns} FROM {triggers.TABLE} WHERE id = {four[0].pk}"
            for key, digest in ((four[0].pk, "'new'"), (99_999, "digest"))
        ]
    connection.check_constraints()  # PostgreSQL empties no table that has checks to come
    for statement in tries:
        with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Entry.objects.get(pk=four[0].pk).who == "系统"


@pytest.mark.parametrize("change", ["count", "digest", "at", "mac", "first line gone", "not JSON"])
def test_a_changed_anchor_is_told(four: list[Entry], settings: Any, change: str) -> None:
    anchors.write(4, four[-1].digest)
    path = Path(settings.AUDIT_ANCHORS)
    lines = path.read_text().splitlines()
    if change == "first line gone":
        lines = lines[1:]
    elif change == "not JSON":
        lines[1] = "{"
    else:
        line = json.loads(lines[0])
        line[change] = 2 if change == "count" else "0" * 64
        lines[0] = json.dumps(line)
    path.write_text("\n".join(lines))
    assert anchors.read().wrong
    assert chain.what_is_wrong()


@pytest.mark.parametrize("own", ["", "a-key-of-the-audit-0123456789"])
def test_another_key_does_not_make_anchors(four: list[Entry], settings: Any, own: str) -> None:
    settings.AUDIT_KEY = own or "another"
    settings.DATA_KEY = "another-key-0123456789-abcdefghij-KLMNOPQRST-uvwxyz"
    assert anchors.read().wrong == ["anchor 1: it was changed, or the line before it is missing"]


def test_replacing_the_key_puts_the_anchors_under_the_new_one(four: list[Entry], settings: Any) -> None:
    settings.PREVIOUS_DATA_KEY, settings.DATA_KEY = (
        settings.DATA_KEY,
        "the-new-key-0123456789-abcdefghij-KLMNOP",
    )
    assert anchors.read().wrong == []
    anchors.sign_anew()
    settings.PREVIOUS_DATA_KEY = ""
    assert anchors.read().wrong == []


@pytest.mark.parametrize(
    ("before", "more", "counts"), [(98, 1, []), (98, 2, [100]), (999, 1, [1000]), (10, 2500, [2510])]
)
def test_every_hundred_entries_are_anchored(
    db: Any, settings: Any, django_capture_on_commit_callbacks: Any, before: int, more: int, counts: list[int]
) -> None:
    chain.record("test.first", by=SYSTEM)
    Head.objects.update(count=before)
    with django_capture_on_commit_callbacks(execute=True):
        chain.record_all([chain.entry("test.more", by=SYSTEM) for _ in range(more)])
    assert list(anchors.read().digests) == counts


@pytest.mark.parametrize(
    "left", [b"", b'{"database": "', b'{"database": "x", "count": 4}', b"\xff\x00", b"[]", b"7"]
)
def test_a_line_a_failing_power_cut_off_ends_neither_anchors_nor_their_proof(
    four: list[Entry], left: bytes
) -> None:
    path = anchors._path()
    with path.open("ab") as file:
        file.write(left)
    for wrong in ([anchors.CUT_OFF] if left else [], []):
        assert chain.what_is_wrong() == wrong
        verify_chain_nightly()
        assert max(anchors.read().digests) == chain.head().count
    assert chain.what_is_wrong() == []


@pytest.mark.parametrize("spoilt", [b"", b"{}", b"garbage"], ids=["taken out", "emptied", "garbage"])
def test_a_whole_line_that_was_spoilt_is_told(four: list[Entry], spoilt: bytes) -> None:
    anchors.write(4, four[-1].digest)
    _first, second = anchors._path().read_bytes().splitlines()
    anchors._path().write_bytes(spoilt + b"\n" + second + b"\n")
    assert any("the line before it is missing" in sentence for sentence in chain.what_is_wrong())


def test_every_night_is_anchored_unless_something_is_wrong(four: list[Entry], clock: Any) -> None:
    verify_chain_nightly()
    assert list(anchors.read().digests) == [3, 5]
    Head.objects.update(count=9)
    clock.shift(dt.timedelta(days=1))
    verify_chain_nightly()
    assert list(anchors.read().digests) == [3, 5]
    assert Entry.objects.latest("id").after["wrong"] == 1


def test_a_full_disk_undoes_no_deed(four: list[Entry], settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_ANCHORS = str(tmp_path)  # a directory: nothing can be written there
    anchors.write(4, four[-1].digest)
    assert Entry.objects.count() == 4
