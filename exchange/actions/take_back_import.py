"""take_back_import: an import is undone as one deed, except for the rows that somebody has used since.

take_back_people, take_back_organizations and take_back_meetings are what it does to the rows of each kind.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from audit import chain
from branches import actions as branches_actions
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import bulk, clock
from exchange import errors
from exchange.actions.import_workbooks import must_import
from exchange.models import Import
from exchange.selectors.import_files import get_import_kind
from exchange.selectors.import_undo import UndoPlan, plan_undo
from exchange.states import IMPORT_MOVES
from meetings.models import Meeting
from members.models import Member, Membership
from members.states import ExitKind

FIELDS = {name: field for field in Member._meta.concrete_fields for name in (field.name, field.attname)}
Changed = Sequence[tuple[Any, dict[str, Any]]]


@transaction.atomic
def take_back_import(*, batch: Import, by: Actor) -> UndoPlan:
    """Remove the rows an import made and give those it changed their former content, within IMPORT_UNDO_DAYS.

    Rows that were used since stay, and are named in the result. Raises NotYours, UndoTooLate, ImportUsed where all are
    used, Gone when it was taken back already.
    """
    must_import(batch, by)
    IMPORT_MOVES.require(batch, "take_back")
    if batch.undo_until is None:
        raise errors.UndoTooLate(days=settings.IMPORT_UNDO_DAYS)
    kind = get_import_kind(batch)
    done = {"taken_back_at": clock.now(), "taken_back_by": by.user}
    with claim(batch, IMPORT_MOVES, "take_back", by, **done) as entry:
        plan = plan_undo(batch, lock=True)
        if not plan.count:
            first = "，".join(plan.stays[0]) if plan.stays else "已经没有这些行"
            raise errors.ImportUsed(count=len(plan.stays), unit=kind.unit, first=first)
        kind.take_back(plan.made, plan.changed, by)
        batch.written.all().delete()
        batch.totals |= {"taken_back": plan.count, "stayed": len(plan.stays)}
        batch.save(update_fields=["totals"])
        entry.after = {
            "kind": batch.kind,
            "rows": plan.count,
            "没有撤销": "；".join(f"{name}，{why}" for name, why in plan.stays)[:500],
        }
    return plan


def take_back_people(made: Sequence[Member], changed: Changed, by: Actor) -> None:
    places = Organization.objects.in_bulk(
        {each.organization_id for each in [*made, *(row for row, _ in changed)]}
    )
    keys = [each.pk for each in made]
    Membership.objects.filter(member__pk__among=keys).delete()
    Member.objects.filter(pk__among=keys).delete()
    _regroup({row.pk: before["group_id"] for row, before in changed if "group_id" in before})
    alike: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)  # columns → rows that give these back
    for row, before in changed:
        columns = {name: FIELDS[name].to_python(value) for name, value in before.items()}
        columns |= {"version": row.version + 1, "updated_at": clock.now()}
        alike[tuple(columns)].append([*columns.values(), row.pk])
    for names, values in alike.items():
        bulk.update(Member, names, values)
    rows: list[tuple[Member, dict[str, Any]]] = [(each, {"name": each.name}) for each in made]
    rows += [(each, {"fields": [name for name in before if "_" not in name]}) for each, before in changed]
    chain.record_each(
        "member.take_back_import",
        [chain.AuditAction(each, places[each.organization_id], facts, None) for each, facts in rows],
        by=by,
    )


def _regroup(groups: dict[int, int | None]) -> None:
    """Back into the former group: the membership of the day of the import goes, the one it ended is open again."""
    open_rows = Membership.objects.filter(until__isnull=True, member__pk__among=list(groups))
    ended = Membership.objects.filter(exit=ExitKind.REGROUPED, member__pk__among=list(groups))
    former = {(row.member_id, row.until + dt.timedelta(days=1)): row for row in ended if row.until}
    for row in open_rows:
        group, before = groups[row.member_id], former.get((row.member_id, row.since))
        if before is not None and before.group_id == group:
            row.delete()
            before.until, before.exit = None, ""
            before.save(update_fields=["until", "exit"])
        else:  # it had begun on that very day, and was corrected
            row.group_id = group
            row.save(update_fields=["group"])


def take_back_organizations(made: Sequence[Organization], changed: Changed, by: Actor) -> None:
    branches_actions.unregister(organizations=made, by=by)
    for row, before in changed:
        branches_actions.restore(organization=row, before=before, by=by)


def take_back_meetings(made: Sequence[Meeting], changed: Changed, by: Actor) -> None:
    """Of a workbook of meetings only those go that it brought; one that was planned here stays."""
    places = Organization.objects.in_bulk({each.organization_id for each in made})
    Meeting.objects.filter(pk__in=[each.pk for each in made]).delete()
    chain.record_each(
        "meeting.take_back_import",
        [chain.AuditAction(each, places[each.organization_id], {"theme": each.theme}, None) for each in made],
        by=by,
    )
