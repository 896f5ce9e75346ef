"""follow_up: note how far a decision was carried out, also between meetings."""

import datetime as dt

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import short_date
from meetings import errors
from meetings.models import FollowUp, Resolution
from meetings.selectors import open_tasks


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
        raise errors.NoteNeeded.at("note")
    if on > clock.today():
        raise errors.DayAhead.at("on")
    if on < meeting.held_on:
        raise errors.BeforeTheMeeting.at("on", day=short_date(meeting.held_on))
    with transaction.atomic():
        # Takes the decision's row, so that it is not done twice.
        Resolution.objects.select_for_update().filter(pk=resolution.pk).first()
        if not open_tasks.open_decisions().filter(pk=resolution.pk).exists():
            raise errors.NoSuchDecision
        row = FollowUp.objects.create(
            resolution=resolution, is_done=is_done, note=note, on=on, by=by.user, who=by.name[:64]
        )
        chain.record(
            "meeting.follow_up",
            by=by,
            subject=meeting,
            where=meeting.organization,
            after={"决议": resolution.text[:60], "办完了": is_done, "落实情况": note},
        )
    return row
