"""Forms of reminder channels and quiet hours."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from branches.forms import CONTROL, text
from core import clock
from reminders.models import Channel, Delivery

TIME = CONTROL | {"type": "time"}


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
    wrong = Delivery.objects.filter(channel__user=user, digest__day__gte=since).exclude(error="")
    failed = list(wrong.select_related("digest", "channel").order_by("-id")[:10])
    found = []
    for each, label in Channel.Kind.choices:
        channel = own.get(each)
        first = {"kind": each, "address": channel.address if channel else ""}
        form = sent if sent is not None and kind == each else ChannelForm(initial=first, auto_id=f"{each}_%s")
        form.adapt_to_kind(each)
        mine = [row for row in failed if row.channel.kind == each]
        found.append(ChannelSetting(each, str(label), channel, form, mine))
    return found
