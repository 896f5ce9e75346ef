"""follow_up: note how far a decision was carried out, also between meetings."""

import datetime as dt

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from life.actions.rectify_problems import require_day_after
from meetings.errors import NoSuchDecision
from meetings.models import FollowUp, Resolution
from meetings.selectors import open_tasks
from planning.errors import NoteNeeded


def follow_up(
    *, resolution: Resolution, is_done: bool = True, note: str = "", on: dt.date | None = None, by: Actor
) -> FollowUp:
    """Note that a decision was carried out, or how far it has come. What is done stays done.

    Raises NoSuchDecision for one that is no open task, NoteNeeded, DayAhead, BeforeTheMeeting.
    """
    meeting = resolution.item.meeting
    by.must(Capability.RECORD_MEETING, meeting.organization)
    note, on = note.strip()[:300], on or clock.today()
    if not is_done and not note:
        raise NoteNeeded.at("note")
    require_day_after(meeting, on, "on")
    with transaction.atomic():
        # Takes the decision's row, so that it is not done twice.
        Resolution.objects.select_for_update().filter(pk=resolution.pk).first()
        if not open_tasks.open_decisions().filter(pk=resolution.pk).exists():
            raise NoSuchDecision
        row = FollowUp.objects.create(
            resolution=resolution, is_done=is_done, note=note, on=on, by=by.user, who=by.name[:64]
        )
        after = {"决议": resolution.text[:60], "已办结": is_done, "落实情况": note}
        chain.record("meeting.follow_up", by=by, subject=meeting, where=meeting.organization, after=after)
    return row
