"""A control written in a template has the label, hint, error and ids that a Django form's field has."""

import re

import pytest
from django import forms
from django.template import Context, Template

pytestmark = pytest.mark.once


def rendered(source: str, **context: object) -> str:
    text = Template("{% load fields %}" + source).render(Context(context))
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", text)).strip()


def test_an_input_has_its_label_and_its_attributes() -> None:
    assert rendered(
        '{% field "note" "要点" "谈了" id="note-3" maxlength=300 required=True data_due="on" %}'
    ) == (
        '<div class="field"><label for="note-3">要点</label><input type="text" name="note" value="谈了" maxlength="300" '
        'required data-due="on" class="form-control" id="note-3"></div>'
    )


def test_hint_and_error_are_read_aloud_with_the_control() -> None:
    html = rendered('{% field "on" "哪天" type="date" hint="不填就是今天。" error="还没到" %}')
    assert 'type="date" name="on" class="form-control" aria-invalid="true"' in html
    assert 'aria-describedby="on_helptext on_error"' in html
    assert '<span class="hint" id="on_helptext">不填就是今天。</span>' in html
    assert '<span class="wrong" id="on_error"' in html
    assert "<span>还没到</span>" in html


def test_a_select_has_its_choice_selected() -> None:
    assert rendered(
        '{% field "year" "年份" 2026 choices=years class="half" %}',
        years=[(2025, "2025年"), (2026, "2026年")],
    ) == (
        '<div class="field half"><label for="year">年份</label><select name="year" class="form-select" id="year">'
        '<option value="2025">2025年</option><option value="2026" selected>2026年</option></select></div>'
    )


def test_a_select_may_begin_with_nothing_and_has_an_id_apart_from_its_twins() -> None:
    html = rendered('{% field "kind" "类型" choices=kinds empty="全部" id="k" key=7 %}', kinds=[("a", "甲")])
    assert '<label for="k-7">' in html
    assert '<select name="kind" class="form-select" id="k-7"><option value="" selected>全部</option>' in html


def test_a_textarea_keeps_what_was_typed_and_escapes_it() -> None:
    html = rendered(
        '{% field "aims" "打算" aims type="textarea" rows=3 hides_label=True control_class="big" %}',
        aims="<b>",
    )
    assert '<label for="aims" class="visually-hidden">打算</label>' in html
    assert re.search(r'<textarea name="aims" rows="3"[^>]*>&lt;b&gt;</textarea>', html)
    assert 'class="form-control big"' in html
    assert "cols" not in html


def test_choices_to_tick_stand_in_a_fieldset_with_a_legend() -> None:
    html = rendered(
        '{% field "with" "和谁" chosen type="checkbox" choices=people %}',
        chosen=["b"],
        people=[("a", "甲"), ("b", "乙")],
    )
    assert html.startswith(
        '<fieldset class="field"><legend class="form-label">和谁</legend><div class="chips"><label class="chip">'
    )
    assert re.search(r'<input type="checkbox" name="with" value="b"[^>]* checked>', html)


def test_a_forms_own_field_is_shown_the_same_way() -> None:
    class Note(forms.Form):
        note = forms.CharField(
            label="要点", help_text="一句话", widget=forms.TextInput({"class": "form-control"})
        )

    html = rendered(
        '{% include "components/field.html" with field=form.note %}', form=Note({"note": ""}, auto_id="%s")
    )
    assert html.startswith('<div class="field"><label for="note">要点</label><input type="text" name="note"')
    assert 'aria-describedby="note_helptext note_error"' in html
