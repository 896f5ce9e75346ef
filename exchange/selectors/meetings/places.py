"""Find the organization a row of a workbook of meetings belongs to, among those in reach."""

from dataclasses import dataclass, field

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from exchange.selectors.places import normal_name


@dataclass
class OrganizationIndex:
    """Organizations where the actor may import meetings, by code and name; groups also with their branch's name."""

    all: dict[int, Organization]
    by_name: dict[str, list[Organization]] = field(default_factory=dict)

    @classmethod
    def of(cls, scope: Organization | None, by: Actor) -> "OrganizationIndex":
        may = by.reach.q(Capability.RECORD_MEETING, at="") | by.reach.q(Capability.IMPORT, at="")
        standing = Organization.objects.standing(clock.today()).filter(may)
        if scope is not None:
            standing = standing.within(scope)
        rows = list(standing.select_related("parent").order_by("path"))
        found = cls({row.pk: row for row in rows})
        for row in rows:
            keys = {normal_name(row.name), normal_name(row.short_name), row.code.upper()}
            if row.is_group and row.parent:
                keys |= {
                    normal_name(above + row.short_name) for above in (row.parent.short_name, row.parent.name)
                }
            for key in keys:
                found.by_name.setdefault(key, []).append(row)
        return found

    def find(self, name: str) -> tuple[Organization | None, str]:
        """(the organization of that name or code, "") or (None, why not)."""
        found = self.by_name.get(name.strip().upper()) or self.by_name.get(normal_name(name)) or []
        if len(found) == 1:
            return found[0], ""
        if found:
            return None, f"有{len(found)}个党组织叫“{name[:30]}”，请写编号"
        return None, f"您的范围内没有“{name[:30]}”"

    @property
    def only_branch(self) -> Organization | None:
        """The branch, if only it and its groups are in reach."""
        places = [place for place in self.all.values() if not place.is_group]
        return places[0] if len(places) == 1 else None
