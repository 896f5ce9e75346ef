"""An abstract model for a request that another person decides: who asked, who decided, when, with what comment.

A model of requests inherits `Approval`, keeps its own status with MOVES "approve", "refuse" and "withdraw" in its states.py,
and its actions are `ask`, `decide` and, for taking a request back, `claim` or `transition`.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, ClassVar

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from audit.chain import EntryAuthor
from branches.workflow.persons import must_be_another_person
from branches.workflow.transition import EntryFacts, claim
from core import clock
from core.errors import RuleBroken
from core.moves import Moves


class Approval(models.Model):
    """The columns of a request and of its decision. Who asked never decides (constraint `…_decided_by_another`)."""

    own_decision_refusal: ClassVar[type[RuleBroken]]

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_who = models.CharField("申请人", max_length=64)
    asked_at = models.DateTimeField("申请时间", default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_who = models.CharField("批准人", max_length=64, blank=True)
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    comment = models.CharField("意见", max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="%(class)s_decided_by_another",
            )
        ]

    def is_another(self, by: EntryAuthor) -> bool:
        """Whether this is an account other than the one that asked, for lists; a decision asks more (must_be_another)."""
        return by.user is not None and by.user.pk != self.asked_by_id


def ask(approval: Approval, by: EntryAuthor, *, already: Callable[[], RuleBroken] | None = None) -> None:
    """Save a new request in this person's name. Raises what `already` makes where a request like it is waiting."""
    approval.asked_by, approval.asked_who = by.user, by.name[:64]
    try:
        with transaction.atomic():
            approval.save(force_insert=True)
    except IntegrityError as waiting:
        if already is None:
            raise
        raise already() from waiting


def must_be_another(approval: Approval, by: EntryAuthor) -> None:
    """Raise NotAPerson, or the model's `own_decision_refusal`, unless another person than the one who asked decides."""
    must_be_another_person(approval.asked_by, by, approval.own_decision_refusal)


def decide(
    approval: Approval, moves: Moves, name: str, by: EntryAuthor, *, comment: str = "", **values: Any
) -> AbstractContextManager[EntryFacts]:
    """Claim a request for the decision of another person; what follows from it is written in the block.

    Raises NotAPerson, the model's `own_decision_refusal`, and what claim raises.
    """
    must_be_another(approval, by)
    return claim(
        approval,
        moves,
        name,
        by,
        decided_by=by.user,
        decided_who=by.name[:64],
        decided_at=clock.now(),
        comment=comment,
        **values,
    )
