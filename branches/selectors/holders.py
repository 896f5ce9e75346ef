"""Accounts and API clients as those who administer them may list them. Reading only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet
from oauth2_provider.models import get_access_token_model, get_application_model

from branches.access.roles import Capability
from branches.models import Mandate
from branches.rules import tree
from core import clock
from core.parts import parts

if TYPE_CHECKING:  # actors reads this module
    from branches.selectors.actors import Actor

KEPT_MONTHS = 24
"""So long after its end a mandate still says whose an account is."""


@dataclass(frozen=True)
class AccountScope:
    """Where an account belongs besides its mandates: whether it does at all, and whether there this actor may grant."""

    bound: Q
    mine: Callable[["Actor"], Q]


def accounts(by: "Actor", text: str = "") -> "QuerySet[Any]":
    """People's accounts this actor answers for, with `held`: what they may do today."""
    users = get_user_model().objects.filter(is_service=False)
    if not by.reach.has(Capability.GRANT_MANDATES):
        return users.none()
    found = answered_for(users, by)
    if text:
        found = found.filter(Q(username__icontains=text) | Q(name__icontains=text))
    held = (
        Mandate.objects.current(clock.today()).select_related("organization").order_by("organization__path")
    )
    return found.select_related("slip").prefetch_related(Prefetch("mandates", held, "held"))


def answered_for(users: "QuerySet[Any]", by: "Actor") -> "QuerySet[Any]":
    """Those for which everything they are for lies where this actor may grant: every mandate that did not end more than
    two years ago, and what the floors above know of.

    An account that is for nothing belongs to whoever opened it and to those above them; nobody known, to the roots.
    """
    mine = by.reach.q(Capability.GRANT_MANDATES)
    if not mine:  # the whole forest
        return users
    since = clock.months_later(clock.today(), -KEPT_MONTHS)
    kept = Mandate.objects.exclude(until__lt=since)
    found = users.filter(~Exists(kept.exclude(mine).filter(user=OuterRef("pk"))))
    is_for_something = Exists(kept.filter(user=OuterRef("pk")))
    for scope in parts("ACCOUNT_SCOPES"):
        found = found.filter(~scope.bound | scope.mine(by))
        is_for_something |= scope.bound
    openers = Mandate.objects.filter(mine, user=OuterRef("opened_by"))
    opened = Q(Exists(openers)) | Q(opened_by=by.user)
    if any(tree.depth(span.path) == 1 for span in by.reach.widest(Capability.GRANT_MANDATES)):
        opened |= Q(opened_by=None)
    return found.filter(is_for_something | opened)


def clients(by: "Actor") -> "QuerySet[Any]":
    """API clients whose mandate lies where this actor grants or runs the system, with `mandate` and `last_used`.

    A closed client keeps its mandate and stays in the list.
    """
    mine = by.reach.q(Capability.GRANT_MANDATES) | by.reach.q(Capability.RUN_SYSTEM)
    mandates = Mandate.objects.filter(mine)
    tokens = get_access_token_model().objects.filter(application=OuterRef("pk")).order_by()
    last = tokens.values("application").annotate(last=Max("created")).values("last")
    return (
        get_application_model()
        .objects.filter(Exists(mandates.filter(user=OuterRef("user"))))
        .annotate(last_used=last)
        .select_related("user")
        .prefetch_related(Prefetch("user__mandates", mandates.select_related("organization"), "held"))
    )
