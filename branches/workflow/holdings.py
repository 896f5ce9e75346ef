"""What organizations hold, as the deeds of the tree ask the apps above for it: each kind of thing has a place to go.

The apps list their kinds in `TREE_HOLDINGS` of config/parts.py, in the order of the page; `FREEZING` says which days
are frozen, `TREE_FIGURES` what is counted before and after a deed.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from branches.states import DeedKind, GroupsGo, PlansGo
from core.dates_zh import full_date

if TYPE_CHECKING:
    from branches.models import Organization
    from branches.selectors.actors import Actor


@dataclass(frozen=True)
class PlannedDeed:
    """A deed of the tree before it is done. `people` are the uuids of those who go to the new branch of a split.

    Of a merger and a dissolution with a receiver everybody goes, of a dissolution without one and of a move nobody.
    `recording_ends_on`: the last day on which the receiver's secretary finishes what was left open.
    """

    kind: DeedKind
    organization: "Organization"
    effective_on: dt.date
    receiver: "Organization | None" = None
    people: frozenset[Any] = frozenset()
    groups: GroupsGo = GroupsGo.CARRIED
    plans: PlansGo = PlansGo.CANCELLED
    document: str = ""
    recording_ends_on: dt.date | None = None

    @property
    def eve(self) -> dt.date:
        """The last day as it was."""
        return self.effective_on - dt.timedelta(days=1)

    @property
    def ends_it(self) -> bool:
        return self.kind in (DeedKind.MERGED, DeedKind.DISSOLVED)

    @property
    def takes_all(self) -> bool:
        """Whether everything goes to the receiver."""
        return self.ends_it and self.receiver is not None

    @property
    def note(self) -> str:
        """What the audit entries of the things carried say."""
        words = {
            DeedKind.MERGED: "合并",
            DeedKind.SPLIT: "分设",
            DeedKind.DISSOLVED: "撤销",
            DeedKind.MOVED: "换隶属",
        }
        return f"{self.organization.short_name}{full_date(self.effective_on)}{words[self.kind]}"


@dataclass(frozen=True)
class Holding:
    """One line of 谁和什么去哪里: what, how much of it now, where it goes.

    `stops` says why the deed cannot be done yet, `choice` which argument of the deed decides where it goes.
    """

    label: str
    count: int
    now: str
    goes: str
    note: str = ""
    stops: str = ""
    choice: str = ""


class TreeHolding(Protocol):
    """One kind of thing that an organization holds."""

    code: str

    def line(self, deed: PlannedDeed) -> Holding:
        """How it stands and where it goes."""

    def carry(self, deed: PlannedDeed, by: "Actor") -> Any:
        """Bring it there, with its audit entries; returns what `give_back` needs, as JSON, or None."""

    def give_back(self, deed: PlannedDeed, kept: Any, by: "Actor") -> None:
        """Bring it back. Raises DeedUsed where somebody has used it since."""


@dataclass(frozen=True)
class Freezing:
    """Which days are frozen: the first that is not, for these organizations, and when a day's month is going to be."""

    first_open_day: Callable[[tuple[str, ...]], dt.date | None]
    freezes_at: Callable[[dt.date], dt.datetime]


@dataclass(frozen=True)
class DeedPreview:
    """What a deed would do: the lines of its holdings, and the figures before and after it."""

    holdings: tuple[Holding, ...]
    figures: tuple[tuple[str, str, str], ...] = field(default=())  # label, before, after
