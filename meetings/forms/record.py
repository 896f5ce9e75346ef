"""The head of a record or a plan: kinds, time, place, who chairs; and the short forms beside a record."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils import timezone

from branches.models import Organization
from meetings.forms.fields import CONTROL, SELECT, People, with_fields_of
from meetings.forms.rows import PartForm
from meetings.models import Meeting
from meetings.record.field_types import Moment, fields_of
from meetings.record.schema import MeetingRecord
from meetings.selectors.alike import Comparison
from members.models import Member

PLANNED = ("kinds", "theme", "held_on", "starts_at", "place", "host", "recorder")
MOMENTS = tuple(one.name for one in fields_of(MeetingRecord) if isinstance(one.type, Moment))


class HeadForm(PartForm):
    """The fields of a record that are no rows; its instants are typed as times of the day."""

    def __init__(self, data: Any, *, people: People, **facts: Any) -> None:
        super().__init__(data, people=people, **facts)
        look = {"class": "form-control theme", "rows": 1, "cols": False}
        self.fields["theme"].widget = forms.Textarea(self.fields["theme"].widget.attrs | look)
        for name in ("held_on", "starts_at"):
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if "held_on" in values:
            for name in MOMENTS:
                if isinstance(time := values.get(name), dt.time):
                    night = dt.timedelta(days=name == "ends_at" and bool(values.get("ends_next_day")))
                    values[name] = timezone.make_aware(dt.datetime.combine(values["held_on"] + night, time))
        values.pop("ends_next_day", None)
        return values


@with_fields_of(MeetingRecord)
class RecordForm(HeadForm):
    ends_next_day = forms.BooleanField(
        label="次日", required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )

    def __init__(self, data: Any, *, people: People) -> None:
        super().__init__(data, people=people)
        self.fields["host_note"].help_text = "主持人不是书记、副书记或支委时，写一句是谁委托的。"
        self.fields["minutes"].help_text = "写清谁说了什么、怎么定的。有不同意见也要记下来。"
        self.fields["minutes"].widget.attrs["rows"] = 6


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


class CancelForm(forms.Form):
    """The reason for cancelling a record."""

    reason = forms.CharField(
        label="为什么取消", max_length=500, required=False, widget=forms.TextInput(CONTROL)
    )
