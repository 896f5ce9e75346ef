"""The audit chain: whole after every deed, and the database itself refuses to change it (R-SEC-02)."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from audit.chain import broken_links, record
from audit.models import Entry
from branches.actors import SYSTEM


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
    from django.db import connection

    from audit import triggers

    record("test.deed", by=SYSTEM)
    triggers.remove(connection)
    Entry.objects.update(who="另一个人")
    triggers.install(connection)
    assert broken_links() == [f"entry {Entry.objects.get().pk}: its content was changed"]


def test_the_trigger_and_the_rules_stand_again_after_a_test_with_real_commits(db: Any) -> None:
    from reports.models import Rule

    record("test.deed", by=SYSTEM)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()
    assert Rule.objects.count() == 5
