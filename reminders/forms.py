"""Forms of reminder channels, quiet hours, the filters of 未完成的支部, and what is written in reminders and answers."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q

from branches.access.roles import Capability
from branches.forms import CONTROL, SELECT, text
from branches.forms.organization_field import OrganizationField
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.dates_zh import short_date
from meetings.states import Kind
from reminders.actions.remind_branches import MOST_ANSWER, MOST_NOTE
from reminders.models import Channel, Delivery

TIME = CONTROL | {"type": "time"}
DAY = CONTROL | {"type": "date"}


class ChannelForm(forms.Form):
    """The address of one channel of the person."""

    kind = forms.ChoiceField(choices=Channel.Kind.choices, widget=forms.HiddenInput)
    address = text("地址", 300)

    def adapt_to_kind(self, kind: str) -> None:
        """Set label, help text and keyboard for one kind of channel."""
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


class QuietHoursForm(forms.Form):
    """The person's own quiet hours; both empty: none besides those of everybody."""

    quiet_from = forms.TimeField(label="从", required=False, widget=forms.TimeInput(TIME, "%H:%M"))
    quiet_until = forms.TimeField(label="到", required=False, widget=forms.TimeInput(TIME, "%H:%M"))


@dataclass(frozen=True)
class ChannelSetting:
    """One kind of channel on the page: as it stands, and the form that sets it."""

    kind: str
    label: str
    channel: Channel | None
    form: ChannelForm
    failed: Sequence[Delivery]


def channel_settings(user: Any, sent: ChannelForm | None, kind: str) -> list[ChannelSetting]:
    """Every kind of channel, with the deliveries that failed in the last week."""
    own = {each.kind: each for each in Channel.objects.filter(user=user)}
    since = clock.today() - dt.timedelta(days=7)
    recent = Q(digest__day__gte=since) | Q(reminder__on__gte=since)
    wrong = Delivery.objects.filter(recent, channel__user=user).exclude(error="")
    failed = list(wrong.select_related("digest", "reminder", "channel").order_by("-id")[:10])
    found = []
    for each, label in Channel.Kind.choices:
        channel = own.get(each)
        first = {"kind": each, "address": channel.address if channel else ""}
        form = sent if sent is not None and kind == each else ChannelForm(initial=first, auto_id=f"{each}_%s")
        form.adapt_to_kind(each)
        mine = [row for row in failed if row.channel.kind == each]
        found.append(ChannelSetting(each, str(label), channel, form, mine))
    return found


def choose(label: str, choices: Sequence[tuple[str, str]], every: str = "不限") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", every), *choices], required=False, widget=forms.Select(SELECT)
    )


class BehindForm(forms.Form):
    """The filters of 未完成的支部, for page, file and API. `by`: whose branches."""

    below = OrganizationField(label="范围", required=False)
    q = text("找支部或者找谁", 60, required=False)
    kind = choose("差什么", Kind.choices, "全部")
    due = choose("哪一期", [("month", "本月的"), ("longer", "季度、年度的")])
    run = choose("连续", [("2", "2期以上"), ("3", "3期以上")])
    told = choose("提醒", [("no", "没提醒过"), ("unanswered", "提醒过没答复"), ("answered", "提醒过有答复")])
    post = choose("书记", [("held", "在任"), ("vacant", "空缺")])
    order = choose("排列", [("name", "支部"), ("due", "到期"), ("run", "连续"), ("told", "上次提醒")])

    def __init__(self, *given: Any, by: Actor, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["below"].places = Organization.objects.visible_to(by, Capability.VERIFY)
        self.fields["order"].widget = forms.HiddenInput()


class NoteForm(forms.Form):
    """What an office adds to its reminders."""

    note = text("加一句，每个支部都看到", MOST_NOTE, required=False, help_text="可以不写。不写哪个人的情况。")


class AnswerForm(forms.Form):
    """A branch's answer: a sentence, or the day on which the meeting will be."""

    meets_on = forms.DateField(label="打算哪天开", required=False, widget=forms.DateInput(DAY, "%Y-%m-%d"))
    answer = text("答复一句", MOST_ANSWER, required=False)

    def sentence(self) -> str:
        day, words = self.cleaned_data.get("meets_on"), self.cleaned_data.get("answer", "")
        return "，".join(filter(None, [f"{short_date(day)}开" if day else "", words]))
