"""The organizations a person keeps records for: what their desk and their year's plan are about."""

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.states import BRANCHES
from core import clock


def desk_places(by: Actor) -> list[Organization]:
    """The branches (else the groups) this person keeps the records of."""
    kept = Organization.objects.visible_to(by, Capability.RECORD_MEETING).standing(clock.today())
    rows = list(kept.order_by("path")[:400])
    return [row for row in rows if row.kind in BRANCHES] or rows
