"""Forms of organizational life: make-up, and the link of a stand-in."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from core import clock
from meetings.forms.fields import CONTROL, SELECT
from meetings.states import MakeUpMethod


class MakeUpForm(forms.Form):
    meeting = forms.UUIDField(widget=forms.HiddenInput)
    member = forms.UUIDField(required=False, widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label="方式", choices=MakeUpMethod, required=False, widget=forms.Select(attrs=SELECT)
    )
    note = forms.CharField(
        label="学了什么", max_length=300, required=False, widget=forms.TextInput(attrs=CONTROL)
    )
    done_on = forms.DateField(
        label="哪天",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=CONTROL | {"type": "date"}),
    )


class StandInForm(forms.Form):
    """The link for a stand-in: for whom, and until which time of the meeting's day."""

    name = forms.CharField(label="交给谁", max_length=64, widget=forms.TextInput(attrs=CONTROL))
    until = forms.TimeField(
        label="有效到", widget=forms.TimeInput(format="%H:%M", attrs=CONTROL | {"type": "time"})
    )

    def facts(self, day: dt.date) -> dict[str, Any]:
        day = max(day, clock.today())
        until = timezone.make_aware(dt.datetime.combine(day, self.cleaned_data["until"]))
        return {"name": self.cleaned_data["name"], "until": until}
