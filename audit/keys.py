"""Whether the key at hand is this database's, asked at every start before anything is written; and replacing it.

The probe is written when tables are first made, and sealed anew when the key is replaced. A database that has none yet is
asked by what it keeps sealed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.db import OperationalError, connection, transaction

from audit import chain
from audit.chain import EntryAuthor, anchors
from audit.errors import KeyBeingReplaced, KeysNotNamed
from audit.models import KeyProbe
from core import clock, sealing
from core.parts import parts
from core.sealing import SealedTable

TEXT, PLACE = "组织生活", "key"
EVERYBODY: Any = chain.NamedAuthor(None, "系统")
SAMPLE = 20
BATCH = 500


@dataclass
class Replaced:
    """What was sealed anew, and what no key opens: table or file, column, key of the row."""

    rows: int
    files: int
    unreadable: list[str]


def why_wrong() -> str:
    """Why the key at hand is not this database's; empty when it is, or when there is nothing to compare it with."""
    try:
        tables = set(connection.introspection.table_names())
    except OperationalError:
        return ""  # no database: whoever needs one says so
    probe = KeyProbe.objects.filter(pk=1).first() if KeyProbe._meta.db_table in tables else None
    if probe is None:
        kept = [each for table in sealed_tables() if _table(table) in tables for each in _sample(table)]
        opens = not kept or any(_opens(*each) for each in kept)
        return "" if opens else "DATA_KEY is not the key of this database."
    if not _opens(probe.sealed, PLACE):
        return "DATA_KEY is not the key of this database."
    if not all(_opens(each, PLACE) for each in probe.previous.split()):
        return "The key of this database is being replaced: PREVIOUS_DATA_KEY must be set until reseal has finished."
    return ""


def must_fit() -> None:
    """For a start that runs no system checks. Raises ImproperlyConfigured."""
    if wrong := why_wrong():
        raise ImproperlyConfigured(wrong)


def check_key(app_configs: Any, **kwargs: Any) -> list[checks.Error]:
    """A system check, so that every command asks it before it begins."""
    wrong = why_wrong()
    hint = (
        "Set DATA_KEY (or DATA_KEY_FILE) to the key this database was filled with; the demonstration of `make run` has the "
        "key of the demonstration (DEMO=on). To replace the key see `manage.py reseal --help`."
    )
    return [checks.Error(wrong, hint=hint, id="audit.E001")] if wrong else []


def write_probe(**kwargs: Any) -> None:
    """Once tables are made: keep by which key this database is sealed. Raises ImproperlyConfigured."""
    must_fit()
    if _is_former():
        bring_up(by=EVERYBODY)
    KeyProbe.objects.get_or_create(pk=1, defaults={"sealed": sealing.seal(TEXT, PLACE)})


def must_not_be_replaced() -> None:
    """For what finds many rows by their digests. Raises KeyBeingReplaced."""
    if settings.PREVIOUS_DATA_KEY and KeyProbe.objects.exclude(previous="").exists():
        raise KeyBeingReplaced


def sealed_tables() -> tuple[SealedTable, ...]:
    return tuple(parts("SEALED_TABLES"))


def _table(table: SealedTable) -> str:
    return table.model._meta.db_table


def _opens(sealed: str, place: str) -> bool:
    if not sealing.is_former(sealed):
        return sealing.unseal_or_mark(sealed, place) != sealing.UNREADABLE
    try:
        return bool(sealing.open_former_text(sealed))
    except sealing.CannotUnseal:
        return False


def _sample(table: SealedTable) -> list[tuple[str, str]]:
    """What some of its rows keep, and its place."""
    column = table.columns[0]
    rows = table.model._base_manager.exclude(**{column: ""}).order_by("pk")[:SAMPLE]
    return [(getattr(row, column), table.place(row, column)) for row in rows]


def _is_former() -> bool:
    """Whether a build before key ids and places filled this database."""
    if probe := KeyProbe.objects.filter(pk=1).first():
        return any(map(sealing.is_former, [probe.sealed, *probe.previous.split()]))
    return any(sealing.is_former(sealed) for table in sealed_tables() for sealed, _ in _sample(table))


# ── replacing the key ──


def replace(*, by: EntryAuthor, progress: Callable[[int], None] = lambda done: None) -> Replaced:
    """Seal everything that PREVIOUS_DATA_KEY opens with DATA_KEY. All of them are accepted until it has finished.

    Safe to break off and to run again: it goes on with what the new key does not open yet. What no key opens stays
    as it is and is named. Raises KeysNotNamed.
    """
    if not set(sealing.accepted_keys()) - {settings.DATA_KEY}:
        raise KeysNotNamed
    _begin(by)
    done = _reseal_everything(progress)
    anchors.sign_anew()
    _finish(done, by)
    return done


def bring_up(*, by: EntryAuthor) -> Replaced:
    """Give what a build before key ids and places sealed, or left unsealed, its key id and its place. Goes on after a kill."""
    chain.begin_keyed()
    done = _reseal_everything(lambda count: None, former=True)
    with transaction.atomic():
        probe, _ = KeyProbe.objects.get_or_create(pk=1, defaults={"sealed": sealing.seal(TEXT, PLACE)})
        if sealing.is_former(probe.sealed):
            probe.previous, probe.sealed = probe.sealed, sealing.seal(TEXT, PLACE)
            probe.save()
    anchors.sign_anew()
    _finish(done, by)
    return done


def _reseal_everything(progress: Callable[[int], None], *, former: bool = False) -> Replaced:
    done = Replaced(0, 0, [])
    for table in sealed_tables():
        for count in _reseal_table(table, done.unreadable, former):
            done.rows += count
            progress(done.rows)
    for name in default_storage.names():  # type: ignore[attr-defined]
        done.files += _reseal_file(name, done.unreadable, former)
        progress(done.rows + done.files)
    return done


def _begin(by: EntryAuthor) -> None:
    with transaction.atomic():
        probe = KeyProbe.objects.select_for_update().get(pk=1)
        if not sealing.is_sealed_with(probe.sealed, PLACE, settings.DATA_KEY):
            probe.previous, probe.sealed = f"{probe.sealed} {probe.previous}", sealing.seal(TEXT, PLACE)
            probe.since = clock.now()
            probe.save()
            chain.record("key.replace_begin", by=by, after={"since": probe.since})


def _finish(done: Replaced, by: EntryAuthor) -> None:
    facts = {"rows": done.rows, "files": done.files, "unreadable": len(done.unreadable)}
    with transaction.atomic():
        if KeyProbe.objects.exclude(previous="").update(previous="") or done.rows or done.files:
            chain.record("key.replace", by=by, after=facts)


def _reseal_table(table: SealedTable, unreadable: list[str], former: bool) -> Iterator[int]:
    """The rows sealed anew, batch by batch; each batch is a transaction of its own."""
    rows, last = table.model._base_manager.order_by("pk"), 0
    while True:
        with transaction.atomic():
            batch = list(rows.filter(pk__gt=last).select_for_update()[:BATCH])
            changed, columns = [], set[str]()
            for row in batch:
                fresh, closed = sealing.reseal_columns(row, table, former=former)
                unreadable += [f"{_table(table)}.{column} {row.pk}" for column in closed]
                if fresh:
                    changed.append(row)
                    columns |= {*fresh}
            if changed:
                table.model._base_manager.bulk_update(changed, sorted(columns))
        if not batch:
            return
        last = batch[-1].pk
        yield len(changed)


def _reseal_file(name: str, unreadable: list[str], former: bool) -> bool:
    try:
        return bool(default_storage.reseal(name, former=former))  # type: ignore[attr-defined]
    except FileNotFoundError:  # thrown away meanwhile
        return False
    except sealing.CannotUnseal:
        unreadable.append(name)
        return False
