"""Estimate what recording costs a branch: taps, typed characters and minutes.

Read off the records themselves, never off the people: nobody is watched while writing. A record costs so many taps as
tests/browser/effort.json measured for the journey, each absence two more, each character as typed. Asking for more
meetings shows its price in these figures.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, Sum
from django.db.models.functions import Length

from branches.models import Organization
from branches.states import BRANCHES
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
    """The month's effort of a root and all below it, a group's meetings counted with its branch: four queries."""
    meetings = Meeting.objects.within(root).held_in(month).counted(before=cut_off(month))
    branches = Organization.objects.within(root).filter(kind__in=BRANCHES)
    if unit_kind:
        meetings = meetings.filter(organization__unit_kind=unit_kind)
        branches = branches.filter(unit_kind=unit_kind)
    sums = meetings.aggregate(
        meetings=Count("pk"),
        away=Sum(F("on_leave") + F("absent")),
        typed=Sum(Length("theme") + Length("minutes") + Length("guests")),
    )
    items = AgendaItem.objects.filter(meeting__in=meetings.values("pk"))
    agenda = items.aggregate(
        typed=Sum(Length("title") + Length("discussion")), decided=Sum(Length("resolution__text"))
    )
    statements = Statement.objects.filter(item__in=items.values("pk")).aggregate(typed=Sum(Length("text")))
    return Effort(
        branches=branches.filter(pk__in=meetings.annotate(branch=BRANCH).values("branch")).count(),
        meetings=sums["meetings"],
        taps=RECORD_TAPS * sums["meetings"] + ABSENCE_TAPS * (sums["away"] or 0),
        characters=sum(
            count or 0 for count in (sums["typed"], agenda["typed"], agenda["decided"], statements["typed"])
        ),
    )
