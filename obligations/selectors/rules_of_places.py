"""Where rules are set and which one stands at a place."""

import datetime as dt

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from obligations.models import Rule
from obligations.rules.scopes import rule_at, rules_standing


def scope_of(organization: Organization | None) -> Organization | None:
    """For whom a rule is: what holds for the only root holds for everybody, and has no organization."""
    if organization and not organization.parent_id:
        others = Organization.objects.filter(parent=None).exclude(pk=organization.pk)
        return organization if others.exists() else None
    return organization


def own_place(by: Actor) -> Organization | None:
    """The highest place where somebody who may not for everybody sets rules and days off. At most two queries."""
    tops = by.reach.widest(Capability.MANAGE_RULES)
    if not tops or by.may_throughout(Capability.MANAGE_RULES):
        return None
    return Organization.objects.filter(path=tops[0].path).first()


def latest_rule(code: str, organization: Organization | None) -> Rule | None:
    """The version of a rule that holds there last; one that has ended where none is open. One query."""
    path = organization.path if organization else ""
    rows = list(Rule.objects.holding(path).filter(code=code).in_order())
    standing = rules_standing(rows, dt.date.max)
    return rule_at(standing, path) or max(rows, key=lambda row: row.valid_from, default=None)
