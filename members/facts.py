"""The facts about people that the findings of an organization ask for (branches.findings)."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Count, F, Q, QuerySet

from branches import tree
from branches.findings import Facts
from branches.models import Organization, Term
from branches.querysets import open_on
from core import clock
from members.codes import Title
from members.models import Member, Post

CHUNK = 500  # keys in one statement, well below what either database takes


def facts_of(organizations: Iterable[Organization], on: dt.date) -> dict[int, Facts]:
    """Facts by organization id, as of a day: the same four queries for one organization and for a page of them.

    A group's members are those assigned to it. The committee is everybody with a post of the current term but the
    leaders of groups.
    """
    organizations = list(organizations)
    members, terms, posts = {}, {}, {}
    for start in range(0, len(organizations), CHUNK):
        keys = [each.pk for each in organizations[start : start + CHUNK]]
        members |= _members(keys, on)
        terms |= {
            term.organization_id: term for term in Term.objects.current(on).filter(organization__in=keys)
        }
        for organization, member, title in Post.objects.filter(
            open_on(on), term__in=[term.pk for term in terms.values()], organization__in=keys
        ).values_list("organization_id", "member_id", "title"):
            posts.setdefault(organization, []).append((member, title))
    found = {}
    for each in organizations:
        own, full = members.get(each.pk, (0, 0))
        held = posts.get(each.pk, [])
        seated = {member for member, title in held if title != Title.GROUP_LEADER}
        found[each.pk] = Facts(
            kind=each.kind,
            unit_kind=each.unit_kind,
            full_members=full,
            members=own,
            units_covered=each.units_covered,
            term=terms.get(each.pk),
            committee_size=len(seated),
            deputies=sum(title == Title.DEPUTY_SECRETARY for _, title in held),
            on=on,
            titles=frozenset(title for _, title in held),
            name=each.name,
            dissolved_on=each.dissolved_on,
        )
    return found


def _members(keys: list[int], on: dt.date) -> dict[int, tuple[int, int]]:
    """Organization or group id → (members, full members)."""
    full = Count("pk", filter=Q(full_on__lte=on))
    found = {}
    for place in ("organization", "group"):
        rows = (
            Member.objects.present()
            .filter(**{f"{place}__in": keys})
            .values(place=F(f"{place}_id"))
            .annotate(people=Count("pk"), full=full)
            .values_list("place", "people", "full")
        )
        found |= {key: (people, full_people) for key, people, full_people in rows}
    return found


def member_counts(
    people: "QuerySet[Member] | None" = None, on: dt.date | None = None
) -> Mapping[str, dict[str, int]]:
    """path → {"members", "full"} of everybody now on a roll at it and below; one grouped query.

    `people` narrows who is counted, for instance to what an actor may see.
    """
    counted = (Member.objects.all() if people is None else people).present().order_by()
    rows = counted.values_list("organization__path").annotate(
        every=Count("pk"), full=Count("pk", filter=Q(full_on__lte=on or clock.today()))
    )
    return tree.roll_up((path, {"members": every, "full": full}) for path, every, full in rows)
