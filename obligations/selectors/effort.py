"""Estimate what recording costs a branch: taps, typed characters and minutes.

Read off the records themselves, never off the people: nobody is watched while writing. A record costs so many taps as
tests/browser/effort.json measured for the journey, each absence two more, each character as typed. Asking for more
meetings shows its price in these figures.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Length

from branches.models import Organization
from branches.rules import tree
from branches.states import BRANCHES, Kind
from core.clock import Period
from meetings.models import AgendaItem, Meeting, Statement
from meetings.querysets import BRANCH
from obligations.rules.cut_off import cut_off

RECORD_TAPS = 4  # open, theme, minutes, hand in: the browser's journey is held to this
ABSENCE_TAPS = 2  # the person, the reason


@dataclass(frozen=True, slots=True)
class Effort:
    """Sums over counted meetings. `branches` is what the averages are over: those that recorded anything."""

    branches: int = 0
    meetings: int = 0
    taps: int = 0
    characters: int = 0

    @property
    def minutes(self) -> int:
        return _minutes(self.taps, self.characters)

    @property
    def hours(self) -> int:
        return round(self.minutes / 60)

    @property
    def minutes_a_meeting(self) -> int:
        return _minutes(self.taps, self.characters, self.meetings)

    @property
    def hours_of_one_more(self) -> int:
        """What one more meeting would cost all of these branches together."""
        return round(self.minutes_a_meeting * self.branches / 60)

    @property
    def minutes_a_branch(self) -> int:
        return _minutes(self.taps, self.characters, self.branches)

    @property
    def meetings_a_branch(self) -> float:
        return round(self.meetings / self.branches, 1) if self.branches else 0

    @property
    def characters_a_branch(self) -> int:
        return round(self.characters / self.branches) if self.branches else 0

    @property
    def taps_a_branch(self) -> int:
        return round(self.taps / self.branches) if self.branches else 0


def _minutes(taps: int, characters: int, over: int = 1) -> int:
    seconds = taps * settings.SECONDS_A_TAP + characters * settings.SECONDS_A_CHARACTER
    return round(seconds / 60 / over) if over else 0


def effort_of(root: Organization, month: Period, unit_kind: str = "") -> Effort:
    """The month's effort of a root and all below it, a group's meetings counted with its branch. One query."""
    meetings = Meeting.objects.within(root).held_in(month).counted(before=cut_off(month))
    own_branch = Q(organization__kind__in=BRANCHES)
    its_branch = Q(tree.subtree(root.path, "organization__parent"), organization__kind=Kind.GROUP)
    if unit_kind:
        meetings = meetings.filter(organization__unit_kind=unit_kind)
        its_branch &= Q(organization__parent__unit_kind=unit_kind)
    decided = Coalesce(Length("resolution__text"), 0)
    items = AgendaItem.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    agenda = items.annotate(typed=Sum(Length("title") + Length("discussion") + decided))
    said = Statement.objects.filter(item__meeting=OuterRef("pk")).order_by().values("item__meeting")
    statements = said.annotate(typed=Sum(Length("text")))
    sums = meetings.annotate(
        in_agenda=Coalesce(Subquery(agenda.values("typed")), 0),
        in_statements=Coalesce(Subquery(statements.values("typed")), 0),
    ).aggregate(
        meetings=Count("pk"),
        away=Sum(F("on_leave") + F("absent"), default=0),
        characters=Sum(
            Length("theme") + Length("minutes") + Length("guests") + F("in_agenda") + F("in_statements"),
            default=0,
        ),
        branches=Count(BRANCH, distinct=True, filter=own_branch | its_branch),
    )
    return Effort(
        branches=sums["branches"],
        meetings=sums["meetings"],
        taps=RECORD_TAPS * sums["meetings"] + ABSENCE_TAPS * sums["away"],
        characters=sums["characters"],
    )
