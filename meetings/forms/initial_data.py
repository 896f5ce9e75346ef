"""Make the recording form with its initial data: from habit, a plan, a begun record, a draft, or the POST data."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from meetings.forms.agenda import agenda_data, follow_up_data
from meetings.forms.attendance import guest_data, mark_data
from meetings.forms.fields import form_data
from meetings.forms.procedures import part_data
from meetings.forms.record import PlanForm
from meetings.forms.recording_form import RecordingForm, people_offered
from meetings.models import Draft, Meeting
from meetings.record.conflicts import fingerprints
from meetings.record.schema import MeetingRecord
from meetings.selectors import initial_values, roll
from meetings.selectors.stored_record import stored_record
from meetings.states import MAY_HOLD, Kind, LeaveStatus, Status

BASE = re.compile(r"(?:[\w.-]{1,60}=[0-9a-f]{8}(?: |$)){0,2000}")
DRAFTS_LAST = dt.timedelta(days=14)


def recording_places(by: Actor) -> list[Organization]:
    """Where this person records: a branch and its groups, as a rule."""
    return list(
        Organization.objects.visible_to(by, Capability.RECORD_MEETING)
        .standing(clock.today())
        .order_by("path")[:200]
    )


def as_form_data(fields: dict[str, Any]) -> MultiValueDict:
    """Fields as a form would send them."""
    data: MultiValueDict = MultiValueDict()
    for name, value in fields.items():
        data.setlist(name, [str(one) for one in (value if isinstance(value, (list, tuple)) else [value])])
    return data


def record_data(record: MeetingRecord) -> dict[str, Any]:
    """What the recording page would send to say the same as the record."""
    return (
        form_data(record)
        | mark_data(record.marks)
        | guest_data(record.guest_rows)
        | agenda_data(record.agenda)
        | follow_up_data(record.follow_ups)
        | part_data(record.lecture, record.life)
    )


def form_of_meeting(
    meeting: Meeting, by: Actor, kinds: Sequence[str] = (), places: Sequence[Organization] = ()
) -> RecordingForm:
    """Go on with a planned, begun or returned record; a draft of the same person wins. It goes on from the version it was
    begun on, so that what somebody else has saved since is compared with it, not overwritten."""
    content = stored_record(meeting)
    fields = record_data(content)
    if kinds:
        fields["kinds"] = list(dict.fromkeys([*fields["kinds"], *kinds]))
    named = meeting.status != Status.PLANNED or (content.place and content.host and content.recorder)
    if meeting.status != Status.CONFIRMED and not (named and content.ends_at):
        fields |= _by_habit(meeting, fields)
    sheet = RecordingForm(
        by,
        meeting.organization,
        places or recording_places(by),
        meeting.uuid,
        meeting.version,
        as_form_data(fields),
        meeting,
    )
    sheet.base = fingerprints(content)
    draft = Draft.objects.filter(user=by.user, meeting_uuid=meeting.uuid).first()
    if draft and "version" not in draft.fields and draft.saved_at <= meeting.changed_at:
        draft = None  # kept before drafts knew their version
    if draft is None and meeting.status == Status.PLANNED:
        _mark_leave(sheet)
    return _with_draft(sheet, draft)


def _by_habit(meeting: Meeting, fields: dict[str, Any]) -> dict[str, Any]:
    """What habit adds: the end, so that nobody has to type it (R-REC-01); to a plan, which may name nobody, place and
    people too."""
    organization = meeting.organization
    habit = initial_values.habit_of(
        organization, fields["kinds"], initial_values.holders(organization, clock.today())
    )
    ends = habit.ends(timezone.localtime(meeting.starts_at).time())
    usual: dict[str, Any] = {"ends_at": f"{ends:%H:%M}" if ends else ""}
    if meeting.status == Status.PLANNED:
        usual |= {"place": habit.place, "host": habit.host or "", "recorder": habit.recorder or ""}
    return {name: value for name, value in usual.items() if not fields[name]}


def new_form(
    by: Actor,
    organization: Organization,
    places: Sequence[Organization],
    kinds: list[str],
    goes_on: bool = True,
) -> RecordingForm:
    """A new record: the draft this person left for the same organization and kinds; else the plan it fulfils, though
    held on another day; else filled from habit."""
    drafts = Draft.objects.filter(
        user=by.user, organization=organization, saved_at__gte=clock.now() - DRAFTS_LAST
    ).order_by("-saved_at")
    taken = Meeting.objects.filter(uuid__in=drafts.values("meeting_uuid")).values_list("uuid", flat=True)
    left = [
        one
        for one in drafts.exclude(meeting_uuid__in=taken)[:5]
        if not kinds or set(one.fields.get("kinds", [])) == set(kinds)
    ]
    kinds = kinds or initial_values.usual_kinds(organization)
    plan = None if left or not goes_on else _plan_of(organization, kinds)
    if plan is not None:
        return _move_to_today(form_of_meeting(plan, by, places=places))
    habit = initial_values.habit_of(organization, kinds, initial_values.holders(organization, clock.today()))
    ends = habit.ends()
    fields = {
        "kinds": kinds,
        "held_on": f"{habit.held_on:%Y-%m-%d}",
        "starts_at": f"{habit.starts:%H:%M}",
        "ends_at": f"{ends:%H:%M}" if ends else "",
        "place": habit.place,
        "host": habit.host or "",
        "recorder": habit.recorder or "",
    }
    sheet = RecordingForm(by, organization, places, uuid4(), None, as_form_data(fields))
    return _with_draft(sheet, left[0] if left else None)


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


def _move_to_today(sheet: RecordingForm) -> RecordingForm:
    """A plan whose day has not come is recorded because it was held earlier: today, until somebody says otherwise."""
    planned = sheet.meeting
    assert planned is not None
    sheet.planned_on = planned.held_on
    if sheet.restored_at is None and planned.held_on > clock.today():
        sheet.renew(sheet.data)
        sheet.data["held_on"] = f"{clock.today():%Y-%m-%d}"
    return sheet


def _mark_leave(sheet: RecordingForm) -> None:
    """Leave that was granted is marked with its reason before anybody taps."""
    granted = {
        pk: one for pk, one in sheet.roster.evidence.leaves.items() if one.status == LeaveStatus.APPROVED
    }
    for seat in sheet.roster.seats if granted else ():
        leave = granted.get(seat.member_id)
        if leave is None or not seat.is_expected or seat.member_id in sheet.roster.evidence.ins:
            continue
        sheet.data.appendlist("missing", str(seat.uuid))
        sheet.data[f"mark-{seat.uuid}"], sheet.data[f"why-{seat.uuid}"] = leave.reason_code, leave.reason


def mark_unchecked(shown: RecordingForm) -> RecordingForm:
    """The page with everybody marked missing who did not check in; the reasons are still to be chosen."""
    data = shown.data.copy()
    for place in shown.roster.without_check_in:
        data.appendlist("missing", str(place.seat.uuid))
    return RecordingForm(
        shown.by, shown.organization, shown.places, shown.uuid, shown.version, data, shown.meeting
    )


def _with_draft(sheet: RecordingForm, draft: Draft | None) -> RecordingForm:
    if draft is None:
        return sheet
    sheet.uuid, sheet.restored_at = draft.meeting_uuid, draft.saved_at
    sheet.data = as_form_data(draft.fields)
    if "version" in draft.fields:
        sheet.version, sheet.base = _version(sheet.data), _base(sheet.data)
    return sheet


def _version(data: MultiValueDict) -> int | None:
    text = data.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _base(data: MultiValueDict) -> str:
    text = data.get("base", "")
    return text if BASE.fullmatch(text) else ""


def form_from_post(
    data: MultiValueDict, by: Actor, places: Sequence[Organization], meeting: Meeting | None
) -> RecordingForm | None:
    """The page as it was sent; None when it names no organization this person records for."""
    code = data.get("organization", "")
    organization = next((place for place in places if place.code == code), None)
    if organization is None:
        return None
    return RecordingForm(
        by,
        organization,
        places,
        _uuid(data.get("uuid", "")) or uuid4(),
        _version(data),
        data,
        meeting,
        is_sent=True,
        base=_base(data),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def switch_organization(shown: RecordingForm) -> RecordingForm:
    """The page after another organization was chosen: what was typed stays, place and people are that one's own."""
    kinds = [kind for kind in shown.kinds if kind in MAY_HOLD[shown.organization.kind]]
    if shown.organization.is_group and not kinds:
        kinds = [Kind.GROUP.value]
    habit = initial_values.habit_of(shown.organization, kinds, shown.holders)
    data = shown.data.copy()
    data.setlist("kinds", kinds)
    data["place"] = habit.place or data.get("place", "")
    data["host"], data["recorder"] = str(habit.host or ""), str(habit.recorder or "")
    return RecordingForm(
        shown.by, shown.organization, shown.places, shown.uuid, shown.version, data, shown.meeting
    )


def plan_form(
    data: MultiValueDict | None, asked: MultiValueDict, by: Actor, meeting: Meeting | None
) -> PlanForm:
    """The plan's form, filled from habit on the next fixed day, or from the plan it changes."""
    places = recording_places(by)
    code = (data or asked).get("organization", "")
    kinds = [kind for kind in asked.getlist("kinds") if kind in Kind.values]
    organization = meeting.organization if meeting else None
    organization = next((place for place in places if place.code == code), organization) or places[0]
    if not code and kinds == [Kind.GROUP]:
        organization = next((place for place in places if place.is_group), organization)
    today = clock.today()
    posts = initial_values.holders(organization, today)
    people = people_offered(posts, roll.take(organization, [], today))
    if data is not None:
        return PlanForm(data, people=people, places=places)
    if meeting:
        fields = record_data(stored_record(meeting)) | {"uuid": meeting.uuid, "version": meeting.version}
    else:
        habit = initial_values.habit_of(organization, kinds, posts)
        fields = {
            "uuid": uuid4(),
            "kinds": kinds,
            "held_on": f"{initial_values.next_day(organization, kinds):%Y-%m-%d}",
            "starts_at": f"{habit.starts:%H:%M}",
            "place": habit.place,
            "host": habit.host or "",
            "recorder": habit.recorder or "",
        }
    return PlanForm(None, initial=fields | {"organization": organization.code}, people=people, places=places)
