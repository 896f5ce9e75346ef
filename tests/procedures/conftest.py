"""What the tests of decisions share: proposing through the action, and papers."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from procedures import actions
from procedures.models import MemberDecision
from procedures.rules.proposal import Proposal
from tests.world import World

TODAY = dt.date(2026, 11, 22)
COUNTY = {"expelled": "海云区纪委", "not_recognized": "海云区委组织部"}
PAPER = {"document": "海街工委〔2026〕12号", "decided_on": dt.date(2026, 11, 21), "body": "望海街道党工委"}


@pytest.fixture
def propose(world: World) -> Callable[..., MemberDecision]:
    """propose(kind=…, member=…) → a proposal of Lin's branch, proposed by Lin."""

    def proposed(**facts: Any) -> MemberDecision:
        by = facts.pop("by", None) or world.lin.actor
        return actions.propose(proposal=Proposal(**({"organization": world.branch} | facts)), by=by)

    return proposed


@pytest.fixture
def approve(world: World) -> Callable[..., MemberDecision]:
    """approve(decision) → approved by Shao of the street, under a paper of the street, or of the county where it decides."""

    def approved(decision: MemberDecision, **facts: Any) -> MemberDecision:
        by = facts.pop("by", None) or world.shao.actor
        paper = PAPER | {"body": COUNTY.get(decision.kind, PAPER["body"])} | facts
        return actions.approve_decision(decision=decision, **paper, by=by)

    return approved
