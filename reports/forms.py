"""Shape of what is typed about reports, rules and waivers."""

from typing import Any

from django import forms

from branches.selectors.actors import Actor
from branches.models import Organization
from branches.access.roles import Capability
from branches.states import COMMITTEES
from core import clock
from core.clock import Period
from meetings.states import Kind
from reminders.models import Channel
from obligations.models import Rule

CONTROL = {"class": "form-control"}
SELECT = {"class": "form-select"}
TIME = CONTROL | {"type": "time"}
MONTHS_BACK = 12


def months_to_choose() -> list[tuple[str, str]]:
    """This month and the twelve before it, newest first."""
    month = Period.month(clock.today())
    found = [Period.month(clock.months_later(month.since, -back)) for back in range(MONTHS_BACK + 1)]
    return [(row.text, f"{row.since.year}年{row.since.month}月") for row in found]


def _day(label: str, **facts: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs=CONTROL | {"type": "date"})
    return forms.DateField(label=label, widget=widget, **facts)


def _text(label: str, length: int, **facts: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.TextInput(attrs=CONTROL), **facts)


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


class RuleForm(forms.Form):
    """A rule as it shall be from a day on."""

    name = _text("名称", 60)
    kind = forms.ChoiceField(label="会议类型", choices=Kind.choices, widget=forms.Select(attrs=SELECT))
    applies_to = forms.ChoiceField(label="适用", choices=Rule.AppliesTo, widget=forms.Select(attrs=SELECT))
    cadence = forms.ChoiceField(label="周期", choices=Rule.Cadence, widget=forms.Select(attrs=SELECT))
    count = forms.IntegerField(
        label="次数",
        min_value=1,
        max_value=31,
        widget=forms.NumberInput(attrs=CONTROL | {"inputmode": "numeric"}),
    )
    basis = _text("依据", 120, help_text="法规写到条，本区规定写文件名和文号")
    valid_from = _day("从哪天起", help_text="周期的第一天；以前各月仍按原来的规定")


class NewRuleForm(RuleForm):
    """A duty this place asks for on its own; it counts from its first full period."""

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
    """What an organization need not hold, for how long, and why."""

    rule = forms.ChoiceField(label="项目", widget=forms.Select(attrs=SELECT))
    since = _day("从哪天起")
    until = _day("到哪天止", help_text="按整个周期免开，日期会放宽到周期的头尾")
    reason = _text("原因", 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = Rule.objects.filter(valid_until__isnull=True)
        self.fields["rule"].choices = [(rule.code, rule.name) for rule in rules]


class EndWaiverForm(forms.Form):
    """From when on it is asked again, and why."""

    asked_from = _day(
        "从哪天起",
        help_text="按整个周期，日期会放宽到周期的第一天；写免开的第一天，就是整个收回",
    )
    reason = _text("原因", 200)


class ChannelForm(forms.Form):
    """Where one's own digests are sent besides."""

    kind = forms.ChoiceField(choices=Channel.Kind.choices, widget=forms.HiddenInput)
    address = _text("地址", 300)

    def dress(self, kind: str) -> None:
        """The words and the keyboard of one kind."""
        address = self.fields["address"]
        if kind == Channel.Kind.EMAIL:
            address.label, address.help_text = "邮箱", "只写会议和组织的名称，不写任何人的情况。"
            address.widget.attrs |= {"type": "email", "inputmode": "email", "autocomplete": "email"}
        else:
            address.label, address.help_text = (
                "网址",
                "即时通讯机器人的地址，https://开头。每次保存都换新密钥。",
            )
            address.widget.attrs |= {"inputmode": "url", "autocomplete": "off"}


class QuietForm(forms.Form):
    """One's own hours in which nothing is sent; both empty: only those of everybody."""

    quiet_from = forms.TimeField(label="从", required=False, widget=forms.TimeInput(TIME, "%H:%M"))
    quiet_until = forms.TimeField(label="到", required=False, widget=forms.TimeInput(TIME, "%H:%M"))
