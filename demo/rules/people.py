"""Invents people: who they are, their memberships over time, and what restricts them."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from branches.states import UnitKind
from core import clock
from demo.rules import names
from demo.rules.tree import SIZES, InventedUnit, TreeBuilder
from members.models import Restriction
from members.personal_data import identity
from members.states import EntryKind, ExitKind

TOTALS = {"district": 21_903, "street": 1_100}
SECRETARYS = "滨江社区第二党支部"

# Ages: fewest years, most, and how much a unit leans to the young.
AGES = {
    UnitKind.COMMUNITY: (24, 90, 0.75),
    UnitKind.VILLAGE: (24, 88, 0.85),
    UnitKind.ORGAN: (24, 60, 1.0),
    UnitKind.STREET_OFFICE: (24, 60, 1.0),
    UnitKind.INSTITUTION: (23, 60, 1.1),
    UnitKind.STATE_ENTERPRISE: (23, 60, 1.1),
    UnitKind.PRIVATE_ENTERPRISE: (22, 58, 1.5),
    UnitKind.SOCIAL_ORGANIZATION: (23, 62, 1.3),
    UnitKind.SCHOOL: (23, 60, 1.2),
    UnitKind.RETIREES: (58, 92, 1.1),
    UnitKind.MOBILE: (21, 55, 1.4),
}
# One absence in how many: what the design shows for each kind of unit.
ABSENCE = {
    UnitKind.ORGAN: 0.04,
    UnitKind.STREET_OFFICE: 0.04,
    UnitKind.INSTITUTION: 0.056,
    UnitKind.STATE_ENTERPRISE: 0.064,
    UnitKind.SCHOOL: 0.066,
    UnitKind.COMMUNITY: 0.08,
    UnitKind.RETIREES: 0.09,
    UnitKind.VILLAGE: 0.098,
    UnitKind.SOCIAL_ORGANIZATION: 0.12,
    UnitKind.PRIVATE_ENTERPRISE: 0.145,
    UnitKind.MOBILE: 0.2,
}


@dataclass(slots=True)
class Stay:
    """Belonging to a branch from a day to a day: one Membership."""

    unit: InventedUnit
    group: InventedUnit | None
    since: dt.date
    until: dt.date | None
    entry: str
    exit: str = ""


@dataclass(slots=True)
class Limit:
    """One Restriction."""

    kind: str
    since: dt.date
    until: dt.date | None
    reason: str
    document: str
    review_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(slots=True, eq=False)
class InventedPerson:
    name: str
    man: bool
    born_on: dt.date
    ethnic: int
    joined_on: dt.date
    full_on: dt.date | None
    stays: list[Stay]
    weak: float  # how often away
    limits: list[Limit] = field(default_factory=list)
    id: int = 0

    @property
    def home(self) -> Stay:
        return self.stays[-1]

    def age(self, on: dt.date) -> int:
        return on.year - self.born_on.year

    def is_full(self, day: dt.date) -> bool:
        return self.full_on is not None and self.full_on <= day

    def may_hold_post(self, day: dt.date) -> bool:
        """Full, without a limit of rights, and fit to work (R-ORG-15)."""
        return self.is_full(day) and not self.limits

    def has_vote(self, day: dt.date) -> bool:
        if not self.limits:
            return self.full_on is not None and self.full_on <= day
        return self.is_full(day) and not any(
            limit.kind != Restriction.Kind.EXEMPT and limit.holds(day) for limit in self.limits
        )

    def off(self, day: dt.date) -> str | None:
        """Why not expected on that day, or None."""
        for limit in self.limits:
            if limit.kind in Restriction.NOT_EXPECTED and limit.holds(day):
                return limit.reason
        return None


class PopulationBuilder:
    """Fills the branches of a plan with people."""

    def __init__(self, grown: TreeBuilder, size: str, months: int, rng: Random) -> None:
        self.rng = rng
        self.today = grown.today
        self.first = clock.months_later(grown.today.replace(day=1), 1 - months)
        self.branches = [unit for unit in grown.units if unit.is_branch]
        self.fit(TOTALS[size])
        grown.groups()
        self.people: list[InventedPerson] = []
        for unit in self.branches:
            self.fill(unit)
        self.move()
        self.limit()

    def fit(self, total: int) -> None:
        """Grow and shrink branches one by one until they hold exactly so many members."""
        settled = next(unit for unit in self.branches if unit.short == SECRETARYS)
        settled.size, settled.manner = len(names.BINJIANG), 0.1
        settled.place = "滨江社区党群服务中心二楼"
        fixed = {settled, *self.odd_ones()}
        others = [unit for unit in self.branches if unit not in fixed]
        over = sum(unit.size for unit in self.branches) - total
        while over:
            unit = self.rng.choice(others)
            least, most, _ = SIZES[UnitKind(unit.unit_kind)]
            if over > 0 and unit.size > least:
                unit.size, over = unit.size - 1, over - 1
            elif over < 0 and unit.size < most:
                unit.size, over = unit.size + 1, over + 1

    def odd_ones(self) -> list[InventedUnit]:
        """One in 400 has fallen below three full members, one in 400 has grown past fifty: findings to look at."""
        small = [unit for unit in self.branches if unit.unit_kind == UnitKind.PRIVATE_ENTERPRISE]
        large = [unit for unit in self.branches if unit.unit_kind == UnitKind.COMMUNITY and unit.size > 40]
        many = max(1, len(self.branches) // 400)
        fallen, grown = small[7 :: len(small) // many][:many], large[3 :: len(large) // many][:many]
        for unit in fallen:
            unit.size = 2
        for unit in grown:
            unit.size = 52
        return fallen + grown

    def fill(self, unit: InventedUnit) -> None:
        if unit.short == SECRETARYS:
            self.fill_binjiang(unit)
            return
        for n in range(unit.size):
            group = unit.groups[n % len(unit.groups)] if unit.groups else None
            self.people.append(self.person(unit, group, founder=n < 4))

    def person(self, unit: InventedUnit, group: InventedUnit | None, *, founder: bool) -> InventedPerson:
        """Somebody who fits the unit. A branch's first four are full members, so that it may exist (R-ORG-01)."""
        rng = self.rng
        least, most, lean = AGES[UnitKind(unit.unit_kind)]
        age = least + int((most - least) * rng.random() ** lean)
        born_on = dt.date(self.today.year - age, rng.randint(1, 12), rng.randint(1, 28))
        man = rng.random() < 0.66
        ethnic = names.ethnicity(rng)
        joined_on, full_on = self.joined(born_on, founder=founder)
        return InventedPerson(
            name=names.name(rng, man=man, born=born_on.year, ethnic=ethnic),
            man=man,
            born_on=born_on,
            ethnic=ethnic,
            joined_on=joined_on,
            full_on=full_on,
            stays=[self.arrival(unit, group, joined_on, is_full=full_on is not None)],
            weak=ABSENCE[UnitKind(unit.unit_kind)] * (0.3 + 1.4 * rng.random()),
        )

    def joined(self, born_on: dt.date, *, founder: bool) -> tuple[dt.date, dt.date | None]:
        """Day of joining and of confirmation; one in fifty is still probationary, a few of them too long."""
        rng = self.rng
        chance = rng.random()
        if not founder and born_on.year < self.today.year - 20 and chance < 0.021:
            days = rng.randint(370, 430) if chance < 0.0008 else rng.randint(8, 360)
            return self.today - dt.timedelta(days=days), None
        adult = clock.months_later(born_on, 18 * 12)
        years = (self.today - adult).days / 365.25 - 2.2
        if years <= 0:
            joined_on = max(adult, self.today - dt.timedelta(days=rng.randint(400, 700)))
        else:
            joined_on = adult + dt.timedelta(days=int(365.25 * years * rng.random() ** 1.6))
        return joined_on, clock.months_later(joined_on, 12) + dt.timedelta(
            days=rng.choice((0, 0, 0, 3, 9, 20))
        )

    def arrival(
        self, unit: InventedUnit, group: InventedUnit | None, joined_on: dt.date, *, is_full: bool
    ) -> Stay:
        earliest = max(unit.established_on, joined_on)
        if not is_full:
            return Stay(unit, group, earliest, None, EntryKind.ADMITTED)
        if self.rng.random() < 0.02 and earliest < self.first:
            within = (self.today - self.first).days - 5
            return Stay(
                unit,
                group,
                self.first + dt.timedelta(days=int(within * self.rng.random())),
                None,
                EntryKind.TRANSFERRED,
            )
        before = max((self.first - earliest).days, 0)
        since = earliest + dt.timedelta(days=int(before * self.rng.random() ** 2))
        return Stay(
            unit, group, since, None, EntryKind.IMPORTED if self.rng.random() < 0.7 else EntryKind.TRANSFERRED
        )

    def fill_binjiang(self, unit: InventedUnit) -> None:
        """The branch of the demo's secretary, with the people the pages were drawn with."""
        for n, (name, sex, year) in enumerate(names.BINJIANG):
            born_on = dt.date(year, 1 + n * 5 % 12, 1 + n * 7 % 28)
            joined_on = dt.date(
                max(year + 22, 1978 if year < 1956 else 0) + n % 6, 1 + n % 12, 1 + n * 3 % 28
            )
            full_on: dt.date | None = clock.months_later(joined_on, 12)
            if name == "周庆云":  # joined thirty years ago, the day after tomorrow
                joined_on = clock.months_later(self.today + dt.timedelta(days=2), -30 * 12)
                full_on = clock.months_later(joined_on, 12)
            elif name == "贺嘉宁":  # a year is over in sixteen days
                joined_on, full_on = clock.months_later(self.today + dt.timedelta(days=16), -12), None
            since = max(unit.established_on, joined_on)
            group = unit.groups[n % 2]
            person = InventedPerson(
                name, sex == "m", born_on, 1, joined_on, full_on,
                [Stay(unit, group, since, None, EntryKind.IMPORTED if full_on else EntryKind.ADMITTED)],
                weak=0.25 if name == "曹永年" else 0.07,
            )  # fmt: skip
            if name == "吴桂芳":
                self.exempt(person, dt.date(self.today.year - 1, 9, 12), "年老体弱")
            self.people.append(person)

    def move(self) -> None:
        """One in sixty has come from another branch of the same committee within the months shown."""
        rng = self.rng
        for n, person in enumerate(self.people):
            stay = person.home
            if rng.random() > 1 / 60 or stay.unit.short == SECRETARYS or person.full_on is None:
                continue
            other = self.people[max(0, n - rng.randint(40, 120))].home.unit
            on = self.first + dt.timedelta(days=rng.randint(20, max(21, (self.today - self.first).days - 10)))
            begun = max(other.established_on, person.joined_on, clock.months_later(self.first, -30))
            if (
                other in (stay.unit, None)
                or other.short == SECRETARYS
                or begun >= self.first
                or stay.unit.established_on >= on
            ):
                continue
            group = rng.choice(other.groups) if other.groups else None
            last = on - dt.timedelta(days=1)
            person.stays = [
                Stay(other, group, begun, last, EntryKind.IMPORTED, ExitKind.MOVED),
                Stay(stay.unit, stay.group, on, None, EntryKind.MOVED),
            ]

    def exempt(self, person: InventedPerson, since: dt.date, reason: str) -> None:
        person.limits.append(Limit(Restriction.Kind.EXEMPT, since, None, reason, "", self.review(since)))

    def review(self, since: dt.date) -> dt.date:
        """The next anniversary: what has no last day is looked at again every year."""
        years = self.today.year - since.year
        here = clock.months_later(since, 12 * years)
        return here if here > max(self.today, since) else clock.months_later(since, 12 * (years + 1))

    def limit(self) -> None:
        """Exempt the frail, and give every other limit to somebody."""
        rng = self.rng
        free = []
        for person in self.people:
            if person.home.unit.short == SECRETARYS:
                continue
            if person.age(self.today) >= 76 and person.full_on and rng.random() < 0.4:
                since = self.today - dt.timedelta(days=rng.randint(30, 1200))
                self.exempt(person, max(since, person.home.since), "年老体弱")
            elif (
                person.full_on
                and person.age(self.today) < 75
                and person.full_on < clock.months_later(self.first, -24)
            ):
                free.append(person)
        kinds = Restriction.Kind
        for kind, share, months, reason, document in (
            (kinds.EXEMPT, 0.004, 0, "长期患病", ""),
            (kinds.EXEMPT, 0.0015, 0, "年老体弱", ""),
            (kinds.SUSPENDED, 0.001, 0, "失去联系满六个月，多方查找没有结果", "海组复"),
            (kinds.ON_PROBATION_AS_SANCTION, 0.0009, 24, "受留党察看处分", "海纪"),
            (kinds.RIGHTS_SUSPENDED, 0.0005, 0, "被依法留置", "海组"),
        ):
            free = [person for person in free if not person.limits]
            for person in rng.sample(free, max(1, round(len(self.people) * share))):
                since = max(self.today - dt.timedelta(days=rng.randint(20, 500)), person.home.since)
                if kind == kinds.EXEMPT:
                    self.exempt(person, since, reason)
                else:
                    review = clock.months_later(since, months) if months else self.review(since)
                    number = f"{document}〔{since.year}〕{since.month * 31 + since.day}号"
                    person.limits.append(Limit(kind, since, None, reason, number, review))


def identity_of(person: InventedPerson, taken: set[str], rng: Random) -> str:
    """A number with a right check digit and a region that does not exist."""
    while True:
        serial = rng.randint(0, 499) * 2 + person.man
        first = f"3590{rng.randint(1, 9):02d}{person.born_on:%Y%m%d}{serial:03d}"
        number = first + identity.check_digit(first)
        if number not in taken:
            taken.add(number)
            return number
