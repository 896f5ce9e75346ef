"""Actions that change the rules in force, and enter and end explanations of what could not be held (waivers)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from audit import chain
from branches.access.roles import CAPABILITIES, Capability
from branches.models import Mandate, Organization
from branches.selectors.actors import Actor
from branches.workflow.persons import must_be_a_person, must_be_another_person
from branches.workflow.transition import claim
from core import clock
from core.clock import Period, months_later
from core.dates_zh import full_date, full_month
from core.errors import RuleBroken
from obligations.errors import (
    AnotherDuty,
    AsksLess,
    ExplainedByTheirOwn,
    MidPeriod,
    NotAfterTheLast,
    NothingToWaive,
    RuleDayFrozen,
    RuleIncomplete,
    WaiverFrozen,
    WaiverNotForThem,
    WaiverOver,
    WaiverTooLong,
    WaiverUpsideDown,
)
from obligations.models import FrozenMonth, Rule, Waiver
from obligations.rules.scopes import asks_as_much, is_same_duty, rule_at, rules_standing
from obligations.selectors.frozen_days import last_frozen_month
from obligations.selectors.rule_trial import earliest_day
from obligations.selectors.rules_of_places import latest_rule, scope_of
from obligations.states import WAIVER_MOVES

CHANGED = ("name", "kind", "applies_to", "cadence", "count", "basis")
LONGEST = 12  # months an explanation may last: a mistyped year must not explain decades
NEEDED = {"name": "名称", "applies_to": "适用", "cadence": "周期", "basis": "依据"}


def _rule_facts(rule: Rule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in (*CHANGED, "valid_from", "valid_until")}


def _waiver_facts(waiver: Waiver) -> dict[str, Any]:
    return {"rule": waiver.rule_code, "since": waiver.since, "until": waiver.until, "reason": waiver.reason}


@transaction.atomic
def set_rule(
    *, code: str, valid_from: dt.date, organization: Organization | None = None, by: Actor, **changes: Any
) -> Rule:
    """Change a rule from a day on: the row in force ends the day before, a new one begins.

    It binds the organization and all below it, everybody without one. What is in force above may be made stricter below,
    never looser (R-MEET-12): a first row of their own begins from what holds there and asks as much or more.

    Past months keep their rule. The day must begin a period of the old and the new cadence, so that no period is
    asked by halves. A code not yet known begins a new rule, on any day; it asks from its first full month on. No rule
    begins in a month that is frozen for somebody it binds.

    Raises NotYours, NotAfterTheLast, MidPeriod, RuleDayFrozen, RuleIncomplete, AsksLess, AnotherDuty; ValidationError for
    values that do not exist.
    """
    organization = scope_of(organization)
    by.must_for(Capability.MANAGE_RULES, organization)
    path = organization.path if organization else ""
    known = Rule.objects.filter(code=code)
    own = known.select_for_update().filter(organization=organization, valid_until__isnull=True).first()
    rows = list(known.touching(path).in_order())
    last = own or rule_at(
        rules_standing((row for row in rows if path.startswith(row.path)), valid_from), path
    )
    given = {name: getattr(last, name) for name in CHANGED} if last else {"kind": "", "count": 1}
    given |= {name: value for name, value in changes.items() if name in CHANGED}
    missing = [label for name, label in NEEDED.items() if not given.get(name)]
    if missing:
        raise RuleIncomplete(missing="、".join(missing))
    rule = Rule(code=code, organization=organization, valid_from=valid_from, **given)
    rule.full_clean(validate_constraints=False)
    if own is not None and valid_from <= own.valid_from:
        raise NotAfterTheLast(name=own.name, since=full_date(own.valid_from))
    months = 1
    if last is not None:
        months = max(rule.months, last.months)
        period = Period.holding(valid_from, months)
        if valid_from != period.since:
            raise MidPeriod.at("valid_from", next=full_date(period.next().since))
    _must_begin_in_open_days(valid_from, months, path)
    _must_fit_the_others(rule, [row for row in rows if row.path != path and row.holds_after(valid_from)])
    if own is not None:
        own.valid_until = valid_from - dt.timedelta(days=1)
        own.save(update_fields=["valid_until"])
    rule.full_clean()
    rule.save(force_insert=True)
    chain.record(
        "rule.set",
        by=by,
        subject=rule,
        where=organization,
        before=_rule_facts(own) if own else None,
        after=_rule_facts(rule),
    )
    return rule


def _must_fit_the_others(rule: Rule, others: Iterable[Rule]) -> None:
    """Above and below the code means the same duty, and nothing above asks more. Raises AnotherDuty, AsksLess.

    What stands below may ask less from now on: what holds above it then holds there too (rules.scopes).
    """
    for other in others:
        if not is_same_duty(rule, other):
            raise AnotherDuty(code=rule.code, name=other.organization or "上级")
        if rule.path.startswith(other.path) and not asks_as_much(rule, other):
            raise AsksLess.at("count", above=f"{other.get_cadence_display()}{other.count}次")


def _must_begin_in_open_days(valid_from: dt.date, months: int, path: str) -> None:
    """Raises RuleDayFrozen with the earliest day that begins a period."""
    frozen = last_frozen_month(path)
    first = months_later(frozen, 1) if frozen else None
    if frozen and first and valid_from < first:
        earliest = earliest_day(first, months) or first
        raise RuleDayFrozen.at(
            "valid_from", day=full_date(valid_from), month=full_month(frozen), next=full_date(earliest)
        )


@transaction.atomic
def waive(
    *, organization: Organization, rule: str, since: dt.date, until: dt.date, reason: str, by: Actor
) -> Waiver:
    """Explain why an organization, and everything below it, cannot hold what a rule (its code) asks.

    What is asked stays asked, as 应开未开·已说明: no office waives what an article orders (R-LGR-03).

    Explanations go by whole periods: the dates are widened to the rule's own. A frozen month is not touched.

    Raises NotYours, NotAPerson, ExplainedByTheirOwn, WaiverNotForThem, WaiverUpsideDown, WaiverTooLong, NothingToWaive.
    """
    by.must(Capability.MANAGE_RULES, organization)
    _must_not_be_their_own(organization, by)
    row = latest_rule(rule, organization)
    if row is None or row.valid_until:
        raise WaiverNotForThem.at("rule", code=rule)
    if until < since:
        raise WaiverUpsideDown.at("until")
    first, last = Period.holding(since, row.months), Period.holding(until, row.months)
    longest = Period.holding(months_later(first.since, LONGEST - 1), row.months)
    if last.until > longest.until:
        raise WaiverTooLong.at("until", last=full_date(longest.until))
    _must_be_open(organization, first, NothingToWaive)
    facts = {"organization": organization, "rule_code": rule, "since": first.since, "until": last.until}
    if same := Waiver.objects.filter(**facts, reason=reason.strip()).first():
        return same  # sent twice
    waiver = Waiver.objects.create(**facts, reason=reason.strip(), granted_by=by.user)
    chain.record("rule.waive", by=by, subject=waiver, where=organization, after=_waiver_facts(waiver))
    return waiver


@transaction.atomic
def end_waiver(*, waiver: Waiver, asked_from: dt.date, reason: str, by: Actor) -> Waiver:
    """End a waiver from a day on; the day is moved back to the first day of the rule's period.

    Ended from its own first day, the waiver is withdrawn: its row is deleted, the audit keeps it. Frozen months do not
    change.

    Raises NotYours, WaiverOver, WaiverFrozen; Gone when the row changed meanwhile.
    """
    by.must(Capability.MANAGE_RULES, waiver.organization)
    if asked_from > waiver.until:
        raise WaiverOver.at("asked_from", until=full_date(waiver.until))
    row = latest_rule(waiver.rule_code, waiver.organization)
    first = Period.holding(max(asked_from, waiver.since), row.months if row else 1)
    _must_be_open(waiver.organization, first, WaiverFrozen)
    before = _waiver_facts(waiver)
    ends = first.since - dt.timedelta(days=1)
    is_withdrawn = ends < waiver.since
    until = waiver.until if is_withdrawn else ends
    with claim(waiver, WAIVER_MOVES, "end", by, seen={"until": waiver.until}, until=until) as entry:
        entry.before, entry.note = before, reason.strip()
        entry.after = {"rule": waiver.rule_code, "until": None if is_withdrawn else ends}
        if is_withdrawn:
            Waiver.objects.filter(pk=waiver.pk).delete()
    waiver.until = ends
    return waiver


def _must_not_be_their_own(organization: Organization, by: Actor) -> None:
    """Whoever keeps a branch's records does not explain, with the right of an office, what the branch has not held."""
    must_be_a_person(by)
    if by.user is None or organization.is_committee:
        return
    keeping = [role for role, deeds in CAPABILITIES.items() if Capability.RECORD_MEETING in deeds]
    places = Organization.objects.within(organization)
    held = Mandate.objects.current(clock.today()).filter(role__in=keeping, organization__in=places)
    for mandate in held.select_related("user"):
        must_be_another_person(mandate.user, by, ExplainedByTheirOwn)


def _must_be_open(organization: Organization, first: Period, refusal: type[RuleBroken]) -> None:
    """No frozen month shows what is asked of the organization in this period or a later one."""
    frozen = (
        FrozenMonth.objects.holding(organization)
        .filter(month__gte=Period.month(first.until).since)
        .order_by("-month")
        .first()
    )
    if frozen:
        following = Period.holding(frozen.month, first.months).next()
        raise refusal(month=full_month(frozen.month), next=full_date(following.since))
