"""Rows for tests: plain functions, valid by default, made through the actions."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from branches.models import Organization
from meetings import actions as meeting_actions
from meetings.actions.record_meeting import Recorded
from meetings.models import Amendment, Meeting, Resolution
from meetings.record.field_types import PersonReference
from meetings.record.schema import LecturePart, MeetingRecord
from meetings.selectors.stored_record import stored_record
from members.models import Member
from tests.world import World


def at(day: dt.date, hour: int = 14, minute: int = 30) -> dt.datetime:
    """That time of that day, in the installation's own zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def make_meeting(**facts: Any) -> Meeting:
    """A meeting being recorded, complete enough to be submitted when it has a host and a recorder."""
    return make_recorded(**facts).meeting


def make_recorded(
    *, organization: Organization, by: Any, held_on: dt.date = dt.date(2026, 11, 20), **facts: Any
) -> Recorded:
    """The same, with what taking the roll anew changed."""
    given = {
        "kinds": ["theme_day"],
        "starts_at": at(held_on),
        "ends_at": at(held_on, 16),
        "theme": "学习条例",
        "place": "二楼会议室",
        "minutes": "林知领学，大家讨论。",
    } | facts
    return _record(organization=organization, held_on=held_on, by=by, **given)


def plan_by_lin(world: World, starts_at: dt.datetime, **facts: Any) -> Meeting:
    """A meeting of Lin's branch, a theme day unless `kinds` says otherwise, planned by Lin."""
    given = {"organization": world.branch, "kinds": ["theme_day"], "by": world.lin.actor} | facts
    return meeting_actions.plan(held_on=timezone.localdate(starts_at), starts_at=starts_at, **given)


def record_meeting(**facts: Any) -> Meeting:
    """Record what is given by the names of MeetingRecord; uuid, version and retake go to the action."""
    return _record(**facts).meeting


def record_form(world: World, **fields: Any) -> dict[str, Any]:
    """The recording page filled in and handed in by Lin's branch, as a browser sends it."""
    return {
        "uuid": str(uuid4()),
        "organization": world.branch.code,
        "kinds": ["theme_day"],
        "theme": "学习条例",
        "held_on": "2026-11-20",
        "starts_at": "14:30",
        "ends_at": "16:00",
        "place": "二楼",
        "host": str(world.members[0].uuid),
        "recorder": str(world.members[1].uuid),
        "minutes": "林知远主持，集体学习全会精神，讨论了滨江社区的落实办法。",
        "then": "submit",
    } | fields


def answer_hints(client: Any, uuid: Any) -> Any:
    """Hand in, on the page that asks, a record whose hints all stand."""
    url = f"/meetings/{uuid}/send/"
    hints = [hint.finding.sentence for hint in client.get(url).context["page"].hints]
    return client.post(url, {"hint": hints, "answer": ["情况属实"] * len(hints)})


def _record(*, organization: Organization, by: Any, **facts: Any) -> Recorded:
    sent = {name: facts.pop(name) for name in ("uuid", "version", "retake") if name in facts}
    if "lecture" in facts["kinds"] and "version" not in sent:
        facts.setdefault("lecture", LecturePart("林知远"))  # R-REC-12
    record = MeetingRecord(**_stated(facts))
    return meeting_actions.record(organization=organization, record=record, by=by, **sent)


def amend_meeting(*, meeting: Meeting, reason: str, by: Any, **changes: Any) -> Amendment:
    """Propose these changes to what the record says, by the names of MeetingRecord."""
    sent = {name: changes.pop(name) for name in ("version", "retake") if name in changes}
    record = replace(stored_record(meeting), **_stated(changes))
    return meeting_actions.amend(meeting=meeting, record=record, reason=reason, by=by, **sent)


def _stated(facts: dict[str, Any]) -> dict[str, Any]:
    """Members as references, lists as tuples."""
    return {name: _as_stated(value) for name, value in facts.items()}


def _as_stated(value: Any) -> Any:
    if isinstance(value, Member):
        return PersonReference.to(value)
    return tuple(value) if isinstance(value, list) else value


def make_resolution(
    organization: Organization,
    matter: str,
    candidate: str,
    *,
    held_on: dt.date = dt.date(2026, 11, 20),
    kind: str = "general",
    status: str = "submitted",
    passed: bool = True,
    is_void: bool = False,
) -> Resolution:
    """A resolution of a meeting of the organization, with seven votes of eight, or two where it did not pass."""
    meeting = Meeting.objects.create(
        organization=organization,
        held_on=held_on,
        starts_at=at(held_on),
        status=status,
        submitted_at=at(held_on, 18),
        is_void=is_void,
    )
    meeting.kinds.create(kind=kind)
    item = meeting.agenda.create(position=1, title=f"讨论{candidate}的事项")
    return Resolution.objects.create(
        item=item,
        text=f"{candidate}的事项",
        kind=matter,
        candidate=candidate,
        form="secret",
        entitled=8,
        present=8,
        yes=7 if passed else 2,
        no=1 if passed else 6,
        passed=passed,
    )
