"""The list 未完成的支部: branches that lack something, whom to reach there, what they were reminded of and what they answered."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.clock import Period
from core.dates_zh import short_moment, short_period
from core.errors import RuleBroken
from dashboards.selectors.behind import BehindBranch, behind_branches
from reminders import errors
from reminders.models import BranchReminder
from reminders.selectors.branch_contacts import (
    BranchContact,
    OfficeContact,
    branch_contacts,
    office_above,
    office_contacts,
)

APART = dt.timedelta(hours=24)
NOTHING_TOLD, UNANSWERED, ANSWERED = "no", "unanswered", "answered"


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One branch of the list. `phone` is empty for whoever may not see it, and until the row is shown."""

    behind: BehindBranch
    contact: BranchContact | None
    office: OfficeContact | None
    last: BranchReminder | None
    refusal: RuleBroken | None
    phone: str = ""
    may_see_phone: bool = False

    @property
    def branch(self) -> Organization:
        return self.behind.branch

    @property
    def street_name(self) -> str:
        return self.behind.street.short_name if self.behind.street else self.branch.short_name

    @property
    def text(self) -> str:
        return "\n".join(item.sentence for item in self.behind.items)

    @property
    def is_vacant(self) -> bool:
        return self.contact is None or self.contact.is_substitute

    @property
    def can_sign_in(self) -> bool:
        """Whether anybody of the branch can open its desk."""
        return self.contact is not None and bool(self.contact.accounts)

    @property
    def reminder_state(self) -> str:
        if self.last is None:
            return NOTHING_TOLD
        return ANSWERED if self.last.answered_at else UNANSWERED


def behind_rows(by: Actor, on: dt.date) -> list[BehindRow]:
    """Every branch this office looks after that lacks something, in tree order. Four queries more than the branches take."""
    found = behind_branches(by, on)
    keys = [each.branch.pk for each in found]
    contacts, offices = branch_contacts(keys, on), office_contacts(on)
    last: dict[int, BranchReminder] = {}
    for each in BranchReminder.objects.filter(organization__in=keys).order_by("at", "pk"):
        last[each.organization_id] = each
    now = clock.now()
    return [
        BehindRow(
            each,
            contact := contacts.get(each.branch.pk),
            office_above(offices, each.branch.path),
            before := last.get(each.branch.pk),
            _refusal(contact, before, now),
            may_see_phone=by.may(Capability.VIEW_PRIVATE, each.branch),
        )
        for each in found
    ]


def _refusal(
    contact: BranchContact | None, last: BranchReminder | None, now: dt.datetime
) -> RuleBroken | None:
    if contact is None:
        return errors.NobodyToRemind()
    if last is not None and (now < last.at + APART or last.on == clock.today()):
        again = last.at + APART
        return errors.RemindedAlready(who=last.who, when=short_moment(last.at), again=short_moment(again))
    return None


def narrow(rows: Sequence[BehindRow], asked: Mapping[str, Any], month: Period) -> list[BehindRow]:
    """The rows the filters leave, sorted as asked; in tree order where nothing is asked."""
    found = list(rows)
    if place := asked.get("below"):
        found = [row for row in found if row.branch.path.startswith(place.path)]
    if due := asked.get("due"):
        test = BehindBranch.lacks_within if due == "month" else BehindBranch.lacks_longer
        found = [row for row in found if test(row.behind, month)]
    if kind := asked.get("kind"):
        found = [row for row in found if any(item.rule.kind == kind for item in row.behind.items)]
    if run := asked.get("run"):
        found = [row for row in found if row.behind.most_in_a_row >= int(run)]
    if told := asked.get("told"):
        found = [row for row in found if row.reminder_state == told]
    if post := asked.get("post"):
        found = [row for row in found if row.is_vacant == (post == "vacant")]
    if words := str(asked.get("q") or "").split():
        named = {
            place.pk
            for place in Organization.objects.filter(pk__in=[row.branch.pk for row in found]).named_like(
                " ".join(words)
            )
        }
        people = " ".join(words)
        found = [
            row
            for row in found
            if row.branch.pk in named or (row.contact is not None and people in row.contact.name)
        ]
    return sorted(found, key=ORDERS[asked["order"]]) if asked.get("order") in ORDERS else found


def _told_at(row: BehindRow) -> float:
    return row.last.at.timestamp() if row.last else 0.0


ORDERS: dict[str, Any] = {
    "name": lambda row: row.branch.path,
    "due": lambda row: (row.behind.due_on, row.branch.path),
    "run": lambda row: (-row.behind.most_in_a_row, row.branch.path),
    "told": lambda row: (_told_at(row), row.branch.path),
}


@dataclass(frozen=True)
class BehindCounts:
    """The numbers above the list; each leads to exactly its rows."""

    branches: int
    items: int
    of_month: int
    longer: int
    longer_name: str
    run: int
    run_vacant: int
    untold: int
    told: int
    answered: int


def counts(rows: Sequence[BehindRow], month: Period) -> BehindCounts:
    again = [row for row in rows if row.behind.most_in_a_row >= 2]
    told = Counter(row.reminder_state for row in rows)
    periods = {item.period for row in rows for item in row.behind.items if item.period != month}
    return BehindCounts(
        branches=len(rows),
        items=sum(len(row.behind.items) for row in rows),
        of_month=sum(row.behind.lacks_within(month) for row in rows),
        longer=sum(row.behind.lacks_longer(month) for row in rows),
        longer_name="、".join(short_period(each) for each in sorted(periods)) or "季度",
        run=len(again),
        run_vacant=sum(row.is_vacant for row in again),
        untold=told[NOTHING_TOLD],
        told=len(rows) - told[NOTHING_TOLD],
        answered=told[ANSWERED],
    )


@dataclass(frozen=True)
class StreetCount:
    street: Organization
    branches: int
    of_month: int
    office: OfficeContact | None


def by_street(rows: Iterable[BehindRow], month: Period) -> list[StreetCount]:
    """In the order of the tree, never by a number."""
    found: dict[str, list[BehindRow]] = {}
    for row in rows:
        street = row.behind.street or row.branch
        found.setdefault(street.path, []).append(row)
    return [
        StreetCount(
            (mine[0].behind.street or mine[0].branch),
            len(mine),
            sum(row.behind.lacks_within(month) for row in mine),
            mine[0].office,
        )
        for _, mine in sorted(found.items())
    ]


def chosen(rows: Iterable[BehindRow], codes: Iterable[str]) -> list[BehindRow]:
    wanted = set(codes)
    return [row for row in rows if row.branch.code in wanted]


def with_phones(rows: Iterable[BehindRow], phones: Mapping[int, str]) -> list[BehindRow]:
    return [replace(row, phone=phones.get(row.branch.pk, "")) for row in rows]
