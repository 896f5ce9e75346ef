"""Shape of what is sent about attendance: check-in, leave, make-up, standing in."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from core import clock
from meetings.record.schema import Visitor
from meetings.selectors.leaves import REASONS
from meetings.states import GuestRole, MakeUpWay

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}


class CheckInForm(forms.Form):
    """m, s and t are the scanned link's; code is typed; key and device_at are the page's."""

    m = forms.CharField(max_length=36)
    s = forms.IntegerField(required=False, min_value=0, max_value=2**40)
    t = forms.CharField(required=False, max_length=64)
    code = forms.CharField(required=False, max_length=12)
    key = forms.UUIDField(required=False)
    device_at = forms.CharField(required=False, max_length=40)

    def facts(self) -> dict[str, Any]:
        """The action's arguments. A clock that cannot be read is no reason to refuse."""
        given = self.cleaned_data
        return {
            "key": given["key"] or uuid4(),
            "slot": given["s"],
            "token": given["t"],
            "code": given["code"],
            "device_at": _moment(given["device_at"]),
        }


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


class LeaveForm(forms.Form):
    meeting = forms.UUIDField(widget=forms.HiddenInput)
    reason_code = forms.ChoiceField(
        label="原因",
        choices=[("", "选原因"), *REASONS],
        required=False,
        widget=forms.Select(attrs=SELECT | {"required": True}),
    )
    reason = forms.CharField(
        label="说明",
        max_length=120,
        required=False,
        help_text="选“其他”时写明。请假以后按支部的办法补学。",
        widget=forms.TextInput(attrs=CONTROL),
    )


class MakeUpForm(forms.Form):
    meeting = forms.UUIDField(widget=forms.HiddenInput)
    member = forms.UUIDField(required=False, widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label="方式", choices=MakeUpWay, required=False, widget=forms.Select(attrs=SELECT)
    )
    note = forms.CharField(
        label="学了什么", max_length=300, required=False, widget=forms.TextInput(attrs=CONTROL)
    )
    done_on = forms.DateField(
        label="哪天",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs=CONTROL | {"type": "date"}),
    )


MOST_GUESTS = 60


def guests_in(data: MultiValueDict) -> tuple[Visitor, ...]:
    """The guests that have a name, in their order."""
    numbers = sorted(
        {
            int(name.split("-")[1])
            for name in data
            if name.startswith("guest-") and name.split("-")[1].isdecimal()
        }
    )
    found = []
    for number in numbers[:MOST_GUESTS]:
        said = {part: data.get(f"guest-{number}-{part}", "").strip() for part in ("name", "unit", "role")}
        if said["name"]:
            role = said["role"] if said["role"] in GuestRole.values else GuestRole.SITTING_IN.value
            found.append(Visitor(said["name"][:64], said["unit"][:120], role))
    return tuple(found)


def guest_fields(guests: Sequence[Visitor]) -> dict[str, str]:
    return {
        f"guest-{number}-{part}": getattr(guest, part)
        for number, guest in enumerate(guests)
        for part in ("name", "unit", "role")
    }


class StandInForm(forms.Form):
    """To whom, and until which hour of the meeting's day."""

    name = forms.CharField(label="交给谁", max_length=64, widget=forms.TextInput(attrs=CONTROL))
    until = forms.TimeField(
        label="有效到", widget=forms.TimeInput(format="%H:%M", attrs=CONTROL | {"type": "time"})
    )

    def facts(self, day: dt.date) -> dict[str, Any]:
        day = max(day, clock.today())
        until = timezone.make_aware(dt.datetime.combine(day, self.cleaned_data["until"]))
        return {"name": self.cleaned_data["name"], "until": until}


def ticks_in(data: MultiValueDict) -> tuple[list[UUID], list[UUID] | None]:
    """Who was ticked, and who was in by hand when the page was made. Raises ValueError for what is no id."""
    seen = data.get("seen")
    ticked = [UUID(text) for text in data.getlist("present")[:2000]]
    return ticked, None if seen is None else [UUID(text) for text in seen.split()[:2000]]
