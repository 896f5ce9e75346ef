"""The cast: a district, two streets, three branches each. Built through the actions, so it is valid by construction.

Lin is secretary of Binjiang 2 (滨江二支部, 9 members: 8 full, 1 preparatory, with a committee and two groups);
He is on its committee; Hua is an ordinary member of it; Shao works for its street; Wei reviews for the district;
Shen holds Lin's post in the other street: every access test ends with Shen seeing nothing.
Sys, Sec and Aud are the three administrators.
"""

import datetime as dt
import pickle
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import F

from accounts.models import User
from audit.models import KeyProbe
from branches import actions as tree_actions
from branches.access.roles import Role
from branches.models import Organization
from branches.selectors.actors import SYSTEM, Actor
from members import actions as member_actions
from members.models import Member, Membership

FOUNDED = dt.date(2015, 3, 1)
SURNAMES = "林何华陈许蒋周赵贺"


@dataclass
class Person:
    """Somebody who signs in."""

    user: User
    member: Member | None = None

    @property
    def actor(self) -> Actor:
        """A fresh actor each time: reach is asked anew, as for a new request."""
        return Actor.of(self.user)


@dataclass
class World:
    district: Organization
    street: Organization
    other_street: Organization
    branch: Organization  # Lin's
    branches: list[Organization]
    other_branches: list[Organization]
    groups: list[Organization]  # of Lin's branch
    members: list[Member]  # of Lin's branch, Lin first, the preparatory one last
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["people"][name]
        except KeyError as missing:
            raise AttributeError(name) from missing


def establish(code: str, name: str, kind: str, parent: Organization | None, **facts: Any) -> Organization:
    given = {
        "name": f"中共海云区{name}",
        "short_name": name,
        "unit_kind": "community",
        "established_on": FOUNDED,
        "full_members": 8 if kind == "branch" else None,
    } | facts
    return tree_actions.register(code=code, kind=kind, parent=parent, by=SYSTEM, **given)


def enroll(organization: Organization, name: str, **facts: Any) -> Member:
    given = {
        "joined_on": dt.date(2010, 7, 1),
        "full_on": dt.date(2011, 7, 1),
        "since": FOUNDED,
        "entry": "imported",
    } | facts
    return member_actions.enroll(organization=organization, name=name, by=SYSTEM, **given)


def vacate(organization: Organization) -> None:
    """Everybody left it again on the day they came, so that it can be dissolved."""
    held = Membership.objects.filter(organization=organization)
    held.update(until=F("since"), exit="transferred_out")
    Member.objects.filter(organization=organization).update(left_on=FOUNDED)


def person(
    username: str, name: str, organization: Organization, role: str, member: Member | None = None
) -> Person:
    user = User.objects.create_user(username, "Demo-party-life-1", name=name)
    tree_actions.grant(user=user, organization=organization, role=role, since=FOUNDED, until=None, by=SYSTEM)
    if member is not None:
        member_actions.link(member=member, user=user, by=SYSTEM)
    return Person(user, member)


_cast: list[bytes] = []
_rows: list[list[Any]] = []
_statements: list[tuple[str | bytes, Any]] = []


def build() -> World:
    """The cast, standing in the database: built through the actions once, then put back row for row, and from the third
    time on by the very statements that did so.
    """
    if not _cast:
        _cast.append(pickle.dumps(act()))
        for label in ("accounts", "audit", "branches", "members"):
            for model in apps.get_app_config(label).get_models():
                if model is not KeyProbe:  # made with the tables
                    _rows.append(list(model._base_manager.order_by("pk")))
    elif not _statements:
        with transaction.atomic(), connection.execute_wrapper(written_down):
            put_back([rows for rows in _rows if rows])
        if connection.vendor == "postgresql":  # takes them all in one
            with connection.cursor() as cursor:
                _statements[:] = [(b";".join(cursor.cursor.mogrify(*one) for one in _statements), None)]
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, values in _statements:
                cursor.execute(statement, values)
    world: World = pickle.loads(_cast[0])
    return world


def put_back(staged: list[list[Any]]) -> None:
    for rows in staged:
        type(rows[0])._base_manager.bulk_create(rows)
    # Whatever was seeded and rolled back before has left the sequences where it liked.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [type(rows[0]) for rows in staged]):
            cursor.execute(statement)


def written_down(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
    _statements.append((statement, values))
    return execute(statement, values, many, context)


def act() -> World:
    """Build it through the actions: valid by construction."""
    district = establish("D", "区委", "committee", None, unit_kind="organ")
    street = establish("A", "望海街道党工委", "working_committee", district)
    other_street = establish("B", "云台街道党工委", "working_committee", district)
    branches = [
        establish(f"A-{n}", f"滨江社区第{'一二三'[n - 1]}党支部", "branch", street, activity_day=25)
        for n in (1, 2, 3)
    ]
    other_branches = [
        establish(f"B-{n}", f"云台社区第{'一二三'[n - 1]}党支部", "branch", other_street) for n in (1, 2, 3)
    ]
    branch = branches[1]
    groups = [establish(f"A-2-G{n}", f"第{'一二'[n - 1]}党小组", "group", branch) for n in (1, 2)]
    members = [
        enroll(branch, f"{surname}{'知秀小国丽文庆德嘉'[n]}", group=groups[n % 2])
        for n, surname in enumerate(SURNAMES[:8])
    ]
    members.append(
        enroll(
            branch,
            "贺嘉宁",
            group=groups[0],
            joined_on=dt.date(2026, 3, 8),
            full_on=None,
            since=dt.date(2026, 3, 8),
        )
    )
    for other in (*branches[:1], *branches[2:], *other_branches):
        for n in range(4):
            enroll(other, f"{'吴郑王冯'[n]}{other.code[0].lower()}{other.code[-1]}")
    term = tree_actions.begin_term(
        organization=branch, since=dt.date(2024, 3, 28), has_committee=True, by=SYSTEM
    )
    for n, title in enumerate(("secretary", "organization", "publicity")):
        member_actions.appoint(
            term=term, member=members[n if n < 2 else 3], title=title, since=term.since, by=SYSTEM
        )
    world = World(district, street, other_street, branch, branches, other_branches, groups, members)
    shen_member = other_branches[0].members.order_by("id").first()
    world.people = {
        "lin": person("lin", "林知远", branch, Role.SECRETARY, members[0]),
        "he": person("he", "何秀英", branch, Role.COMMITTEE_MEMBER, members[1]),
        "hua": person("hua", "华小满", branch, Role.MEMBER, members[2]),
        "shao": person("shao", "邵兰", street, Role.STAFF),
        "wei": person("wei", "韦明", district, Role.REVIEWER),
        "shen": person("shen", "沈怀民", other_branches[0], Role.SECRETARY, shen_member),
        "sys": person("sys", "系统员", district, Role.SYSTEM_ADMINISTRATOR),
        "sec": person("sec", "安全员", district, Role.SECURITY_ADMINISTRATOR),
        "aud": person("aud", "审计员", district, Role.AUDIT_ADMINISTRATOR),
    }
    return world
