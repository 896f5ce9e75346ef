"""try_rule: whom a changed rule binds and what this month and last year would show, told without changing anything."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from branches.models import Organization
from branches.selectors.actors import Actor
from branches.workflow.trial import undone
from core import clock
from obligations.actions.rules import set_rule
from obligations.models import Rule
from obligations.selectors.rule_trial import Fulfilment, RuleFigures, rule_figures
from obligations.selectors.rules_of_places import latest_rule, scope_of

ALWAYS = dt.date(1949, 10, 1)
OTHER_VERSIONS = "TRIAL-0"  # under which the trial puts the former rows aside


@dataclass(frozen=True)
class BoundKind:
    """Of a kind of unit: how many are bound now and then, and how many of these have enough already."""

    label: str
    now: int
    then: int
    enough: int


@dataclass(frozen=True)
class RuleTrial:
    """The former and the new version side by side, and what each asks."""

    rule: Rule
    former: Rule | None
    number: int  # of the new version, among those of its code
    periods: tuple[tuple[str, Fulfilment, Fulfilment], ...]
    kinds: tuple[BoundKind, ...]

    @property
    def bound(self) -> int:
        return sum(kind.then for kind in self.kinds)

    @property
    def short(self) -> int:
        """How many of those bound have not held enough in this period."""
        return self.bound - sum(kind.enough for kind in self.kinds)


def try_rule(
    *, code: str, valid_from: dt.date, organization: Organization | None = None, by: Actor, **changes: Any
) -> RuleTrial:
    """What set_rule would do with the same arguments, at and below the organization. The new version is measured as if it had
    always been in force, in a transaction that is rolled back: no report ever reads it. Raises what set_rule raises.
    """
    today, organization = clock.today(), scope_of(organization)
    own = Rule.objects.filter(code=code, organization=organization)
    former, number = latest_rule(code, organization), own.count() + 1
    root = organization or Organization.objects.filter(parent=None).order_by("path").first()
    before = rule_figures(root, code, today) if root else RuleFigures()

    def made_and_measured() -> tuple[Rule, RuleFigures]:
        rule = set_rule(code=code, valid_from=valid_from, organization=organization, by=by, **changes)
        own.exclude(pk=rule.pk).update(code=OTHER_VERSIONS)
        Rule.objects.filter(pk=rule.pk).update(valid_from=ALWAYS)
        return rule, rule_figures(root, code, today) if root else RuleFigures()

    made, after = undone(made_and_measured)
    kinds = [
        BoundKind(label, before.bound[label], after.bound[label], after.enough[label])
        for label in {**before.bound, **after.bound}
    ]
    periods = [
        (label, before.periods.get(label, Fulfilment()), figures) for label, figures in after.periods.items()
    ]
    return RuleTrial(made, former, number, tuple(periods), tuple(sorted(kinds, key=lambda kind: -kind.then)))


def seal_of(trial: RuleTrial, facts: dict[str, Any]) -> str:
    """By which the change that is made is known to be the one that was shown."""
    told = repr((trial.periods, trial.kinds, sorted((name, str(value)) for name, value in facts.items())))
    return hashlib.sha256(told.encode()).hexdigest()[:32]
