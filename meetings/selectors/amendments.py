"""Who may sign a proposed amendment."""

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from meetings.models import Amendment


def may_sign(amendment: Amendment, by: Actor) -> bool:
    """Those who record there or verify its records may sign, except the one who proposed it."""
    place = amendment.meeting.organization
    return amendment.is_another(by) and (
        by.may(Capability.RECORD_MEETING, place) or by.may(Capability.VERIFY, place)
    )
