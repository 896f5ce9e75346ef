"""Export a roster as lines of a workbook, up to the size that needs no second person."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction

from audit import chain
from audit.models import Entry
from branches.access.roles import Capability
from branches.errors import NotYours
from branches.selectors.actors import Actor
from core import clock
from core.personal_numbers import hide_numbers_within
from exchange import errors
from members.querysets import MemberQuerySet
from members.selectors import member_list


@transaction.atomic
def export_roster(
    *, people: MemberQuerySet, filters: dict[str, str], full: bool = False, reason: str = "", by: Actor
) -> list[list[Any]]:
    """Lines under member_list.EXPORT_HEADS of the members the actor may export.

    The audit entry has the filters, the count and the reason.

    Numbers stay masked unless `full` is asked and VIEW_PRIVATE covers the branch; full numbers need a reason
    (R-SEC-04). More than EXPORT_REASON_ROWS people, with what the actor took out within a day, need the approval of a
    second person: see request_export (R-SEC-05).

    Raises NotYours, ReasonMissing, SecondPersonNeeded.
    """
    if not by.reach.has(Capability.EXPORT):
        raise NotYours(organization="党员名册")
    allowed = people.filter(by.reach.q(Capability.EXPORT)).order_by("organization__path", "pinyin", "pk")
    most = settings.EXPORT_REASON_ROWS
    asked = {"filters": hide_numbers_within(filters), "full": full}
    if (count := allowed.count() + _taken_out_within_a_day(by, asked)) > most:
        raise errors.SecondPersonNeeded(count=count, most=most, unit="人")
    reason = reason.strip()
    if full and len(reason) < 2:
        raise errors.ReasonMissing("导出完整号码要写明理由，会记入审计。")
    rows = member_list.member_rows(allowed, private=True)
    today = clock.today()
    lines = [member_list.export_line(row, by.reach, full=full, today=today) for row in rows]
    spans = by.reach.widest(Capability.EXPORT)
    chain.record(
        "member.export",
        by=by,
        where=by.place,
        after={"rows": len(lines), "filters": filters, "full": full, "path": spans[0].path},
        note=reason,
    )
    return lines


def _taken_out_within_a_day(by: Actor, asked: dict[str, Any]) -> int:
    """People in the lists this person took out alone; the same list again is the same people."""
    since = clock.now() - dt.timedelta(days=1)
    alone = Entry.objects.filter(user=by.user, action="member.export", at__gt=since, subject="")
    taken = filter(None, alone.values_list("after", flat=True))
    lists = {_key(after, asked): after["rows"] for after in taken}
    lists.pop(_key(asked, asked), None)
    return sum(lists.values())


def _key(facts: dict[str, Any], names: Iterable[str]) -> str:
    return json.dumps({name: facts[name] for name in names}, sort_keys=True)
