"""return_for_revision and confirm: what the office does with a record."""

from django.db import transaction
from django.db.models import F

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core import clock
from meetings import errors
from meetings.actions import write_record
from meetings.models import Meeting, Step
from meetings.states import Status


def return_for_revision(*, meeting: Meeting, comment: str, version: int | None = None, by: Actor) -> Meeting:
    """Send a record back with what has to be changed. Raises CommentNeeded, WrongMoment, Gone."""
    by.must(Capability.VERIFY, meeting.organization)
    comment = comment.strip()
    if len(comment) < 2:
        raise errors.CommentNeeded(fields={"comment": errors.CommentNeeded.sentence})
    with transaction.atomic():
        write_record.claim(meeting, "return_for_revision", version)
        Meeting.objects.filter(pk=meeting.pk).update(returned_count=F("returned_count") + 1)
        meeting.returned_count += 1
        write_record.step(meeting, Step.Deed.RETURNED, by, comment[:500])
        chain.record(
            "meeting.return_for_revision",
            by=by,
            subject=meeting,
            where=meeting.organization,
            before={"状态": Status.SUBMITTED.label},
            after={"状态": Status.RETURNED.label},
            note=comment[:500],
        )
    return meeting


def confirm(*, meeting: Meeting, version: int | None = None, by: Actor) -> Meeting:
    """Accept a record; from now on it changes by amendment only (R-REC-09). Raises WrongMoment, Gone."""
    by.must(Capability.VERIFY, meeting.organization)
    with transaction.atomic():
        write_record.claim(meeting, "confirm", version, confirmed_at=clock.now())
        write_record.step(meeting, Step.Deed.CONFIRMED, by)
        chain.record(
            "meeting.confirm",
            by=by,
            subject=meeting,
            where=meeting.organization,
            before={"状态": Status.SUBMITTED.label},
            after={"状态": Status.CONFIRMED.label},
        )
    return meeting
