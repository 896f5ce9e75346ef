"""Forms of reminder channels and quiet hours."""

from django import forms

from reminders.models import Channel
from reports.forms import TIME, _text


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
