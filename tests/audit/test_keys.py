"""The key personal data is sealed with: a wrong one is refused before anything is written, one damaged value spoils
nothing else, and the key can be replaced while the product runs."""

import base64
import os
import subprocess
import sys
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
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
from members.models import Member
from members.parts import SEALED_MEMBERS
from members.personal_data import sealing as personal
from tests.facts import fact_of
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
        columns = personal.identity_columns(identity, member.uuid)
        columns |= personal.phone_columns("13800138000", member.uuid)
        columns["address_sealed"] = personal.seal_fact("address", "海云区滨江路1号", member.uuid)
        Member.objects.filter(pk=member.pk).update(**columns)
    sealed = sealing.seal(keys.TEXT, keys.PLACE)
    KeyProbe.objects.update_or_create(pk=1, defaults={"sealed": sealed, "previous": ""})
    return settings


def facts() -> dict[int, tuple[str, str]]:
    return {one.pk: (fact_of(one, "identity"), fact_of(one, "phone")) for one in Member.objects.all()}


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
        damaged = personal.seal_fact(column, "330106198001011234", member.uuid)
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
    assert fact_of(member, "phone") == "13912345678"
    assert Entry.objects.latest("pk").before == {"phone": sealing.UNREADABLE}


def test_the_key_is_replaced_and_everything_stays_readable(keyed: Any, world: Any) -> None:
    from audit import jobs

    jobs.keep_file("imports/one.sealed", b"workbook")
    default_storage.save("attachments/ab/photo", ContentFile(b"photo"))
    plain = facts()
    keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = NEW, f"{FOREIGN} {OLD}"
    assert Member.objects.with_number("13800138000").count() == len(plain)
    said = StringIO()
    call_command("reseal", stdout=said, skip_checks=True)
    assert f"{len(plain)}行，2个文件；打不开的0处" in said.getvalue()

    keyed.PREVIOUS_DATA_KEY = ""
    assert keys.why_wrong() == ""
    assert facts() == plain
    assert {one.identity_digest for one in Member.objects.all()} == {
        sealing.digest(number) for number, _ in plain.values()
    }
    assert Member.objects.with_number("13800138000").count() == len(plain)
    assert Member.objects.found_by("8000", world.lin.actor).exists()
    assert jobs.read_file("imports/one.sealed") == b"workbook"
    assert jobs.read_file("attachments/ab/photo") == b"photo"
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
    plain = facts()
    keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = NEW, OLD

    class BrokenOff(Exception):
        pass

    def stop(done: int) -> None:
        if done:
            raise BrokenOff

    with pytest.raises(BrokenOff):
        keys.replace(by=keys.chain.NamedAuthor(None, "系统"), progress=stop)

    def with_new() -> list[bool]:
        return [
            sealing.is_sealed_with(one.identity_sealed, SEALED_MEMBERS.place(one, "identity_sealed"), NEW)
            for one in Member.objects.all()
        ]

    done_before = with_new().count(True)
    assert 0 < done_before < len(plain)
    assert facts() == plain
    for key in (OLD, NEW):
        keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = key, ""
        assert keys.why_wrong()
    keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = NEW, OLD
    assert keys.why_wrong() == ""
    done = keys.replace(by=keys.chain.NamedAuthor(None, "系统"))
    assert done.rows == len(plain) - done_before
    assert all(with_new())


def test_what_neither_key_opens_is_named_and_left(keyed: Any, world: Any) -> None:
    Member.objects.filter(pk=world.hua.member.pk).update(phone_sealed="damaged")
    keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = NEW, OLD
    done = keys.replace(by=keys.chain.NamedAuthor(None, "系统"))
    assert done.unreadable == [f"{Member._meta.db_table}.phone_sealed {world.hua.member.pk}"]
    assert Member.objects.get(pk=world.hua.member.pk).phone_sealed == "damaged"


def test_a_second_change_of_key_before_the_first_has_finished_still_asks_for_all_of_them(keyed: Any) -> None:
    plain = facts()
    for new, previous in ((NEW, OLD), (FOREIGN, f"{NEW} {OLD}")):
        keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = new, previous
        keys._begin(keys.chain.NamedAuthor(None, "系统"))
    for missing in (NEW, OLD):
        keyed.PREVIOUS_DATA_KEY = missing
        assert keys.why_wrong()
    keyed.PREVIOUS_DATA_KEY = f"{NEW} {OLD}"
    assert (keys.why_wrong(), facts()) == ("", plain)
    keys.replace(by=keys.chain.NamedAuthor(None, "系统"))
    keyed.PREVIOUS_DATA_KEY = ""
    assert (keys.why_wrong(), facts()) == ("", plain)


@pytest.mark.parametrize("field", ["identity", "phone", "address"])
@pytest.mark.parametrize("where", ["another member", "another column"])
def test_what_is_sealed_opens_in_its_own_place_only(keyed: Any, world: Any, field: str, where: str) -> None:
    """Whoever writes the database cannot show one person's number as another's, nor a number as an address."""
    member, other = world.hua.member, world.lin.member
    member.refresh_from_db()
    moved = getattr(member, f"{field}_sealed")
    target = field if where == "another member" else {"identity": "address"}.get(field, "identity")
    thief = other if where == "another member" else member
    Member.objects.filter(pk=thief.pk).update(**{f"{target}_sealed": moved})
    thief.refresh_from_db()
    with pytest.raises(sealing.CannotUnseal):
        fact_of(thief, target)
    assert moved.startswith(f"v1.{sealing.fingerprint()[:8]}.")


def test_a_kept_file_opens_under_its_own_name_only(keyed: Any) -> None:
    from audit import jobs

    jobs.keep_file("papers/one", b"names")
    jobs.keep_file("papers/two", b"others")
    one = default_storage.sealed_bytes("papers/one")
    assert b"names" not in one
    default_storage.put("papers/two", one)
    with pytest.raises(sealing.CannotUnseal):
        jobs.read_file("papers/two")
    default_storage.put("papers/two", b"names")  # never sealed
    with pytest.raises(sealing.CannotUnseal):
        jobs.read_file("papers/two")


def sealed_formerly(plain: bytes, key: str) -> bytes:
    return b"n" * 12 + sealing._cipher(key).encrypt(b"n" * 12, plain, None)


@pytest.mark.parametrize("has_probe", [True, False])
@pytest.mark.parametrize("is_being_replaced", [False, True])
def test_a_database_of_a_former_build_is_brought_up_once_and_old_seals_open_no_more(
    keyed: Any, has_probe: bool, is_being_replaced: bool
) -> None:
    from audit import jobs

    def text(plain: str) -> str:
        return base64.b64encode(sealed_formerly(plain.encode(), OLD)).decode()

    plain = facts()
    for one in Member.objects.all():
        Member.objects.filter(pk=one.pk).update(
            identity_sealed=text(plain[one.pk][0]),
            phone_sealed=text(plain[one.pk][1]),
            phone_tail=sealing.digest("8000"),
        )
    KeyProbe.objects.all().delete()
    if has_probe:
        KeyProbe.objects.create(pk=1, sealed=text(keys.TEXT))
    default_storage.put("imports/one.sealed", sealed_formerly(b"workbook", OLD))
    default_storage.put("attachments/ab/photo", b"photo")
    if is_being_replaced:
        keyed.DATA_KEY, keyed.PREVIOUS_DATA_KEY = NEW, OLD
    assert keys.why_wrong() == ""
    for _ in range(2):
        keys.write_probe()
        assert (facts(), jobs.read_file("imports/one.sealed"), jobs.read_file("attachments/ab/photo")) == (
            plain,
            b"workbook",
            b"photo",
        )
    assert Entry.objects.filter(action="key.replace").count() == 1
    assert Member.objects.filter(phone_tail__in=personal.tail_digests("phone", "8000")).count() == len(plain)
    keyed.PREVIOUS_DATA_KEY = ""
    assert (keys.why_wrong(), facts()) == ("", plain)
    first = Member.objects.earliest("pk")
    Member.objects.filter(pk=first.pk).update(phone_sealed=text("13911111111"))
    with pytest.raises(sealing.CannotUnseal):
        fact_of(Member.objects.get(pk=first.pk), "phone")


@pytest.mark.parametrize("digits", ["8000", "3X"])
def test_last_digits_of_telephone_and_identity_number_are_never_equal(digits: str) -> None:
    assert personal.tail_digest("phone", digits) != personal.tail_digest("identity", digits)


@pytest.mark.parametrize("previous", ["", OLD], ids=["missing", "the same"])
def test_without_two_keys_nothing_is_replaced(keyed: Any, previous: str) -> None:
    keyed.PREVIOUS_DATA_KEY = previous
    with pytest.raises(CommandError):
        call_command("reseal", skip_checks=True)
    assert not Entry.objects.filter(action__startswith="key.").exists()


def test_no_roster_comes_in_while_the_key_is_replaced(keyed: Any, world: Any) -> None:
    from audit.errors import KeyBeingReplaced
    from members.selectors.roster import check_rows

    KeyProbe.objects.update(previous=sealing.seal(keys.TEXT, keys.PLACE))
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
