"""The form renderer writes the same controls as the templates of Django."""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from core.form_renderer import FormRenderer

pytestmark = pytest.mark.once

NASTY = "<b>\"甲\"&'乙'"
CHOICES = [("", "没有选"), (1, NASTY), ("组", [("a", "甲"), (NASTY, "乙")])]


class Controls(HTMLParser):
    """The tags of a piece of HTML with their attributes in any order, and its texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, frozenset(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput({"maxlength": 4, "required": True, "disabled": False}), NASTY),
        (forms.TextInput(), None),
        (forms.NumberInput({"min": 0}), 0),
        (forms.HiddenInput(), "1"),
        (forms.DateInput({"type": "date"}, "%Y-%m-%d"), dt.date(2026, 11, 30)),
        (forms.TimeInput({"type": "time"}, "%H:%M"), dt.time(9, 5)),
        (forms.CheckboxInput({"class": "form-check-input"}), True),
        (forms.CheckboxInput(), False),
        (forms.Textarea({"rows": 3, "cols": False}), NASTY),
        (forms.Textarea(), None),
        (forms.Select(choices=CHOICES), 1),
        (forms.SelectMultiple(choices=CHOICES), ["a", NASTY]),
        (forms.RadioSelect(choices=CHOICES[:2]), 1),
        (forms.CheckboxSelectMultiple(choices=CHOICES[:2]), [1]),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, forms.Widget) else "",
)
def test_a_control_says_what_the_templates_of_django_say(widget: forms.Widget, value: object) -> None:
    ours, theirs = (
        Controls(widget.render("name", value, {"id": "x"}, renderer)).found
        for renderer in (FormRenderer(), DjangoTemplates())
    )
    assert ours == theirs


def test_an_option_of_a_list_to_tick_is_written_alone() -> None:
    form = forms.Form()
    form.fields["kinds"] = forms.MultipleChoiceField(
        choices=[("a", NASTY)], widget=forms.CheckboxSelectMultiple
    )
    tag = form["kinds"].subwidgets[0].tag()
    assert Controls(tag).found == [
        ("input", frozenset({("type", "checkbox"), ("name", "kinds"), ("value", "a"), ("id", "id_kinds_0")}))
    ]
