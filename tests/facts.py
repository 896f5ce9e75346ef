"""What of a member lies sealed, in plain text."""

from members.models import Member
from members.personal_data import sealing


def fact_of(member: Member, field: str) -> str:
    """Raises CannotUnseal."""
    return sealing.open_fact(field, getattr(member, f"{field}_sealed"), member.uuid)
