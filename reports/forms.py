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
        label="给下级的说明（可不填）",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=CONTROL | {"rows": 2}),
    )
