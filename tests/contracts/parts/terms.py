"""Terms of office and posts: begun, extended, given one by one or together, ended."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from branches import actions as branches
from branches.selectors.actors import Actor
from members import actions as members
from tests.contracts.access import Knock
from tests.contracts.house import House

TODAY = dt.date(2026, 11, 22)
TERM = {"since": "2026-11-22", "has_committee": True, "document": "1"}
KNOCKS: dict[str, Callable[[House], Knock]] = {
    "terms:begin GET": lambda h: Knock(("A-2",)),
    "terms:posts GET": lambda h: Knock(("A-2",)),
    "terms:posts POST": lambda h: Knock(
        ("A-2",), content={"since": "2026-11-22", "member-0": h.member.uuid, "title-0": "welfare"}
    ),
    "terms:begin POST": lambda h: Knock(
        ("A-2",), content={"since": "2026-11-22", "has_committee": "on", "document": "1"}
    ),
    "organization-terms POST": lambda h: Knock(("A-2",), content=TERM),
    "organization-extend-term POST": lambda h: Knock(
        ("A-2",), content={"until": h.term.due_on + dt.timedelta(days=90), "document": "街工委〔2026〕7号"}
    ),
    "organization-posts POST": lambda h: Knock(
        ("A-2",), content={"since": "2026-11-22", "posts": [{"member": h.member.uuid, "title": "welfare"}]}
    ),
    "organization-posts GET": lambda h: Knock(("A-2",)),
    "organization-terms GET": lambda h: Knock(("A-2",)),
    "api_member_posts GET": lambda h: Knock((h.member.uuid,)),
    "api_member_posts POST": lambda h: Knock(
        (h.member.uuid,), content={"organization": "A-2", "title": "welfare", "since": "2026-11-22"}
    ),
    "api_post_relieve POST": lambda h: Knock(
        (h.post.member.uuid, h.post.pk), content={"until": "2026-11-22"}
    ),
}
ACCESS = """
terms:begin                     GET    in     404    403    403    200    200    404    403    403    403
terms:begin                     POST   in     404    403    403    302    302    404    403    403    403
terms:posts                     GET    in     404    403    403    200    200    404    403    403    403
terms:posts                     POST   in     404    403    403    302    302    404    403    403    403
organization-terms              POST   401    404    403    403    201    201    404    403    403    403
api_member_posts                GET    401    404    200    200    200    200    404    404    404    404
api_member_posts                POST   401    404    403    403    201    201    404    404    404    404
api_post_relieve                POST   401    404    403    403    200    200    404    404    404    404
organization-posts              GET    401    404    200    200    200    200    404    200    200    200
organization-extend-term        POST   401    404    403    403    200    200    404    403    403    403
organization-posts              POST   401    404    403    403    201    201    404    403    403    403
organization-terms              GET    401    404    200    200    200    200    404    200    200    200
"""
CALLS: dict[str, tuple[str, Callable[[House, Actor], Any]]] = {
    "branches.actions.begin_term": (
        "wei",
        lambda h, by: branches.begin_term(
            organization=h.world.branches[0], since=TODAY, has_committee=False, by=by
        ),
    ),
    "branches.actions.extend_term": (
        "wei",
        lambda h, by: branches.extend_term(
            term=h.term, until=dt.date(2029, 12, 31), document="海组〔2026〕13号", by=by
        ),
    ),
    "members.actions.appoint_to_post": (
        "wei",
        lambda h, by: members.appoint(term=h.term, member=h.member, title="youth", since=TODAY, by=by),
    ),
    "members.actions.appoint_together": (
        "wei",
        lambda h, by: members.appoint_together(
            term=h.term, posts=[(h.member, "welfare")], since=TODAY, by=by
        ),
    ),
    "members.actions.relieve": ("wei", lambda h, by: members.relieve(post=h.post, until=TODAY, by=by)),
}
