"""Shape of what is typed about meetings. Seats and agenda come in numbered fields, read here into plain values."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from branches.models import Organization
from meetings.forms.agenda import agenda_in, told_in
from meetings.forms.attendance import guests_in
from meetings.forms.kind_parts import parts_in
from meetings.record.schema import Mark
from meetings.states import Kind, Reason, State
from members.models import Member

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
CAME_AFTER_ALL = {State.ONLINE: "线上参加", State.LATE: "迟到"}


def line(label: str, length: int, **facts: Any) -> forms.CharField:
    widget = forms.TextInput(attrs=CONTROL)
    return forms.CharField(label=label, max_length=length, required=False, widget=widget, **facts)


class HeadForm(forms.Form):
    """When, where, what about, and who chairs: shared by planning and recording."""

    kinds = forms.MultipleChoiceField(label="类型", choices=Kind, required=False)
    theme = forms.CharField(
        label="主题",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control theme", "rows": 1}),
    )
    held_on = forms.DateField(
        label="日期", widget=forms.DateInput(format="%Y-%m-%d", attrs=CONTROL | {"type": "date"})
    )
    starts_at = forms.TimeField(
        label="开始", widget=forms.TimeInput(format="%H:%M", attrs=CONTROL | {"type": "time"})
    )
    place = line("地点", 120)
    host = forms.UUIDField(label="主持人", required=False, widget=forms.Select(attrs=SELECT))
    recorder = forms.UUIDField(label="记录人", required=False, widget=forms.Select(attrs=SELECT))

    def __init__(self, *args: Any, people: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "%s"
        choices = [("", "没有选"), *[(str(uuid), label) for uuid, label in people.items()]]
        self.people = people
        self.fields["host"].widget.choices = self.fields["recorder"].widget.choices = choices

    def _person(self, name: str) -> UUID | None:
        uuid = self.cleaned_data.get(name)
        if uuid and uuid not in self.people:
            raise forms.ValidationError("请从名单里选。")
        return uuid

    def clean_host(self) -> UUID | None:
        return self._person("host")

    def clean_recorder(self) -> UUID | None:
        return self._person("recorder")

    def facts(self) -> dict[str, Any]:
        """The action's arguments."""
        given = dict(self.cleaned_data)
        wanted = {given[name] for name in ("host", "recorder") if given.get(name)}
        found = {member.uuid: member for member in Member.objects.filter(uuid__in=wanted)} if wanted else {}
        given["host"], given["recorder"] = found.get(given.get("host")), found.get(given.get("recorder"))
        given["starts_at"] = self.moment(given["starts_at"])
        return given

    def moment(self, at: dt.time) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(self.cleaned_data["held_on"], at))


class RecordForm(HeadForm):
    ends_at = forms.TimeField(
        label="结束",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs=CONTROL | {"type": "time"}),
    )
    host_note = line("委托说明", 120, help_text="主持人不是书记、副书记或支委时，写一句是谁委托的。")
    guests = line("列席", 300)
    minutes = forms.CharField(
        label="会议记录",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 6}),
        help_text="写清谁说了什么、怎么定的。有不同意见也要记下来。",
    )

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        if given["ends_at"]:
            given["ends_at"] = self.moment(given["ends_at"])
        given |= parts_in(self.data, self.people)
        return given | {
            "marks": marks_in(self.data),
            "agenda": agenda_in(self.data),
            "follow_ups": told_in(self.data),
            "guest_rows": guests_in(self.data),
        }


class PlanForm(HeadForm):
    """A meeting to come. Its organization decides whom one may name."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    organization = forms.ChoiceField(label="哪个党组织", widget=forms.Select(attrs=SELECT))
    field_order = ["organization", "kinds", "theme", "held_on", "starts_at", "place", "host", "recorder"]

    def __init__(self, *args: Any, places: Sequence[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.code: place for place in places}
        self.fields["organization"].choices = [(place.code, place.short_name) for place in places]
        self.fields["kinds"].widget = forms.CheckboxSelectMultiple(choices=Kind.choices)

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        given["organization"] = self.places[given["organization"]]
        return given


class CommentForm(forms.Form):
    comment = forms.CharField(
        label="审核意见",
        max_length=500,
        required=False,
        widget=forms.TextInput({"class": "form-control", "placeholder": "退回时写明哪里要改"}),
    )


class CancelForm(forms.Form):
    """Why a record is set aside."""

    reason = line("为什么取消", 500)


def marks_in(data: MultiValueDict) -> dict[UUID, Mark]:
    """Who differs from present: a ticked seat with its reason, or 线上参加 and 迟到 without a tick."""
    marks = {}
    missing = set(data.getlist("missing"))
    for uuid in {*missing, *(name[5:] for name in data if name.startswith("mark-"))}:
        try:
            member = UUID(uuid)
        except ValueError:
            continue
        said = data.get(f"mark-{uuid}", "")
        if said in CAME_AFTER_ALL:
            marks[member] = Mark(said)
        elif uuid in missing:
            code = said if said in Reason.values else ""
            why = data.get(f"why-{uuid}", "").strip()[:120]
            marks[member] = Mark(State.ON_LEAVE, code, why).settled()
    return marks
