"""An opinion in writing from before a vote, as a record has it."""

# ruff: noqa: RUF009 -- `declare` gives the immutable description of a field

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from meetings.record.field_types import Choice, Moment, Person, PersonReference, declare
from meetings.states import OpinionChoice


@dataclass(frozen=True)
class WrittenOpinionEntry:
    """What a member who could not come sent in writing before the meeting (R-DEV-29)."""

    member: PersonReference | None = declare(Person("何人", help="entitled and absent"), None)
    choice: str = declare(Choice("意见", of=OpinionChoice), OpinionChoice.YES)
    received_at: dt.datetime | None = declare(Moment("收到时间", has_day=True, help="before it began"), None)

    @property
    def is_empty(self) -> bool:
        """A row left blank on the page."""
        return self.member is None and self.received_at is None

    @property
    def summary(self) -> str:
        """张三：赞成（2026-11-19 10:00收到）"""
        choice, received = OpinionChoice(self.choice).label, self.received_at
        return f"{self.member}：{choice}（{f'{timezone.localtime(received):%Y-%m-%d %H:%M}' if received else ''}收到）"
