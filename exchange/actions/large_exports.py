"""Large exports of personal data, which need the approval of a second person (R-SEC-05).

One person requests the export with a reason, another approves it, a job makes the file, and only the first one may
download it, for some days. The rows are fixed by the request. Every step leaves an audit entry. The steps stand
together because each asks for the same rights and says the same facts in its entry.
"""

import datetime as dt
import functools
from collections.abc import Sequence
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from audit import chain, jobs
from audit.models import Job
from branches.access.roles import Capability
from branches.errors import NotYours
from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import SYSTEM, Actor
from branches.workflow.approval import ask, decide
from core import clock
from core.dates_zh import full_date, time_of_day
from core.errors import NotPermitted
from core.parts import parts
from core.personal_numbers import hide_numbers, hide_numbers_within
from core.workbooks.kinds import ExportKind
from core.workbooks.writing import SheetHead, filter_words, write_workbook
from exchange import errors
from exchange.models import Export
from exchange.querysets import NEEDED
from exchange.states import EXPORT_MOVES

TASK = "members.tasks.make_export"
BATCH_ROWS = 2000  # rows named in one statement
LONGEST_REASON = 200
REQUESTED_SENTENCE = "已提出申请。另一个人批准以后，文件做好了就在这里取。"


def get_export_kind(export: Export) -> ExportKind:
    return cast(ExportKind, parts("EXPORT_KINDS")[export.kind])


def export_filters(kind: str) -> dict[str, Any]:
    """The filters by which rows of this kind are chosen, by their names."""
    return dict(cast(ExportKind, parts("EXPORT_KINDS")[kind]).filters.base_filters)


@transaction.atomic
def request_export(
    *,
    kind: str,
    chosen: QuerySet[Any],
    filters: dict[str, str],
    columns: Sequence[Sequence[str]] = (),
    full: bool = False,
    reason: str,
    by: Actor,
) -> Export:
    """Request the export of these rows, as far as the actor may export them.

    `columns` are (field, title) for kinds whose columns can be chosen; `full` asks for unmasked numbers.

    Raises NotYours, ReasonMissing, NobodyToExport, TooManyToExport, ExportApart.
    """
    export_kind: ExportKind = parts("EXPORT_KINDS")[kind]
    label = Export.Kind(kind).label
    if not by.reach.has(Capability.EXPORT):
        raise NotYours(organization=label)
    allowed = chosen.filter(by.reach.q(Capability.EXPORT))
    keys = list(allowed.order_by(*export_kind.order).values_list("pk", flat=True))
    if not keys:
        raise errors.NobodyToExport(label=label)
    if len(keys) > settings.EXPORT_MOST_ROWS:
        raise errors.TooManyToExport(count=len(keys), most=settings.EXPORT_MOST_ROWS, unit=export_kind.unit)
    reason = reason.strip()[:LONGEST_REASON]
    if len(reason) < 2:
        raise errors.ReasonMissing.at(
            "reason", count=len(keys), most=settings.EXPORT_REASON_ROWS, unit=export_kind.unit
        )
    scope = _common_organization(allowed)
    _must_be_entitled(full, scope, by)
    facts: dict[str, Any] = {
        "kind": kind,
        "organization": scope,
        "rows": len(keys),
        "filters": hide_numbers_within(filters),
        "columns": [list(each) for each in columns],
        "full": full,
        "reason": hide_numbers(reason),
    }
    for same in Export.objects.filter(**facts, asked_by=by.user, status=Export.Status.ASKED):
        if same.keys == keys:
            return same  # sent twice
    export = Export(**facts, keys=keys)
    ask(export, by)
    chain.record("export.ask", by=by, subject=export, where=scope, after=_audit_facts(export), note=reason)
    return export


def _audit_facts(export: Export) -> dict[str, Any]:
    choice = {"columns": export.titles} if export.columns else {"full": export.full}
    return {"kind": export.kind, "rows": export.rows, "filters": export.filters, **choice}


def approve_export(*, export: Export, by: Actor) -> Export:
    """Approve as the second person; a job then makes the file on behalf of who requested it.

    Raises NotYours, ApprovedByTheSame, ExportDecided.
    """
    _must_be_entitled(export.full, export.organization, by)
    with decide(export, EXPORT_MOVES, "approve", by) as entry:
        export.job = jobs.start(
            TASK,
            f"导出{export.get_kind_display()}（申请{export.number}）",
            params={"export": str(export.uuid)},
            where=export.organization,
            by=by,
        )
        export.save(update_fields=["job"])
        entry.after["rows"] = export.rows
    return export


def refuse_export(*, export: Export, comment: str, by: Actor) -> Export:
    """Refuse with a comment. Raises NotYours, ApprovedByTheSame, CommentMissing, ExportDecided."""
    comment = comment.strip()[:LONGEST_REASON]
    if len(comment) < 2:
        raise errors.CommentMissing.at("comment")
    _must_be_entitled(export.full, export.organization, by)
    with decide(export, EXPORT_MOVES, "refuse", by, comment=comment) as entry:
        entry.note = comment
    return export


def make_export(*, job_id: int) -> None:
    """Run the job that makes the file. Does nothing if another worker has claimed it."""
    jobs.run(job_id, _make_file)


def _make_file(job: Job) -> str:
    """Write the file, without rows that have left the requester's reach. Returns the page of the result."""
    export = Export.objects.select_related("organization", "asked_by").get(uuid=job.params["export"])
    by = Actor.of(export.asked_by, request_id=str(job.uuid)) if export.asked_by else SYSTEM
    by.must(Capability.EXPORT, export.organization)
    kind, progress = get_export_kind(export), functools.partial(jobs.beat, job)
    allowed = kind.model._default_manager.filter(by.reach.q(Capability.EXPORT)).order_by(*kind.order)
    lines: list[list[Any]] = []
    for first in range(0, len(export.keys), BATCH_ROWS):
        progress(first, len(export.keys))
        lines += kind.lines(allowed.filter(pk__in=export.keys[first : first + BATCH_ROWS]), export, by)
    with jobs.alive(job, len(export.keys), len(export.keys)):
        sheet = (export.get_kind_display(), kind.heads(export), lines)
        head = SheetHead(
            export.get_kind_display(),
            export.organization.name,
            export.asked_who,
            filters=filter_words(export_filters(export.kind), export.filters),
        )
        content = write_workbook([sheet], head, mark=watermark(export))
    jobs.keep_file(file_path(export), content)
    until = clock.now() + dt.timedelta(days=settings.EXPORT_KEPT_DAYS)
    with transaction.atomic():
        Export.objects.filter(pk=export.pk).update(kept_until=until)
        chain.record(
            "export.make", by=by, subject=export, where=export.organization, after={"rows": len(lines)}
        )
    return "/members/exports/"


def watermark(export: Export) -> str:
    """The watermark on every page: request, requester, approver and time."""
    at = export.decided_at or export.asked_at
    on = f"{full_date(timezone.localdate(at))} {time_of_day(at)}"
    return (
        f"导出申请{export.number}　{export.asked_who}申请　{export.decided_who}批准　{on}　内部资料，不得转发"
    )


def file_path(export: Export) -> str:
    return f"exports/{export.uuid.hex}.sealed"


def collect_export(*, export: Export, by: Actor) -> tuple[str, bytes]:
    """Name and content of the file, for who requested it and may still have it.

    Raises NotPermitted for anybody else, NotYours, NotMadeYet, ExportGone.
    """
    if by.user is None or export.asked_by_id != by.user.pk:
        raise NotPermitted
    _must_be_entitled(export.full, export.organization, by)
    if export.kept_until is None:
        raise errors.NotMadeYet(status=export.get_status_display())
    content = jobs.read_file(file_path(export)) if export.kept_until >= clock.now() else None
    if content is None:
        raise errors.ExportGone(days=settings.EXPORT_KEPT_DAYS)
    with transaction.atomic():
        chain.record(
            get_export_kind(export).audit_action,
            by=by,
            subject=export,
            where=export.organization,
            after=_audit_facts(export) | {"path": export.organization.path},
            note=export.reason,
        )
    return f"{export.get_kind_display()}{export.number}.xlsx", content


def _must_be_entitled(full: bool, place: Organization, by: Actor) -> None:
    """Whoever requests, approves or downloads needs all capabilities the file needs. Raises NotYours."""
    for each in NEEDED[full]:
        by.must(each, place)


def _common_organization(chosen: QuerySet[Any]) -> Organization:
    """The lowest organization above all of them. Raises ExportApart if there is none."""
    ends = chosen.order_by().aggregate(first=Min("organization__path"), last=Max("organization__path"))
    shared = ""
    for n in range(tree.WIDTH, min(len(ends["first"]), len(ends["last"])) + 1, tree.WIDTH):
        if ends["first"][:n] != ends["last"][:n]:
            break
        shared = ends["first"][:n]
    organization = Organization.objects.filter(path=shared).first()
    if organization is None:
        raise errors.ExportApart
    return organization
