"""add_outcome, strike_outcome, make_outcome_anew: what was done after a meeting (会后落实), above all after a theme day."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core.errors import Gone
from drafts import actions as drafts
from drafts.models import Draft
from drafts.states import WorkKind
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
    if same := meeting.outcomes.filter(text=text[:500], on=on).first():
        return same  # sent twice
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
        drafts.lay_in_bin(
            uuid=UUID(int=pk),
            kind=WorkKind.OUTCOME,
            organization=where,
            title=f"{meeting}的会后落实：{outcome.text[:40]}",
            fields={"meeting": meeting.pk, "text": outcome.text, "on": outcome.on.isoformat()},
            by=by,
        )
        chain.record("meeting.strike_outcome", by=by, subject=meeting, where=where, before=before)
    return outcome


def make_outcome_anew(row: Draft, by: Actor) -> Outcome:
    """What was struck is written again, out of the bin. Raises what add_outcome raises, Gone."""
    kept, meetings = row.fields, Meeting.objects.select_related("organization")
    meeting = meetings.filter(pk=kept["meeting"]).first()
    if meeting is None:
        raise Gone
    return add_outcome(meeting=meeting, text=kept["text"], on=dt.date.fromisoformat(kept["on"]), by=by)
