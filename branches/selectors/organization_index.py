"""Find the organization that a row of a workbook names, by full name, short name or code, among those in reach."""

import difflib
import re
from dataclasses import dataclass, field

from branches.access.roles import Capability
from branches.models import Organization
from branches.rules.organization_names import normal_group_name, normal_name
from branches.selectors.actors import Actor
from branches.states import BRANCHES, Kind
from core import clock

MOST_SUGGESTIONS = 60
"""Looking for the nearest name is slow, and nobody reads more suggestions than that."""


SHORTEST_BEHIND = 5
"""Letters of a name that is known behind those above it: 第二支部 alone has many."""
BODY = re.compile(r"(?:党的?)?(?:工作委员会|工委|委员会|委|总支部?|支部)$")
"""望海街道党工委: what follows the place."""
REGIONS = re.compile(r"(?:[^省市区县旗]{1,4}[省市区县旗])*")
MOST_APART = 2
"""A name with more letters different is another name: to suggest it leads astray."""


def letters_apart(one: str, other: str) -> int:
    """How many letters of the longer name have no place in the other."""
    blocks = difflib.SequenceMatcher(None, one, other).get_matching_blocks()
    return max(len(one), len(other)) - sum(block.size for block in blocks)


@dataclass
class BranchIndex:
    """The branches and groups in reach of an import, by name and code, with a cache of answers."""

    all: dict[int, Organization]
    by_name: dict[str, list[Organization]] = field(default_factory=dict)
    groups: dict[int, dict[str, Organization]] = field(default_factory=dict)
    answers: dict[str, tuple[Organization | None, str]] = field(default_factory=dict)
    found: dict[str, list[Organization]] = field(default_factory=dict)
    suggested: int = 0

    @classmethod
    def of(cls, scope: Organization | None, by: Actor) -> "BranchIndex":
        """Standing organizations below the scope where the actor has MANAGE_MEMBERS: one query."""
        standing = Organization.objects.standing(clock.today()).visible_to(by, Capability.MANAGE_MEMBERS)
        if scope is not None:
            standing = standing.within(scope)
        index = cls({place.pk: place for place in standing.order_by("path")})
        for place in index.all.values():
            if place.is_group:
                named = index.groups.setdefault(place.parent_id or 0, {})
                named[place.code.upper()] = named[normal_group_name(place.short_name)] = place
                continue
            for key in {normal_name(place.name), normal_name(place.short_name), place.code.upper()}:
                index.by_name.setdefault(key, []).append(place)
        return index

    @property
    def only_branch(self) -> Organization | None:
        """The branch, if only one is in reach."""
        branches = [place for place in self.all.values() if place.kind in BRANCHES]
        return branches[0] if len(branches) == 1 else None

    def branch(self, name: str) -> tuple[Organization | None, str]:
        """(the branch of that name or code, "") or (None, why not)."""
        if name not in self.answers:
            self.answers[name] = self._branch(name)
        return self.answers[name]

    def known_branch(self, name: str) -> Organization | None:
        """The branch of that name, asked of what may be no name at all: no suggestion is looked for."""
        places = self._places_of(name)
        branches = [place for place in places if place.kind in BRANCHES]
        return branches[0] if len(branches) == 1 else None

    def _places_of(self, name: str) -> list[Organization]:
        if name not in self.found:
            asked = normal_name(name)
            places = self.by_name.get(asked) or self.by_name.get(name.strip().upper())
            self.found[name] = places or self._below_those_above(asked)
        return self.found[name]

    def _below_those_above(self, asked: str) -> list[Organization]:
        """望海街道滨江社区第二党支部: a branch behind the names of those above it."""
        behind = [key for key in self.by_name if len(key) >= SHORTEST_BEHIND and asked.endswith(key)]
        for key in sorted(behind, key=len, reverse=True):
            for place in self.by_name[key]:
                rest = asked.removesuffix(key)
                for area in self._areas_above(place):
                    rest = rest.replace(area, "")
                if REGIONS.fullmatch(rest):
                    return [place]
        return []

    def _areas_above(self, place: Organization) -> list[str]:
        """望海街道 of 望海街道党工委, the longest first."""
        above = [one for one in self.all.values() if place.path.startswith(one.path) and one != place]
        areas = {BODY.sub("", normal_name(name)) for one in above for name in (one.name, one.short_name)}
        return sorted((area for area in areas if len(area) > 2), key=len, reverse=True)

    def _branch(self, name: str) -> tuple[Organization | None, str]:
        places = self._places_of(name)
        branches = [place for place in places if place.kind in BRANCHES]
        if len(branches) == 1:
            return branches[0], ""
        if branches:
            return None, f"有{len(branches)}个党支部叫“{name}”，请写全称或编号"
        if places:
            return None, f"“{places[0].short_name}”是{Kind(places[0].kind).label}，请写到党支部"
        near = self._nearest(name)
        return None, f"没有这个支部，最接近“{near}”" if near else "您的范围内没有这个支部"

    def _nearest(self, name: str) -> str:
        self.suggested += 1
        if self.suggested > MOST_SUGGESTIONS:
            return ""
        keys = [
            key for key, places in self.by_name.items() if any(place.kind in BRANCHES for place in places)
        ]
        asked = normal_name(name)
        near = difflib.get_close_matches(asked, keys, n=1, cutoff=0.6)
        if not near or letters_apart(asked, near[0]) > MOST_APART:
            return ""
        return self.by_name[near[0]][0].short_name

    def group(self, branch: int, name: str) -> Organization | None:
        named = self.groups.get(branch, {})
        return named.get(normal_group_name(name)) or named.get(name.strip().upper())


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
        index = cls({row.pk: row for row in rows})
        for row in rows:
            keys = {normal_name(row.name), normal_name(row.short_name), row.code.upper()}
            if row.is_group and row.parent:
                keys |= {
                    normal_name(above + row.short_name) for above in (row.parent.short_name, row.parent.name)
                }
            for key in keys:
                index.by_name.setdefault(key, []).append(row)
        return index

    def find(self, name: str) -> tuple[Organization | None, str]:
        """(the organization of that name or code, "") or (None, why not)."""
        places = self.by_name.get(name.strip().upper()) or self.by_name.get(normal_name(name)) or []
        if len(places) == 1:
            return places[0], ""
        if places:
            return None, f"有{len(places)}个党组织叫“{name[:30]}”，请写编号"
        return None, f"您的范围内没有“{name[:30]}”"

    @property
    def only_branch(self) -> Organization | None:
        """The branch, if only it and its groups are in reach."""
        places = [place for place in self.all.values() if not place.is_group]
        return places[0] if len(places) == 1 else None
