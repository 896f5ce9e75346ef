"""Amendments that wait for a second signature, as one person may see to them."""

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from meetings.models import Amendment


def may_sign(amendment: Amendment, by: Actor) -> bool:
    """Whoever records there or checks its records, except the one who asked for it."""
    place = amendment.meeting.organization
    return amendment.is_another(by) and (
        by.may(Capability.RECORD_MEETING, place) or by.may(Capability.VERIFY, place)
    )
