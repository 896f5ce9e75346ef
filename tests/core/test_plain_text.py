"""Text as it is seen: invisible marks and look-alikes at every door."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from core.http import PlainTextMiddleware
from core.plain_text import remove_invisible, remove_invisible_within

pytestmark = pytest.mark.once
MARKS = [
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
    0x200B,
    0x200C,
    0x200D,
    0x200E,
    0x200F,
    0xAD,
    0xFEFF,
    0x3164,
]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_nobody_sees_is_no_part_of_a_text(mark: int) -> None:
    assert remove_invisible(f"{chr(mark)}冯竹{chr(mark)}梅{chr(mark)}") == "冯竹梅"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("\u2f42\u660e", "文明"),  # a radical out of a PDF file
        ("\u2ea0主", "民主"),
        ("\uf9dc义", "隆义"),  # a compatibility form
        ("第一行\n第二行\t（一）：１２", "第一行\n第二行\t（一）：１２"),  # what is seen stays
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_what_looks_alike_is_alike(written: str, seen: str) -> None:
    assert remove_invisible(written) == seen


def test_the_texts_within_a_body_are_made_plain() -> None:
    assert remove_invisible_within({"a": ["\u200e一", 1, None], "b": {"c": "二\u202c"}}) == {
        "a": ["一", 1, None],
        "b": {"c": "二"},
    }


def test_a_form_and_an_address_come_in_without_marks_and_a_password_as_it_is_typed(
    rf: RequestFactory,
) -> None:
    sent = {"name": "\u202d秦朗\u202c", "password": "a\u200bb"}
    request = rf.post("/?q=\u200e秦", sent)
    assert PlainTextMiddleware(lambda _request: None).process_view(request, lambda: None) is None
    assert (request.POST["name"], request.POST["password"], request.GET["q"]) == ("秦朗", "a\u200bb", "秦")
    assert isinstance(request.POST, QueryDict)
