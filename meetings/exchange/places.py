"""Where a row of a workbook belongs, and who its names are: organizations in reach, rolls of the days, asked for once each."""

import datetime as dt
from dataclasses import dataclass, field

from branches.actors import Actor
from branches.models import Organization
from branches.roles import Capability
from core import clock
from meetings import roll
from meetings.roll import Seat
from members.imports.places import plain
from members.models import Member


@dataclass
class Places:
    """Organizations where the actor may record, by code and by name; a group also by its branch's name and its own."""

    all: dict[int, Organization]
    by_name: dict[str, list[Organization]] = field(default_factory=dict)
    rolls: dict[tuple[int, bool, dt.date], list[Seat]] = field(default_factory=dict)
    people: dict[tuple[int, str], Member | None] = field(default_factory=dict)

    @classmethod
    def of(cls, scope: Organization | None, by: Actor) -> "Places":
        standing = Organization.objects.standing(clock.today()).visible_to(by, Capability.RECORD_MEETING)
        if scope is not None:
            standing = standing.within(scope)
        rows = list(standing.select_related("parent").order_by("path"))
        found = cls({row.pk: row for row in rows})
        for row in rows:
            keys = {plain(row.name), plain(row.short_name), row.code.upper()}
            if row.is_group and row.parent:
                keys |= {plain(above + row.short_name) for above in (row.parent.short_name, row.parent.name)}
            for key in keys:
                found.by_name.setdefault(key, []).append(row)
        return found

    def named(self, name: str) -> tuple[Organization | None, str]:
        """The organization called that, or why there is none."""
        found = self.by_name.get(name.strip().upper()) or self.by_name.get(plain(name)) or []
        if len(found) == 1:
            return found[0], ""
        if found:
            return None, f"有{len(found)}个党组织叫“{name[:30]}”，请写编号"
        return None, f"您的范围内没有“{name[:30]}”"

    @property
    def only(self) -> Organization | None:
        """The branch, when nothing else but its groups is in reach."""
        places = [place for place in self.all.values() if not place.is_group]
        return places[0] if len(places) == 1 else None

    def roll(self, organization: Organization, kinds: tuple[str, ...], day: dt.date) -> list[Seat]:
        key = (organization.pk, roll.is_committee_only(kinds), day)
        if key not in self.rolls:
            self.rolls[key] = roll.take(organization, kinds, day)
        return self.rolls[key]

    def member(self, organization: Organization, name: str, seats: list[Seat]) -> Member | None:
        """The one of that name on the roll, else in the branch; None where there is none or more than one."""
        key = (organization.pk, name)
        if key not in self.people:
            on_roll = [seat.member_id for seat in seats if seat.name == name]
            branch = organization.parent if organization.is_group and organization.parent else organization
            rows = Member.objects.filter(pk__in=on_roll) if on_roll else Member.objects.within(branch)
            found = list(rows.filter(name=name)[:2])
            self.people[key] = found[0] if len(found) == 1 else None
        return self.people[key]
