"""The answers to what is asked once, as a page sends them."""

from django.http import QueryDict

from core.parsing import parse_uuid
from meetings.rules.questions import Answers


def answers_in(data: QueryDict) -> Answers:
    """`distinct_from`, `reply`, and each `hint` with the `answer` that stands beside it."""
    hints = dict(zip(data.getlist("hint"), data.getlist("answer"), strict=False))
    others = [uuid for text in data.getlist("distinct_from") if (uuid := parse_uuid(text))]
    return Answers(others, data.get("reply", ""), hints)
