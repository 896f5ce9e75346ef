"""take_back_confirmation: undo a confirmation on the day it was given. It stands here because a frozen month forbids it."""

from django.utils import timezone

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from core.clock import Period
from core.dates_zh import full_month, short_date, short_moment
from meetings.models import Amendment, Meeting, Step
from meetings.states import MOVES
from obligations import errors
from obligations.models import FrozenMonth


def take_back_confirmation(*, meeting: Meeting, version: int | None = None, by: Actor) -> Meeting:
    """Let the record wait for review again. Only who confirmed it, until the day ends, while nothing is frozen or amended.

    Raises NotWhoConfirmed, ConfirmedEarlier, ConfirmationFrozen, AmendedSince; WrongMoment, Gone.
    """
    by.must(Capability.VERIFY, meeting.organization)
    with claim(meeting, MOVES, "take_back", by, version=version, confirmed_at=None):
        given = meeting.steps.filter(deed=Step.Type.CONFIRMED).last()
        if given is None or by.user is None or given.by_id != by.user.pk:
            who = given.who if given else "别人"
            raise errors.NotWhoConfirmed(who=who, when=short_moment(given.at) if given else "")
        on = timezone.localdate(given.at)
        if on != clock.today():
            raise errors.ConfirmedEarlier(on=short_date(on))
        month = Period.month(meeting.held_on)
        if FrozenMonth.objects.holding(meeting.organization).filter(month=month.since).exists():
            raise errors.ConfirmationFrozen(month=full_month(month.since))
        if Amendment.objects.filter(meeting=meeting, asked_at__gte=given.at).exists():
            raise errors.AmendedSince
    return meeting
