"""Forms of rules, waivers and days off."""

from typing import Any

from django import forms

from branches.access.roles import Capability
from branches.forms import CONTROL, SELECT, check, day, text
from branches.forms.organization_field import OrganizationField
from branches.models import Organization
from branches.selectors.actors import Actor
from meetings.states import Kind
from obligations.models import Rule
from obligations.selectors.rules_of_places import own_place


class ScopedForm(forms.Form):
    """What holds for an organization and all below it, for everybody without one: named by who manages rules there."""

    organization = OrganizationField(
        label="管哪里", required=False, help_text="一个党组织和它的全部下级；不填就是全部党组织"
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].places = Organization.objects.visible_to(by, Capability.MANAGE_RULES)
        if not self.is_bound and (place := own_place(by)):
            self.initial.setdefault("organization", f"{place.short_name}（{place.code}）")


class RuleForm(forms.Form):
    """A rule with the values it has from a day on."""

    name = text("名称", 60)
    kind = forms.ChoiceField(label="会议类型", choices=Kind.choices, widget=forms.Select(attrs=SELECT))
    applies_to = forms.ChoiceField(label="适用", choices=Rule.AppliesTo, widget=forms.Select(attrs=SELECT))
    cadence = forms.ChoiceField(label="周期", choices=Rule.Cadence, widget=forms.Select(attrs=SELECT))
    count = forms.IntegerField(
        label="次数",
        min_value=1,
        max_value=31,
        widget=forms.NumberInput(attrs=CONTROL | {"inputmode": "numeric"}),
    )
    basis = text("依据", 120, help_text="法规写到条，本区规定写文件名和文号")
    valid_from = day("从哪天起", help_text="周期的第一天；以前各月仍按原来的规定")


class NewRuleForm(ScopedForm, RuleForm):
    """A new rule of everybody or of an organization; it counts from its first full period."""

    code = forms.RegexField(
        label="编号",
        regex=Rule.CODE,
        max_length=20,
        widget=forms.TextInput(attrs=CONTROL),
        help_text="大写字母、数字和短横，例如L-TALK-01",
        error_messages={"invalid": Rule.CODE_WRONG},
    )
    field_order = ["code", *RuleForm.base_fields, "organization"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        place = facts.get("organization")
        if Rule.objects.touching(place.path if place else "").filter(code=facts.get("code")).exists():
            self.add_error("code", "这个编号已经用过，请换一个。")
        return facts


class WaiverForm(forms.Form):
    """A waiver: which rule, from when to when, and why."""

    rule = forms.ChoiceField(label="项目", widget=forms.Select(attrs=SELECT))
    since = day("从哪天起")
    until = day("到哪天止", help_text="按整个周期说明，日期会放宽到周期的头尾；应开次数不变")
    reason = text("原因", 200)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = Rule.objects.holding(organization.path).filter(valid_until__isnull=True).in_order()
        self.fields["rule"].choices = list({rule.code: rule.name for rule in rules}.items())


class EndWaiverForm(forms.Form):
    """The day from which the waived duty is asked again, and why."""

    asked_from = day(
        "从哪天起",
        help_text="按整个周期，日期会放宽到周期的第一天；写情况说明的第一天，就是整个撤回",
    )
    reason = text("原因", 200)


class HolidayForm(ScopedForm):
    """A day off or a worked weekend."""

    until = day("到哪天（只有一天可不填）", required=False)
    day = day("从哪天")
    name = text("名称", 30)
    source = text("依据", 120, required=False)
    is_workday = check("调休上班（不勾就是放假）")
    field_order = ("day", "until", "name", "source", "is_workday", "organization")
