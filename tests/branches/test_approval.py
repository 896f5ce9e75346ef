"""Requests that another person decides: who asked never decides, in the action and in the database."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from branches.selectors.actors import SYSTEM
from branches.workflow.approval import Approval, decide
from core.moves import Moves
from exchange.models import Export
from exchange.states import EXPORT_MOVES
from meetings.models import Amendment, Leave
from meetings.states import AMENDMENT_MOVES, LEAVE_MOVES
from tests.factories import make_meeting
from tests.world import World


def amendment(world: World) -> Amendment:
    meeting = make_meeting(organization=world.branch, by=world.lin.actor)
    return Amendment(meeting=meeting, reason="写错了", before={}, after={}, status="proposed")


def export(world: World) -> Export:
    return Export(organization=world.branch, kind="roster", rows=1, reason="开会")


def leave(world: World) -> Leave:
    meeting = make_meeting(organization=world.branch, by=world.lin.actor)
    return Leave(meeting=meeting, member=world.members[0], reason_code="sick")


CASES = [
    (amendment, AMENDMENT_MOVES, "signed_by_the_same"),
    (export, EXPORT_MOVES, "approved_by_the_same"),
    (leave, LEAVE_MOVES, "decided_by_the_same"),
]


def test_every_kind_of_request_is_tried_here() -> None:
    assert {model.__name__ for model in Approval.__subclasses__()} == {
        "Amendment",
        "Export",
        "Leave",
        "MemberDecision",  # returned, never refused: tests/procedures/test_decide.py
    }


@pytest.mark.parametrize(("make", "moves", "code"), CASES)
def test_another_person_decides(
    world: World, make: Callable[[World], Approval], moves: Moves, code: str
) -> None:
    request = make(world)
    request.asked_by, request.asked_who = world.lin.user, "林知远"
    request.save()
    status, entries = request.status, Entry.objects.count()
    for by in (world.lin.actor, SYSTEM):
        with pytest.raises(type(request).own_decision_refusal) as refused:
            decide(request, moves, "approve", by)
        assert refused.value.code == code
    request.refresh_from_db()
    assert (request.status, request.decided_by, Entry.objects.count()) == (status, None, entries)
    with decide(request, moves, "refuse", world.he.actor, comment="不属实"):
        pass
    request.refresh_from_db()
    assert (request.decided_by, request.decided_who, request.comment) == (world.he.user, "何秀英", "不属实")
    assert request.decided_at is not None


@pytest.mark.parametrize(("make", "moves", "code"), CASES)
def test_the_database_holds_it_too(
    world: World, make: Callable[[World], Approval], moves: Moves, code: str
) -> None:
    request = make(world)
    request.asked_by = request.decided_by = world.lin.user
    with pytest.raises(IntegrityError, match="decided_by_another"), transaction.atomic():
        request.save()
