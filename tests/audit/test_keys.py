"""The key personal data is sealed with: a wrong one is refused before anything is written, one damaged value spoils
nothing else, and the key can be replaced while the product runs."""

import os
import subprocess
import sys
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from audit import keys
from audit.models import Entry, KeyProbe
from branches.selectors.actors import SYSTEM, Actor
from core import sealing
from core.parts import parts
from exchange.models import Import
from members.models import Member
from tests.tokens import token_of

OLD, NEW, FOREIGN = (
    f"{word}-key-for-tests-0123456789-abcdefghij-KLMNOPQRSTUVW" for word in ("old", "new", "other")
)


@pytest.fixture
def keyed(settings: Any, world: Any) -> Any:
    """The cast's numbers, sealed with OLD, and a probe that says so."""
    settings.DATA_KEY = OLD
    for number, member in enumerate(Member.objects.order_by("pk")):
        identity = f"33010619800101{number:03d}X"
        member.identity_sealed, member.identity_digest = sealing.seal(identity), sealing.digest(identity)
        member.identity_tail = sealing.digest(identity[-4:])
        member.phone_sealed, member.phone_digest = sealing.seal("13800138000"), sealing.digest("13800138000")
        member.phone_tail = sealing.digest("8000")
        member.address_sealed = sealing.seal("海云区滨江路1号")
        member.save()
    KeyProbe.objects.update_or_create(pk=1, defaults={"sealed": sealing.seal(keys.TEXT), "previous": ""})
    return settings


@pytest.mark.parametrize(
    ("current", "previous", "is_right"),
    [(OLD, "", True), (NEW, "", False), (NEW, OLD, True), (OLD, NEW, True), (NEW, FOREIGN, False)],
)
@pytest.mark.parametrize("has_probe", [True, False])
def test_another_key_is_refused_with_or_without_a_probe(
    keyed: Any, current: str, previous: str, is_right: bool, has_probe: bool
) -> None:
    """A database of before has no probe: what it keeps sealed is asked."""
    if not has_probe:
        KeyProbe.objects.all().delete()
    keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = current, previous
    assert [error.id for error in keys.check_key(None)] == ([] if is_right else ["audit.E001"])
    if is_right:
        keys.write_probe()
    else:
        with pytest.raises(ImproperlyConfigured):
            keys.write_probe()
    assert KeyProbe.objects.exists() is (has_probe or is_right)


def test_one_damaged_value_does_not_make_the_key_a_wrong_one(keyed: Any) -> None:
    KeyProbe.objects.all().delete()
    Member.objects.filter(pk=Member.objects.earliest("pk").pk).update(identity_sealed="damaged")
    assert keys.why_wrong() == ""


def test_an_empty_database_takes_any_key_and_keeps_it(settings: Any, db: None) -> None:
    KeyProbe.objects.all().delete()
    settings.DATA_KEY = NEW
    keys.write_probe()
    settings.DATA_KEY = OLD
    assert keys.why_wrong() == "DATA_KEY is not the key of this database."


@pytest.mark.parametrize(
    "damaged", ["", "damaged", "AAAA", "foreign"], ids=["none", "no base64", "too short", "another key"]
)
@pytest.mark.parametrize("column", ["identity", "phone"])
def test_one_unreadable_row_says_so_in_its_place(
    keyed: Any, world: Any, sign_in: Any, damaged: str, column: str
) -> None:
    """List, page, API and export show everybody else, and of this one value that it cannot be read."""
    member = world.hua.member
    if damaged == "foreign":
        keyed.DATA_KEY = FOREIGN
        damaged = sealing.seal("330106198001011234")
        keyed.DATA_KEY = OLD
    Member.objects.filter(pk=member.pk).update(**{f"{column}_sealed": damaged})
    shown = sealing.UNREADABLE if damaged else ""

    api = Client(headers=token_of(world.district, "reviewer"))
    rows = api.get("/api/v1/members/?page_size=200").json()["results"]
    by_id = {row["id"]: row for row in rows}
    assert len(rows) == Member.objects.present().count()
    assert by_id[str(member.uuid)][column] == shown
    assert sealing.UNREADABLE not in {row[column] for key, row in by_id.items() if key != str(member.uuid)}
    detail = api.get(f"/api/v1/members/{member.uuid}/")
    assert (detail.status_code, detail.json()[column]) == (200, shown)

    pages = [
        sign_in("lin").get(reverse("members:list")),
        sign_in("lin").get(reverse("members:detail", args=[member.uuid])),
    ]
    assert [page.status_code for page in pages] == [200, 200]
    sheet = sign_in("lin").post(reverse("members:export"))
    cells = [
        cell
        for row in load_workbook(BytesIO(sheet.content)).active.iter_rows(values_only=True)
        for cell in row
    ]
    assert cells.count(sealing.UNREADABLE) == (1 if damaged else 0)


def test_an_unreadable_number_is_not_unmasked_but_can_be_entered_anew(
    keyed: Any, world: Any, sign_in: Any
) -> None:
    from members import actions

    member = world.hua.member
    Member.objects.filter(pk=member.pk).update(phone_sealed="damaged")
    member.refresh_from_db()
    with pytest.raises(sealing.CannotUnseal):
        actions.unmask(member=member, field="phone", purpose="核对联系电话", by=Actor.of(world.lin.user))
    actions.update(member=member, phone="13912345678", by=Actor.of(world.lin.user))
    member.refresh_from_db()
    assert sealing.unseal(member.phone_sealed) == "13912345678"
    assert Entry.objects.latest("pk").before == {"phone": sealing.UNREADABLE}


def test_the_key_is_replaced_and_everything_stays_readable(keyed: Any, world: Any) -> None:
    from audit import jobs

    jobs.keep_file("imports/one.sealed", sealing.seal_bytes(b"workbook"))
    Import.objects.create(kind="roster", file="imports/one.sealed", file_name="一.xlsx")
    plain = {
        member.pk: (sealing.unseal(member.identity_sealed), sealing.unseal(member.phone_sealed))
        for member in Member.objects.all()
    }
    keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = NEW, OLD
    assert Member.objects.with_number("13800138000").count() == len(plain)
    said = StringIO()
    call_command("reseal", stdout=said, skip_checks=True)
    assert f"{len(plain)}行，1个文件；打不开的0处" in said.getvalue()

    keyed.PREVIOUS_DATA_KEY = ""
    assert keys.why_wrong() == ""
    found = Member.objects.all()
    assert plain == {
        one.pk: (sealing.unseal(one.identity_sealed), sealing.unseal(one.phone_sealed)) for one in found
    }
    assert {one.identity_digest for one in found} == {sealing.digest(number) for number, _ in plain.values()}
    assert Member.objects.with_number("13800138000").count() == len(plain)
    assert Member.objects.found_by("8000", world.lin.actor).exists()
    assert sealing.unseal_bytes(jobs.read_file("imports/one.sealed") or b"") == b"workbook"
    assert list(
        Entry.objects.filter(action__startswith="key.").values_list("action", flat=True).order_by("pk")
    ) == [
        "key.replace_begin",
        "key.replace",
    ]
    keyed.DATA_KEY = OLD
    assert keys.why_wrong()


def test_replacing_that_was_broken_off_goes_on(keyed: Any, monkeypatch: Any) -> None:
    """Until it has finished neither key alone is enough, and whatever stands under either is read."""
    monkeypatch.setattr(keys, "BATCH", 2)
    keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = NEW, OLD

    class BrokenOff(Exception):
        pass

    def stop(done: int) -> None:
        raise BrokenOff

    with pytest.raises(BrokenOff):
        keys.replace(by=keys.chain.NamedAuthor(None, "系统"), progress=stop)
    sealed = Member.objects.values_list("identity_sealed", flat=True)
    with_new = [sealing.is_sealed_with(value, NEW) for value in sealed]
    assert (any(with_new), all(with_new)) == (True, False)
    assert sealing.UNREADABLE not in map(sealing.unseal_or_mark, sealed)
    for key in (OLD, NEW):
        keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = key, ""
        assert keys.why_wrong()
    keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = NEW, OLD
    assert keys.why_wrong() == ""
    done = keys.replace(by=keys.chain.NamedAuthor(None, "系统"))
    assert done.rows == with_new.count(False)
    assert all(sealing.is_sealed_with(value, NEW) for value in sealed.all())


def test_what_neither_key_opens_is_named_and_left(keyed: Any, world: Any) -> None:
    Member.objects.filter(pk=world.hua.member.pk).update(phone_sealed="damaged")
    keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = NEW, OLD
    done = keys.replace(by=keys.chain.NamedAuthor(None, "系统"))
    assert done.unreadable == [f"{Member._meta.db_table}.phone_sealed {world.hua.member.pk}"]
    assert Member.objects.get(pk=world.hua.member.pk).phone_sealed == "damaged"


@pytest.mark.parametrize("previous", ["", OLD], ids=["missing", "the same"])
def test_without_two_keys_nothing_is_replaced(keyed: Any, previous: str) -> None:
    keyed.PREVIOUS_DATA_KEY = previous
    with pytest.raises(CommandError):
        call_command("reseal", skip_checks=True)
    assert not Entry.objects.filter(action__startswith="key.").exists()


def test_no_roster_comes_in_while_the_key_is_replaced(keyed: Any, world: Any) -> None:
    from audit.errors import KeyBeingReplaced
    from members.selectors.roster import check_rows

    KeyProbe.objects.update(previous=sealing.seal(keys.TEXT))
    keyed.PREVIOUS_DATA_KEY = NEW
    with pytest.raises(KeyBeingReplaced):
        check_rows.check([], None, SYSTEM)


def test_every_sealed_column_is_listed_for_the_change_of_key() -> None:
    """A new one that is not listed would be lost with the old key."""
    from django.apps import apps

    listed = {(table.model, column) for table in parts("SEALED_TABLES") for column in table.columns}
    sealed = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("_sealed")
    }
    assert sealed <= listed
    for table in parts("SEALED_TABLES"):
        for names in table.digests.values():
            assert {*names} <= {field.name for field in table.model._meta.concrete_fields}


# ── commands, as an installation runs them ──


def manage(var: Any, *arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=django_settings.BASE_DIR,
        env=keep | {"VAR_DIR": str(var)} | given,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


NEW_KEYS = {"SECRET_KEY": FOREIGN, "DATA_KEY": NEW}


@pytest.mark.slow
@pytest.mark.once
def test_commands_know_the_demonstration_and_refuse_another_key(tmp_path_factory: Any) -> None:
    """As README prints them, with no variable set; and with the keys somebody made up, nothing is written."""
    var = tmp_path_factory.mktemp("var")
    client = ("create_api_client", "--name", "甲", "--organization", "DEMO", "--role", "reviewer")
    assert manage(var, "migrate", "--verbosity", "0", DEMO="on").returncode == 0
    assert manage(var, "seed_demo", "--months", "1", DEMO="on").returncode == 0
    (var / "demonstration").touch()  # as serve does
    made = manage(var, *client)
    assert (made.returncode, made.stdout.count("client_")) == (0, 2), made.stderr
    for command in (client, ("reseal",), ("verify_audit",), ("migrate",)):
        refused = manage(var, *command, **NEW_KEYS)
        assert refused.returncode == 1
        assert "audit.E001" in refused.stderr
    assert "core.E013" in manage(var, *client, SECRET_KEY=FOREIGN).stderr
