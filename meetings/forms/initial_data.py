"""Make the recording form with its initial data: from habit, a plan, a begun record, a draft, or the POST data."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.parsing import parse_number, parse_uuid
from drafts.models import Draft
from meetings.forms.agenda import agenda_data, follow_up_data
from meetings.forms.attendance import mark_data
from meetings.forms.fields import form_data, rows_data
from meetings.forms.procedures import part_data
from meetings.forms.recording_form import RecordingForm
from meetings.models import Leave, Meeting
from meetings.record.conflicts import fingerprints
from meetings.record.schema import MeetingRecord
from meetings.rules import signing
from meetings.selectors import initial_values
from meetings.selectors.initial_values import Habit
from meetings.selectors.stored_record import stored_record
from meetings.states import AttendanceState, Kind, LeaveStatus, Reason, Status, kinds_held

BASE = re.compile(r"(?:[\w.-]{1,60}=[0-9a-f]{8}(?: |$)){0,2000}")


def recording_places(by: Actor) -> list[Organization]:
    """Where this person records: a branch and its groups, as a rule."""
    return list(
        Organization.objects.visible_to(by, Capability.RECORD_MEETING)
        .standing(clock.today())
        .order_by("path")[:200]
    )


def as_form_data(fields: dict[str, Any]) -> MultiValueDict:
    """Form data of these fields, lists as several values."""
    data: MultiValueDict = MultiValueDict()
    for name, value in fields.items():
        data.setlist(name, [str(one) for one in (value if isinstance(value, (list, tuple)) else [value])])
    return data


def record_data(record: MeetingRecord) -> dict[str, Any]:
    """The form data of a record."""
    return (
        form_data(record)
        | {"ends_next_day": "on" if record.ends_next_day else ""}
        | mark_data(record.marks)
        | rows_data(record.guest_rows, "guest")
        | rows_data(record.partner_units, "unit")
        | agenda_data(record.agenda)
        | follow_up_data(record.follow_ups)
        | part_data(record.lecture, record.life)
    )


def form_of_meeting(
    meeting: Meeting,
    by: Actor,
    kinds: Sequence[str] = (),
    places: Sequence[Organization] = (),
    work: str = Draft.Kind.RECORD,
) -> RecordingForm:
    """The form of a planned, begun or returned record; this person's draft of it comes first. A draft keeps the version
    it was begun on, so that what somebody else has saved since is compared with it, not overwritten."""
    record = stored_record(meeting)
    fields = record_data(record)
    if kinds:
        fields["kinds"] = list(dict.fromkeys([*fields["kinds"], *kinds]))
    names_people = meeting.status != Status.PLANNED or (record.place and record.host and record.recorder)
    if meeting.status != Status.CONFIRMED and not (names_people and record.ends_at):
        fields |= _by_habit(meeting, fields)
    form = RecordingForm(
        by,
        meeting.organization,
        places or recording_places(by),
        meeting.uuid,
        meeting.version,
        as_form_data(fields),
        meeting,
    )
    form.base = fingerprints(record)
    draft = draft_of(meeting.uuid, by, work)
    if draft and "version" not in draft.fields and draft.saved_at <= meeting.changed_at:
        draft = None  # kept before drafts knew their version
    if draft is None and meeting.status == Status.PLANNED:
        _mark_known(form)
    return _with_draft(form, draft)


def draft_of(uuid: UUID, by: Actor, work: str = Draft.Kind.RECORD) -> Draft | None:
    """This person's unfinished work on this record, once something was typed."""
    rows = Draft.objects.written_by(by).unfinished().select_related("organization")
    draft = rows.filter(uuid=uuid, kind=work).first()
    return draft if draft and draft.fields else None


def _habit_today(organization: Organization, kinds: list[str]) -> Habit:
    return initial_values.habit_of(organization, kinds, initial_values.holders(organization, clock.today()))


def usual_fields(habit: Habit, kinds: list[str], held_on: dt.date) -> dict[str, Any]:
    """The form data of what is usual; a plan has the same."""
    return {
        "kinds": kinds,
        "held_on": f"{held_on:%Y-%m-%d}",
        "starts_at": f"{habit.starts:%H:%M}",
        "place": habit.place,
        "host": habit.host or "",
        "recorder": habit.recorder or "",
    }


def _hours_data(starts: dt.time | None, ends: dt.time | None) -> dict[str, str]:
    return {"starts_at": _time_data(starts), "ends_at": _time_data(ends)}


def _time_data(time: dt.time | None) -> str:
    return f"{time:%H:%M}" if time else ""


def _by_habit(meeting: Meeting, fields: dict[str, Any]) -> dict[str, Any]:
    """The usual end, so that nobody has to type it (R-REC-01); for a plan, which may name nobody, place and people too."""
    habit = _habit_today(meeting.organization, fields["kinds"])
    ends = habit.ends(timezone.localtime(meeting.starts_at).time(), meeting.held_on)
    usual: dict[str, Any] = {"ends_at": _time_data(ends)}
    if meeting.status == Status.PLANNED:
        usual |= {"place": habit.place, "host": habit.host or "", "recorder": habit.recorder or ""}
    return {name: value for name, value in usual.items() if not fields[name]}


def new_form(
    by: Actor,
    organization: Organization,
    places: Sequence[Organization],
    kinds: list[str],
    goes_on: bool = True,
    uuid: UUID | None = None,
) -> RecordingForm:
    """A new record, or what was typed for it under this id; else the plan it fulfils, though held on another day; else
    filled from habit."""
    draft = draft_of(uuid, by) if uuid else None
    if draft and draft.organization in places:
        organization = draft.organization
    kinds = kinds or initial_values.usual_kinds(organization)
    plan = _plan_of(organization, kinds) if goes_on and uuid is None else None
    if plan is not None:
        return _move_to_today(form_of_meeting(plan, by, places=places))
    habit = _habit_today(organization, kinds)
    fields = usual_fields(habit, kinds, habit.held_on) | _hours_data(*habit.hours())
    form = RecordingForm(by, organization, places, uuid or uuid4(), None, as_form_data(fields))
    return _with_draft(form, draft)


def _plan_of(organization: Organization, kinds: Sequence[str]) -> Meeting | None:
    """The plan of these kinds, perhaps of others too, that still stands, of this month or the one before: the oldest
    first. Recording it on another day is the same meeting, moved, and leaves no plan behind."""
    if not kinds:
        return None
    month = clock.Period.month(clock.today())
    plans = (
        Meeting.objects.filter(
            organization=organization,
            status=Status.PLANNED,
            held_on__range=(month.previous().since, month.until),
        )
        .select_related("organization", "host", "recorder")
        .prefetch_related("kinds")
        .order_by("held_on", "id")
    )
    return next((one for one in plans if {row.kind for row in one.kinds.all()} >= set(kinds)), None)


def _move_to_today(form: RecordingForm) -> RecordingForm:
    """Set the day of a plan that is still to come to today: it is recorded now because it was held earlier than planned."""
    planned = form.meeting
    assert planned is not None
    form.planned_on = planned.held_on
    if form.restored_at is None and planned.held_on > clock.today():
        today, starts = clock.today(), timezone.localtime(planned.starts_at).time()
        form.data["held_on"] = f"{today:%Y-%m-%d}"
        length = _habit_today(planned.organization, form.kinds).length
        for name, value in _hours_data(*initial_values.hours_until_now(today, starts, length)).items():
            form.data[name] = value
        return replace(form)  # without the roll of the planned day
    return form


def _mark_known(form: RecordingForm) -> None:
    """Mark those whose leave was approved, with its reason, and those who checked in without being expected."""
    known = form.roster.evidence.ins
    starts_at = form.roster.starts_at
    for uuid, at in form.roster.evidence.signed(form.roster.seats).items():
        if starts_at and signing.is_late(at, starts_at):
            form.data[f"mark-{uuid}"] = AttendanceState.LATE.value
    for seat in form.roster.seats if known else ():
        if not seat.is_expected and seat.member_id in known:
            form.data.appendlist("came", str(seat.uuid))
    granted = {
        pk: one for pk, one in form.roster.evidence.leaves.items() if one.status == LeaveStatus.APPROVED
    }
    for seat in form.roster.seats if granted else ():
        leave = granted.get(seat.member_id)
        if leave is None or not seat.is_expected or seat.member_id in form.roster.evidence.ins:
            continue
        form.data.appendlist("missing", str(seat.uuid))
        form.data[f"mark-{seat.uuid}"], form.data[f"why-{seat.uuid}"] = leave.reason_code, leave.reason


def mark_unchecked(form: RecordingForm) -> RecordingForm:
    """The form with everybody marked missing of whom nothing is known; the reasons are still to be chosen."""
    data = form.data.copy()
    for row in form.roster.undecided:
        data.appendlist("missing", str(row.seat.uuid))
        data[f"mark-{row.seat.uuid}"] = ""
    return _not_sent(form, data)


def mark_came(form: RecordingForm, who: str) -> RecordingForm:
    """The form with one member there, or `all` of whom nothing is known: 补签, or in time after all (R-ATT-07, R-ATT-08)."""
    data = form.data.copy()
    for row in form.roster.rows:
        if who == str(row.seat.uuid) or (who == "all" and row.is_undecided):
            data[f"mark-{row.seat.uuid}"] = AttendanceState.PRESENT.value
    return _not_sent(form, data)


def mark_decided(form: RecordingForm, leave: Leave) -> RecordingForm:
    """The form after a request for leave was decided on it: excused with its reason, absent without leave, or there."""
    seat = next(
        (one for one in form.roster.seats if one.member_id == leave.member_id and one.is_expected), None
    )
    data = form.data.copy()
    if seat is None:
        return _not_sent(form, data)
    key = str(seat.uuid)
    data.setlist("missing", [one for one in data.getlist("missing") if one != key])
    reason: dict[str, str] = {
        LeaveStatus.APPROVED: leave.reason_code,
        LeaveStatus.REFUSED: Reason.UNEXCUSED.value,
    }
    if leave.status in reason:
        data.appendlist("missing", key)
        data[f"why-{key}"] = leave.reason if leave.status == LeaveStatus.APPROVED else ""
    data[f"mark-{key}"] = reason.get(leave.status, "")
    return _not_sent(form, data)


def without_change(form: RecordingForm) -> RecordingForm:
    return _not_sent(form, form.data.copy())


def _not_sent(form: RecordingForm, data: MultiValueDict) -> RecordingForm:
    """The same form with other data, which nobody has sent yet."""
    return replace(form, data=data, is_sent=False, base="")


def _with_draft(form: RecordingForm, draft: Draft | None) -> RecordingForm:
    if draft is None:
        return form
    form.restored_at = draft.saved_at
    form.data = as_form_data(draft.fields)
    if "version" in draft.fields:
        form.version, form.base = parse_number(form.data.get("version", "")), _base(form.data)
    return form


def _base(data: MultiValueDict) -> str:
    text = data.get("base", "")
    return text if BASE.fullmatch(text) else ""


def form_from_post(
    data: MultiValueDict, by: Actor, places: Sequence[Organization], meeting: Meeting | None
) -> RecordingForm | None:
    """The form as it was sent; None when it names no organization this person records for."""
    code = data.get("organization", "")
    organization = next((place for place in places if place.code == code), None)
    if organization is None:
        return None
    uuid, version = parse_uuid(data.get("uuid", "")) or uuid4(), parse_number(data.get("version", ""))
    return RecordingForm(
        by, organization, places, uuid, version, data, meeting, is_sent=True, base=_base(data)
    )


def switch_organization(form: RecordingForm) -> RecordingForm:
    """The form after another organization was chosen: what was typed stays, place and people are the usual ones there."""
    place = form.organization
    kinds = [kind for kind in form.kinds if kind in kinds_held(place.kind, place.special_provision)]
    if form.organization.is_group and not kinds:
        kinds = [Kind.GROUP.value]
    habit = initial_values.habit_of(form.organization, kinds, form.holders)
    data = form.data.copy()
    data.setlist("kinds", kinds)
    data["place"] = habit.place or data.get("place", "")
    data["host"], data["recorder"] = str(habit.host or ""), str(habit.recorder or "")
    return _not_sent(form, data)
