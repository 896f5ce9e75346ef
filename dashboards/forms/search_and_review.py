"""The forms of the global search and of what a reviewer writes beside a record."""

from typing import Any

from django import forms
from django.conf import settings

from branches.selectors.actors import Actor
from core.errors import RuleBroken
from core.personal_numbers import refuse_number
from dashboards import errors
from meetings import actions
from meetings.forms.fields import CONTROL
from meetings.models import Meeting

LONGEST = 60
BOX = CONTROL | {"rows": 1, "placeholder": "审核意见，退回时写明哪里要改", "aria-keyshortcuts": "e"}


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


class ReviewForm(forms.Form):
    """Words of one's own, and reasons that are often given; both together are what a branch is told."""

    comment = forms.CharField(label="审核意见", max_length=500, required=False, widget=forms.Textarea(BOX))
    reason = forms.MultipleChoiceField(
        label="常用的原因，可以选几个", required=False, widget=forms.CheckboxSelectMultiple
    )
    asked = ""  # after a refusal: what the page asks, "which" of the two decisions or "why" it is returned

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["reason"].choices = [(each, each) for each in settings.RETURN_REASONS]

    def comment_of_all(self) -> str:
        """Raises RuleBroken for what is too long or no reason of the list: nothing is decided by half of what was said."""
        if not self.is_valid():
            raise RuleBroken.at("comment", "意见最多写500个字，原因从单子里选。")
        own = self.cleaned_data["comment"].strip()
        ticked = [each for each in self.cleaned_data["reason"] if each not in own]
        return "\n".join(filter(None, [*ticked, own]))

    def decide(self, move: str, *, meeting: Meeting, version: int | None, by: Actor) -> None:
        """Return the record, or confirm it: with words only where `move` says so. Raises ConfirmOrReturn, and what
        the actions raise."""
        words = self.comment_of_all()
        if move == "return":
            self.asked = "why"
            actions.return_for_revision(meeting=meeting, comment=words, version=version, by=by)
        elif words and move != "confirm_with_comment":
            self.asked = "which"
            raise errors.ConfirmOrReturn.at("comment")
        else:
            actions.confirm(meeting=meeting, comment=words, version=version, by=by)
