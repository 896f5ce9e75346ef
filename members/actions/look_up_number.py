"""Look up whose a whole identity number or telephone is: an unmasking, and recorded like one."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from audit import chain
from audit.models import Entry
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock, typed_numbers
from core.personal_numbers import holds_number
from members import errors
from members.models import Member
from members.personal_data import sealing

ACTION = "member.look_up"
AN_HOUR = dt.timedelta(hours=1)


@transaction.atomic
def look_up(*, number: str, by: Actor) -> list[Member]:
    """The members with exactly this number among those whose numbers the actor may unmask; who left, too.

    Every question leaves an entry, found or not, with a digest and never the number. A person may ask
    LOOK_UPS_AN_HOUR of them in an hour: a number of which part is known is not to be guessed.

    Raises NotPermitted, NumberNotWhole, TooManyLookUps.
    """
    by.must_have(Capability.VIEW_PRIVATE)
    if not holds_number(number):
        raise errors.NumberNotWhole.at("number")
    found = list(
        Member.objects.visible_to(by)
        .with_place()
        .filter(by.reach.q(Capability.VIEW_PRIVATE))
        .with_number(number)
        .order_by("pk")
    )
    only = found[0] if len(found) == 1 else None
    chain.record(
        ACTION,
        by=by,
        subject=only,
        where=only.organization if only else by.place,
        after={"digest": sealing.digest(typed_numbers.clean_identity(number))[:16], "rows": len(found)},
    )
    _must_not_be_too_many(by)
    return found


def _must_not_be_too_many(by: Actor) -> None:
    """Counted after the entry is chained: the chain takes one after the other, so that none slips through at once."""
    if by.user is None:
        return
    recent = Entry.objects.filter(action=ACTION, user=by.user, at__gt=clock.now() - AN_HOUR)
    if recent.count() > settings.LOOK_UPS_AN_HOUR:
        raise errors.TooManyLookUps.at("number", most=settings.LOOK_UPS_AN_HOUR)
