"""The `{% field %}` tag: a labelled control that no Django form holds, shown like the fields of one."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.contrib.messages.storage.base import Message

register = template.Library()


class StandaloneField(forms.BoundField):
    """A bound field with an id and an error of its own, since the form around it is written in the template."""

    auto_id = ""
    errors: list[object] = []

    def __init__(self, field: forms.Field, name: str, *, id: str, value: object, error: object) -> None:
        self.auto_id = id
        self.errors = [error] if error else []
        super().__init__(forms.Form(initial={name: value}), field, name)


def _widget(
    type: str, choices: Iterable[tuple[object, object]] | None, further: str, attributes: dict[str, Any]
) -> forms.Widget:
    look = "form-control"
    widget: forms.Widget
    if choices is not None and type == "checkbox":
        return forms.CheckboxSelectMultiple(attributes, choices)
    if choices is not None:
        widget, look = forms.Select(choices=choices), "form-select"
    elif type == "checkbox":
        widget, look = forms.CheckboxInput(), "form-check-input"
    elif type == "textarea":
        widget = forms.Textarea({"cols": False})
    else:
        widget = forms.TextInput({"type": type})
    widget.attrs |= attributes | {"class": f"{look} {further}".strip()}
    return widget


@register.inclusion_tag("components/field.html")
def field(
    name: str,
    label: str,
    value: object = "",
    *,
    type: str = "text",
    choices: Iterable[tuple[object, object]] | None = None,
    empty: str | None = None,
    id: str = "",
    key: object = None,
    hint: str = "",
    error: object = "",
    control_class: str = "",
    hides_label: bool = False,
    **attributes: Any,
) -> dict[str, Any]:
    """An input of this type, a textarea, or with choices a select (of type checkbox: chips to tick).

    empty: the select's choice of nothing. id: the name where none is given; key tells it apart from its twins on the page.
    class: of the box around label and control (full, half); control_class: of the control. hides_label leaves the label to
    screen readers. Everything else becomes an attribute of the control: maxlength=64, data_due=True for data-due.
    """
    box = attributes.pop("class", "")
    id = (id or name) if key is None else f"{id or name}-{key}"
    if choices is not None and empty is not None:
        choices = [("", empty), *choices]
    attributes = {key.replace("_", "-"): given for key, given in attributes.items()}
    widget = _widget(type, choices, control_class, attributes)
    unbound = forms.Field(label=label, required=False, help_text=hint, widget=widget)
    bound = StandaloneField(unbound, name, id=id, value=value, error=error)
    return {"field": bound, "class": box, "hides_label": hides_label}


@register.filter
def beside(messages: Iterable[Message]) -> Message | str:
    """What the form at the foot of a page was refused for: the message that says it belongs beside its field."""
    return next((message for message in messages if message.extra_tags == "beside"), "")
