"""Facts about the members of organizations, for the findings of branches.rules.findings."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q

from branches.models import Organization, Term
from branches.querysets import open_on
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
    posts: dict[int, list[tuple[int, str]]] = {}
    barred: dict[int, set[int]] = {}
    secretaries: dict[int, dt.date | None] = {}
    limited = Restriction.objects.on(on).filter(member=OuterRef("member"))
    open_posts = Post.objects.filter(open_on(on), _one_of(organizations, "organization")).annotate(
        limited=Exists(limited.exclude(kind=Restriction.Kind.EXEMPT))
    )
    for organization, term, member, title, full_on, is_limited in open_posts.values_list(
        "organization_id", "term_id", "member_id", "title", "member__full_on", "limited"
    ):
        if organization not in terms or terms[organization].pk != term:
            continue
        posts.setdefault(organization, []).append((member, title))
        if title == Title.SECRETARY:
            secretaries[organization] = full_on
        if title != Title.GROUP_LEADER and (is_limited or full_on is None or full_on > on):
            barred.setdefault(organization, set()).add(member)
    found = {}
    for each in organizations:
        own, full = members.get(each.pk, (0, 0))
        held = posts.get(each.pk, [])
        seated = {member for member, title in held if title != Title.GROUP_LEADER}
        found[each.pk] = OrganizationFacts(
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
            planned_end_on=each.planned_end_on,
            secretary_full_on=secretaries.get(each.pk),
            barred=len(barred.get(each.pk, ())),
        )
    return found


def _members(organizations: list[Organization], on: dt.date) -> dict[int, tuple[int, int]]:
    """Organization or group id → (members, full members)."""
    full = Count("pk", filter=Q(full_on__lte=on))
    found: dict[int, tuple[int, int]] = {}
    groups = [each for each in organizations if each.is_group]
    others = [each for each in organizations if not each.is_group]
    for place, asked in (("organization", others), ("group", groups)):
        rows = (
            Member.objects.present()
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
