"""Bring a workbook in: upload and check, confirm, write. Nothing is written to the tables before the confirmation."""

import datetime as dt
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit import chain, jobs
from audit.models import Job
from branches.access.roles import Capability
from branches.errors import NotYours
from branches.models import Organization
from branches.selectors.actors import SYSTEM, Actor
from core import clock
from core.errors import Gone, NotPermitted
from exchange import errors
from exchange.models import Import
from exchange.organizations import check_rows as organizations_check_rows
from exchange.organizations import store_rows
from exchange.roster import (
    check_rows,
    columns,
    preview,
    reading,
)
from exchange.roster import (
    store_rows as roster_store_rows,
)
from exchange.roster.failed_rows import failed_rows
from exchange.roster.preview import Preview
from exchange.roster.reading import Sheet
from members.personal_data import sealing

TASK = "members.tasks.apply_import"
Status = Import.Status


class Checked(Protocol):
    totals: dict[str, int]
    sheets: list[Sheet]
    ignored: list[str]


@dataclass(frozen=True)
class Way:
    """What one kind of workbook has of its own. Everything else of an import is the same for all of them.

    `must` raises NotYours; `check` writes nothing; `store` turns rows that are refused into errors. Where rows
    come in one by one (`is_whole` False), each is written by itself and stands when a later one fails.
    What follows is for the page: what a row is, what is done with it, what became of the good ones, where uploads are
    listed and how that page is called.
    """

    must: Callable[[Organization | None, Actor], None]
    read: Callable[[bytes], list[Sheet]]
    check: Callable[[bytes, Organization | None, Actor], Any]
    pack: Callable[[Any], bytes]
    store: Callable[[Any, Actor, roster_store_rows.Beat | None], None]
    is_whole: bool = True
    unit: str = "行"
    deed: str = "导入"
    written: str = "新增和更新的行已经写入。"
    back: str = "members:imports"
    listed: str = "导入"


def _must(*capabilities: Capability) -> Callable[[Organization | None, Actor], None]:
    """All of them at the scope; without a scope only where the whole forest is in reach."""

    def must(organization: Organization | None, by: Actor) -> None:
        for capability in capabilities:
            if organization is not None:
                by.must(capability, organization)
            elif not by.reach.covers(capability, ""):
                raise NotYours(organization="全部党组织")

    return must


WAYS: dict[str, Way] = {
    Import.Kind.ROSTER: Way(
        must=_must(Capability.IMPORT, Capability.MANAGE_MEMBERS),
        read=lambda content: reading.read(content, columns.ROSTER, check_rows.MUST),
        check=check_rows.check,
        pack=preview.of_roster,
        store=roster_store_rows.store,
    ),
    Import.Kind.ORGANIZATIONS: Way(
        must=_must(Capability.IMPORT, Capability.MANAGE_ORGANIZATIONS),
        read=lambda content: reading.read(content, columns.ORGANIZATIONS, organizations_check_rows.MUST),
        check=organizations_check_rows.check,
        pack=organizations_check_rows.packed,
        store=store_rows.store,
    ),
}
"""By kind. The floors above add theirs when they are ready."""


def way_of(batch: Import) -> Way:
    """Raises Gone for what is no workbook."""
    if batch.kind not in WAYS:
        raise Gone
    return WAYS[batch.kind]


def must_import(batch: Import, by: Actor) -> None:
    way_of(batch).must(batch.organization, by)


@transaction.atomic
def upload(*, kind: str, organization: Organization | None, content: bytes, name: str, by: Actor) -> Import:
    """Check a workbook and keep it, sealed, with what its check found. No other table is touched.

    Raises NotYours, FileTooLarge, NotAWorkbook, Locked, TooLarge, NoHeader, NoRows, TooManyRows.
    """
    way = WAYS[kind]
    way.must(organization, by)
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise errors.FileTooLarge(most=settings.UPLOAD_MAX_BYTES // 1024 // 1024)
    checked: Checked = way.check(content, organization, by)
    batch = Import(
        kind=kind,
        organization=organization,
        file_name=name[:200],
        totals=checked.totals,
        columns={"ignored": checked.ignored, "sheets": [sheet.name for sheet in checked.sheets]},
        uploaded_by=by.user,
    )
    batch.file.save(f"{batch.uuid}.sealed", ContentFile(sealing.seal_bytes(content)), save=False)
    batch.save()
    keep_preview(batch, way.pack(checked))
    chain.record(
        "import.upload", by=by, subject=batch, where=organization, after={"kind": kind, **checked.totals}
    )
    return batch


@transaction.atomic
def confirm(*, batch: Import, by: Actor) -> Import:
    """Let a job write what the preview showed, in the name of whoever confirms; the job checks everything again.

    Raises NotYours, ImportGone, NothingToImport, Gone when it is under way or done.
    """
    must_import(batch, by)
    must_be_kept(batch)
    if not batch.to_write:
        raise errors.NothingToImport
    given_up = Q(status=Status.CONFIRMED, job__status=Job.Status.FAILED)
    claimed = Import.objects.filter(Q(status__in=[Status.PREVIEWED, Status.FAILED]) | given_up, pk=batch.pk)
    if not claimed.update(status=Status.CONFIRMED):
        raise Gone
    batch.status = Status.CONFIRMED
    batch.job = jobs.start(
        TASK,
        f"导入{batch.get_kind_display()}：{batch.file_name}"[:200],
        params={"import": str(batch.uuid)},
        where=batch.organization,
        by=by,
    )
    batch.save(update_fields=["job"])
    chain.record(
        "import.confirm", by=by, subject=batch, where=batch.organization, after={"rows": batch.to_write}
    )
    return batch


def apply(*, batch: Import, beat: roster_store_rows.Beat | None = None, by: Actor) -> Import:
    """Check again and write every good row; the rows that failed stay for download.

    Safe to call twice: what is done stays done. When anything goes wrong the import is FAILED, and nothing is written,
    or where rows come in one by one, what stands already is unchanged the next time.

    Raises NotYours, Gone.
    """
    try:
        with transaction.atomic() if way_of(batch).is_whole else nullcontext():
            return _apply(batch, beat, by)
    except Exception:
        Import.objects.filter(pk=batch.pk, status=Status.CONFIRMED).update(status=Status.FAILED)
        raise


def _apply(batch: Import, beat: roster_store_rows.Beat | None, by: Actor) -> Import:
    way, rows = way_of(batch), Import.objects.select_related("organization")
    batch = (rows.select_for_update(of=("self",)) if way.is_whole else rows).get(pk=batch.pk)
    if batch.status == Status.DONE:
        return batch
    if batch.status != Status.CONFIRMED:
        raise Gone
    must_import(batch, by)
    checked: Checked = way.check(content_of(batch), batch.organization, by)
    with check_rows.undisturbed():
        way.store(checked, by, beat)
    with transaction.atomic(savepoint=False):
        batch.status, batch.totals = Status.DONE, checked.totals
        batch.save(update_fields=["status", "totals"])
        keep_preview(batch, way.pack(checked))
        chain.record(
            "import.finish",
            by=by,
            subject=batch,
            where=batch.organization,
            after={"kind": batch.kind, **batch.totals},
        )
    return batch


def now(
    *, kind: str, organization: Organization | None, content: bytes, name: str, by: Actor = SYSTEM
) -> Import:
    """Upload, confirm and write in one go, for the shell. Raises what those raise."""
    batch = upload(kind=kind, organization=organization, content=content, name=name, by=by)
    if not batch.to_write:
        return batch
    Import.objects.filter(pk=batch.pk, status=Status.PREVIEWED).update(status=Status.CONFIRMED)
    return apply(batch=batch, by=by)


def throw_away_imports(*, by: Actor) -> int:
    """Delete uploads whose last day is over, with their previews; what came of them stays. Returns how many went.

    What a job is still writing waits for the next night.
    """
    if not by.reach.has(Capability.RUN_SYSTEM):
        raise NotPermitted
    first_kept = clock.today() - dt.timedelta(days=settings.IMPORT_KEPT_DAYS)
    over = Import.objects.filter(
        uploaded_at__lt=timezone.make_aware(dt.datetime.combine(first_kept, dt.time())),
        thrown_at__isnull=True,
    )
    under_way = Q(status=Status.CONFIRMED, job__status__in=[Job.Status.QUEUED, Job.Status.RUNNING])
    thrown = list(over.exclude(under_way).select_related("organization").order_by("pk"))
    for batch in thrown:
        with transaction.atomic():
            Import.objects.filter(pk=batch.pk).update(thrown_at=clock.now())
            chain.record(
                "import.throw_away",
                by=by,
                subject=batch,
                where=batch.organization,
                after={"kind": batch.kind, "uploaded_at": batch.uploaded_at},
                note=f"留了{settings.IMPORT_KEPT_DAYS}天",
            )
            batch.file.storage.delete(preview_name(batch))
            batch.file.storage.delete(str(batch.file.name))
    return len(thrown)


def must_be_kept(batch: Import) -> None:
    """Raises ImportGone."""
    if batch.thrown_at is not None:
        raise errors.ImportGone(days=settings.IMPORT_KEPT_DAYS)


def content_of(batch: Import) -> bytes:
    """The workbook as it was uploaded. Raises ImportGone."""
    must_be_kept(batch)
    with batch.file.open("rb") as sealed:
        return sealing.unseal_bytes(sealed.read())


def keep_preview(batch: Import, packed: bytes) -> None:
    storage, name = batch.file.storage, preview_name(batch)
    if storage.exists(name):
        storage.delete(name)
    storage.save(name, ContentFile(packed))


def preview_name(batch: Import) -> str:
    return f"{str(batch.file.name).removesuffix('.sealed')}.preview"


def preview_of(batch: Import) -> Preview:
    """Raises ImportGone."""
    must_be_kept(batch)
    with batch.file.storage.open(preview_name(batch), "rb") as kept:
        return Preview(kept.read())


def failed_of(batch: Import) -> bytes:
    """A workbook of only the rows that failed, with the reasons. It holds full numbers, as the upload did.

    Raises ImportGone.
    """
    return failed_rows(way_of(batch).read(content_of(batch)), preview_of(batch).failed)


@transaction.atomic
def collect_failed(*, batch: Import, by: Actor) -> bytes:
    """The same for somebody who takes it away: written down, and more rows than one person hands out alone only for who
    uploaded them (R-SEC-05).

    Raises NotYours, FailedOfAnother, ImportGone.
    """
    must_import(batch, by)
    content, count, most = failed_of(batch), batch.totals.get("error", 0), settings.EXPORT_REASON_ROWS
    if count > most and batch.uploaded_by != by.user:
        who = str(batch.uploaded_by or SYSTEM.name)
        raise errors.FailedOfAnother(count=count, most=most, who=who)
    chain.record(
        "import.collect_failed",
        by=by,
        subject=batch,
        where=batch.organization,
        after={"kind": batch.kind, "rows": count},
    )
    return content
