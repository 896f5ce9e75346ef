"""Actions that change the rules in force, and enter and end explanations of what could not be held (waivers)."""

import datetime as dt
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
from obligations.selectors.frozen_days import last_frozen_month
from obligations.selectors.rule_trial import earliest_day
from obligations.states import WAIVER_MOVES

CHANGED = ("name", "kind", "applies_to", "cadence", "count", "basis")
LONGEST = 12  # months an explanation may last: a mistyped year must not explain decades
NEEDED = {"name": "名称", "applies_to": "适用", "cadence": "周期", "basis": "依据"}


def _rule_facts(rule: Rule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in (*CHANGED, "valid_from", "valid_until")}


def _waiver_facts(waiver: Waiver) -> dict[str, Any]:
    return {"rule": waiver.rule_code, "since": waiver.since, "until": waiver.until, "reason": waiver.reason}


@transaction.atomic
def set_rule(*, code: str, valid_from: dt.date, by: Actor, **changes: Any) -> Rule:
    """Change a rule from a day on: the row in force ends the day before, a new one begins.

    Past months keep their rule. The day must begin a period of the old and the new cadence, so that no period is
    asked by halves. A code not yet known begins a new rule, on any day; it asks from its first full month on. No rule
    begins in a month that is frozen.

    Raises NotYours, NotAfterTheLast, MidPeriod, RuleDayFrozen, RuleIncomplete; ValidationError for values that do not exist.
    """
    by.must_throughout(Capability.MANAGE_RULES)
    last = Rule.objects.select_for_update().filter(code=code, valid_until__isnull=True).first()
    given = {name: getattr(last, name) for name in CHANGED} if last else {"kind": "", "count": 1}
    given |= {name: value for name, value in changes.items() if name in CHANGED}
    missing = [label for name, label in NEEDED.items() if not given.get(name)]
    if missing:
        raise RuleIncomplete(missing="、".join(missing))
    rule = Rule(code=code, valid_from=valid_from, **given)
    if last is not None:
        if valid_from <= last.valid_from:
            raise NotAfterTheLast(name=last.name, since=full_date(last.valid_from))
        months = max(rule.months if rule.cadence in rule.Cadence.values else 1, last.months)
        period = Period.holding(valid_from, months)
        if valid_from != period.since:
            raise MidPeriod.at("valid_from", next=full_date(period.next().since))
        _must_begin_in_open_days(valid_from, months)
        last.valid_until = valid_from - dt.timedelta(days=1)
        last.save(update_fields=["valid_until"])
    else:
        _must_begin_in_open_days(valid_from, 1)
    rule.full_clean()
    rule.save(force_insert=True)
    chain.record(
        "rule.set", by=by, subject=rule, before=_rule_facts(last) if last else None, after=_rule_facts(rule)
    )
    return rule


def _must_begin_in_open_days(valid_from: dt.date, months: int) -> None:
    """Raises RuleDayFrozen with the earliest day that begins a period."""
    frozen = last_frozen_month()
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
    row = Rule.objects.filter(code=rule, valid_until__isnull=True).first()
    if row is None:
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
    row = Rule.objects.filter(code=waiver.rule_code).order_by("-valid_from")[0]
    first = Period.holding(max(asked_from, waiver.since), row.months)
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
