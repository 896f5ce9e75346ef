"""Forms that upload a template and a signed scan."""

from typing import Any

from django import forms

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from documents.states import PaperKind

SELECT = {"class": "form-select"}
CONTROL = {"class": "form-control"}


class TemplateForm(forms.Form):
    """A template for one kind of paper, at an organization where the actor has MANAGE_RULES."""

    kind = forms.ChoiceField(label="用于", choices=PaperKind, widget=forms.Select(attrs=SELECT))
    organization = forms.CharField(
        label="党组织", max_length=32, widget=forms.TextInput(attrs=CONTROL | {"list": "places"})
    )
    file = forms.FileField(
        label="模板（docx）",
        widget=forms.FileInput(attrs=CONTROL | {"accept": ".docx"}),
        error_messages={"required": "选一个docx文件。"},
    )

    def __init__(self, *args: Any, by: Actor, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.places = Organization.objects.visible_to(by, Capability.MANAGE_RULES)

    def clean_organization(self) -> Organization:
        found = self.places.filter(code=self.cleaned_data["organization"]).first()
        if found is None:
            raise forms.ValidationError("没有这个编号，或者不在您的范围内。")
        return found


class ScanForm(forms.Form):
    file = forms.FileField(
        label="扫描件",
        help_text="PDF，或者拍一张照片（jpg、png、webp）。",
        widget=forms.FileInput(attrs=CONTROL | {"accept": ".pdf,image/jpeg,image/png,image/webp"}),
    )
