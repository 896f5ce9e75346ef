"""Read models of themes: what a branch may adopt, and which branches adopted a theme.

Reads only, in a fixed number of queries however many branches there are.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from branches.access.roles import Capability
from branches.models import Organization
from branches.rules import tree
from branches.selectors.actors import Actor
from core import clock
from meetings.models import AgendaItem
from meetings.states import MAY_HOLD, Status, kinds_held
from planning.models import Adoption, Theme

# 一、 十二． （三） (4) 5. 6、, but neither a date (12.25) nor 三会一课.
NUMBER = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)][、.．]?|[一二三四五六七八九十\d]{1,3}[、.．](?!\d))\s*"
)

ADOPTED, CHANGED, NOT_YET = "adopted", "changed", "not_yet"
WORDS = {ADOPTED: "已采用", CHANGED: "采用后改过", NOT_YET: "还没采用"}


def agenda_titles(text: str) -> list[str]:
    """The agenda of a theme as titles, one per line; leading numbers are removed because pages number the items."""
    titles = (NUMBER.sub("", line.strip()) for line in text.splitlines())
    return [title[:200] for title in titles if title]


def visible_themes(by: Actor) -> QuerySet[Theme]:
    """Themes published at, above or below the organizations whose meetings the actor may view."""
    above = {path for span in by.reach.widest(Capability.VIEW) for path in tree.ancestors(span.path)}
    return Theme.objects.filter(by.reach.q(Capability.VIEW) | Q(organization__path__in=above))


def themes_for_branch(organization: Organization, *, since: dt.date) -> list[Theme]:
    """Themes a branch may adopt for the month of `since` or later, soonest first; `adopted` is its adoption or None.

    Two queries."""
    themes = list(
        Theme.objects.filter(
            organization__path__in=tree.ancestors(organization.path),
            month__gte=since.replace(day=1),
            withdrawn_at__isnull=True,
            kind__in=kinds_held(organization.kind, organization.special_provision),
        )
        .select_related("organization")
        .order_by("month", "-organization__path", "id")[:24]
    )
    taken = {
        row.theme_id: row
        for row in adoptions_in_use(
            Adoption.objects.filter(theme__in=themes, organization=organization)
        ).select_related("meeting")
    }
    for theme in themes:
        theme.adopted = taken.get(theme.pk)
    return themes


def adoptions_in_use(adoptions: QuerySet[Adoption]) -> QuerySet[Adoption]:
    """Adoptions whose meeting was not cancelled."""
    return adoptions.exclude(meeting__status=Status.CANCELLED)


def addressees(theme: Theme, by: Actor) -> QuerySet[Organization]:
    """The branches below the publisher that stand in the theme's month and that this person sees into."""
    month = clock.Period.month(theme.month)
    kinds = [kind for kind, may in MAY_HOLD.items() if theme.kind in may]
    return (
        Organization.objects.within(theme.organization)
        .visible_to(by, Capability.VIEW)
        .standing(month.until)
        .branches()
        .filter(kind__in=kinds)
    )


@dataclass(frozen=True)
class BranchAdoption:
    """A branch and the state of its adoption of a theme."""

    organization: Organization
    state: str
    adoption: Adoption | None = None

    @property
    def state_label(self) -> str:
        return WORDS[self.state]


def branch_adoptions(theme: Theme, by: Actor) -> list[BranchAdoption]:
    """Every branch the theme is meant for, in tree order. Three queries."""
    taken = {
        row.organization_id: row
        for row in adoptions_in_use(theme.adoptions.all()).select_related("meeting").only(
            "theme", "organization", "at", "meeting__uuid", "meeting__theme", "meeting__held_on", "meeting__status"
        )
    }  # fmt: skip
    titles = _agenda_titles_of(row.meeting_id for row in taken.values())
    wanted = agenda_titles(theme.agenda)
    rows = []
    for organization in addressees(theme, by).select_related("parent").order_by("path"):
        row = taken.get(organization.pk)
        if row is None:
            rows.append(BranchAdoption(organization, NOT_YET))
            continue
        same = row.meeting.theme == theme.title and titles[row.meeting_id] == wanted
        rows.append(BranchAdoption(organization, ADOPTED if same else CHANGED, row))
    return rows


def _agenda_titles_of(meetings: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = AgendaItem.objects.filter(meeting__in=list(meetings)).order_by("meeting", "position")
    for meeting, title in rows.values_list("meeting_id", "title"):
        found[meeting].append(title)
    return found


@dataclass(frozen=True)
class AdoptionCount:
    """How many branches a theme is meant for, and how many adopted it."""

    theme: Theme
    meant_for: int
    adopted: int

    @property
    def not_yet(self) -> int:
        return self.meant_for - self.adopted


def adoption_counts(themes: Sequence[Theme], by: Actor) -> list[AdoptionCount]:
    """For a page of themes: two queries for all of them."""
    if not themes:
        return []
    below_any = reduce(or_, map(tree.subtree, {theme.organization.path for theme in themes}))
    branches = list(Organization.objects.visible_to(by, Capability.VIEW).branches().filter(below_any))
    adopters: dict[int, set[int]] = defaultdict(set)
    adoptions = adoptions_in_use(Adoption.objects.filter(theme__in=themes))
    for theme_id, organization_id in adoptions.values_list("theme_id", "organization_id"):
        adopters[theme_id].add(organization_id)
    counts = []
    for theme in themes:
        until = clock.Period.month(theme.month).until
        meant = {
            branch.pk
            for branch in branches
            if branch.path.startswith(theme.organization.path)
            and theme.kind in kinds_held(branch.kind, branch.special_provision)
            and branch.established_on <= until
            and (branch.dissolved_on is None or branch.dissolved_on > until)
        }
        counts.append(AdoptionCount(theme, len(meant), len(meant & adopters[theme.pk])))
    return counts
