"""add_outcome, strike_outcome: what was done after a meeting (会后落实), above all after a theme day."""

import datetime as dt

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core.errors import Gone
from life.actions.rectify_problems import require_day_after, require_happened
from life.errors import OutcomeNeeded
from meetings.models import Meeting, Outcome


def add_outcome(*, meeting: Meeting, text: str, on: dt.date, by: Actor) -> Outcome:
    """Say what was done after a meeting; no amendment, also after the record was confirmed (Art. 16).

    Raises NotHappened, OutcomeNeeded, DayAhead, BeforeTheMeeting.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    require_happened(meeting)
    text = text.strip()
    if len(text) < 2:
        raise OutcomeNeeded.at("text")
    require_day_after(meeting, on, "on")
    with transaction.atomic():
        outcome = Outcome.objects.create(
            meeting=meeting, text=text[:500], on=on, by=by.user, who=by.name[:64]
        )
        after = {"会后落实": outcome.text, "日期": on}
        chain.record("meeting.add_outcome", by=by, subject=meeting, where=meeting.organization, after=after)
    return outcome


def strike_outcome(*, outcome: Outcome, by: Actor) -> Outcome:
    """Take back what was written by mistake; the entry in the audit keeps it. Raises NotYours, Gone."""
    meeting, pk = outcome.meeting, outcome.pk
    by.must(Capability.RECORD_MEETING, meeting.organization)
    with transaction.atomic():
        if not Outcome.objects.filter(pk=pk).delete()[0]:
            raise Gone
        before = {"会后落实": outcome.text, "日期": outcome.on, "何人": outcome.who}
        where = meeting.organization
        chain.record("meeting.strike_outcome", by=by, subject=meeting, where=where, before=before)
    return outcome
