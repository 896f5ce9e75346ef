"""Forms of rules and waivers."""

from typing import Any

from django import forms

from branches.forms import CONTROL, SELECT, day, text
from meetings.states import Kind
from obligations.models import Rule


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


class NewRuleForm(RuleForm):
    """A new rule of this district; it counts from its first full period."""

    code = forms.RegexField(
        label="编号",
        regex=Rule.CODE,
        max_length=20,
        widget=forms.TextInput(attrs=CONTROL),
        help_text="大写字母、数字和短横，例如L-TALK-01",
        error_messages={"invalid": Rule.CODE_WRONG},
    )
    field_order = ["code"]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if Rule.objects.filter(code=code).exists():
            raise forms.ValidationError("这个编号已经用过，请换一个。")
        return code


class WaiverForm(forms.Form):
    """A waiver: which rule, from when to when, and why."""

    rule = forms.ChoiceField(label="项目", widget=forms.Select(attrs=SELECT))
    since = day("从哪天起")
    until = day("到哪天止", help_text="按整个周期说明，日期会放宽到周期的头尾；应开次数不变")
    reason = text("原因", 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = Rule.objects.filter(valid_until__isnull=True)
        self.fields["rule"].choices = [(rule.code, rule.name) for rule in rules]


class EndWaiverForm(forms.Form):
    """The day from which the waived duty is asked again, and why."""

    asked_from = day(
        "从哪天起",
        help_text="按整个周期，日期会放宽到周期的第一天；写情况说明的第一天，就是整个撤回",
    )
    reason = text("原因", 200)
