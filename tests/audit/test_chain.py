"""The audit chain: whole after every deed, and the database itself refuses to change it (R-SEC-02)."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection, transaction

from audit.actions import verify
from audit.chain import FIRST, broken_links, record
from audit.models import Entry, Head
from branches.selectors.actors import SYSTEM


def test_entries_are_chained_in_order(db: Any) -> None:
    first = record("test.first", by=SYSTEM, after={"figure": 1})
    second = record("test.second", by=SYSTEM)
    assert second.previous == first.digest
    assert broken_links() == []


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_refuses_to_change_an_entry(db: Any, deed: str) -> None:
    record("test.deed", by=SYSTEM)
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        Entry.objects.update(who="另一个人") if deed == "update" else Entry.objects.all().delete()
    assert Entry.objects.get().who == "系统"


def test_a_changed_entry_breaks_the_chain(real_commits: Any) -> None:
    from audit.sql import triggers

    record("test.deed", by=SYSTEM)
    triggers.remove(connection)
    Entry.objects.update(who="另一个人")
    triggers.install(connection)
    assert broken_links() == [f"entry {Entry.objects.get().pk}: its content was changed"]


def test_deeds_that_go_on_meanwhile_break_nothing(db: Any) -> None:
    def meanwhile(seen: list[Entry]) -> Iterator[Entry]:
        """What a reader sees who began before the last deed."""
        record("test.later", by=SYSTEM)
        yield from seen

    record("test.first", by=SYSTEM)
    assert broken_links(meanwhile(list(Entry.objects.order_by("id")))) == []


@pytest.mark.parametrize("kept", [0, 1])
def test_a_cut_tail_is_found(db: Any, kept: int) -> None:
    record("test.first", by=SYSTEM)
    record("test.second", by=SYSTEM)
    left = list(Entry.objects.order_by("id")[:kept])
    assert broken_links(iter(left)) == [f"the chain ends at entry number {kept}, its head says 2"]


def test_an_entry_the_head_never_counted_is_found(db: Any) -> None:
    record("test.first", by=SYSTEM)
    Head.objects.update(count=0, digest=FIRST)
    assert broken_links() == ["the chain ends at entry number 1, its head says 0"]


def test_verifying_keeps_nobody_from_writing(real_commits: Any) -> None:
    def not_locked(*args: Any) -> list[str]:
        assert not connection.in_atomic_block
        return []

    with patch("audit.chain.what_is_wrong", not_locked):
        verify(by=SYSTEM)
    assert Entry.objects.latest("id").after == {"count": 0, "wrong": 0, "first": []}


def test_the_trigger_and_the_rules_stand_again_after_a_test_with_real_commits(db: Any) -> None:
    from obligations.models import Rule

    record("test.deed", by=SYSTEM)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()
    assert Rule.objects.count() == 5
