"""plan and cancel: plan a meeting or change its plan, and cancel a plan or a record that must not count."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from audit import chain
from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from core.dates_zh import short_date
from core.moves import swap
from drafts import actions as drafts
from meetings import errors
from meetings.actions import write_record
from meetings.actions.ask_once import keep_apart, must_be_another
from meetings.models import Meeting, Step
from meetings.record.columns import column_values
from meetings.record.field_types import PersonReference
from meetings.record.schema import MeetingRecord
from meetings.record.words import difference, record_words
from meetings.rules import checks
from meetings.rules.checks import Alike
from meetings.selectors.alike import meetings_alike
from meetings.selectors.stored_record import member_keys, stored_record
from meetings.states import MOVES, STANDING_LEAVE, Status

PLANNED = ("theme", "held_on", "starts_at", "place", "host_id", "recorder_id")
"""The columns of a record that a plan has."""


def plan(
    *,
    organization: Organization,
    kinds: Iterable[str],
    held_on: dt.date,
    starts_at: dt.datetime,
    theme: str = "",
    place: str = "",
    host: PersonReference | None = None,
    recorder: PersonReference | None = None,
    uuid: UUID | None = None,
    version: int | None = None,
    distinct_from: Collection[UUID] | None = None,
    by: Actor,
) -> Meeting:
    """Plan a meeting for today or later, or change the plan of that uuid (then with the version seen).

    Where one alike stands it is asked about once (R-REC-13); `distinct_from` says of which this is another. None where
    nobody can be asked, as with the plans of a year.

    Raises SameMeeting, NoKind, MayNotHold, DayAndTimeDiffer, AlreadyOver, AlreadyThere, Gone, WrongMoment.
    """
    by.must(Capability.RECORD_MEETING, organization)
    record = MeetingRecord(
        kinds=tuple(dict.fromkeys(kinds)),
        held_on=held_on,
        starts_at=starts_at,
        theme=theme.strip(),
        place=place.strip(),
        host=host,
        recorder=recorder,
    )
    checks.refuse(checks.contradictions(checks.Body.of(organization), record), record.held_on)
    if held_on < clock.today():
        raise errors.AlreadyOver.at("held_on", on=short_date(held_on))
    columns = column_values(record, member_keys(record))
    planned = {name: columns[name] for name in PLANNED}
    with transaction.atomic():
        there = uuid and Meeting.objects.select_related("organization").filter(uuid=uuid).first()
        if there:
            return _replan(there, organization, record, planned, version, distinct_from, by)
        meeting = Meeting(uuid=uuid or uuid4(), organization=organization, **planned)
        alike = _meetings_apart(organization, record, meeting, distinct_from)
        try:
            with transaction.atomic():
                meeting.save(force_insert=True)
        except IntegrityError as taken:
            raise errors.AlreadyThere(status=Status.PLANNED.label) from taken
        write_record.write_kinds(meeting, record.kinds)
        write_record.step(meeting, Step.Type.PLANNED, by)
        keep_apart(meeting, alike, by)
        chain.record(
            "meeting.plan", by=by, subject=meeting, where=organization, after=record_words(record, {})
        )
        return meeting


def _replan(
    meeting: Meeting,
    organization: Organization,
    record: MeetingRecord,
    planned: dict[str, Any],
    version: int | None,
    distinct_from: Collection[UUID] | None,
    by: Actor,
) -> Meeting:
    if not by.may(Capability.RECORD_MEETING, meeting.organization):
        raise errors.AlreadyThere("这个编号已经用过，请换一个。")
    if version is None:
        raise errors.AlreadyThere(status=Status(meeting.status).label)
    before = stored_record(meeting)
    is_moved = (before.kinds, before.held_on, before.starts_at) != (
        record.kinds,
        record.held_on,
        record.starts_at,
    )
    alike = _meetings_apart(organization, record, meeting, distinct_from if is_moved else None)
    swap(meeting, MOVES, "plan", version=version, organization=organization, **planned)
    write_record.write_kinds(meeting, record.kinds, before.kinds)
    keep_apart(meeting, alike, by)
    old, new = difference(record_words(before, {}), record_words(record, {}))
    chain.record("meeting.plan", by=by, subject=meeting, where=organization, before=old, after=new)
    return meeting


def _meetings_apart(
    organization: Organization,
    record: MeetingRecord,
    meeting: Meeting,
    distinct_from: Collection[UUID] | None,
) -> list[Alike]:
    """Those alike of which this one is said to be another. Raises SameMeeting."""
    if distinct_from is None:
        return []
    alike = meetings_alike(organization, record, meeting)
    must_be_another(alike, distinct_from)
    return alike


def cancel(*, meeting: Meeting, reason: str = "", version: int | None = None, by: Actor) -> Meeting:
    """Call a planned meeting off; or set a record aside that was begun or sent back and should not be there.

    A record needs a reason, and so does a plan for which somebody asked for leave. It counts nowhere any more and
    stays readable as it was written; what is still typed for it goes, as when it is saved. What was handed in is not
    cancelled before it is sent back.

    Raises CancelReasonNeeded, MeetingNeededElsewhere where a hold stands, WrongMoment, Gone, PollUnderWay.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    was, reason = Status(meeting.status), reason.strip()[:500]
    concerns_others = meeting.leaves.filter(status__in=STANDING_LEAVE).exists()
    if (concerns_others or was in (Status.HELD, Status.RETURNED)) and len(reason) < 2:
        sentence = "已有人请假，取消会议要写明原因，至少2个字。" if was == Status.PLANNED else ""
        raise errors.CancelReasonNeeded.at("reason", sentence)
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)  # no poll opens meanwhile
        if meeting.polls.filter(closed_at__isnull=True).exists():
            raise errors.PollUnderWay
        if hold := meeting.holds.order_by("pk").first():
            raise errors.MeetingNeededElsewhere(hold.sentence, code=hold.code)
        with claim(meeting, MOVES, "cancel", by, version=version) as entry:
            entry.note = reason
            drafts.set_aside(uuid=meeting.uuid)
    return meeting
