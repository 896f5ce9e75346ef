"""Forms that build and publish reports."""

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

MONTHS_BACK = 12


def months_to_choose() -> list[tuple[str, str]]:
    """This month and the twelve before it, newest first."""
    month = Period.month(clock.today())
    months = [Period.month(clock.months_later(month.since, -back)) for back in range(MONTHS_BACK + 1)]
    return [(row.text, full_month(row.since)) for row in months]


class BuildForm(forms.Form):
    """Which committee's report of which month."""

    month = forms.ChoiceField(label="月份", widget=forms.Select(attrs=SELECT))
    organization = forms.ModelChoiceField(
        label="党组织",
        queryset=Organization.objects.none(),
        to_field_name="code",
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = months_to_choose()
        committees = Organization.objects.visible_to(by, Capability.BUILD_REPORT).filter(kind__in=COMMITTEES)
        self.fields["organization"].queryset = committees.order_by("path")
        self.fields["organization"].empty_label = None
        self.initial["month"] = self.initial.get("month") or Period.month(clock.today()).previous().text

    def facts(self) -> dict[str, Any]:
        return {
            "organization": self.cleaned_data["organization"],
            "month": Period.parse(self.cleaned_data["month"]),
        }


class PublishForm(forms.Form):
    note = forms.CharField(
        label="写给收到的人（可不填）",
        required=False,
        max_length=1000,
        help_text="和月报一起在工作台上，也印在Word、Excel、PDF里",
        widget=forms.Textarea(attrs=CONTROL | {"rows": 5}),
    )
    with_below = forms.BooleanField(
        required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )

    def __init__(self, *args: Any, below: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with_below"].label = f"连同下面{below:,}份：下级党委、党工委的月报"
        self.initial.setdefault("with_below", True)


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="为什么撤下", max_length=500, widget=forms.Textarea(attrs=CONTROL | {"rows": 3})
    )
    document = forms.CharField(
        label="依据", max_length=200, help_text="决定的文号或名称", widget=forms.TextInput(attrs=CONTROL)
    )
