"""Facts about the members of organizations, for the findings of branches.rules.findings."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from branches.models import Organization, Term
from branches.rules.findings import OrganizationFacts
from members.models import Member, Post, Restriction
from members.states import Title

MOST_KEYS = 500  # named in one statement, well below what either database takes


def load_organization_facts(
    organizations: Iterable[Organization], on: dt.date
) -> dict[int, OrganizationFacts]:
    """Facts by organization id, as of a day: the same four queries for one organization and for a whole district.

    A group's members are those assigned to it. The committee is everybody with a post of the current term except
    group leaders.
    """
    organizations = list(organizations)
    members = _members(organizations, on)
    terms = {
        term.organization_id: term
        for term in Term.objects.current(on).filter(_one_of(organizations, "organization"))
    }
    limits = (
        Restriction.objects.on(on).filter(member=OuterRef("member")).exclude(kind=Restriction.Kind.EXEMPT)
    )
    held = Post.objects.on(on).filter(_one_of(organizations, "organization"))
    posts: dict[int, list[Any]] = defaultdict(list)
    for post in held.annotate(is_limited=Exists(limits), full_on=F("member__full_on")):
        if post.organization_id in terms and terms[post.organization_id].pk == post.term_id:
            posts[post.organization_id].append(post)
    found = {}
    for each in organizations:
        count, full_count = members.get(each.pk, (0, 0))
        titles = [post.title for post in posts[each.pk]]
        seated = [post for post in posts[each.pk] if post.title != Title.GROUP_LEADER]
        found[each.pk] = OrganizationFacts(
            kind=each.kind,
            unit_kind=each.unit_kind,
            full_members=full_count,
            members=count,
            units_covered=each.units_covered,
            term=terms.get(each.pk),
            committee_size=len({post.member_id for post in seated}),
            deputies=titles.count(Title.DEPUTY_SECRETARY),
            on=on,
            titles=frozenset(titles),
            name=each.name,
            dissolved_on=each.dissolved_on,
            planned_end_on=each.planned_end_on,
            units=len(each.units),
            secretary_full_on=next((post.full_on for post in seated if post.title == Title.SECRETARY), None),
            barred=len(
                {
                    post.member_id
                    for post in seated
                    if post.is_limited or not post.full_on or post.full_on > on
                }
            ),
        )
    return found


def _members(organizations: list[Organization], on: dt.date) -> dict[int, tuple[int, int]]:
    """Organization or group id → (members, full members), without those suspended that day (R-STA-10)."""
    full = Count("pk", filter=Q(full_on__lte=on))
    found: dict[int, tuple[int, int]] = {}
    groups = [each for each in organizations if each.is_group]
    others = [each for each in organizations if not each.is_group]
    for place, asked in (("organization", others), ("group", groups)):
        rows = (
            Member.objects.present()
            .counted_on(on)
            .filter(_one_of(asked, place))
            .values(place=F(f"{place}_id"))
            .annotate(people=Count("pk"), full=full)
            .values_list("place", "people", "full")
        )
        found |= {key: (people, full_people) for key, people, full_people in rows}
    return found


def _one_of(organizations: list[Organization], place: str) -> Q:
    """Rows of these organizations: by key, or, if there are very many, by the range of tree paths (a few more rows)."""
    if len(organizations) <= MOST_KEYS:
        return Q(**{f"{place}__in": [each.pk for each in organizations]})
    paths = [each.path for each in organizations]
    return Q(**{f"{place}__path__gte": min(paths), f"{place}__path__lte": max(paths)})
