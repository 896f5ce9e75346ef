"""Base classes of refusals: a stable code for machines, a sentence for people, the article it rests on.

Each app derives its own in its errors.py. The doors turn them into words in one place each
(core.http for pages, core.api for JSON); no door invents a sentence of its own.
"""

import datetime as dt
from typing import Any, Self

from core.instruments import cite


class Refusal(Exception):
    """An action that is refused, and why. Nothing has been written when it is raised.

    code      stable machine name, snake_case
    sentence  what is wrong and what to do, in Chinese, with the numbers
    basis     the article it rests on, empty when it is the product's own rule
    rule      the id in the list of rules (R-MEET-06), empty when it has none
    fields    field name → sentence, for the form that sent it
    details   what a machine needs beside the sentence, in the body of the problem
    """

    code = "refused"
    sentence = "这样做不行。"
    basis = ""
    rule = ""

    def __init__(self, sentence: str = "", *, fields: dict[str, str] | None = None, **facts: Any) -> None:
        self.facts = facts
        self.sentence = sentence or self.sentence.format(**facts)
        self.fields = fields or {}
        self.details: dict[str, Any] = {}
        super().__init__(self.sentence)

    @classmethod
    def at(cls, field: str, sentence: str = "", /, **facts: Any) -> Self:
        """The refusal with its sentence beside this field of the form that sent it."""
        return cls(sentence, **facts).beside(field)

    def beside(self, field: str) -> Self:
        """Move the sentence of a refusal that another function has made beside this field."""
        self.fields = {field: self.sentence}
        return self

    def on(self, day: dt.date) -> Self:
        """Cite the article in the edition in force on that day, the day of the fact (R-PAP-05)."""
        self.basis = cite(self.basis, day)
        return self

    def __str__(self) -> str:
        return f"{self.sentence}{self.basis}" if self.basis else self.sentence


class RuleBroken(Refusal):
    """The actor has the permission, but the rules forbid it. Doors answer 409, pages beside the field."""

    code = "rule_broken"
    sentence = "这样做不符合规定。"


class ContentTooLarge(RuleBroken):
    """What was sent is larger than it may be. The API answers 413."""

    code = "too_large"
    sentence = "内容太大，请分开发送。"


class NotPermitted(Refusal):
    """Visible, but this person may not do it here. Doors answer 403, pages with a page of its own."""

    code = "not_permitted"
    sentence = "您没有做这件事的权限。需要时请联系上级党组织。"


class Gone(RuleBroken):
    """The thing changed in between: somebody was first."""

    code = "changed_meanwhile"
    sentence = "这条记录刚刚被别人改过，请刷新后再看。"
