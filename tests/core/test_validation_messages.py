"""A field that does not fit says so in the words of the house."""

import pytest
from django import forms

pytestmark = pytest.mark.once  # no database can change its answer


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (forms.CharField(), "", "这一项要填。"),
        (forms.CharField(max_length=2), "三个字", "最多2个字，现在是3个。"),
        (forms.ChoiceField(choices=[("a", "甲")]), "b", "没有“b”这一项，请从列表里选。"),
        (forms.DateField(), "2026-02-30", "日期请写成2026-11-25这样。"),
        (forms.TimeField(), "25:00", "时间请写成14:30这样。"),
        (forms.IntegerField(max_value=31), "32", "最大是31。"),
        (forms.IntegerField(min_value=1), "0", "最小是1。"),
        (forms.IntegerField(), "一", "请写整数。"),
    ],
)
def test_a_field_says_what_to_write(field: forms.Field, typed: str, sentence: str) -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean(typed)
    assert refusal.value.messages == [sentence]
