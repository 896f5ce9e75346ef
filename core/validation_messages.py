"""Replaces Django's stock validation messages by the product's own Chinese wording.

A form that knows better says so itself (`error_messages`); this is for all the others.
"""

from typing import Any

from django import forms
from django.core import validators

OF_FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "这一项要填。"},
    forms.ChoiceField: {"invalid_choice": "没有“%(value)s”这一项，请从列表里选。"},
    forms.ModelChoiceField: {"invalid_choice": "没有这一项，请从列表里选。"},
    forms.DateField: {"invalid": "日期请写成2026-11-25这样。"},
    forms.TimeField: {"invalid": "时间请写成14:30这样。"},
    forms.IntegerField: {"invalid": "请写整数。"},
    forms.DecimalField: {"invalid": "请写数字。"},
    forms.FileField: {
        "required": "选一个文件。",
        "missing": "选一个文件。",
        "empty": "这个文件是空的，请换一个。",
    },
}
OF_VALIDATORS: dict[type[Any], str] = {
    validators.MaxValueValidator: "最大是%(limit_value)s。",
    validators.MinValueValidator: "最小是%(limit_value)s。",
    validators.MaxLengthValidator: "最多%(limit_value)d个字，现在是%(show_value)d个。",
    validators.MinLengthValidator: "至少%(limit_value)d个字，现在是%(show_value)d个。",
    validators.ProhibitNullCharactersValidator: "里面有看不见的字符，请重新输入。",
}


def use_chinese() -> None:
    """Set the messages, once, when the project starts."""
    for field, sentences in OF_FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **sentences}
    for validator, sentence in OF_VALIDATORS.items():
        validator.message = sentence
