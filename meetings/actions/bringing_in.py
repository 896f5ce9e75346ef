"""upload_meetings, confirm_meetings, apply_meetings: a workbook of meetings that another system exported.

Its rows become records by the same verbs as typed ones, so that every rule holds and what is owed here is fulfilled.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q

from audit import chain, jobs
from audit.models import Job
from branches.actors import Actor
from branches.models import Organization
from branches.roles import Capability
from core.errors import Gone, RuleBroken
from meetings.actions.recording import record
from meetings.actions.submitting import submit
from meetings.exchange import checking
from meetings.exchange.judging import Ready, refuse
from members import errors as members_errors
from members import sealing
from members.actions import importing
from members.imports.preview import Preview
from members.imports.result import failed_rows
from members.models import Import

TASK = "meetings.tasks.apply_meetings"
Status = Import.Status
Beat = Callable[[int, int], None]


@transaction.atomic
def upload_meetings(*, organization: Organization, content: bytes, name: str, by: Actor) -> Import:
    """Check a workbook of meetings and keep it, sealed, with what the check found. No meeting is touched.

    Raises NotYours, FileTooLarge, NotAWorkbook, TooLarge, NoHeader, TooManyRows.
    """
    by.must(Capability.RECORD_MEETING, organization)
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise members_errors.FileTooLarge(most=settings.UPLOAD_MAX_BYTES // 1024 // 1024)
    checked = checking.check(content, organization, by)
    batch = Import(
        kind=Import.Kind.MEETINGS,
        organization=organization,
        file_name=name[:200],
        totals=checked.totals,
        columns={"ignored": checked.ignored, "sheets": [sheet.name for sheet in checked.sheets]},
        uploaded_by=by.user,
    )
    batch.file.save(f"{batch.uuid}.sealed", ContentFile(sealing.seal_bytes(content)), save=False)
    batch.save()
    importing.keep_preview(batch, checking.packed(checked))
    chain.record(
        "import.upload",
        by=by,
        subject=batch,
        where=organization,
        after={"kind": batch.kind, **checked.totals},
    )
    return batch


@transaction.atomic
def confirm_meetings(*, batch: Import, by: Actor) -> Import:
    """Let a job record and hand in what the preview showed, in the name of whoever confirms.

    Raises NotYours, ImportGone, NothingToImport, Gone when it is under way or done.
    """
    _must(batch, by)
    importing.must_be_kept(batch)
    if not batch.to_write:
        raise members_errors.NothingToImport
    given_up = Q(status=Status.CONFIRMED, job__status=Job.Status.FAILED)
    claimed = Import.objects.filter(Q(status__in=[Status.PREVIEWED, Status.FAILED]) | given_up, pk=batch.pk)
    if not claimed.update(status=Status.CONFIRMED):
        raise Gone
    batch.status = Status.CONFIRMED
    batch.job = jobs.start(
        TASK,
        f"导入会议：{batch.file_name}"[:200],
        params={"import": str(batch.uuid)},
        where=batch.organization,
        by=by,
    )
    batch.save(update_fields=["job"])
    chain.record(
        "import.confirm", by=by, subject=batch, where=batch.organization, after={"rows": batch.to_write}
    )
    return batch


def apply_meetings(*, batch: Import, beat: Beat | None = None, by: Actor) -> Import:
    """Check again, then record and hand in row by row: a row stands whole or not at all, and says why when not.

    Safe to call again after a worker died: what stands already is unchanged. Raises NotYours, Gone.
    """
    _must(batch, by)
    batch.refresh_from_db()
    if batch.status == Status.DONE:
        return batch
    if batch.status != Status.CONFIRMED:
        raise Gone
    try:
        checked = checking.check(importing.content_of(batch), batch.organization, by)
        for number, ready in enumerate(checked.ready, 1):
            _write(ready, by)
            if beat:
                beat(number, len(checked.ready))
    except Exception:
        Import.objects.filter(pk=batch.pk, status=Status.CONFIRMED).update(status=Status.FAILED)
        raise
    with transaction.atomic():
        batch.status, batch.totals = Status.DONE, checked.totals
        batch.save(update_fields=["status", "totals"])
        importing.keep_preview(batch, checking.packed(checked))
        chain.record(
            "import.finish",
            by=by,
            subject=batch,
            where=batch.organization,
            after={"kind": batch.kind, **batch.totals},
        )
    return batch


def failed_meetings(batch: Import) -> bytes:
    """A workbook of only the rows that failed, with the reason in front, ready to be mended and sent again.

    Raises ImportGone.
    """
    importing.must_be_kept(batch)
    with batch.file.storage.open(importing.preview_name(batch), "rb") as kept:
        why = Preview(kept.read()).failed
    return failed_rows(checking.sheets(importing.content_of(batch)), why)


def _must(batch: Import, by: Actor) -> None:
    if batch.organization is None or batch.kind != Import.Kind.MEETINGS:
        raise Gone
    by.must(Capability.RECORD_MEETING, batch.organization)


def _write(ready: Ready, by: Actor) -> None:
    try:
        with transaction.atomic():
            meeting = record(**ready.facts(), by=by)
            submit(meeting=meeting, by=by)
    except RuleBroken as refusal:
        refuse(ready.row, refusal)
