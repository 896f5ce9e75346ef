"""Classes of training an actor sees, and whom a typed list of those who attended names."""

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from life.models import TrainingClass, TrainingPlace
from members.models import Member
from members.personal_data.names import normalize_name, strip_address

BETWEEN = re.compile(r"[\n\r、，,;；]+")
WITH_PLACE = re.compile(r"^(?P<name>[^（(]+)[（(](?P<place>[^）)]*)[）)]$")


def visible_to(by: Actor) -> QuerySet:
    """Classes of organizations whose records the actor views, and those that members seen there attended.

    `seen_places` of each are those of the members within reach; `attended` counts everybody.
    """
    within = TrainingPlace.objects.filter(by.reach.q(Capability.VIEW_MEMBERS, at="member__organization"))
    seen = Q(pk__in=within.values("training")) | by.reach.q(Capability.VIEW)
    places = Prefetch("places", within.select_related("member__organization"), to_attr="seen_places")
    return (
        TrainingClass.objects.filter(seen)
        .select_related("organization")
        .prefetch_related(places)
        .annotate(attended=Count("places"))
    )


def of_organization(organization: Organization, year: int, by: Actor) -> QuerySet:
    """Its own classes of a year and those its members attended elsewhere, the newest first."""
    places = TrainingPlace.objects.filter(member__organization=organization)
    mine = Q(organization=organization) | Q(pk__in=places.values("training"))
    return visible_to(by).filter(mine, since__year=year).order_by("-since", "-pk")


def people_of(organization: Organization, day: dt.date) -> QuerySet:
    """Everybody on the roll of the organization, or of one below it, on that day."""
    places = Organization.objects.within(organization).branches()
    return Member.objects.belonging(day, organization__in=places).select_related("organization")


@dataclass
class NamedPeople:
    """Whom a typed list names; `unknown` are on no roll here, `unclear` are several people of one name."""

    members: list[Member] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


def named_people(organization: Organization, day: dt.date, text: str) -> NamedPeople:
    """Read names between commas or on lines of their own; who shares a name is told apart as 林知远（滨江二支部）."""
    typed = [word for part in BETWEEN.split(text) if (word := part.strip())]
    split = [WITH_PLACE.match(word) for word in typed]
    wanted = [
        (word, strip_address(normalize_name(each["name"] if each else word)), each["place"] if each else "")
        for word, each in zip(typed, split, strict=True)
    ]
    known: dict[str, list[Member]] = defaultdict(list)
    for member in people_of(organization, day).filter(name__in={name for _, name, _ in wanted}):
        known[member.name].append(member)
    found = NamedPeople()
    for word, name, place in wanted:
        people = known[name]
        if place:
            people = [
                each for each in people if place in (each.organization.short_name, each.organization.name)
            ]
        if len(people) == 1:
            found.members.append(people[0])
        else:
            (found.unclear if people else found.unknown).append(word)
    return found
