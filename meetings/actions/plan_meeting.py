"""plan and cancel: what is going to be held, and what is not to stand."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from core.dates_zh import short_date
from meetings import errors
from meetings.actions import write_record
from meetings.models import Draft, Meeting, Step
from meetings.record.schema import Content, difference, words
from meetings.states import MOVES, Stage, Status
from members.models import Member


def plan(
    *,
    organization: Organization,
    kinds: Iterable[str],
    held_on: dt.date,
    starts_at: dt.datetime,
    theme: str = "",
    place: str = "",
    host: Member | None = None,
    recorder: Member | None = None,
    uuid: UUID | None = None,
    version: int | None = None,
    by: Actor,
) -> Meeting:
    """Plan a meeting for today or later, or change the plan of that uuid (then with the version seen).

    Raises NoKind, MayNotHold, DayAndTimeDiffer, AlreadyOver, AlreadyThere, Gone, WrongMoment.
    """
    by.must(Capability.RECORD_MEETING, organization)
    content = Content(
        kinds=tuple(dict.fromkeys(kinds)),
        held_on=held_on,
        starts_at=starts_at,
        theme=theme.strip(),
        place=place.strip(),
        host=host,
        recorder=recorder,
    )
    write_record.sane(organization, content)
    if held_on < clock.today():
        raise errors.AlreadyOver.at("held_on", on=short_date(held_on))
    with transaction.atomic():
        there = uuid and Meeting.objects.select_related("organization").filter(uuid=uuid).first()
        if there:
            return _replan(there, organization, content, version, by)
        meeting = Meeting(
            uuid=uuid or uuid4(),
            organization=organization,
            theme=content.theme,
            held_on=held_on,
            starts_at=starts_at,
            place=content.place,
            host=host,
            recorder=recorder,
        )
        try:
            with transaction.atomic():
                meeting.save(force_insert=True)
        except IntegrityError as taken:
            raise errors.AlreadyThere(status=Status.PLANNED.label) from taken
        write_record.write_kinds(meeting, content.kinds)
        write_record.step(meeting, Step.Deed.PLANNED, by)
        chain.record("meeting.plan", by=by, subject=meeting, where=organization, after=words(content, {}))
        return meeting


def _replan(
    meeting: Meeting, organization: Organization, content: Content, version: int | None, by: Actor
) -> Meeting:
    if not by.may(Capability.RECORD_MEETING, meeting.organization):
        raise errors.AlreadyThere("这个编号已经用过，请换一个。")
    if version is None:
        raise errors.AlreadyThere(status=Status(meeting.status).label)
    before = Content.of(meeting)
    write_record.claim(
        meeting,
        "plan",
        version,
        organization=organization,
        theme=content.theme,
        held_on=content.held_on,
        starts_at=content.starts_at,
        place=content.place,
        host=content.host,
        recorder=content.recorder,
    )
    write_record.write_kinds(meeting, content.kinds, before.kinds)
    old, new = difference(words(before, {}), words(content, {}))
    chain.record("meeting.plan", by=by, subject=meeting, where=organization, before=old, after=new)
    return meeting


def cancel(*, meeting: Meeting, reason: str = "", version: int | None = None, by: Actor) -> Meeting:
    """Call a planned meeting off; or set a record aside that was begun or sent back and should not be there.

    A record needs a reason. It counts nowhere any more and stays readable as it was written; what is still typed for it
    goes, as when it is saved. What was handed in is not cancelled before it is sent back.

    Raises CancelReasonNeeded, GradedHere, WrongMoment, Gone, PollUnderWay.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    was, reason = Status(meeting.status), reason.strip()[:500]
    if was in (Status.HELD, Status.RETURNED) and len(reason) < 2:
        raise errors.CancelReasonNeeded.at("reason")
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)  # no poll opens meanwhile
        if meeting.polls.filter(closed_at__isnull=True).exists():
            raise errors.PollUnderWay
        graded = meeting.appraisals.exclude(stage__in=(Stage.SELF, Stage.MUTUAL)).first()
        if graded is not None:  # its vote would hang on a meeting that never was
            raise errors.GradedHere(year=graded.year)
        with claim(meeting, MOVES, "cancel", by, version=version) as entry:
            entry.note = reason
            Draft.objects.filter(meeting_uuid=meeting.uuid).delete()
    return meeting
