"""Export meetings as a workbook with chosen columns, and save such a choice under a name."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.errors import NotYours
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.errors import Gone
from core.workbooks.writing import SheetHead, filter_words, write_workbook
from drafts import actions as drafts
from drafts.models import Draft
from drafts.states import WorkKind
from exchange import errors
from exchange.actions import large_exports
from exchange.errors import SecondPersonNeeded, TooManyToExport
from exchange.models import ColumnMap, Export
from exchange.selectors.meetings.export_columns import EXPORT_FIELDS, export_lines
from meetings.querysets import MeetingQuerySet

Columns = Sequence[tuple[str, str]]
LONGEST_TITLE = 40
ORDER, UNIT, AUDIT_ACTION = ("organization__path", "held_on", "pk"), "次会议", "meeting.export_list"


def known_columns(columns: Columns) -> list[list[str]]:
    """Known fields once each, with a title. Raises NoColumns."""
    titles: dict[str, str] = {}
    for field, title in columns:
        if field in EXPORT_FIELDS:
            titles.setdefault(field, title.strip()[:LONGEST_TITLE] or EXPORT_FIELDS[field].label)
    if not titles:
        raise errors.NoColumns.at("columns")
    return [[field, title] for field, title in titles.items()]


@transaction.atomic
def save_column_map(*, organization: Organization, name: str, columns: Columns, by: Actor) -> ColumnMap:
    """Save columns under a name for an organization; the same name replaces them.

    Raises NotYours, NameNeeded, NoColumns.
    """
    by.must(Capability.EXPORT, organization)
    name = name.strip()
    if not 2 <= len(name) <= 60:
        raise errors.NameNeeded.at("name")
    chosen = known_columns(columns)
    old = ColumnMap.objects.filter(organization=organization, name=name).first()
    column_map, _ = ColumnMap.objects.update_or_create(
        organization=organization,
        name=name,
        defaults={"columns": chosen, "changed_by": by.user, "changed_at": clock.now()},
    )
    chain.record(
        "columns.map",
        by=by,
        subject=column_map,
        where=organization,
        before={"列": _titles(old.columns)} if old else None,
        after={"列": _titles(chosen)},
    )
    return column_map


@transaction.atomic
def delete_column_map(*, columns: ColumnMap, by: Actor) -> None:
    """Delete saved columns. Raises NotYours, Gone."""
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
        before={"列": _titles(columns.columns)},
    )
    drafts.lay_in_bin(
        uuid=columns.uuid,
        kind=WorkKind.COLUMNS,
        organization=columns.organization,
        title=f"导出的列“{columns.name}”",
        fields={"name": columns.name, "columns": columns.columns},
        by=by,
    )


def make_columns_anew(row: Draft, by: Actor) -> ColumnMap:
    """Saved columns out of the bin. Raises what save_column_map raises."""
    kept = row.fields
    return save_column_map(organization=row.organization, name=kept["name"], columns=kept["columns"], by=by)


@transaction.atomic
def export_meetings(
    *,
    meetings: MeetingQuerySet,
    filters: dict[str, str],
    columns: Columns,
    order: Sequence[str] = ORDER,
    reason: str = "",
    by: Actor,
) -> bytes:
    """An xlsx of the meetings the actor may export; the audit entry has the filters, the count and the reason.

    More than EXPORT_REASON_ROWS need a reason, and with a column that names people the approval of a second person:
    see request_meeting_export (R-SEC-05).

    Raises NotYours, NoColumns, TooManyToExport, SecondPersonNeeded, ReasonForExport.
    """
    if not by.reach.has(Capability.EXPORT):
        raise NotYours(organization="会议记录")
    chosen = known_columns(columns)
    allowed = meetings.filter(by.reach.q(Capability.EXPORT))
    count = allowed.count()
    if count > settings.EXPORT_MOST_ROWS:
        raise TooManyToExport(count=count, most=settings.EXPORT_MOST_ROWS, unit=UNIT)
    if count > settings.EXPORT_REASON_ROWS and any(
        EXPORT_FIELDS[field].names_people for field, _title in chosen
    ):
        raise SecondPersonNeeded(count=count, most=settings.EXPORT_REASON_ROWS, unit=UNIT)
    reason = reason.strip()[:200]
    if count > settings.EXPORT_REASON_ROWS and len(reason) < 2:
        raise errors.ReasonForExport.at("reason", count=count, most=settings.EXPORT_REASON_ROWS)
    fields = [field for field, _title in chosen]
    rows = export_lines(allowed.order_by(*order), fields)
    words = filter_words(large_exports.export_filters(Export.Kind.MEETINGS), filters)
    head = SheetHead("会议记录", by.place.name if by.place else "", by.name, filters=words)
    content = write_workbook([("会议", [title for _field, title in chosen], rows)], head)
    chain.record(
        AUDIT_ACTION,
        by=by,
        where=by.place,
        after={"rows": count, "filters": filters, "列": _titles(chosen)},
        note=reason,
    )
    return content


def request_meeting_export(
    *, meetings: MeetingQuerySet, filters: dict[str, str], columns: Columns, reason: str, by: Actor
) -> Export:
    """Request a workbook that another person has to approve. Raises NoColumns and what request_export raises."""
    return large_exports.request_export(
        kind=Export.Kind.MEETINGS,
        chosen=meetings,
        filters=filters,
        columns=known_columns(columns),
        reason=reason,
        by=by,
    )


def _titles(columns: Any) -> str:
    return "、".join(title for _field, title in columns)
