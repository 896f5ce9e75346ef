"""R-SEC-01, R-REC-09: what takes two persons takes two persons, not two accounts, and never a machine."""

import ast
import datetime as dt
from base64 import b32decode
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings

from accounts.actions import enrol_second_factor, open_account, open_account_for_slip, reset_password
from accounts.errors import NotYourAccount
from accounts.models import User
from accounts.rules import new_secret
from audit.models import Entry
from branches import actions as tree_actions
from branches.access.roles import APART, CAPABILITIES, PERSONS_ONLY, Capability, Role
from branches.errors import NotAPerson, NotYours
from branches.models import Mandate
from branches.selectors import holders
from branches.selectors.actors import SYSTEM, Actor
from core import clock
from core.errors import Refusal
from exchange import actions as exchange_actions
from meetings import actions as meeting_actions
from meetings.models import Leave
from members.models import Member
from obligations.actions import waive
from procedures import actions as procedure_actions
from procedures.rules.proposal import Proposal
from tests.factories import amend_meeting, make_meeting
from tests.world import FOUNDED, World, person

Deed = Callable[[Actor], object]


def submitted(world: World, by: Actor) -> object:
    given = {"host": world.members[0], "recorder": world.members[1]}
    return meeting_actions.submit(meeting=make_meeting(organization=world.branch, by=by, **given), by=by)


def amendment(world: World, first: Actor) -> tuple[Deed, Deed]:
    meeting = meeting_actions.confirm(meeting=submitted(world, world.he.actor), by=world.wei.actor)
    row = amend_meeting(meeting=meeting, by=first, reason="写错了", theme="学习党章")
    return (
        lambda by: meeting_actions.sign_amendment(amendment=row, by=by),
        lambda by: meeting_actions.refuse_amendment(amendment=row, comment="不属实", by=by),
    )


def confirmation(world: World, first: Actor) -> tuple[Deed]:
    meeting = submitted(world, first)
    return (lambda by: meeting_actions.confirm(meeting=meeting, by=by),)


def export(world: World, first: Actor) -> tuple[Deed, Deed]:
    rows = Member.objects.visible_to(first).present()
    row = exchange_actions.request_export(kind="roster", chosen=rows, filters={}, reason="核对", by=first)
    return (
        lambda by: exchange_actions.approve_export(export=row, by=by),
        lambda by: exchange_actions.refuse_export(export=row, comment="不用", by=by),
    )


def leave(world: World, first: Actor) -> tuple[Deed, Deed]:
    """Asked for by somebody else: it is the first person's own leave all the same."""
    meeting = make_meeting(organization=world.branch, by=world.lin.actor)
    row = Leave.objects.create(
        meeting=meeting, member=world.members[1], reason_code="sick", asked_by=world.wei.user
    )
    return (
        lambda by: meeting_actions.approve_leave(leave=row, by=by),
        lambda by: meeting_actions.refuse_leave(leave=row, comment="来", by=by),
    )


def decision(world: World, first: Actor) -> tuple[Deed, Deed]:
    facts = {"kind": "exempt", "purpose": "attendance", "ground": "frail", "until": clock.today()}
    proposal = Proposal(organization=world.branch, member=world.members[3], **facts)
    row = procedure_actions.propose(proposal=proposal, by=first)
    return (
        lambda by: procedure_actions.approve_decision(decision=row, by=by),
        lambda by: procedure_actions.return_decision(decision=row, comment="缺证明", by=by),
    )


def vouching(world: World, first: Actor) -> tuple[Deed]:
    user, _ = open_account(username="new", name="新人", by=first)
    return (lambda by: tree_actions.vouch(user=user, by=by),)


def taking_off(world: World, first: Actor) -> tuple[Deed]:
    secret = new_secret()
    code = TOTP(b32decode(secret), 6, SHA1(), 30).generate(clock.now().timestamp()).decode()
    enrol_second_factor(user=first.user, secret=secret, code=code, by=first)
    return (lambda by: tree_actions.reset_second_factor(user=User.objects.get(pk=first.user.pk), by=by),)


def explanation(world: World, first: Actor) -> tuple[Deed]:
    """Of a branch whose committee the first is on, with the right of the office above."""
    facts = {
        "rule": "R-MEET-04",
        "since": dt.date(2026, 11, 1),
        "until": dt.date(2026, 12, 31),
        "reason": "外出",
    }
    place = world.branches[0]
    tree_actions.grant(user=first.user, organization=place, role="committee_member", since=FOUNDED, by=SYSTEM)
    return (lambda by: waive(organization=place, **facts, by=by),)


DEEDS = [explanation, amendment, confirmation, export, leave, decision, vouching, taking_off]
TOLD = {  # where another person is asked for → the deed above
    "meetings/actions/amend_record.py": amendment,
    "meetings/actions/review_record.py": confirmation,
    "meetings/actions/ask_for_leave.py": leave,
    "exchange/actions/large_exports.py": export,
    "procedures/actions/decide_on_proposal.py": decision,
    "branches/actions/vouch_for_account.py": vouching,
    "branches/actions/reset_factor.py": taking_off,
    "obligations/actions/rules.py": explanation,
}


def entitled(world: World, user: User) -> Actor:
    """With every right any of the deeds asks for, so that a refusal comes from who it is."""
    for place, role in ((world.branch, "secretary"), (world.district, "reviewer")):
        tree_actions.grant(user=user, organization=place, role=role, since=FOUNDED, by=SYSTEM)
    if not user.is_service:
        tree_actions.grant(
            user=user, organization=world.district, role="security_administrator", since=FOUNDED, by=SYSTEM
        )
    return Actor.of(user)


def again(world: World, first: User) -> User:
    return first


def second_account(world: World, first: User) -> User:
    return User.objects.create_user("second", "x", name=f" {first.name}")


def account_whose_password_the_first_was_shown(world: World, first: User) -> User:
    return User.objects.create_user(
        "puppet", "x", name="别人", handed_by=first, vouched_by=world.sec.user, vouched_at=clock.now()
    )


def account_that_was_shown_the_first_ones(world: World, first: User) -> User:
    user = User.objects.create_user("holder", "x", name="别人")
    first.handed_by, first.vouched_at = user, clock.now()
    first.save()
    return user


def machine(world: World, first: User) -> User:
    return User.objects.create_user("client:x", is_service=True, name="政务平台")


@pytest.mark.parametrize("who", [again, second_account, account_whose_password_the_first_was_shown,
                                 account_that_was_shown_the_first_ones, machine])  # fmt: skip
@pytest.mark.parametrize("make", DEEDS)
def test_nobody_does_alone_what_takes_two(
    world: World, make: Callable[..., tuple[Deed, ...]], who: Callable[..., User]
) -> None:
    first = entitled(world, world.he.user)
    deeds = make(world, first)
    other = who(world, world.he.user)
    by = first if other == world.he.user else entitled(world, other)
    before = Entry.objects.count()
    for deed in deeds:
        with pytest.raises(Refusal) as refused:
            deed(Actor.of(User.objects.get(pk=by.user.pk)))
        if who is machine:  # without the right, or without being a person
            assert isinstance(refused.value, NotAPerson | NotYours) or make in (vouching, taking_off)
    assert Entry.objects.count() == before
    assert deeds[0](entitled(world, User.objects.create_user("another", "x", name="另一个人")))


def test_every_place_that_asks_for_another_person_stands_in_the_table() -> None:
    asking = set()
    for path in Path(settings.BASE_DIR).glob("*/actions/*.py"):
        imported = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("branches.workflow.")
            for alias in node.names
        }
        if imported & {"decide", "must_be_another", "must_be_another_person"}:
            asking.add(str(path.relative_to(settings.BASE_DIR)))
    assert asking == set(TOLD)


def test_whoever_reset_a_password_gives_the_account_no_right(world: World) -> None:
    reset_password(user=world.hua.user, by=world.sec.actor)
    assert world.hua.actor.reach.spans == ()  # dead, whatever it may do otherwise
    tree_actions.vouch(user=world.hua.user, by=SYSTEM)
    given = {"user": world.hua.user, "organization": world.branch, "role": "reviewer", "since": FOUNDED}
    with pytest.raises(Refusal) as refused:
        tree_actions.grant(**given, by=world.sec.actor)
    assert (refused.value.code, refused.value.rule) == ("password_known", "R-SEC-01")
    tree_actions.grant(**given, by=SYSTEM)


@pytest.mark.parametrize("role", Role.values)
def test_a_machine_holds_no_administration_and_nothing_that_takes_a_person(world: World, role: str) -> None:
    given = {"name": "政务平台", "organization": world.district, "role": role, "by": SYSTEM}
    if role in APART:
        with pytest.raises(Refusal) as refused:
            tree_actions.open_client(**given)
        assert (refused.value.code, refused.value.rule) == ("not_for_machines", "R-SEC-01")
        assert not User.objects.filter(is_service=True).exists()
        # Not even where the row was put past the actions.
        user = machine(world, world.he.user)
        Mandate.objects.create(user=user, organization=world.district, role=role, since=FOUNDED)
    else:
        user = tree_actions.open_client(**given)[0].user
    held = {each for each in Capability if Actor.of(user).reach.has(each)}
    assert held == CAPABILITIES[role] - PERSONS_ONLY
    assert not held & {Capability.VIEW_PRIVATE, Capability.EXPORT, Capability.GRANT_MANDATES}


def test_an_account_that_is_for_nothing_belongs_to_whoever_opened_it(world: World) -> None:
    """Finding 17: neither by a mandate that has ended, nor by none, is an account anybody's."""
    here = person("sec-a", "街道安全员", world.street, "security_administrator").actor
    there = person("sec-b", "另一街道安全员", world.other_street, "security_administrator").actor
    fresh = open_account_for_slip(username="fresh", name="新人", by=here)
    old = User.objects.create_user("old", "x", name="早先的")
    since, until = dt.date(2020, 1, 1), dt.date(2025, 6, 30)
    tree_actions.grant(user=old, organization=world.branch, role="staff", since=since, until=until, by=SYSTEM)
    nobodys = User.objects.create_user("nobodys", "x", name="没人开的")
    answers = {
        by.name: [
            user.username
            for user in (fresh, old, nobodys)
            if holders.answered_for(User.objects.filter(pk=user.pk), by).exists()
        ]
        for by in (here, there, world.sec.actor)
    }
    assert answers == {
        "街道安全员": ["fresh", "old"],
        "另一街道安全员": [],
        "安全员": ["fresh", "old", "nobodys"],
    }
    for user in (fresh, old, nobodys, world.wei.user):
        with pytest.raises(NotYourAccount):
            tree_actions.grant(
                user=user, organization=world.other_branches[0], role="member", since=FOUNDED, by=there
            )
    Mandate.objects.filter(user=old).update(until=dt.date(2024, 11, 21))  # two years and a day ago
    assert not holders.answered_for(User.objects.filter(pk=old.pk), here).exists()
