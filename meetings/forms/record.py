"""The head of a record or a plan: kinds, time, place, who chairs; and why a record is cancelled."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from meetings.forms.fields import CONTROL, People, with_fields_of
from meetings.forms.rows import PartForm
from meetings.record.field_types import Moment, fields_of
from meetings.record.schema import MeetingRecord

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


class CancelForm(forms.Form):
    """The reason for cancelling a record."""

    reason = forms.CharField(
        label="为什么取消", max_length=500, required=False, widget=forms.TextInput(CONTROL)
    )
