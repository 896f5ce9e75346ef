"""The form that uploads a roster or a list of organizations."""

from typing import Any

from django import forms

from branches.access.roles import Capability
from branches.forms import choice, text
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.states import BRANCHES
from core import clock
from exchange.models import Import
from members.forms import find_organization


class UploadForm(forms.Form):
    """A workbook, its kind, and the organization it belongs to."""

    kind = choice(
        "内容", [(kind.value, kind.label) for kind in (Import.Kind.ROSTER, Import.Kind.ORGANIZATIONS)]
    )
    organization = text("范围", 120, required=False, help_text="写编号或名称。空着就是您的全部范围")
    file = forms.FileField(
        label="文件",
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".xlsx,.xls,.xlsm,.ods"}),
        help_text="Excel或WPS表格，表头里有姓名（或全称）就行，列的顺序和多少不限",
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["organization"].widget.attrs["list"] = "scopes"

    def scopes(self) -> list[Organization]:
        """Organizations to suggest: the committees in reach."""
        seen = Organization.objects.standing(clock.today()).visible_to(self.by, Capability.IMPORT)
        return list(seen.exclude(kind__in=[*BRANCHES, "group"]).order_by("path")[:60])

    def clean_organization(self) -> Organization:
        written = self.cleaned_data["organization"].strip()
        if written:
            found = find_organization(written, self.by, Capability.IMPORT)
            if found is None:
                raise forms.ValidationError("您的范围内没有这个党组织，或者不止一个，请写编号")
            return found
        spans = self.by.reach.widest(Capability.IMPORT)
        if len(spans) != 1:
            raise forms.ValidationError("您管着几处，请写明是哪一处")
        return Organization.objects.get(path=spans[0].path)
