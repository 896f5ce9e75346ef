"""R-SEC-14: what an office decides about somebody, another than that person enters, at every action that decides."""

import ast
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from accounts.models import User
from audit.models import Entry
from branches import actions as tree_actions
from branches.selectors.actors import SYSTEM, Actor
from core.errors import Refusal
from life import actions as life
from life.models import Appraisal, AppraisalEntry, Disposal
from meetings import actions as meetings
from members import actions
from members.errors import ConcernsYourself
from members.models import Member, Post
from members.selectors.roster.check_rows import DECIDED
from procedures.actions import approve_decision, propose, return_decision
from procedures.rules.proposal import Proposal
from tests.factories import make_meeting, make_resolution
from tests.world import FOUNDED, World

TODAY = dt.date(2026, 11, 22)
LETTER, PAPER = "第0012345号", "海街工委〔2026〕12号"
Deed = Callable[[Actor], Any]


def restriction(world: World, member: Member) -> Deed:
    given = {"kind": "exempt", "since": TODAY, "purpose": "attendance", "reason": "ill"}
    return lambda by: actions.restrict(member=member, **given, by=by)


def lifting(world: World, member: Member) -> Deed:
    row = actions.restrict(
        member=member, kind="probation", since=TODAY, reason="x", document=PAPER, by=SYSTEM
    )
    return lambda by: actions.lift(restriction=row, until=TODAY, by=by)


def conversion(world: World, member: Member) -> Deed:
    Member.objects.filter(pk=member.pk).update(joined_on=dt.date(2025, 11, 1), full_on=None)
    return lambda by: actions.confirm_full_membership(member=Member.objects.get(pk=member.pk), by=by)


def extension(world: World, member: Member) -> Deed:
    Member.objects.filter(pk=member.pk).update(joined_on=dt.date(2025, 11, 1), full_on=None)
    until = dt.date(2027, 5, 1)
    return lambda by: actions.extend_probation(member=Member.objects.get(pk=member.pk), until=until, by=by)


def departure(world: World, member: Member) -> Deed:
    given = {"exit": "transferred_out", "on": TODAY, "document": LETTER}
    return lambda by: actions.leave(member=Member.objects.get(pk=member.pk), **given, by=by)


def death(world: World, member: Member) -> Deed:
    return lambda by: actions.leave(member=Member.objects.get(pk=member.pk), exit="died", on=TODAY, by=by)


def transfer(world: World, member: Member) -> Deed:
    given = {"organization": world.branches[2], "on": TODAY, "document": LETTER}
    return lambda by: actions.transfer(member=Member.objects.get(pk=member.pk), **given, by=by)


def dates(world: World, member: Member) -> Deed:
    return lambda by: actions.update(
        member=Member.objects.get(pk=member.pk), joined_on=dt.date(2009, 7, 1), by=by
    )


def appointment(world: World, member: Member) -> Deed:
    given = {"term": world.branch.terms.get(), "title": "group_leader", "since": TODAY}
    return lambda by: actions.appoint(member=member, **given, by=by)


def relief(world: World, member: Member) -> Deed:
    return lambda by: actions.relieve(post=Post.objects.get(member=member), until=TODAY, by=by)


def approval(world: World, member: Member) -> Deed:
    row = proposed(world, member)
    return lambda by: approve_decision(decision=row, by=by)


def rejection(world: World, member: Member) -> Deed:
    row = proposed(world, member)
    return lambda by: return_decision(decision=row, comment="缺证明", by=by)


def proposed(world: World, member: Member) -> Any:
    facts = {"kind": "exempt", "purpose": "attendance", "ground": "frail", "until": TODAY}
    proposal = Proposal(organization=world.branch, member=member, **facts)
    return propose(proposal=proposal, by=world.shao.actor)


def disposal_of(world: World, member: Member) -> Disposal:
    appraisal = Appraisal.objects.create(
        organization=world.branch, year=2026, stage="closed", closed_on=TODAY
    )
    entry = AppraisalEntry.objects.create(appraisal=appraisal, member=member, grade="incompetent")
    return Disposal.objects.create(entry=entry, since=TODAY, due_on=dt.date(2026, 12, 22))


def correction(world: World, member: Member) -> Deed:
    row = disposal_of(world, member)
    given = {"kind": "correction", "due_on": dt.date(2027, 5, 1)}
    given["resolution"] = make_resolution(world.branch, "disposal", member.name, held_on=TODAY)
    return lambda by: life.decide_disposal(disposal=row, **given, by=by)


def conclusion(world: World, member: Member) -> Deed:
    row = disposal_of(world, member)
    Disposal.objects.update(kind="correction", status="decided")
    row.refresh_from_db()
    found = make_resolution(world.branch, "disposal", member.name, held_on=TODAY)
    return lambda by: life.conclude_disposal(disposal=row, note="改正了", resolution=found, by=by)


def recorded(world: World, member: Member) -> Deed:
    """Handed in by somebody else."""
    given = {"host": world.members[0], "recorder": member}
    by = world.lin.actor
    row = meetings.submit(meeting=make_meeting(organization=world.branch, by=by, **given), by=by)
    return lambda by: meetings.confirm(meeting=row, by=by)


DEEDS = [
    restriction, lifting, conversion, extension, departure, death, transfer, dates, appointment, relief, approval, rejection,
    correction, conclusion, recorded,
]  # fmt: skip


def office(world: World, user: User) -> Actor:
    """With every right any of the deeds asks for, so that a refusal comes from who it is."""
    for place, role in ((world.street, "secretary"), (world.street, "staff")):
        tree_actions.grant(user=user, organization=place, role=role, since=FOUNDED, by=SYSTEM)
    return Actor.of(user)


def own_account(world: World) -> User:
    return world.he.user


def second_account(world: World) -> User:
    return User.objects.create_user("second", "x", name=f" {world.members[1].name}")


def account_of_the_same_name_where_the_file_has_none(world: World) -> User:
    Member.objects.filter(pk=world.members[1].pk).update(user=None)
    return User.objects.create_user("second", "x", name=world.members[1].name)


@pytest.mark.parametrize(
    "who", [own_account, second_account, account_of_the_same_name_where_the_file_has_none]
)
@pytest.mark.parametrize("make", DEEDS)
def test_nobody_decides_about_themselves(
    world: World, make: Callable[..., Deed], who: Callable[[World], User]
) -> None:
    by = office(world, who(world))
    deed = make(world, Member.objects.get(pk=world.members[1].pk))
    before = Entry.objects.count()
    with pytest.raises(Refusal) as refused:
        deed(Actor.of(by.user))
    assert refused.value.code in ("concerns_yourself", "decided_by_the_concerned", "confirmed_by_the_same")
    assert Entry.objects.count() == before
    assert deed(office(world, User.objects.create_user("another", "x", name="另一个人")))


def test_two_of_one_name_each_with_an_account_are_two_persons(world: World) -> None:
    Member.objects.filter(pk=world.members[3].pk).update(name=world.he.user.name)
    deed = departure(world, world.members[3])
    assert deed(office(world, world.he.user)).left_on == TODAY


@pytest.mark.parametrize("entry", ["transferred", "restored", "admitted"])
def test_nobody_enrols_themselves(world: World, entry: str) -> None:
    by = office(world, User.objects.create_user("new", "x", name="秦朗"))
    facts = {"name": "秦 朗", "joined_on": dt.date(2010, 7, 1), "since": TODAY, "entry": entry}
    with pytest.raises(ConcernsYourself):
        actions.enroll(organization=world.branches[2], **facts, by=by)
    assert not Member.objects.filter(name="秦朗").exists()
    assert {"joined_on", "full_on"} == DECIDED  # nor by a roster: tests/exchange/test_import_roster.py


def test_every_action_that_decides_on_a_member_asks_for_another() -> None:
    asking = {"DECIDE_ON_MEMBERS", "MANAGE_ORGANIZATIONS"}
    for path in sorted((Path(settings.BASE_DIR) / "members" / "actions").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
            if isinstance(node, ast.FunctionDef) and node.name[0] != "_" and asking & names:
                assert "must_be_about_another" in names, f"{path.name}: {node.name}"
