"""Form of a theme."""

from typing import Any

from django import forms

from branches.access.roles import Capability
from branches.forms import CONTROL, SELECT
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.states import COMMITTEES
from core import clock
from core.clock import Period
from core.dates_zh import full_month
from meetings.states import Kind

MONTHS_AHEAD = 12
KINDS = (Kind.THEME_DAY, Kind.LECTURE, Kind.GENERAL, Kind.LIFE)


class ThemeForm(forms.Form):
    """A theme for a month."""

    organization = forms.ModelChoiceField(
        label="由谁发",
        queryset=Organization.objects.none(),
        to_field_name="code",
        widget=forms.Select(attrs=SELECT),
    )
    month = forms.ChoiceField(label="月份", widget=forms.Select(attrs=SELECT))
    kind = forms.ChoiceField(
        label="会议类型",
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.Select(attrs=SELECT),
    )
    title = forms.CharField(label="主题", max_length=200, widget=forms.TextInput(attrs=CONTROL))
    agenda = forms.CharField(
        label="议程",
        required=False,
        max_length=4000,
        help_text="一行一项，采用后直接成为会议的议题",
        widget=forms.Textarea(attrs=CONTROL | {"rows": 4}),
    )
    material = forms.CharField(
        label="学习材料",
        required=False,
        max_length=20_000,
        help_text="写篇目或出处，一行一篇",
        widget=forms.Textarea(attrs=CONTROL | {"rows": 4}),
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organization.objects.visible_to(by, Capability.BUILD_REPORT).filter(kind__in=COMMITTEES)
        publisher: Any = self.fields["organization"]
        publisher.queryset = own.standing(clock.today()).order_by("path")
        publisher.empty_label = None
        this = Period.month(clock.today())
        months = [Period.month(clock.months_later(this.since, n)) for n in range(MONTHS_AHEAD + 1)]
        chosen: Any = self.fields["month"]
        chosen.choices = [(month.text, full_month(month.since)) for month in months]

    def facts(self) -> dict[str, Any]:
        return self.cleaned_data | {"month": Period.parse(self.cleaned_data["month"])}
