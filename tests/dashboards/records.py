"""What the tests of the review desk share: a record that was handed in."""

from typing import Any

from meetings import actions
from meetings.models import Meeting
from tests.contracts.house import sitting
from tests.factories import record_meeting
from tests.world import World


def handed_in(world: World, number: int, hints: list[str] | None = None, **facts: Any) -> Meeting:
    """A submitted record of that day of November; its hints as given, for the list shows what submitting left."""
    given = {"theme": "学习条例", "minutes": "许丽华领学，大家作了讨论。", "kinds": ["theme_day"]} | facts
    meeting = record_meeting(
        organization=world.branch,
        **sitting(11, number),
        place="党群服务中心二楼",
        host=world.members[0],
        recorder=world.members[1],
        **given,
        by=world.lin.actor,
    )
    meeting = actions.submit(meeting=meeting, by=world.lin.actor)
    Meeting.objects.filter(pk=meeting.pk).update(hints=hints)
    meeting.hints = hints
    return meeting
