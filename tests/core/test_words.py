"""What the words of the page make of values."""

import pytest
from django.template import Context, Template

from core.templatetags import words

pytestmark = pytest.mark.once  # no database can change its answer


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("会议室", "二楼", ("会议室", "二楼")),
        (None, "二楼", ("", "二楼")),
        ("字" * 120, "字" * 119 + "词", ("字" * 120, "字" * 119 + "词")),
        ("字" * 400, "字" * 400 + "更正。", ("…" + "字" * 20, "…" + "字" * 20 + "更正。")),
        (
            "前" * 200 + "甲" + "后" * 200,
            "前" * 200 + "乙" + "后" * 200,
            ("…" + "前" * 20 + "甲" + "后" * 20 + "…", "…" + "前" * 20 + "乙" + "后" * 20 + "…"),
        ),
    ],
)
def test_of_two_long_texts_what_differs_is_shown_wherever_it_stands(
    old: str | None, new: str, shown: tuple
) -> None:
    assert words.changed(old, new) == shown


@pytest.mark.parametrize(
    ("template", "page"),
    [
        (
            "<p>\n  {% joinlines %}\n    共{{ n }}人，\n    <b>到会</b>\n  {% endjoinlines %}\n</p>",
            "<p>\n  共3人，<b>到会</b>\n</p>",
        ),
        (
            "{% joinlines %}甲\n  {% if n %}\n    乙\n  {% else %}\n    丙\n  {% endif %}\n  丁{% endjoinlines %}",
            "甲乙丁",
        ),
        ("{% joinlines %}\n  甲　\n  {{ n }}\n  　乙\n{% endjoinlines %}", "甲　3　乙"),
        ("{% joinlines %}共 {{ n }} 人{% endjoinlines %}", "共 3 人"),
        (
            '{% joinlines %}看<a\n  href="/{{ n }}"\n  {% if n %}class="x"{% endif %}\n>这里</a>{% endjoinlines %}',
            '看<a href="/3" class="x" >这里</a>',
        ),
        ("{% joinlines %}\n{{ text }}\n{% endjoinlines %}", "一\n二"),
    ],
)
def test_lines_joined_in_a_template_leave_no_space_between_words(template: str, page: str) -> None:
    assert Template(template).render(Context({"n": 3, "text": "一\n二"})) == page
