"""Actions on the audit itself: verify its chain, export entries. Both write an entry of their own."""

import datetime as dt
from typing import Any, Protocol

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from audit import chain, jobs
from audit.errors import ExportReasonNeeded, NotAnAuditor
from audit.models import Entry, Job
from audit.querysets import EntryQuerySet
from core import clock
from core.parts import parts

VERIFY = "audit.tasks.verify_chain"
LOST_AFTER = dt.timedelta(days=1)
SHOWN = 20  # wrong entries named in the record of a verification


class Auditor(chain.EntryAuthor, Protocol):
    reach: Any
    place: Any


def must_read(by: Auditor) -> None:
    """Raises NotAnAuditor."""
    if not by.reach.has("read_audit"):
        raise NotAnAuditor


@transaction.atomic
def start_verification(*, by: Auditor) -> Job:
    """Queue the verification of the whole chain. Raises NotAnAuditor."""
    must_read(by)
    return jobs.start(VERIFY, "核对审计链", params={}, where=by.place, key=VERIFY, by=by)


def verify(*, place: Any = None, by: chain.EntryAuthor) -> Entry:
    """Check every link from the first entry to the last, anchors and triggers, and write down the outcome (R-SEC-02).

    Only the outcome is written in a transaction: on SQLite the reading would keep everybody else from writing.
    """
    count = Entry.objects.count()
    wrong = chain.what_is_wrong()
    return chain.record(
        "audit.verify",
        by=by,
        where=place,
        after={"count": count, "wrong": len(wrong), "first": wrong[:SHOWN]},
    )


@transaction.atomic
def export(*, entries: EntryQuerySet, filters: dict[str, str], reason: str = "", by: Auditor) -> list[Entry]:
    """The entries as a list to hand out, once that is written down.

    Raises NotAnAuditor, ExportReasonNeeded for more than EXPORT_REASON_ROWS without a reason (R-SEC-05).
    """
    must_read(by)
    rows = list(entries.order_by("-id")[: settings.EXPORT_MOST_ROWS])
    limit = settings.EXPORT_REASON_ROWS
    if len(rows) > limit and not reason.strip():
        raise ExportReasonNeeded.at("reason", count=len(rows), limit=limit)
    chain.record(
        "audit.export",
        by=by,
        where=by.place,
        after={"rows": len(rows), "filters": filters, "reason": reason.strip()},
    )
    return rows


def throw_away_lost_files(*, by: chain.EntryAuthor) -> int:
    """Delete kept files that no row names, which a deed cut off in between left behind. Returns how many.

    Younger ones may belong to a deed under way and stay.
    """
    oldest, thrown = clock.now() - LOST_AFTER, 0
    for folder, names in parts("FILES_OF_ROWS").items():
        known = set(names())
        for name in default_storage.names(folder):  # type: ignore[attr-defined]
            if name not in known and default_storage.get_modified_time(name) < oldest:
                default_storage.delete(name)
                thrown += 1
    if thrown:
        chain.record("files.throw_away_lost", by=by, after={"count": thrown})
    return thrown
