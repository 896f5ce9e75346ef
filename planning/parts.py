"""What planning contributes to lower apps: page parts of meetings, and what a deed of the tree carries of plans."""

from typing import Any

from meetings.models import Meeting
from planning.actions.carry_plans import PlansHolding
from planning.models import Theme

PLANS_HELD = PlansHolding()


def adopted_theme(meeting: Meeting, by: Any) -> tuple[str, dict[str, Any]] | None:
    """The material of the theme that a planned meeting adopted."""
    theme = _theme_of(meeting)
    return ("planning/_adopted_theme.html", {"theme": theme}) if theme and theme.material else None


def material_to_read(meeting: Meeting, by: Any) -> tuple[str, dict[str, Any]] | None:
    """The same material for a member, as one line of the meeting's facts."""
    theme = _theme_of(meeting)
    return ("planning/_material_to_read.html", {"theme": theme}) if theme and theme.material else None


def _theme_of(meeting: Meeting) -> Theme | None:
    if not meeting.is_upcoming:
        return None
    adopted = Theme.objects.filter(adoptions__meeting=meeting).select_related("organization")
    return adopted.order_by("id").first()
