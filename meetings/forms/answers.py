"""The answers to what is asked once, as a page sends them."""

from django.http import QueryDict

from core.parsing import parse_uuid
from meetings.rules.questions import Answers

MOST_REMARKS = 100


def answers_in(data: QueryDict) -> Answers:
    """`distinct_from`, `reply-0` and on, and each `hint` with the `answer` that stands beside it."""
    hints = dict(zip(data.getlist("hint"), data.getlist("answer"), strict=False))
    others = [uuid for text in data.getlist("distinct_from") if (uuid := parse_uuid(text))]
    return Answers(others, hints=hints, replies=replies_in(data))


def replies_in(data: QueryDict) -> list[str]:
    """What is answered to each remark; of a page kept before it asked each by itself, to the first."""
    numbers = [n for n in range(MOST_REMARKS) if f"reply-{n}" in data]
    last = numbers[-1] if numbers else -1
    return [data.get(f"reply-{n}", "") for n in range(last + 1)] or [data.get("reply", "")]
