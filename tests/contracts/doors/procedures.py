"""Decisions about people: what is proposed at the addresses of members, what waits, and who decides."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from members import actions as members
from procedures import actions
from procedures.rules.proposal import Proposal
from tests.contracts.doors import Knock
from tests.factories import make_resolution

HELD, TODAY = dt.date(2026, 11, 20), dt.date(2026, 11, 22)
STEPS = {"applied_on": "2026-11-20", "opinions_on": "2026-11-20", "reviewed_on": "2026-11-20"}
EXEMPT = {"purpose": "attendance", "ground": "ill", "until": "2027-05-22"}

TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
members:enroll                  GET    in  403 403 200 200 200 404 403 403 403    7
members:enroll                  POST   in  403 403 302 302 302 404 403 403 403    - decision.propose
members:turn_full               GET    in  404 404 404 200 200 404 404 404 404    8
members:turn_full               POST   in  404 404 404 302 302 404 404 404 404    - decision.propose
members:extend                  GET    in  404 404 404 200 200 404 404 404 404    8
members:extend                  POST   in  404 404 404 409 409 404 404 404 404    -
members:postpone                GET    in  404 404 404 200 200 404 404 404 404    7
members:postpone                POST   in  404 404 404 409 409 404 404 404 404    -
members:restrict                GET    in  404 403 200 200 200 404 404 404 404    8
members:restrict                POST   in  404 403 302 302 302 404 404 404 404    - decision.propose
members:lift                    GET    in  404 403 200 200 200 404 404 404 404   10
members:lift                    POST   in  404 403 302 302 302 404 404 404 404    - decision.propose
members:leave                   GET    in  404 403 200 200 200 404 404 404 404    8
members:leave                   POST   in  404 403 302 302 302 404 404 404 404    - decision.propose
procedures:list                 GET    in  403 403 200 200 200 200 403 403 403    6
procedures:detail               GET    in  404 404 200 200 200 404 404 404 404    7
procedures:detail               POST   in  404 404 403 302 302 404 404 404 404    - member.restrict decision.approve
procedures:take_back            GET    in  404 404 200 200 200 404 404 404 404    8
procedures:take_back            POST   in  404 404 302 302 302 404 404 404 404    - decision.propose
api_members                     GET    401 200 200 200 200 200 200 200 200 200    4
api_members                     POST   401 404 403 202 202 202 404 404 404 404    - decision.propose
api_member_leave                POST   401 404 403 202 202 202 404 404 404 404    - decision.propose
api_member_turn_full            POST   401 404 404 404 202 202 404 404 404 404    - decision.propose
api_member_extend               POST   401 404 404 404 409 409 404 404 404 404    -
api_member_postpone             POST   401 404 404 404 409 409 404 404 404 404    -
api_member_restrictions         GET    401 404 200 200 200 200 404 404 404 404    7
api_member_restrictions         POST   401 404 403 202 202 202 404 404 404 404    - decision.propose
api_member_restriction          GET    401 404 200 200 200 200 404 404 404 404    8
api_restriction_lift            POST   401 404 403 202 202 202 404 404 404 404    - decision.propose
api_member_decisions            GET    401 200 200 200 200 200 200 200 200 200    4
api_member_decision             GET    401 404 404 200 200 200 404 404 404 404    5
api_member_decision_approve     POST   401 404 404 403 200 200 404 404 404 404    - member.restrict decision.approve
api_member_decision_return      POST   401 404 404 403 200 200 404 404 404 404    - decision.return
api_member_decision_take_back   POST   401 404 404 202 202 202 404 404 404 404    - decision.propose
api_member_decision_withdraw    POST   401 404 404 200 200 200 404 404 404 404    - decision.withdraw
"""


def furnish(house: Any) -> None:
    """A resolution for each deed that takes one, and a proposal of Lin's that waits."""
    world = house.world
    house.things["admission"] = make_resolution(world.branch, "admission", "钱进", held_on=HELD)
    house.things["conversion"] = make_resolution(world.branches[0], "conversion", "孙预备", held_on=HELD)
    house.things["disposal"] = make_resolution(world.branch, "disposal", house.member.name, held_on=HELD)
    proposal = Proposal(
        kind="exempt",
        organization=world.branch,
        member=world.members[5],
        purpose="attendance",
        ground="frail",
        until=dt.date(2027, 5, 22),
    )
    approved = actions.propose(proposal=replace(proposal, member=world.members[7]), by=world.lin.actor)
    house.things["exempted"] = actions.approve_decision(decision=approved, by=world.shao.actor)
    house.things["waiting"] = actions.propose(proposal=proposal, by=world.lin.actor)


PERSONS = {
    "api_member_decision_approve POST",
    "api_member_decision_return POST",
}
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "members:enroll GET": lambda h: Knock(query="organization=A-2"),
    "members:enroll POST": lambda h: Knock(
        query="organization=A-2",
        content={
            "name": "钱进",
            "gender": "1",
            "birth_on": "1990-01-01",
            "joined_on": "2026-11-20",
            "since": "2026-11-22",
            "entry": "admitted",
            "resolution": h.admission.pk,
        },
    ),
    "members:turn_full GET": lambda h: Knock((h.preparatory.uuid,)),
    "members:turn_full POST": lambda h: Knock(
        (h.preparatory.uuid,), content=STEPS | {"resolution": h.conversion.pk}
    ),
    "members:extend GET": lambda h: Knock((h.preparatory.uuid,)),
    "members:extend POST": lambda h: Knock((h.preparatory.uuid,), content={"until": "2027-05-20"}),
    "members:postpone GET": lambda h: Knock((h.preparatory.uuid,)),
    "members:postpone POST": lambda h: Knock((h.preparatory.uuid,), content={"until": "2027-05-20"}),
    "members:restrict GET": lambda h: Knock((h.member.uuid,)),
    "members:restrict POST": lambda h: Knock(
        (h.member.uuid,), content={"restriction_kind": "exempt", "since": "2026-11-22"} | EXEMPT
    ),
    "members:lift GET": lambda h: Knock((h.restriction.member.uuid,)),
    "members:lift POST": lambda h: Knock(
        (h.restriction.member.uuid,), content={"restriction": h.restriction.pk, "until": "2026-11-22"}
    ),
    "members:leave GET": lambda h: Knock((h.member.uuid,)),
    "members:leave POST": lambda h: Knock(
        (h.member.uuid,), content={"exit": "resigned", "on": "2026-11-22", "resolution": h.disposal.pk}
    ),
    "procedures:detail GET": lambda h: Knock((h.waiting.uuid,)),
    "procedures:detail POST": lambda h: Knock((h.waiting.uuid,), content={"move": "approve"}),
    "procedures:take_back GET": lambda h: Knock((h.exempted.uuid,)),
    "procedures:take_back POST": lambda h: Knock((h.exempted.uuid,), content={"reason": "批错了人"}),
    "api_members POST": lambda h: Knock(
        content={
            "organization": "A-2",
            "name": "钱进",
            "joined_on": "2026-11-20",
            "resolution": h.admission.pk,
        }
    ),
    "api_member_leave POST": lambda h: Knock(
        (h.member.uuid,), content={"exit": "resigned", "on": "2026-11-22", "resolution": h.disposal.pk}
    ),
    "api_member_turn_full POST": lambda h: Knock(
        (h.preparatory.uuid,), content=STEPS | {"resolution": h.conversion.pk}
    ),
    "api_member_extend POST": lambda h: Knock((h.preparatory.uuid,), content={"until": "2027-05-20"}),
    "api_member_postpone POST": lambda h: Knock((h.preparatory.uuid,), content={"until": "2027-05-20"}),
    "api_member_restrictions GET": lambda h: Knock((h.restriction.member.uuid,)),
    "api_member_restrictions POST": lambda h: Knock(
        (h.member.uuid,), content={"kind": "exempt", "since": "2026-11-22"} | EXEMPT
    ),
    "api_member_restriction GET": lambda h: Knock((h.restriction.member.uuid, h.restriction.pk)),
    "api_restriction_lift POST": lambda h: Knock(
        (h.restriction.member.uuid, h.restriction.pk), content={"until": "2026-11-22"}
    ),
    "api_member_decision GET": lambda h: Knock((h.waiting.uuid,)),
    "api_member_decision_approve POST": lambda h: Knock((h.waiting.uuid,), content={"comment": "同意"}),
    "api_member_decision_return POST": lambda h: Knock((h.waiting.uuid,), content={"comment": "先走访"}),
    "api_member_decision_take_back POST": lambda h: Knock((h.exempted.uuid,), content={"reason": "批错了人"}),
    "api_member_decision_withdraw POST": lambda h: Knock((h.waiting.uuid,)),
}
PAPER = "海街工委〔2026〕12号"
JOBS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "members.actions.enroll": (
        "shao",
        lambda h, by: members.enroll(
            organization=h.world.branch, name="钱进", joined_on=HELD, since=TODAY, document=PAPER, by=by
        ),
    ),
    "members.actions.confirm_full_membership": (
        "shao",
        lambda h, by: members.confirm_full_membership(member=h.preparatory, by=by),
    ),
    "members.actions.extend_probation": (
        "shao",
        lambda h, by: members.extend_probation(member=h.preparatory, until=dt.date(2027, 5, 20), by=by),
    ),
    "members.actions.leave": (
        "shao",
        lambda h, by: members.leave(member=h.member, exit="resigned", on=TODAY, document=PAPER, by=by),
    ),
    "members.actions.lift": (
        "shao",
        lambda h, by: members.lift(restriction=h.restriction, until=TODAY, by=by),
    ),
}
