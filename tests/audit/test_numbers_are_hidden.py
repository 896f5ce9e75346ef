"""No telephone or identity number stands where nothing is ever deleted, whatever somebody typed (R-SEC-04)."""

import unicodedata

import pytest

from audit import chain
from audit.models import Entry
from branches.selectors.actors import Actor
from exchange import actions
from exchange.models import Export
from members.models import Member
from tests.exchange.workbooks import number

pytestmark = pytest.mark.once
PHONE = "13711112222"
WRITTEN = [
    PHONE,
    "137 1111 2222",
    "137-1111-2222",
    "+86 13711112222",
    "１３７１１１１２２２２",
    number(),
    number()[:17] + "X",
]


def last_four(written):
    return f"号码末四位{unicodedata.normalize('NFKC', written)[-4:]}"


def text_of(entry):
    return f"{entry.who} {entry.before} {entry.after} {entry.note} {entry.subject_name}"


@pytest.mark.parametrize("written", WRITTEN)
def test_an_entry_keeps_the_last_four_digits(world, written):
    by = Actor(user=world.lin.user, name=f"林{written}")
    entry = chain.record(
        "member.update",
        by=by,
        before={"note": f"电话{written}"},
        after={"filters": {"q": written}, "rows": [written, 3]},
        note=f"核对{written}的资料",
    )
    kept = Entry.objects.get(pk=entry.pk)
    assert written not in text_of(kept)
    assert kept.after == {
        "filters": {"q": last_four(written)},
        "rows": [last_four(written), 3],
    }
    assert kept.note == f"核对{last_four(written)}的资料"
    assert chain.broken_links() == []


@pytest.mark.parametrize("written", WRITTEN)
def test_many_entries_at_once_too(world, written):
    deed = chain.AuditAction(world.members[0], world.branch, {"note": written}, {"note": f"改为{written}"})
    chain.record_each("member.update", [deed], by=world.lin.actor)
    assert written not in text_of(Entry.objects.latest("id"))
    assert chain.broken_links() == []


@pytest.mark.parametrize(
    "text", ["0001000200030004", "000100020003", "37020000012345", "2026-11-30 12:00", "HY000777"]
)
def test_paths_and_other_numbers_stay(world, text):
    assert chain.record("member.update", by=world.lin.actor, after={"path": text}).after == {"path": text}


@pytest.mark.parametrize("written", WRITTEN)
def test_neither_the_entry_nor_the_list_of_exports_holds_a_number(world, written):
    people, by = Member.objects.visible_to(world.lin.actor), world.lin.actor
    facts = {"filters": {"q": written}, "reason": f"核对{written}", "by": by}
    actions.export_roster(people=people, **facts)
    actions.request_export(kind=Export.Kind.ROSTER, chosen=people, **facts)
    export = Export.objects.get()
    assert written not in f"{export.filters} {export.reason}"
    for entry in Entry.objects.filter(action__contains="export"):
        assert written not in text_of(entry)


def test_an_account_named_by_a_telephone_still_knows_its_own_failures(world, client):
    world.lin.user.username = PHONE
    world.lin.user.save()
    chain.record("session.failed", by=chain.NamedAuthor(None, PHONE))
    assert Entry.objects.signing_in_of(world.lin.user).get().who == "号码末四位2222"
