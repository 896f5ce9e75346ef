"""Refusals that would tell of somebody out of reach by their identity number: one sentence for all, counted and recorded."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction

from audit import chain
from audit.models import Entry
from branches.selectors.actors import Actor
from core import clock, typed_numbers
from members import errors
from members.models import Member
from members.personal_data import sealing

ACTION = "member.refused"
A_DAY = dt.timedelta(days=1)
TELLING = (errors.IdentityTaken, errors.MayNotComeBack, errors.AppliesTooSoon, errors.DatesReversed)


@contextmanager
def telling_nothing(number: str, by: Actor) -> Iterator[None]:
    """Run the block in a transaction. What it refuses because of a file out of reach is said without whose and why.

    Such a refusal leaves an entry with a digest, never the number, unless an outer transaction is undone with it.

    Raises TooManyRefusals, and IdentityUnclear instead of what tells.
    """
    number = typed_numbers.clean_identity(number)
    if not number or by.user is None:
        with transaction.atomic():
            yield
        return
    recent = Entry.objects.filter(action=ACTION, user=by.user, at__gt=clock.now() - A_DAY)
    if recent.count() >= settings.IDENTITY_REFUSALS_A_DAY:
        raise errors.TooManyRefusals.at("identity", most=settings.IDENTITY_REFUSALS_A_DAY)
    try:
        with transaction.atomic():
            yield
    except TELLING as refusal:
        holder = Member.objects.filter(identity_digest__in=sealing.digests(number))
        if not holder.exists() or holder.visible_to(by).exists():
            raise
        chain.record(ACTION, by=by, where=by.place, after={"digest": sealing.digest(number)[:16]})
        raise errors.IdentityUnclear.at("identity") from refusal
