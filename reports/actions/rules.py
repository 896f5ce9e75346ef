"""Rules and waivers: what is asked, from when on, and who need not."""

import datetime as dt
from typing import Any

from django.db import transaction

from audit.chain import record
from branches.actors import Actor
from branches.errors import NotYours
from branches.models import Organization
from branches.roles import Capability
from core.clock import Period
from reports.errors import (
    MidPeriod,
    NotAfterTheLast,
    NothingToWaive,
    RuleIncomplete,
    WaiverNotForThem,
    WaiverUpsideDown,
)
from reports.models import Report, Rule, Waiver

CHANGED = ("name", "kind", "applies_to", "cadence", "count", "basis")
NEEDED = {"name": "名称", "applies_to": "适用", "cadence": "周期", "basis": "依据"}


def _plain(rule: Rule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in (*CHANGED, "valid_from", "valid_until")}


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@transaction.atomic
def set_rule(*, code: str, valid_from: dt.date, by: Actor, **changes: Any) -> Rule:
    """Change a rule from a day on: the row in force ends the day before, a new one begins.

    Past months keep their rule. The day must begin a period of the old and the new cadence, so that no period is
    asked by halves. A code not yet known begins a new rule, on any day; it asks from its first full month on.

    Raises NotYours, NotAfterTheLast, MidPeriod, RuleIncomplete; ValidationError for values that do not exist.
    """
    if not by.reach.has(Capability.MANAGE_RULES):
        raise NotYours(organization="全区")
    last = Rule.objects.select_for_update().filter(code=code, valid_until__isnull=True).first()
    given = {name: getattr(last, name) for name in CHANGED} if last else {"kind": "", "count": 1}
    given |= {name: value for name, value in changes.items() if name in CHANGED}
    missing = [label for name, label in NEEDED.items() if not given.get(name)]
    if missing:
        raise RuleIncomplete(missing="、".join(missing))
    rule = Rule(code=code, valid_from=valid_from, **given)
    if last is not None:
        if valid_from <= last.valid_from:
            raise NotAfterTheLast(name=last.name, since=_day(last.valid_from))
        months = max((rule.months if rule.cadence in rule.Cadence.values else 1), last.months)
        period = Period.holding(valid_from, months)
        if valid_from != period.since:
            sentence = MidPeriod.sentence.format(next=_day(period.next().since))
            raise MidPeriod(sentence, fields={"valid_from": sentence})
        last.valid_until = valid_from - dt.timedelta(days=1)
        last.save(update_fields=["valid_until"])
    rule.full_clean()
    rule.save(force_insert=True)
    record("rule.set", by=by, subject=rule, before=_plain(last) if last else None, after=_plain(rule))
    return rule


@transaction.atomic
def waive(
    *, organization: Organization, rule: str, since: dt.date, until: dt.date, reason: str, by: Actor
) -> Waiver:
    """Let an organization, and everything below it, not hold what a rule (its code) asks.

    Waivers go by whole periods: the dates are widened to the rule's own. A frozen month is not touched.

    Raises NotYours, WaiverNotForThem, WaiverUpsideDown, NothingToWaive.
    """
    by.must(Capability.MANAGE_RULES, organization)
    row = Rule.objects.filter(code=rule, valid_until__isnull=True).first()
    if row is None:
        raise WaiverNotForThem(code=rule, fields={"rule": WaiverNotForThem.sentence.format(code=rule)})
    if until < since:
        raise WaiverUpsideDown(fields={"until": WaiverUpsideDown.sentence})
    first, last = Period.holding(since, row.months), Period.holding(until, row.months)
    frozen = (
        Report.objects.frozen()
        .filter(month__gte=Period.month(first.until).since, totals__organization=organization)
        .order_by("-month")
        .first()
    )
    if frozen:
        following = Period.holding(frozen.month, row.months).next()
        raise NothingToWaive(month=f"{frozen.month.year}年{frozen.month.month}月", next=_day(following.since))
    waiver = Waiver.objects.create(
        organization=organization,
        rule_code=rule,
        since=first.since,
        until=last.until,
        reason=reason.strip(),
        granted_by=by.user,
    )
    record(
        "rule.waive",
        by=by,
        subject=waiver,
        where=organization,
        after={"rule": rule, "since": first.since, "until": last.until, "reason": waiver.reason},
    )
    return waiver
