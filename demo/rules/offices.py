"""Invents terms and posts: who leads a branch, whose term is over, where a post is empty."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from branches.states import Kind
from core import clock
from demo.rules.people import SECRETARYS, InventedPerson
from demo.rules.tree import InventedUnit
from members.states import Title

COMMITTEE_FROM = 7  # full members (支部工作条例 Art. 20)
FIVE = (Title.SECRETARY, Title.DEPUTY_SECRETARY, Title.ORGANIZATION, Title.PUBLICITY, Title.DISCIPLINE)
THREE = (Title.SECRETARY, Title.ORGANIZATION, Title.PUBLICITY)


@dataclass(slots=True)
class InventedOffice:
    """One Post."""

    person: InventedPerson
    title: str
    since: dt.date
    until: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(slots=True)
class Tenure:
    """One Term with its posts."""

    unit: InventedUnit
    number: int
    has_committee: bool
    since: dt.date
    due_on: dt.date
    until: dt.date | None
    extended_until: dt.date | None
    offices: list[InventedOffice]


def of_branch(
    unit: InventedUnit,
    people: list[InventedPerson],
    span: int,
    today: dt.date,
    first: dt.date,
    n: int,
    rng: Random,
) -> list[Tenure]:
    """The terms of the n-th branch, of `span` months each, the present one last. `people`: who belongs to it now.

    Every 29th is past its term, two of 53 have lost their secretary.
    """
    settled = unit.short == SECRETARYS
    overdue = not settled and n % 29 == 11
    if unit.established_on > clock.months_later(today, -24):
        since = unit.established_on
    elif settled:
        since = dt.date(today.year - 2, 3, 28)
    else:
        back = span + rng.randint(1, 10) if overdue else rng.randint(13, span - 1)
        since = max(clock.months_later(today, -back).replace(day=rng.randint(1, 28)), unit.established_on)
    due_on = clock.months_later(since, span)
    fit = [
        person
        for person in people
        if person.may_hold_post(since)
        and person.home.since <= max(first, since)
        and 22 <= person.age(today) <= 74
    ]
    full = sum(person.is_full(today) for person in people)
    wanted = settled or (full >= COMMITTEE_FROM and rng.random() < 0.97)
    has_committee = wanted and len(fit) >= 3
    extended = clock.months_later(due_on, 6) if due_on < today and rng.random() < 0.3 else None
    present = Tenure(unit, 1, has_committee, since, due_on, None, extended, [])
    # Who came after the term began took office on arriving.
    chosen = (
        fit if settled else sorted(rng.sample(fit, min(len(fit), 6)), key=lambda person: person.joined_on)
    )
    if has_committee:
        titles = FIVE if len(chosen) >= 5 and (settled or unit.size >= 20) else THREE
        present.offices = [
            InventedOffice(person, title, max(since, person.home.since, person.full_on or since))
            for person, title in zip(in_order(chosen, settled), titles, strict=False)
        ]
        if titles == THREE:
            present.offices.append(
                InventedOffice(present.offices[0].person, Title.DISCIPLINE, present.offices[0].since)
            )
    elif chosen:
        present.offices = [InventedOffice(chosen[0], Title.SECRETARY, max(since, chosen[0].home.since))]
        if len(chosen) > 1 and rng.random() < 0.4:
            present.offices.append(
                InventedOffice(chosen[1], Title.DEPUTY_SECRETARY, max(since, chosen[1].home.since))
            )
    for group in unit.groups:
        belong = [person for person in people if person.home.group is group and not person.limits]
        seated = {id(office.person) for office in present.offices}
        free = [
            person for person in belong if id(person) not in seated and person.home.since <= first
        ] or belong
        if free:
            leader = free[0]
            present.offices.append(InventedOffice(leader, Title.GROUP_LEADER, max(since, leader.home.since)))
    if not settled and has_committee and n % 53 in (17, 23):
        vacate(present, today, rng)
    if rng.random() < 0.25 and clock.months_later(since, -span) > unit.established_on:
        return [before(present, span, rng), present]
    return [present]


def in_order(fit: list[InventedPerson], settled: bool) -> list[InventedPerson]:
    """Binjiang's committee by name, elsewhere as chosen."""
    if not settled:
        return fit
    by_name = {person.name: person for person in fit}
    return [by_name[name] for name in ("林知远", "陈国梁", "何秀英", "许丽华", "蒋文斌")]


def vacate(tenure: Tenure, today: dt.date, rng: Random) -> None:
    """The secretary has left office and nobody was elected since."""
    secretary = tenure.offices[0]
    gone_on = today - dt.timedelta(days=rng.randint(20, 120))
    if gone_on > secretary.since and len({id(office.person) for office in tenure.offices}) > 1:
        for office in tenure.offices:
            if office.person is secretary.person:
                office.until = gone_on


def before(tenure: Tenure, span: int, rng: Random) -> Tenure:
    """The term before, led by one who still belongs to the branch."""
    since = clock.months_later(tenure.since, -span)
    until = tenure.since - dt.timedelta(days=1)
    held = [
        InventedOffice(office.person, Title.SECRETARY, max(since, office.person.home.since), until)
        for office in tenure.offices[1:2] or tenure.offices[:1]
        if office.person.home.since < until and office.person.is_full(max(since, office.person.home.since))
    ]
    tenure.number = 2
    return Tenure(tenure.unit, 1, tenure.has_committee, since, tenure.since, until, None, held)


def of_committee(
    unit: InventedUnit, below: list[InventedPerson], months: int, today: dt.date, rng: Random
) -> Tenure | None:
    """The leaders of a committee, working committee or general branch, taken from the branches below it."""
    since = max(
        clock.months_later(today, -rng.randint(6, months - 1)).replace(day=rng.randint(1, 28)),
        unit.established_on,
    )
    fit = [
        person
        for person in below
        if person.may_hold_post(since) and person.home.since <= since and 30 <= person.age(today) <= 60
    ]
    if not fit:
        return None
    chosen = rng.sample(fit, min(len(fit), 5))
    titles = (Title.SECRETARY, Title.DEPUTY_SECRETARY, Title.ORGANIZATION, Title.PUBLICITY, Title.DISCIPLINE)
    offices = [InventedOffice(person, title, since) for person, title in zip(chosen, titles, strict=False)]
    has_committee = unit.kind != Kind.GENERAL_BRANCH or len(chosen) >= 3
    return Tenure(unit, 1, has_committee, since, clock.months_later(since, months), None, None, offices)
