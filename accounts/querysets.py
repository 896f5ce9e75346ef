"""Queryset of printed slips: those in one state."""

import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.states import SLIP_TRIES, SlipState


def slip_conditions(on: dt.date) -> dict[SlipState, Q]:
    """State → the slips in it on that day, as AccountSlip.state judges one."""
    open_ = Q(activated_at__isnull=True, voided_at__isnull=True)
    return {
        SlipState.ACTIVATED: Q(activated_at__isnull=False),
        SlipState.VOID: Q(activated_at__isnull=True, voided_at__isnull=False),
        SlipState.LOCKED: open_ & Q(tries__gte=SLIP_TRIES),
        SlipState.EXPIRED: open_ & Q(tries__lt=SLIP_TRIES, until__lt=on),
        SlipState.WAITING: open_ & Q(tries__lt=SLIP_TRIES, until__gte=on),
    }


class SlipQuerySet(models.QuerySet):
    def in_state(self, state: SlipState, on: dt.date) -> "SlipQuerySet":
        return self.filter(slip_conditions(on)[state])
