"""Forms of attendance: check-in, leave, marks, guests and units of a joint meeting."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.datastructures import MultiValueDict

from core.parsing import parse_uuid
from meetings.forms.fields import CONTROL, SELECT, with_fields_of
from meetings.forms.rows import OptionalRowFormSet, PartForm, row_formset
from meetings.record.schema import PRESENT, AttendanceMark, GuestEntry, PartnerUnitEntry
from meetings.selectors.leaves import REASONS
from meetings.states import THERE, AttendanceState, Reason


class CheckInForm(forms.Form):
    """m, s and t are the scanned link's; code is typed; key and device_at are the page's."""

    m = forms.CharField(max_length=36)
    s = forms.IntegerField(required=False, min_value=0, max_value=2**40)
    t = forms.CharField(required=False, max_length=64)
    code = forms.CharField(required=False, max_length=12)
    key = forms.UUIDField(required=False)
    device_at = forms.CharField(required=False, max_length=40)

    def facts(self) -> dict[str, Any]:
        """The arguments of the action check_in. A time of the device that cannot be parsed is left out."""
        values = self.cleaned_data
        return {
            "key": values["key"] or uuid4(),
            "slot": values["s"],
            "token": values["t"],
            "code": values["code"],
            "device_at": _moment(values["device_at"]),
        }


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


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


MOST_GUESTS = 60
CAME_AFTER_ALL = {
    AttendanceState.PRESENT: "来了，补签",
    AttendanceState.ONLINE: "线上参加",
    AttendanceState.LATE: "迟到",
}
KEPT_STATES = (AttendanceState.ONLINE, AttendanceState.LATE, AttendanceState.UNDECIDED)
"""States that the reason list shows; who is simply there needs no word."""


@with_fields_of(GuestEntry)
class GuestForm(PartForm):
    significant_fields = ("name",)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["unit"].widget.attrs["placeholder"] = "党员写支部全称或简称"


GuestFormSet = row_formset(GuestForm, MOST_GUESTS)


@with_fields_of(PartnerUnitEntry)
class UnitForm(PartForm):
    significant_fields = ("name", "number")


UnitFormSet = row_formset(UnitForm, 50, OptionalRowFormSet)


def marks_in(data: MultiValueDict) -> dict[UUID, AttendanceMark]:
    """The marks of those who were not simply present: ticked as missing with a reason, or 线上参加 and 迟到 without a tick."""
    marks = {}
    missing = set(data.getlist("missing"))
    came = set(data.getlist("came"))  # without being expected
    for uuid in {*missing, *came, *(name[5:] for name in data if name.startswith("mark-"))}:
        member = parse_uuid(uuid)
        if member is None:
            continue
        chosen = data.get(f"mark-{uuid}", "")
        if chosen in CAME_AFTER_ALL:
            marks[member] = AttendanceMark(chosen)
        elif uuid in came:
            marks[member] = PRESENT
        elif uuid in missing:
            code = chosen if chosen in Reason.values else ""
            why = data.get(f"why-{uuid}", "").strip()[:120]
            marks[member] = AttendanceMark(AttendanceState.ON_LEAVE, code, why).normalized()
    return marks


def mark_data(marks: Mapping[UUID, AttendanceMark]) -> dict[str, Any]:
    """The form data of the marks."""
    data: dict[str, Any] = {"missing": [], "came": []}
    for uuid, mark in marks.items():
        data[f"mark-{uuid}"] = mark.reason_code or mark.state
        if mark.state in THERE:
            data["came"].append(str(uuid))
        if mark.state in (AttendanceState.ON_LEAVE, AttendanceState.ABSENT):
            data["missing"].append(str(uuid))
            data[f"why-{uuid}"] = mark.reason
    return data


def ticks_in(data: MultiValueDict) -> tuple[list[UUID], list[UUID] | None]:
    """The members ticked, and those checked in by hand when the page was made. Raises ValueError for what is no id."""
    seen = data.get("seen")
    ticked = [UUID(text) for text in data.getlist("present")[:2000]]
    return ticked, None if seen is None else [UUID(text) for text in seen.split()[:2000]]
