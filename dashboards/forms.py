"""The form of the global search."""

from django import forms

from core.personal_numbers import refuse_number

LONGEST = 60


class SearchForm(forms.Form):
    """What is looked for. No whole number: it would stand in addresses and logs (R-SEC-04)."""

    q = forms.CharField(
        label="找组织、党员、会议",
        max_length=LONGEST,
        required=False,
        validators=[refuse_number],
        widget=forms.TextInput(
            {
                "class": "form-control",
                "type": "search",
                "id": "find-here",
                "placeholder": "名称、拼音首字母、编号或日期",
                "autocomplete": "off",
                "autofocus": True,
            }
        ),
    )
