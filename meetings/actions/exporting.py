"""map_columns, drop_columns, export_meetings: meetings as a workbook with the columns another system wants."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from audit import chain
from branches.actors import Actor
from branches.errors import NotYours
from branches.models import Organization
from branches.roles import Capability
from core import clock
from core.documents import workbook
from core.errors import Gone
from meetings import errors
from meetings.exchange.offered import OFFERED, lines
from meetings.models import ColumnMap
from meetings.querysets import MeetingQuerySet

Columns = Sequence[tuple[str, str]]
LONGEST_TITLE = 40


def settled(columns: Columns) -> list[list[str]]:
    """Known fields once each, with a title. Raises NoColumns."""
    kept: dict[str, str] = {}
    for field, title in columns:
        if field in OFFERED:
            kept.setdefault(field, title.strip()[:LONGEST_TITLE] or OFFERED[field].label)
    if not kept:
        raise errors.NoColumns(fields={"columns": errors.NoColumns.sentence})
    return [[field, title] for field, title in kept.items()]


@transaction.atomic
def map_columns(*, organization: Organization, name: str, columns: Columns, by: Actor) -> ColumnMap:
    """Keep columns under a name for an organization; the same name replaces them.

    Raises NotYours, NameNeeded, NoColumns.
    """
    by.must(Capability.EXPORT, organization)
    name = name.strip()
    if not 2 <= len(name) <= 60:
        raise errors.NameNeeded(fields={"name": errors.NameNeeded.sentence})
    kept = settled(columns)
    old = ColumnMap.objects.filter(organization=organization, name=name).first()
    found, _ = ColumnMap.objects.update_or_create(
        organization=organization,
        name=name,
        defaults={"columns": kept, "changed_by": by.user, "changed_at": clock.now()},
    )
    chain.record(
        "columns.map",
        by=by,
        subject=found,
        where=organization,
        before={"列": _said(old.columns)} if old else None,
        after={"列": _said(kept)},
    )
    return found


@transaction.atomic
def drop_columns(*, columns: ColumnMap, by: Actor) -> None:
    """Forget kept columns. Raises NotYours, Gone."""
    by.must(Capability.EXPORT, columns.organization)
    pk = columns.pk
    if not ColumnMap.objects.filter(pk=pk).delete()[0]:
        raise Gone
    columns.pk = pk
    chain.record(
        "columns.drop",
        by=by,
        subject=columns,
        where=columns.organization,
        before={"列": _said(columns.columns)},
    )


@transaction.atomic
def export_meetings(
    *, meetings: MeetingQuerySet, filters: dict[str, str], columns: Columns, reason: str = "", by: Actor
) -> bytes:
    """The meetings the actor may export, as an xlsx under these titles; the audit keeps the filters, the count, the reason.

    Raises NotYours, NoColumns, TooManyToExport, ReasonForExport above EXPORT_REASON_ROWS (R-SEC-05).
    """
    if not by.reach.has(Capability.EXPORT):
        raise NotYours(organization="会议记录")
    kept = settled(columns)
    allowed = meetings.filter(by.reach.q(Capability.EXPORT))
    count = allowed.count()
    if count > settings.EXPORT_MOST_ROWS:
        raise errors.TooManyToExport(count=count, most=settings.EXPORT_MOST_ROWS)
    reason = reason.strip()[:200]
    if count > settings.EXPORT_REASON_ROWS and len(reason) < 2:
        refusal = errors.ReasonForExport(count=count, most=settings.EXPORT_REASON_ROWS)
        refusal.fields = {"reason": refusal.sentence}
        raise refusal
    fields = [field for field, _title in kept]
    content = workbook([("会议", [title for _field, title in kept], lines(allowed, fields))])
    chain.record(
        "meeting.export_list",
        by=by,
        where=by.place,
        after={"rows": count, "filters": filters, "列": _said(kept)},
        note=reason,
    )
    return content


def _said(columns: Any) -> str:
    return "、".join(title for _field, title in columns)
