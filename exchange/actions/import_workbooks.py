"""Import a workbook in three steps: upload and check it, confirm, store. Only the last one writes other tables.

The steps stand together because the last one repeats the first: the same check of the same file, under the same right.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from contextlib import nullcontext, suppress
from typing import Any

from django.conf import settings
from django.db import transaction

from audit import chain, jobs
from audit.models import Job
from branches.models import Organization
from branches.selectors.actors import SYSTEM, Actor
from branches.workflow.transition import claim
from core import clock
from core.dates_zh import full_month
from core.errors import Gone
from core.faults import passing_fault
from core.moves import swap
from core.parts import parts
from core.workbooks.columns import GIVEN
from core.workbooks.kinds import ImportKind, Progress, garbage_collection_paused
from core.workbooks.preview import pack_preview
from core.workbooks.rows import Checked
from exchange import errors
from exchange.actions.store_upload import store_upload
from exchange.models import Import, TitleMap
from exchange.selectors import import_files
from exchange.selectors.import_files import (
    failed_rows_workbook,
    get_import_kind,
    must_not_be_deleted,
    preview_name,
    read_preview,
    uploaded_content,
)
from exchange.selectors.references import last_keys
from exchange.states import IMPORT_MOVES

TASK = "members.tasks.apply_import"
Status = Import.Status


def must_import(batch: Import, by: Actor) -> None:
    get_import_kind(batch).authorise(batch.organization, by)


@transaction.atomic
def upload(*, kind: str, organization: Organization | None, content: bytes, name: str, by: Actor) -> Import:
    """Check a workbook and store it with the result of the check. No other table is written.

    Raises NotYours, FileTooLarge, NotAWorkbook, Locked, TooLarge, NoHeader, NoRows, TooManyRows.
    """
    import_kind: ImportKind = parts("IMPORT_KINDS")[kind]
    import_kind.authorise(organization, by)
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise errors.FileTooLarge(most=settings.UPLOAD_MAX_BYTES // 1024 // 1024)
    mapping = TitleMap.objects.remembered(organization, kind)
    checked = import_kind.check_file(content, organization, by, mapping)
    batch = store_upload(
        content,
        by,
        kind=kind,
        organization=organization,
        file_name=name,
        totals=checked.totals,
        columns=_columns(checked, mapping),
        audited=checked.totals,
    )
    _store_preview(batch, checked, import_kind)
    return batch


def _columns(checked: Checked[Any], mapping: dict[str, str]) -> dict[str, Any]:
    return {
        "ignored": checked.ignored,
        "sheets": [sheet.name for sheet in checked.sheets],
        "mapping": mapping,
    }


@transaction.atomic
def map_columns(*, batch: Import, fields: Mapping[str, str], by: Actor) -> Import:
    """Say which fields the titles of an upload stand for, and check it again with that.

    `fields`: title → field, "" to leave its column out; =field → a fact of all rows. What is said of titles is
    remembered for the office; a title that is not named keeps what was said before.

    Raises NotYours, ImportGone, UnknownColumns, Gone when it is under way or done.
    """
    must_import(batch, by)
    must_not_be_deleted(batch)
    batch = Import.objects.select_for_update(of=("self",)).select_related("organization").get(pk=batch.pk)
    if batch.status not in (Status.PREVIEWED, Status.FAILED):
        raise Gone
    kind = get_import_kind(batch)
    preview = read_preview(batch)
    titles = {title for title, _look in preview.unknown} | set(batch.mapping)
    answers = {
        f"{GIVEN}{each.field}": {value for value, _words in each.answers} for each in preview.questions
    }
    wrong = [
        name
        for name, value in fields.items()
        if (
            value not in answers[name] | {""}
            if name in answers
            else name not in titles or value not in {*kind.layout.by_field, ""}
        )
    ]
    if wrong:
        raise errors.UnknownColumns(names="、".join(wrong)[:200])
    mapping = batch.mapping | dict(fields)
    checked = kind.check_file(uploaded_content(batch), batch.organization, by, mapping)
    batch.columns, batch.totals = _columns(checked, mapping), checked.totals
    batch.save(update_fields=["columns", "totals"])
    _store_preview(batch, checked, kind)
    if batch.organization is not None:
        said = {title: name for title, name in fields.items() if not title.startswith(GIVEN)}
        remembered, _made = TitleMap.objects.get_or_create(organization=batch.organization, kind=batch.kind)
        remembered.fields |= said
        remembered.save(update_fields=["fields"])
    chain.record(
        "import.map_columns",
        by=by,
        subject=batch,
        where=batch.organization,
        after={"kind": batch.kind, "列": "、".join(fields)[:500]},
    )
    return batch


def confirm(*, batch: Import, since: dt.date | None = None, seen: Collection[str] = (), by: Actor) -> Import:
    """Start a job that writes what the preview shows, on behalf of the actor; the job checks everything again.

    since: the day from which new people belong to their branches, by default today. seen: codes of the branches that
    somebody has looked at, of those that grow unusually.

    Said again by the same person it changes nothing. Raises NotYours, ImportGone, NothingToImport, SinceAhead,
    SinceFrozen, BranchesNotSeen, Gone when another's is under way or done.
    """
    must_import(batch, by)
    must_not_be_deleted(batch)
    if not batch.to_write:
        raise errors.NothingToImport
    given_up = batch.job is not None and batch.job.status == Job.Status.FAILED
    if batch.job is not None and batch.job.owner == by.user and not given_up:
        return batch  # said again by the same person, whose answer was lost
    if get_import_kind(batch).asks_since:
        batch.since = since or clock.today()
        _must_be_open(batch.since, batch.organization)
        unseen = [effect.name for effect in read_preview(batch).unusual if effect.code not in seen]
        if unseen:
            raise errors.BranchesNotSeen(count=len(unseen), names="、".join(unseen[:3]))
    move = "confirm_again" if batch.status == Status.CONFIRMED and given_up else "confirm"
    with claim(batch, IMPORT_MOVES, move, by, seen={"job": batch.job_id}) as entry:
        batch.job = jobs.start(
            TASK,
            f"导入{batch.get_kind_display()}：{batch.file_name}"[:200],
            params={"import": str(batch.uuid)},
            where=batch.organization,
            by=by,
        )
        batch.save(update_fields=["job", "since"])
        entry.after["rows"] = batch.to_write
    return batch


def _must_be_open(since: dt.date, organization: Organization | None) -> None:
    """Nobody belongs from a day on that has not come, or whose month is frozen. Raises SinceAhead, SinceFrozen."""
    if since > clock.today():
        raise errors.SinceAhead.at("since", on=since)
    frozen = import_files.last_frozen_month(organization)
    earliest = import_files.earliest_day(organization)
    if frozen is not None and earliest is not None and since < earliest:
        raise errors.SinceFrozen.at("since", on=since, month=full_month(frozen), earliest=earliest)


def apply(*, batch: Import, progress: Progress | None = None, by: Actor) -> Import:
    """Check again and write every good row; the failed rows can be downloaded.

    Idempotent. If an exception is raised, the import is FAILED and nothing is written; of kinds that write row by row
    (`is_whole` False) the rows written so far stay and are `unchanged` the next time. After a passing fault
    (core.faults) it stays CONFIRMED, for the job goes on with it.

    Raises NotYours, Gone.
    """
    try:
        with transaction.atomic() if get_import_kind(batch).is_whole else nullcontext():
            return _check_and_store(batch, progress, by)
    except Exception as error:
        if passing_fault(error) is None:
            with suppress(Gone):  # what is done stays done
                swap(batch, IMPORT_MOVES, "fail")
        raise


def _check_and_store(batch: Import, progress: Progress | None, by: Actor) -> Import:
    kind, rows = get_import_kind(batch), Import.objects.select_related("organization")
    if (
        kind.is_whole
    ):  # one after another: two uploads of one file, confirmed at once, would both find its rows new
        under_way = Import.objects.filter(kind=batch.kind, status=Status.CONFIRMED).order_by("pk")
        list(under_way.select_for_update(of=("self",)).values_list("pk"))
    batch = rows.get(pk=batch.pk)
    if batch.status == Status.DONE:
        return batch
    if batch.status != Status.CONFIRMED:
        raise Gone
    must_import(batch, by)
    checked = kind.check_file(uploaded_content(batch), batch.organization, by, batch.mapping)
    checked.batch = batch
    if kind.asks_since:
        checked.since = batch.since
    with garbage_collection_paused():
        kind.store(checked, by, progress)
    done: dict[str, Any] = {"finished_at": clock.now(), "newest_keys": last_keys(kind.model)}
    with claim(batch, IMPORT_MOVES, "finish", by, totals=checked.totals, **done) as entry:
        _store_preview(batch, checked, kind)
        entry.after = {"kind": batch.kind, **batch.totals}
    return batch


def import_at_once(
    *,
    kind: str,
    organization: Organization | None,
    content: bytes,
    name: str,
    since: dt.date | None = None,
    by: Actor = SYSTEM,
) -> Import:
    """Upload, confirm and write in one go, for the shell. Raises what those raise."""
    batch = upload(kind=kind, organization=organization, content=content, name=name, by=by)
    if not batch.to_write:
        return batch
    swap(batch, IMPORT_MOVES, "confirm", since=since or clock.today())
    return apply(batch=batch, by=by)


def _store_preview(batch: Import, checked: Checked[Any], kind: ImportKind) -> None:
    jobs.keep_file(preview_name(batch), pack_preview(checked, kind.layout))


@transaction.atomic
def collect_failed_rows(*, batch: Import, by: Actor) -> bytes:
    """Download the failed rows. More than EXPORT_REASON_ROWS only for who uploaded the file (R-SEC-05).

    Raises NotYours, FailedOfAnother, ImportGone.
    """
    must_import(batch, by)
    content, count, most = (
        failed_rows_workbook(batch),
        batch.totals.get("error", 0),
        settings.EXPORT_REASON_ROWS,
    )
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
