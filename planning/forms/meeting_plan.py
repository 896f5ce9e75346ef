"""The form of one planned meeting, filled from habit or from the plan it changes."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.datastructures import MultiValueDict

from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from meetings.forms.fields import SELECT, with_fields_of
from meetings.forms.initial_data import record_data, recording_places, usual_fields
from meetings.forms.record import HeadForm
from meetings.forms.recording_form import people_offered
from meetings.models import Meeting
from meetings.record.schema import MeetingRecord
from meetings.selectors import initial_values, roll
from meetings.selectors.alike import Comparison
from meetings.selectors.stored_record import stored_record
from meetings.states import Kind
from members.models import Member
from planning.selectors.plan_to_change import next_day

PLANNED = ("kinds", "theme", "held_on", "starts_at", "place", "host", "recorder")


@with_fields_of(MeetingRecord, only=PLANNED)
class PlanForm(HeadForm):
    """A meeting to come. Its organization decides whom one may name."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    organization = forms.ChoiceField(label="哪个党组织", widget=forms.Select(SELECT))

    def __init__(self, data: Any, *, places: Sequence[Organization], **facts: Any) -> None:
        super().__init__(data, **facts)
        self.places = {place.code: place for place in places}
        choice = cast(forms.ChoiceField, self.fields["organization"])
        choice.choices = [(place.code, place.short_name) for place in places]

    def facts(self) -> dict[str, Any]:
        """The arguments of the action plan."""
        facts = self.cleaned_data | {"organization": self.places[self.cleaned_data["organization"]]}
        people = {name: facts[name].uuid for name in ("host", "recorder") if facts[name]}
        members = Member.objects.in_bulk(people.values(), field_name="uuid")
        return facts | {name: members.get(uuid) for name, uuid in people.items()}

    def compared_with(self, uuid: str) -> Comparison:
        """What differs between a meeting that stands and the one that is being planned."""
        facts = self.facts()
        ours = Meeting(**{name: facts[name] for name in ("theme", "held_on", "starts_at", "place", "host")})
        rows = Meeting.objects.select_related("host").prefetch_related("kinds")
        return Comparison.of(rows.get(uuid=uuid), ours)


def plan_form(
    data: MultiValueDict | None, query: MultiValueDict, by: Actor, meeting: Meeting | None
) -> PlanForm:
    """The plan's form, filled from habit on the next fixed day, or from the plan it changes."""
    places = recording_places(by)
    code = (data or query).get("organization", "")
    kinds = [kind for kind in query.getlist("kinds") if kind in Kind.values]
    organization = meeting.organization if meeting else None
    organization = next((place for place in places if place.code == code), organization) or places[0]
    if not code and kinds == [Kind.GROUP]:
        organization = next((place for place in places if place.is_group), organization)
    today = clock.today()
    posts = initial_values.holders(organization, today)
    people = people_offered(posts, roll.take(organization, [], today))
    if data is not None:
        offered = {str(one.uuid) for one in people}
        strangers = [name for name in ("host", "recorder") if data.get(name) and data[name] not in offered]
        if strangers:  # of the organization that was chosen before: the usual ones here take their place
            habit, data = initial_values.habit_of(organization, data.getlist("kinds"), posts), data.copy()
            for name in strangers:
                data[name] = str(getattr(habit, name) or "")
        return PlanForm(data, people=people, places=places)
    if meeting:
        fields = record_data(stored_record(meeting)) | {"uuid": meeting.uuid, "version": meeting.version}
    else:
        habit = initial_values.habit_of(organization, kinds, posts)
        fields = usual_fields(habit, kinds, next_day(organization, kinds)) | {"uuid": uuid4()}
    return PlanForm(None, initial=fields | {"organization": organization.code}, people=people, places=places)
