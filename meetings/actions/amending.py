"""amend: change a confirmed record, openly (R-REC-09)."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit import chain
from branches.actors import Actor
from branches.roles import Capability
from meetings import checks, errors, facts
from meetings.actions import writing
from meetings.actions.submitting import not_ready
from meetings.content import Content, difference, words
from meetings.models import Amendment, Meeting, Step


def amend(*, meeting: Meeting, reason: str, version: int | None = None, by: Actor, **changes: Any) -> Meeting:
    """Change a confirmed record with a reason; what it said stays readable beside it.

    `changes` are fields of meetings.content.Content. Counts and decisions are taken anew, and the record has to pass
    the same checks as when it was submitted. Serial and first submission stay.

    Raises ReasonNeeded, NothingChanged, NotReady, WrongMoment, Gone, and what record raises.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    reason = reason.strip()
    if len(reason) < 2:
        raise errors.ReasonNeeded(fields={"reason": errors.ReasonNeeded.sentence})
    organization = meeting.organization
    before = Content.of(meeting)
    content = replace(before, **changes)
    writing.sane(organization, content)
    writing.held_already(content)
    with transaction.atomic():
        writing.claim(meeting, "amend", version)
        seen, change, names = writing.rewrite(meeting, organization, content, before, False, by)
        old, new = difference(words(before, names), words(seen.content, names))
        if not new:
            raise errors.NothingChanged
        stops = checks.stops(checks.findings(facts.of_meeting(meeting)))
        if stops:
            raise not_ready(stops)
        if meeting.submitted_at:
            meeting.is_late = checks.is_late(content.held_on, timezone.localdate(meeting.submitted_at))
            Meeting.objects.filter(pk=meeting.pk).update(is_late=meeting.is_late)
        Amendment.objects.create(
            meeting=meeting, reason=reason[:300], before=old, after=new, by=by.user, who=by.name[:64]
        )
        writing.step(meeting, Step.Deed.AMENDED, by, reason[:300])
        meeting.roll_change = change
        chain.record(
            "meeting.amend",
            by=by,
            subject=meeting,
            where=organization,
            before=writing.for_audit(old),
            after=writing.for_audit(new),
            note=reason,
        )
    return meeting
