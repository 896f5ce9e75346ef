"""What the words of the page make of values."""

import pytest

from core.templatetags import words


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
