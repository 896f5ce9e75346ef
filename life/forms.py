"""Forms of organizational life: make-up."""

from django import forms

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
