"""plan and cancel: what is going to be held."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from audit import chain
from branches.actors import Actor
from branches.models import Organization
from branches.roles import Capability
from core import clock
from meetings import errors
from meetings.actions import writing
from meetings.content import Content, difference, words
from meetings.models import Meeting, Step
from meetings.states import Status
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
    writing.sane(organization, content)
    if held_on < clock.today():
        sentence = errors.AlreadyOver.sentence.format(on=f"{held_on.month}月{held_on.day}日")
        raise errors.AlreadyOver(sentence, fields={"held_on": sentence})
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
        writing.write_kinds(meeting, content.kinds)
        writing.step(meeting, Step.Deed.PLANNED, by)
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
    writing.claim(
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
    writing.write_kinds(meeting, content.kinds, before.kinds)
    old, new = difference(words(before, {}), words(content, {}))
    chain.record("meeting.plan", by=by, subject=meeting, where=organization, before=old, after=new)
    return meeting


def cancel(*, meeting: Meeting, version: int | None = None, by: Actor) -> Meeting:
    """Call a planned meeting off. What was held cannot be cancelled. Raises WrongMoment, Gone, PollUnderWay."""
    by.must(Capability.RECORD_MEETING, meeting.organization)
    with transaction.atomic():
        was = meeting.status
        writing.claim(meeting, "cancel", version)
        if meeting.polls.filter(closed_at__isnull=True).exists():
            meeting.status, meeting.version = was, meeting.version - 1
            raise errors.PollUnderWay
        writing.step(meeting, Step.Deed.CANCELLED, by)
        chain.record(
            "meeting.cancel",
            by=by,
            subject=meeting,
            where=meeting.organization,
            before={"状态": Status.PLANNED.label},
            after={"状态": Status.CANCELLED.label},
        )
    return meeting
