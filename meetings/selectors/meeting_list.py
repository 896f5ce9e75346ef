"""Read model of lists of meetings: a row as one person sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.states import label_of
from meetings.selectors import subjects
from meetings.states import Kind


@dataclass(frozen=True)
class MeetingListRow:
    """A row of the list."""

    row: Mapping[str, Any]
    sees_content: bool

    @classmethod
    def of_page(cls, rows: Sequence[Mapping[str, Any]], by: Actor) -> list["MeetingListRow"]:
        """The rows as this person sees them: without the subjects that are withheld."""
        withheld = subjects.withheld([row["pk"] for row in rows], by)
        return [
            cls.of({**row, "theme": "", "place": ""} if row["pk"] in withheld else row, by) for row in rows
        ]

    @classmethod
    def of(cls, row: Mapping[str, Any], by: Actor) -> "MeetingListRow":
        return cls(row, by.reach.covers(Capability.VIEW, row["organization__path"]))

    @property
    def codes(self) -> list[str]:
        held = (self.row["kind_codes"] or "").split(",")
        return [code for code in Kind.values if code in held]

    @property
    def kinds(self) -> str:
        return "、".join(Kind(code).label for code in self.codes)

    @property
    def organization(self) -> str:
        return label_of(
            self.row["organization__kind"],
            self.row["organization__short_name"],
            self.row["organization__parent__short_name"],
        )

    @property
    def has_counts(self) -> bool:
        return self.sees_content and bool(self.row["expected"])
