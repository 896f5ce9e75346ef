"""Celery task that empties the bin."""

from celery import shared_task

from branches.selectors.actors import SYSTEM
from drafts import actions


@shared_task(name="drafts.tasks.empty_bin")
def empty_bin() -> int:
    """Every night: delete what lay in the bin for BIN_DAYS."""
    return actions.empty_bin(by=SYSTEM)
