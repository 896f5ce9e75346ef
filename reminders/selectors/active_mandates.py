"""The mandates in force on a day, each with its account, role and organization: to whom reminders may go."""

import datetime as dt
from dataclasses import dataclass

from branches.access.roles import CAPABILITIES, Capability
from branches.models import Mandate


@dataclass(frozen=True, slots=True)
class ActiveMandate:
    """A mandate in force."""

    user_id: int
    role: str
    organization_id: int
    path: str
    kind: str
    code: str
    name: str

    def may(self, capability: Capability) -> bool:
        return capability in CAPABILITIES[self.role]


def active_mandates(on: dt.date) -> list[ActiveMandate]:
    """Every mandate in force of an active account that is not a service account."""
    rows = Mandate.objects.current(on).filter(user__is_active=True, user__is_service=False)
    rows = rows.filter(organization__dissolved_on=None).order_by("user_id", "organization__path", "role")
    return [
        ActiveMandate(*row)
        for row in rows.values_list(
            "user_id",
            "role",
            "organization_id",
            "organization__path",
            "organization__kind",
            "organization__code",
            "organization__short_name",
        )
    ]
