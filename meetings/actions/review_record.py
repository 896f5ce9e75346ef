"""return_for_revision and confirm: the office above reviews a submitted record."""

from typing import Any

from django.db import transaction
from django.db.models import F

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.persons import must_be_a_person, must_be_another_person
from branches.workflow.transition import transition
from core import clock
from core.dates_zh import short_moment
from meetings import errors
from meetings.models import Meeting, Step
from meetings.record.proposals import to_proposal
from meetings.selectors.stored_record import stored_record
from meetings.states import MOVES
from members.actions.places import must_be_about_another
from members.models import Member


def return_for_revision(*, meeting: Meeting, comment: str, version: int | None = None, by: Actor) -> Meeting:
    """Send a record back with what has to be changed.

    Raises CommentNeeded, MeetingNeededElsewhere while a decision rests on one of its resolutions, AlreadyDecided,
    WrongMoment, Gone.
    """
    by.must(Capability.VERIFY, meeting.organization)
    comment = comment.strip()[:500]
    if len(comment) < 2:
        raise errors.CommentNeeded.at("comment")
    if hold := meeting.holds.exclude(resolution=None).order_by("pk").first():
        raise errors.MeetingNeededElsewhere(hold.sentence, code=hold.code)
    said, returned = to_proposal(stored_record(meeting)), F("returned_count") + 1
    with transaction.atomic():
        _decide(meeting, "return_for_revision", by, version=version, note=comment, returned_count=returned)
        returned_step = meeting.steps.filter(deed=Step.Type.RETURNED).order_by("-id")[:1]
        Step.objects.filter(pk__in=returned_step.values("pk")).update(record=said)
    return meeting


def confirm(*, meeting: Meeting, comment: str = "", version: int | None = None, by: Actor) -> Meeting:
    """Accept, as another person than who ever submitted, chaired or wrote it, a record; from now on it changes by amendment only (R-REC-09).
    A comment stands with the step, nothing is to be changed.

    Raises NotAPerson, ConfirmedByTheSame, AlreadyDecided, WrongMoment, Gone.
    """
    by.must(Capability.VERIFY, meeting.organization)
    if by.user is not None:
        must_be_a_person(by)
        for step in meeting.steps.filter(deed=Step.Type.SUBMITTED).select_related("by"):
            must_be_another_person(step.by, by, errors.ConfirmedByTheSame)
        for member in Member.objects.filter(pk__in=[meeting.host_id, meeting.recorder_id]):
            must_be_about_another(member, by, errors.ConfirmedByTheSame)
    note = comment.strip()[:500]
    return _decide(meeting, "confirm", by, version=version, note=note, confirmed_at=clock.now())


def _decide(meeting: Meeting, name: str, by: Actor, **values: Any) -> Meeting:
    """The move; where another was first, the refusal names who decided, what and when."""
    try:
        return transition(meeting, MOVES, name, by, **values)
    except errors.WrongMoment as refusal:
        last = meeting.steps.last()
        if last is None or last.deed not in (Step.Type.RETURNED, Step.Type.CONFIRMED):
            raise
        deed = last.get_deed_display()
        raise errors.AlreadyDecided(who=last.who, when=short_moment(last.at), deed=deed) from refusal
