"""The action seed: fills an empty database with a demonstration in one transaction, with one audit entry."""

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from audit import chain
from branches.actions.terms import term_years
from branches.models import Organization, Term
from branches.selectors.actors import SYSTEM
from core import clock
from core.clock import Period
from core.errors import RuleBroken
from demo.actions import (
    accounts,
    attendance,
    hints,
    member_decisions,
    minutes,
    monthly_reports,
    photographs,
    planning,
    procedures,
    reminders,
    votes,
)
from demo.actions.people_and_meetings import Minutes, Registry
from demo.rules import calendar, offices, tree
from demo.rules.calendar import InventedYear
from demo.rules.offices import Tenure
from demo.rules.people import SECRETARYS, InventedPerson, PopulationBuilder
from demo.rules.records import InventedBranch, RecordBuilder, RecordKeeper
from demo.rules.tree import InventedUnit
from meetings.models import AgendaItem, Attendance, Meeting, MeetingKind, Step
from members.models import Member, Membership, Post, Restriction
from reports.actions import notice_corrections
from reports.models import Line, Report, Total

Tell = Callable[[str, int, int], None]
MOST_MONTHS = 36


class NotEmpty(RuleBroken):
    code = "not_empty"
    sentence = "数据库里已经有{count}个党组织，不能再放演示数据。请换一个空的数据库。"


def silent(what: str, done: int, total: int) -> None:
    pass


@transaction.atomic
def seed(*, size: str, months: int, seed: int, tell: Tell = silent) -> dict[str, int]:
    """Fill the database; the same size, months, seed and day make the same rows, but for what is sealed or hashed.

    `tell` hears (what, done, total). Returns the totals. Raises NotEmpty.
    """
    count = Organization.objects.count()
    if count:
        raise NotEmpty(count=count)
    demo = Demonstration(size, months, seed, tell)
    demo.write()
    root = Organization.objects.get(pk=demo.grown.root.id)
    demo.write_reports(root)
    planning.write(demo.stream("planning"), demo.today, demo.now, SECRETARYS)
    reminders.write(demo.today, len(demo.grown.units))
    totals = demo.totals()
    chain.record("demo.seed", by=SYSTEM, where=root, after=totals)
    return totals


class Demonstration:
    """One seeding, step by step."""

    def __init__(self, size: str, months: int, seed: int, tell: Tell) -> None:
        self.tell = tell
        self.stream = lambda part: Random(f"{seed} {part}")  # each part its own, so that one can change alone
        self.now = clock.now()
        self.today = clock.today()
        this = Period.month(self.today)
        self.months = [Period.month(clock.months_later(this.since, n)) for n in range(1 - months, 1)]
        self.grown = tree.plan(size, self.stream("tree"), self.today)
        settled = next(unit for unit in self.grown.units if unit.short == SECRETARYS)
        settled.activity_day = calendar.secretarys_day(self.today)
        self.settled = settled
        self.people = PopulationBuilder(self.grown, size, months, self.stream("people")).people

    def write(self) -> None:
        self.keys = accounts.open_accounts(self.now)
        self.registry = Registry(self.stream("registry"), self.now)
        for unit in with_groups(self.grown.units):
            self.registry.organization(unit)
        self.write_people()
        branches = self.write_offices()
        accounts.grant(self.keys, self.grown, self.settled)
        self.registry.close()
        analyze(Organization, Member, Membership, Restriction, Term, Post)
        self.minutes = Minutes()
        self.write_meetings(branches)
        self.minutes.close()
        analyze(Meeting, MeetingKind, Attendance, AgendaItem, Step)
        attendance.write(self.now, self.settled.id, self.stream("attendance"))
        votes.write(self.settled.id, self.keys["secretary"], self.stream("votes"))
        minutes.write(self.today, self.settled.id, self.stream("minutes"))
        procedures.write(self.stream("procedures"), self.settled.id, self.today, self.keys["secretary"])
        member_decisions.write(self.settled.id, self.keys, self.now, self.stream("decisions"))
        photographs.write(self.settled.id, self.keys["secretary"], self.stream("photographs"))
        hints.write()

    def write_people(self) -> None:
        own = {accounts.ACCOUNTS[name]: self.keys[name] for name in ("secretary", "member")}
        for n, person in enumerate(self.people):
            user = own.get(person.name) if person.home.unit is self.settled else None
            self.registry.member(person, user)
            if n % 500 == 0:
                self.tell("党员", n, len(self.people))
        self.tell("党员", len(self.people), len(self.people))

    def write_offices(self) -> list[InventedBranch]:
        """Terms and posts; returns the branches ready to meet."""
        rng = self.stream("offices")
        here: dict[InventedUnit, list[InventedPerson]] = {}
        for person in self.people:
            here.setdefault(person.home.unit, []).append(person)
        branches = {}
        for unit in self.grown.units:
            span = 12 * term_years(Organization(kind=unit.kind, unit_kind=unit.unit_kind))
            if not unit.is_branch:
                below = [person for each in everything_below(unit) for person in here.get(each, [])]
                tenure = offices.of_committee(unit, below, span, self.today, rng)
                if tenure:
                    self.registry.tenure(tenure)
                continue
            tenures = offices.of_branch(
                unit, here.get(unit, []), span, self.today, self.months[0].since, len(branches), rng
            )
            for each in tenures:
                self.registry.tenure(each)
            branches[unit] = self.branch(unit, tenures)
        for person in self.people:
            for stay in person.stays:
                branches[stay.unit].stays.append((person, stay.since, stay.until, stay.group))
        return list(branches.values())

    def branch(self, unit: InventedUnit, tenures: list[Tenure]) -> InventedBranch:
        held = [office for tenure in tenures for office in tenure.offices]
        secretary = next(
            (office.person.name for office in reversed(held) if office.title == "secretary"), unit.short
        )
        clerk = RecordKeeper(secretary, self.keys["secretary"] if unit is self.settled else None)
        in_street = unit.street() is self.settled.street() and unit is not self.settled
        checker = "street" if in_street else "reviewer"
        branch = InventedBranch(
            unit, held, clerk, RecordKeeper(accounts.ACCOUNTS[checker], self.keys[checker])
        )
        branch.has_committee = tenures[-1].has_committee
        return branch

    def write_meetings(self, branches: list[InventedBranch]) -> None:
        telling = RecordBuilder(self.stream("records"), self.now, settings.LATE_AFTER_DAYS)
        rng = self.stream("calendar")
        for n, branch in enumerate(branches):
            unit = branch.unit
            year = InventedYear(
                unit, has_committee=branch.has_committee, months=self.months, today=self.today, rng=rng
            )
            gatherings = year.gatherings()
            if unit is self.settled:
                gatherings += [
                    calendar.returned_committee(unit, self.today),
                    calendar.next_committee(unit, self.today),
                ]
                gatherings.sort(key=lambda each: each.day)
            for gathering in gatherings:
                record = telling.record(branch, gathering)
                if record is None:
                    continue
                self.minutes.write(record)
            if n % 20 == 0:
                self.tell("会议", n, len(branches))
        self.tell("会议", len(branches), len(branches))

    def write_reports(self, root: Organization) -> None:
        rng = self.stream("reports")
        over = self.months[:-1]
        self.reports = 0
        for n, month in enumerate(over):
            self.tell("月报", n, len(over))
            # The last is left to be published.
            publisher = None if month == over[-1] else self.keys["reviewer"]
            self.reports += monthly_reports.write(root, month, publisher_id=publisher, rng=rng)
        analyze(Report, Line, Total)
        notice_corrections(by=SYSTEM)
        self.tell("月报", len(over), len(over))

    def totals(self) -> dict[str, Any]:
        groups = sum(len(unit.groups) for unit in self.grown.units)
        return {
            "organizations": len(self.grown.units),
            "groups": groups,
            "members": self.registry.members.count,
            "meetings": Meeting.objects.count(),
            "attendances": self.minutes.attendances.count,
            "reports": self.reports,
            "months": len(self.months),
        }


def with_groups(units: Iterable[InventedUnit]) -> list[InventedUnit]:
    return [each for unit in units for each in (unit, *unit.groups)]


def everything_below(unit: InventedUnit) -> list[InventedUnit]:
    return [each for child in unit.children for each in (child, *everything_below(child))]


def analyze(*models: type[Model]) -> None:
    """Fresh statistics of what was just filled: without them later statements plan for empty tables."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
