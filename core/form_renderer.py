"""The form renderer of all pages: writes inputs, selects and text areas in Python, other widgets with Django's templates.

Django renders a template for each widget, another for its attributes and one for each option of a select. The recording
page has 95 controls and 240 options; docs/measured.md says what this buys there.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]
"""What a widget hands its template."""


def input_tag(widget: Widget) -> SafeString:
    names = {"type": widget["type"], "name": widget["name"]}
    value = {} if widget["value"] is None else {"value": str(widget["value"])}
    return SafeString(f"<input{_attributes(names | value | widget['attrs'])}>")


def textarea_tag(widget: Widget) -> SafeString:
    attributes = _attributes({"name": widget["name"]} | widget["attrs"])
    return format_html("<textarea{}>\n{}</textarea>", attributes, widget["value"] or "")


def select_tag(widget: Widget) -> SafeString:
    groups = (
        format_html('<optgroup label="{}">{}</optgroup>', name, option_tags(options))
        if name
        else option_tags(options)
        for name, options, _ in widget["optgroups"]
    )
    attributes = _attributes({"name": widget["name"]} | widget["attrs"])
    return SafeString(f"<select{attributes}>{''.join(groups)}</select>")


def option_tags(options: Iterable[Widget]) -> SafeString:
    return SafeString(
        "".join(
            f"<option{_attributes({'value': str(one['value'])} | one['attrs'])}>{conditional_escape(one['label'])}</option>"
            for one in options
        )
    )


def _attributes(values: Widget) -> SafeString:
    return SafeString(
        "".join(
            f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
            for name, value in values.items()
            if value is not False
        )
    )


INPUTS = "text number email url password date time hidden checkbox checkbox_option radio_option"
TAGS = {
    f"django/forms/widgets/{name}.html": write
    for write, names in ((input_tag, INPUTS), (textarea_tag, "textarea"), (select_tag, "select"))
    for name in names.split()
}


class FormRenderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        write = TAGS.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)
