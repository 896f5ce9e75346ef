"""Invents the tree of a district or a street: uneven in depth, mostly branches of firms and associations."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from branches.rules import tree
from branches.states import BRANCHES, COMMITTEES, Kind, UnitKind
from core import clock
from core.numbers import numeral
from demo.rules import places

PRIVATE, SOCIAL = UnitKind.PRIVATE_ENTERPRISE, UnitKind.SOCIAL_ORGANIZATION
DISTRICT_ORGANIZATIONS = 1_239
STREET_ORGANIZATIONS = 64

# The units beside the first of a joint branch.
NEIGHBOURS = ("东升商贸行", "惠民药店", "小满设计工作室", "宏达物业服务部")

# How many members a branch of such a unit has: fewest, most, and how much it leans to few.
SIZES = {
    UnitKind.COMMUNITY: (18, 50, 1.0),
    UnitKind.VILLAGE: (20, 50, 1.0),
    UnitKind.ORGAN: (10, 45, 1.2),
    UnitKind.STREET_OFFICE: (10, 45, 1.2),
    UnitKind.INSTITUTION: (8, 40, 1.3),
    UnitKind.STATE_ENTERPRISE: (10, 42, 1.2),
    UnitKind.PRIVATE_ENTERPRISE: (4, 34, 1.7),
    UnitKind.SOCIAL_ORGANIZATION: (4, 28, 1.7),
    UnitKind.SCHOOL: (14, 48, 1.1),
    UnitKind.RETIREES: (24, 50, 0.9),
    UnitKind.MOBILE: (12, 36, 1.2),
}


@dataclass(slots=True, eq=False)
class InventedUnit:
    """One organization of the plan; `id` and what hangs on it are filled in as it is written."""

    code: str
    name: str
    short: str
    kind: str
    unit_kind: str
    parent: "InventedUnit | None"
    path: str
    established_on: dt.date
    what: str  # the unit's own name, without its Party organization
    place: str  # where it meets
    activity_day: int | None = None
    units_covered: int = 1
    units: list[str] = field(default_factory=list)
    size: int = 0
    id: int = 0
    manner: float = 0.0  # 0 careful … 1 careless
    children: list["InventedUnit"] = field(default_factory=list)
    groups: list["InventedUnit"] = field(default_factory=list)

    @property
    def registered_unit_kind(self) -> str:
        """A police station and an office of justice are organs, however the rest of their life is invented."""
        return UnitKind.ORGAN if self.what.endswith(("派出所", "司法所")) else self.unit_kind

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCHES

    @property
    def is_committee(self) -> bool:
        return self.kind in COMMITTEES

    def street(self) -> "InventedUnit":
        """The unit under the root it belongs to."""
        return self if self.parent is None or self.parent.parent is None else self.parent.street()


SUFFIX: dict[str, str] = {
    Kind.COMMITTEE: "委员会",
    Kind.WORKING_COMMITTEE: "工作委员会",
    Kind.GENERAL_BRANCH: "总支部委员会",
    Kind.BRANCH: "支部委员会",
    Kind.JOINT_BRANCH: "联合支部委员会",
    Kind.TEMPORARY_BRANCH: "临时支部委员会",
}
SHORT: dict[str, str] = {
    Kind.COMMITTEE: "党委",
    Kind.WORKING_COMMITTEE: "党工委",
    Kind.GENERAL_BRANCH: "党总支",
    Kind.BRANCH: "党支部",
    Kind.JOINT_BRANCH: "联合党支部",
    Kind.TEMPORARY_BRANCH: "临时党支部",
}


class TreeBuilder:
    """Grows the plan. Everything random comes from one stream, in the order of the tree."""

    def __init__(self, rng: Random, today: dt.date) -> None:
        self.rng = rng
        self.today = today
        self.units: list[InventedUnit] = []
        self.firms = places.firms(rng)
        self.societies = places.societies(rng)
        self.root = self.add(
            None, "", Kind.COMMITTEE, UnitKind.ORGAN, short="海云区委", name="中共海云区委员会"
        )

    def add(
        self,
        parent: InventedUnit | None,
        what: str,
        kind: str,
        unit_kind: str,
        *,
        n: int = 0,
        short: str = "",
        name: str = "",
    ) -> InventedUnit:
        """Plant a unit called `what` below `parent`; `n` numbers branches of the same unit."""
        place = len(parent.children) + 1 if parent else 1
        within = _within(parent) if unit_kind in (UnitKind.COMMUNITY, UnitKind.VILLAGE) else "海云区"
        ordinal = f"第{numeral(n)}" if n else ""
        unit = InventedUnit(
            code=f"{parent.code}-{place:02d}" if parent else "DEMO",
            name=name or f"中共{within}{what}{ordinal}{SUFFIX[kind]}",
            short=short or f"{what}{ordinal}{SHORT[kind]}",
            kind=kind,
            unit_kind=unit_kind,
            parent=parent,
            path=tree.child(parent.path if parent else "", place),
            established_on=self.founding(parent),
            what=what,
            place=f"{what}{self.rng.choice(('党员活动室', '会议室', '党群服务站', '二楼会议室'))}",
        )
        if parent:
            parent.children.append(unit)
        if unit.is_branch:
            unit.activity_day = self.rng.choice((5, 8, 10, 12, 15, 16, 18, 20, 20, 22, 25, 25, 26, 28))
            least, most, lean = SIZES[UnitKind(unit_kind)]
            unit.size = least + int((most + 1 - least) * self.rng.random() ** lean)
            unit.manner = self.rng.random() ** 4
        self.units.append(unit)
        return unit

    def founding(self, parent: InventedUnit | None) -> dt.date:
        """Years ago for nearly all; a few within the last months, never before the parent."""
        if parent is None:
            return dt.date(1995, 6, 1)
        if parent.parent is not None and self.rng.random() < 0.006:
            return clock.months_later(self.today.replace(day=1), -self.rng.randint(2, 7)).replace(
                day=self.rng.randint(2, 25)
            )
        first = max(1996, parent.established_on.year + 1)
        return dt.date(
            min(first + int((2024 - first) * self.rng.random()), 2023),
            self.rng.randint(1, 12),
            self.rng.randint(1, 28),
        )

    # ── what hangs below a committee ──

    def firm(self, parent: InventedUnit) -> InventedUnit:
        """A branch of a firm, or of two to five small ones together."""
        what = next(self.firms)
        if self.rng.random() < 0.12:
            joint = self.add(parent, what, Kind.JOINT_BRANCH, PRIVATE)
            joint.units_covered = self.rng.randint(2, 5)
            joint.units = [what, *NEIGHBOURS[: joint.units_covered - 1]]
            return joint
        return self.add(parent, what, Kind.BRANCH, PRIVATE)

    def society(self, parent: InventedUnit) -> InventedUnit:
        return self.add(parent, next(self.societies), Kind.BRANCH, SOCIAL)

    def large(
        self, parent: InventedUnit, what: str, unit_kind: str, branches: int, kind: str = Kind.GENERAL_BRANCH
    ) -> InventedUnit:
        """A unit too large for one branch: a general branch or committee with numbered branches below."""
        top = self.add(parent, what, kind, unit_kind)
        for n in range(1, branches + 1):
            self.add(top, what, Kind.BRANCH, unit_kind, n=n)
        return top

    def community(
        self, street: InventedUnit, what: str, *, branches: int, firms: int, societies: int, village: bool
    ) -> InventedUnit:
        """A community or village: a committee, a general branch, or now and then a single branch."""
        unit_kind = UnitKind.VILLAGE if village else UnitKind.COMMUNITY
        if branches == 1:
            return self.add(street, what, Kind.BRANCH, unit_kind)
        kind = Kind.COMMITTEE if branches > 2 else Kind.GENERAL_BRANCH
        top = self.large(street, what, unit_kind, branches, kind)
        for _ in range(firms):
            self.firm(top)
        for _ in range(societies):
            self.society(top)
        return top

    def street(self, what: str, points: int, names: Iterator[str], *, small: bool = False) -> InventedUnit:
        """A street or town with `points` communities and stations, and what hangs directly under it."""
        town = what.endswith("镇")
        street = self.add(
            self.root,
            what,
            Kind.COMMITTEE if town else Kind.WORKING_COMMITTEE,
            UnitKind.COMMUNITY if town else UnitKind.STREET_OFFICE,
        )
        stations = 1 if small else 2
        for n in range(points - stations):
            village = town and n > 0
            first = not self.units_named("滨江社区")
            name = "滨江社区" if first else next(names) + ("村" if village else "社区")
            self.community(
                street,
                name,
                branches=4 if first else self.rng.choices((1, 2, 3, 4), (8, 48, 34, 10))[0],
                firms=self.rng.choice((2, 3) if small else (3, 4, 4, 5, 6)),
                societies=self.rng.choice((0, 1, 1) if small else (0, 1, 1, 2)),
                village=village,
            )
        for station in self.rng.sample(places.STATIONS, stations):
            self.add(
                street,
                f"{what.removesuffix('街道').removesuffix('镇')}{station}",
                Kind.BRANCH,
                UnitKind.INSTITUTION,
            )
        self.add(street, f"{what}机关", Kind.BRANCH, UnitKind.STREET_OFFICE)
        self.add(street, f"{what}离退休", Kind.BRANCH, UnitKind.RETIREES)
        self.add(street, f"{what}流动党员", Kind.BRANCH, UnitKind.MOBILE)
        for _ in range(2 if small else 6):
            self.firm(street)
        for _ in range(1 if small else 2):
            self.society(street)
        self.large(street, next(self.firms), PRIVATE, 2 if small else 3)
        return street

    def units_named(self, what: str) -> bool:
        return any(unit.short.startswith(what) for unit in self.units)

    def groups(self) -> None:
        """Groups where members are many; they come on top of the number of organizations."""
        for unit in list(self.units):
            if unit.is_branch and unit.kind != Kind.TEMPORARY_BRANCH:
                many = 0 if unit.size < 15 else min(4, (unit.size + 7) // 13)
                if unit.manner < 0.9 and self.rng.random() < 0.93:
                    self.divide(unit, many)

    def divide(self, unit: InventedUnit, many: int) -> None:
        for n in range(1, many + 1):
            group = InventedUnit(
                code=f"{unit.code}-G{n}",
                name=f"{unit.name}第{numeral(n)}党小组",
                short=f"第{numeral(n)}党小组",
                kind=Kind.GROUP,
                unit_kind=unit.unit_kind,
                parent=unit,
                path=tree.child(unit.path, n),
                established_on=unit.established_on + dt.timedelta(days=20),
                what=unit.what,
                place=unit.place,
                manner=unit.manner,
            )
            unit.groups.append(group)


def _within(parent: InventedUnit | None) -> str:
    """海云区望海街道 in front of a community's name."""
    names = []
    while parent is not None and parent.parent is not None:
        names.append(parent.short.removesuffix("党工委").removesuffix("党委").removesuffix("党总支"))
        parent = parent.parent
    return places.ROOT + (names[-1] if names else "")


def district(rng: Random, today: dt.date) -> TreeBuilder:
    """Exactly 1,239 organizations without groups, 18 committees and working committees below the root."""
    grown = TreeBuilder(rng, today)
    root = grown.root
    names = iter(places.COMMUNITIES[1:])
    villages = iter(places.VILLAGES)
    for what, points in places.STREETS:
        grown.street(what, points, villages if what.endswith("镇") else names)
    organs = grown.add(root, "区直机关", Kind.WORKING_COMMITTEE, UnitKind.ORGAN, short="区直机关工委")
    for what in places.ORGANS:
        grown.add(organs, what, Kind.BRANCH, UnitKind.ORGAN)
    for what in places.ORGANS_WITH_BRANCHES:
        grown.large(organs, what, UnitKind.ORGAN, rng.randint(2, 4))
    for what, unit_kind, short, units, share in (
        ("教育", UnitKind.SCHOOL, "教育工委", places.SCHOOLS, 0.35),
        ("卫健", UnitKind.INSTITUTION, "卫健工委", places.CLINICS, 0.25),
        ("国资", UnitKind.STATE_ENTERPRISE, "国资工委", places.STATE_FIRMS, 0.4),
        ("离退休干部", UnitKind.RETIREES, "离退休干部工委", places.RETIRED, 0.2),
    ):
        top = grown.add(root, what, Kind.WORKING_COMMITTEE, unit_kind, short=short)
        for unit in units:
            called = unit if unit_kind != UnitKind.RETIREES else f"{unit}离退休"
            if rng.random() < share:
                grown.large(top, called, unit_kind, rng.randint(2, 3))
            else:
                grown.add(top, called, Kind.BRANCH, unit_kind)
    guilds = grown.add(root, "行业协会商会", Kind.COMMITTEE, SOCIAL)
    for what in places.GUILDS:
        grown.add(guilds, f"{what}行业协会", Kind.BRANCH, SOCIAL)
    park = grown.add(root, "高新园区", Kind.WORKING_COMMITTEE, PRIVATE)
    for _ in range(5):
        grown.large(park, next(grown.firms), PRIVATE, rng.randint(2, 3))
    for _ in range(55):
        grown.firm(park)
    new = grown.add(root, "两新", Kind.WORKING_COMMITTEE, PRIVATE, short="新兴领域党工委")
    trade = grown.large(new, "快递物流行业", PRIVATE, 2, Kind.COMMITTEE)
    for _ in range(6):
        grown.firm(trade)
    grown.add(new, "数字会展筹备组", Kind.TEMPORARY_BRANCH, PRIVATE)
    while len(grown.units) < DISTRICT_ORGANIZATIONS:
        (grown.society if rng.random() < 0.2 else grown.firm)(new)
    if len(grown.units) != DISTRICT_ORGANIZATIONS:
        raise ValueError(f"the plan grew to {len(grown.units)} organizations")
    return grown


def one_street(rng: Random, today: dt.date) -> TreeBuilder:
    """About 60 organizations: one whole street, a part of another, one working committee."""
    grown = TreeBuilder(rng, today)
    names = iter(places.COMMUNITIES[1:])
    grown.street("望海街道", 5, names, small=True)
    grown.street("云台街道", 2, names, small=True)
    new = grown.add(grown.root, "两新", Kind.WORKING_COMMITTEE, PRIVATE, short="新兴领域党工委")
    while len(grown.units) < STREET_ORGANIZATIONS:
        (grown.society if rng.random() < 0.2 else grown.firm)(new)
    return grown


def plan(size: str, rng: Random, today: dt.date) -> TreeBuilder:
    return {"district": district, "street": one_street}[size](rng, today)
