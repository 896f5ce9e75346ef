"""Secretaries without an account, accounts opened for them, and the way their holders take to a password."""

import datetime as dt
from typing import Any

from django.test import Client

from accounts.models import SlipBatch
from branches import actions as tree_actions
from branches.selectors.actors import SYSTEM
from members import actions
from members.models import Member, Post
from tests.world import World, enroll

TODAY = dt.date(2026, 11, 22)
LONG_AGO = dt.date(2024, 3, 28)


def appoint(branch: Any, member: Member, title: str = "secretary") -> Post:
    term = branch.terms.filter(until=None).first() or tree_actions.begin_term(
        organization=branch, since=LONG_AGO, has_committee=True, by=SYSTEM
    )
    return actions.appoint(term=term, member=member, title=title, since=LONG_AGO, by=SYSTEM)


def appoint_secretaries(world: World) -> dict[str, Post]:
    """Secretaries without an account: two of one name's spelling, one without a telephone, one of the other street."""
    people = {
        "a": (world.branches[0], "李秋生", {"number": "A100001", "phone": "13800001234"}),
        "b": (world.branches[2], "黎秋生", {"number": "A300001", "phone": "13800005678"}),
        "c": (world.other_branches[1], "韩芝", {"number": "B200001"}),
        "d": (world.other_branches[2], "翟明远", {"number": "B300001", "phone": "13800009999"}),
    }
    return {
        key: appoint(branch, enroll(branch, name, **facts)) for key, (branch, name, facts) in people.items()
    }


def usernames_of(*chosen: Post) -> dict[int, str]:
    return {post.pk: f"user{post.pk}" for post in chosen}


def opened(world: World, *chosen: Post) -> SlipBatch:
    return actions.open_accounts(usernames=usernames_of(*chosen), by=world.sec.actor)


def code_of(world: World, batch: SlipBatch, username: str) -> str:
    printed = actions.print_slips(batch=batch, by=world.sec.actor)
    return next(one.code for one in printed if one.slip.account.username == username)


def activate(code: str, **changed: str) -> Any:
    """A fresh browser's answer to the slip of post a, as its holder fills it in."""
    browser = Client()
    form = {"username": changed.pop("username", ""), "code": code, "number": "A100001", "phone": "1234"}
    answer = browser.post("/activate/", form | changed)
    answer.browser = browser
    return answer
