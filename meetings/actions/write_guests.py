"""Write the guests of a record, who were there without being on the roll: 列席, members of other branches, leaders as
ordinary members."""

from collections.abc import Sequence

from django.db.models import Q

from core import clock
from meetings.models import Guest, Meeting, PartnerUnit
from meetings.record.columns import column_values
from meetings.record.schema import GuestEntry, PartnerUnitEntry
from meetings.states import GuestRole
from members.models import Member


def write(meeting: Meeting, guests: Sequence[GuestEntry], before: Sequence[GuestEntry]) -> None:
    """The guests of a record, written anew only when they differ.

    A member of another branch is known by name and branch exactly as typed, when there is only one of them; nothing is
    said about whether they were found, so nobody can ask for other branches' members here. Their visit then stands in
    their own record of the year (R-FLO-02).
    """
    if guests == before:
        return
    meeting.guest_rows.all().delete()
    known = _members_of_guests(meeting, guests)
    seen: set[int] = set()
    rows = []
    for one in guests:
        member = known.get((one.name, one.unit)) if one.role != GuestRole.SITTING_IN else None
        if member in seen:
            member = None
        elif member is not None:
            seen.add(member)
        rows.append(Guest(meeting=meeting, member_id=member, **column_values(one, {})))
    Guest.objects.bulk_create(rows)


def write_units(
    meeting: Meeting, units: Sequence[PartnerUnitEntry], before: Sequence[PartnerUnitEntry]
) -> None:
    """The units of a joint meeting, written anew only when they differ."""
    if units != before:
        meeting.partner_units.all().delete()
        PartnerUnit.objects.bulk_create(
            PartnerUnit(meeting=meeting, **column_values(one, {})) for one in units
        )


def _members_of_guests(meeting: Meeting, guests: Sequence[GuestEntry]) -> dict[tuple[str, str], int]:
    """(name, unit) → the one member of that name in the branch of that name; one query."""
    visitors = [one for one in guests if one.is_visitor]
    if not visitors:
        return {}
    wanted = Q()
    for one in visitors:
        wanted |= Q(name=one.name) & (Q(organization__name=one.unit) | Q(organization__short_name=one.unit))
    rows = (
        Member.objects.filter(wanted)
        .filter(Q(left_on__isnull=True) | Q(left_on__gt=min(meeting.held_on, clock.today())))
        .exclude(organization=meeting.organization_id)
        .values_list("pk", "name", "organization__name", "organization__short_name")
    )
    keys: dict[tuple[str, str], list[int]] = {}
    for pk, name, full, short in rows:
        for unit in {full, short}:
            keys.setdefault((name, unit), []).append(pk)
    return {key: pks[0] for key, pks in keys.items() if len(pks) == 1}
