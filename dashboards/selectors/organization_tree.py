"""Read model of the organization tree: nodes with counts and findings, opened per request, and the search in it.

Reads only, and only inside the actor's reach. A tree of a whole district costs the same few queries as a branch.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from branches.access.roles import Capability
from branches.models import Organization
from branches.querysets import OrganizationQuerySet
from branches.rules import tree
from branches.rules.findings import OrganizationFinding, findings
from branches.selectors.actors import Actor
from branches.states import Kind
from dashboards.selectors.organization_facts import load_organization_facts

FOUND, TERM = "found", "term"
FLAGS = {FOUND: "有问题的", TERM: "换届将到期"}
ABOUT_TERMS = frozenset({"R-ORG-09", "R-ORG-10"})
PAGE = 50
FIELDS = (
    "code",
    "name",
    "short_name",
    "kind",
    "unit_kind",
    "parent_id",
    "path",
    "units_covered",
    "units",
    "planned_end_on",
    "dissolved_on",
)


@dataclass
class TreeNode:
    """One organization in the tree; `members` are its own.

    `below` counts it and all under it without the groups; the other figures sum likewise.
    """

    organization: Organization
    below: int = 1
    members: int = 0
    people: int = 0
    found: int = 0
    branches: int = 0
    with_findings: int = 0
    own: Sequence[OrganizationFinding] = ()
    expires_on: dt.date | None = None  # its term
    has_children: bool = False
    is_open: bool = False
    children: list["TreeNode"] = field(default_factory=list)

    @property
    def average(self) -> str:
        """Members a branch, one decimal."""
        return f"{self.people / self.branches:.1f}" if self.branches else "0"

    @property
    def counts_people(self) -> bool:
        """Of branches and groups the tree shows the members, of what is above them the organizations."""
        return self.organization.is_branch or self.organization.is_group


@dataclass(frozen=True)
class SearchPage:
    """A page of a search: nodes without children, in tree order; `after` is the path to go on from.

    `items` counts the findings of all that was found, None when the search did not ask for findings.
    """

    nodes: Sequence[TreeNode]
    total: int
    items: int | None
    after: str = ""


def visible_organizations(by: Actor, on: dt.date) -> OrganizationQuerySet:
    """The organizations in the reach that exist on that day."""
    return (
        Organization.objects.visible_to(by)
        .filter(Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on))
        .order_by("path")
    )


def build_tree(
    organizations: OrganizationQuerySet, *, open_at: Sequence[str], on: dt.date, by: Actor
) -> list[TreeNode]:
    """The trees made of these organizations, in order; open are the given paths and, when it is alone, the root.

    Groups, half of a district, are read only below what is open.
    """
    groups = organizations.filter(kind=Kind.GROUP)
    tops = [span.path for span in by.reach.spans]
    wanted = ~Q(kind=Kind.GROUP) | Q(path__in=tops) | Q(parent__path__in=[*open_at, *tops])
    nodes = _nodes(list(organizations.filter(wanted).only(*FIELDS)), on, by)
    with_groups = set(groups.values_list("parent_id", flat=True).distinct().order_by())
    sums = tree.roll_up(
        (
            path,
            {
                "below": 1,
                "people": node.members,
                "found": len(node.own),
                "branches": int(node.organization.is_branch),
                "with_findings": int(bool(node.own)),
            },
        )
        for path, node in nodes.items()
        if node.organization.kind != Kind.GROUP
    )
    roots = []
    for path, node in nodes.items():
        node.below = 0
        node.has_children = node.organization.pk in with_groups
        for figure, value in sums.get(path, {}).items():
            setattr(node, figure, value)
        above = nodes.get(tree.parent(path))
        if above is None:
            roots.append(node)
        else:
            above.children.append(node)
            above.has_children = True
    opened = set(open_at) | ({roots[0].organization.path} if len(roots) == 1 else set())
    for path, node in nodes.items():
        node.is_open = node.has_children and path in opened
    return roots


def search(
    organizations: OrganizationQuerySet,
    *,
    text: str,
    flags: Iterable[str],
    after: str = "",
    on: dt.date,
    by: Actor,
) -> SearchPage:
    """One page of the organizations that match the text and all flags; those whose term ends by the day it ends on."""
    wanted, items = set(flags), None
    found = organizations.named_like(text) if text.strip() else organizations
    found = found.only(*FIELDS, "parent__short_name").select_related("parent")
    if wanted:
        nodes = _nodes(list(found.exclude(kind=Kind.GROUP)), on, by)
        hits = [node for node in nodes.values() if node.own and _has_flags(node, wanted)]
        total, items = len(hits), sum(len(node.own) for node in hits)
        if TERM in wanted:
            hits.sort(key=lambda node: node.expires_on or dt.date.max)
        paths = [node.organization.path for node in hits]
        first = paths.index(after) + 1 if after in paths else 0
        page = hits[first : first + PAGE + 1]
    else:
        total = found.count()
        page = list(_nodes(list(found.filter(path__gt=after)[: PAGE + 1]), on, by).values())
    for node in page:
        node.found = len(node.own)
    more = page[PAGE - 1].organization.path if len(page) > PAGE else ""
    return SearchPage(page[:PAGE], total, items, more)


def _has_flags(node: TreeNode, wanted: set[str]) -> bool:
    return TERM not in wanted or any(finding.rule in ABOUT_TERMS for finding in node.own)


def _nodes(organizations: list[Organization], on: dt.date, by: Actor) -> dict[str, TreeNode]:
    """Nodes by path, with their own members and findings (those only where the actor may view)."""
    facts = load_organization_facts(organizations, on)
    nodes = {}
    for organization in organizations:
        known = facts.get(organization.pk)
        own = findings(known) if known and by.may(Capability.VIEW, organization) else ()
        nodes[organization.path] = TreeNode(
            organization,
            own=own,
            members=known.members if known else 0,
            expires_on=known.term.expires_on if known and known.term else None,
        )
    return nodes


def find_node(roots: Sequence[TreeNode], path: str) -> TreeNode | None:
    """The node of that path among grown trees."""
    for node in roots:
        if node.organization.path == path:
            return node
        if path.startswith(node.organization.path):
            return find_node(node.children, path)
    return None
