"""Throw away the files of uploads and of large exports past their last day; their rows stay."""

import datetime as dt

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from audit import jobs
from audit.models import Job
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from exchange.actions.large_exports import file_path
from exchange.models import Export, Import, ImportedRow
from exchange.selectors.import_files import preview_name


def throw_away_imports(*, by: Actor) -> int:
    """Delete the files of uploads past their last day, with their previews; the rows stay. Returns how many. What each
    import wrote goes when it can no longer be taken back.

    Uploads that a job is still writing wait for the next night.
    """
    by.must_throughout(Capability.RUN_SYSTEM)
    final = clock.now() - dt.timedelta(days=settings.IMPORT_UNDO_DAYS)
    ImportedRow.objects.filter(batch__finished_at__lte=final).delete()
    first_kept = clock.today() - dt.timedelta(days=settings.IMPORT_KEPT_DAYS)
    over = Import.objects.filter(
        uploaded_at__lt=timezone.make_aware(dt.datetime.combine(first_kept, dt.time())),
        thrown_at__isnull=True,
    )
    under_way = Q(status=Import.Status.CONFIRMED, job__status__in=[Job.Status.QUEUED, Job.Status.RUNNING])
    files = [
        jobs.ExpiringFiles(
            batch,
            batch.organization,
            [preview_name(batch), str(batch.file.name)],
            {"kind": batch.kind, "uploaded_at": batch.uploaded_at},
        )
        for batch in over.exclude(under_way).select_related("organization").order_by("pk")
    ]
    return jobs.throw_away_files("import.throw_away", files, days=settings.IMPORT_KEPT_DAYS, by=by)


def throw_away_exports(*, by: Actor) -> int:
    """Delete the files past their last day; the requests stay. Returns how many."""
    by.must_throughout(Capability.RUN_SYSTEM)
    over = Export.objects.filter(kept_until__lt=clock.now(), thrown_at__isnull=True)
    files = [
        jobs.ExpiringFiles(export, export.organization, [file_path(export)])
        for export in over.select_related("organization").defer("keys")
    ]
    return jobs.throw_away_files("export.throw_away", files, days=settings.EXPORT_KEPT_DAYS, by=by)
