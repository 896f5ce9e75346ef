"""Read model of the meeting list, for one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from branches.states import label_of
from meetings.selectors import subjects
from meetings.states import Kind


@dataclass(frozen=True)
class MeetingListRow:
    """A row of the list."""

    row: Mapping[str, Any]
    kinds: str
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
        codes = [code for code in Kind.values if code in (row["kind_codes"] or "").split(",")]
        sees = by.reach.covers(Capability.VIEW, row["organization__path"])
        return cls(row, "、".join(Kind(code).label for code in codes), sees)

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


def requested_organization(parameters: Mapping[str, str], by: Actor) -> Organization | None:
    """The organization the list is narrowed to, when this person sees it."""
    code = parameters.get("organization") or parameters.get("below")
    if not code:
        return None
    seen = Organization.objects.visible_to(by, Capability.CALENDAR)
    return seen.select_related("parent").filter(code=code).first()
