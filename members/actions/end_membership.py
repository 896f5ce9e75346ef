"""End a membership: the member leaves the roll of the branch and gets no other."""

import datetime as dt

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from members import errors
from members.actions import places
from members.models import Member, Membership, Post
from members.rules import membership
from members.states import MEMBER_MOVES, ExitKind

WITHOUT_DECISION = frozenset({"died", "transferred_out", "unit_transferred", "moved", "regrouped"})
"""Exits on which no branch decides; all others are disposal or discipline (R-ORG-12)."""
STAYS_ON_A_ROLL = frozenset({ExitKind.MOVED, ExitKind.REGROUPED})
NEEDS_DOCUMENT = frozenset(
    {ExitKind.RESIGNED, ExitKind.PERSUADED, ExitKind.REMOVED, ExitKind.EXPELLED, ExitKind.CANCELLED}
)
"""Exits that rest on a resolution and an approval (R-STA-02)."""


def leave(*, member: Member, exit: str, on: dt.date, document: str = "", by: Actor) -> Member:
    """End the membership on a day, the last one on the roll. The file is kept and no longer listed (R-SEC-11).

    Posts and mandates of the branch end with it.

    Raises NotYours, HasLeft, NotAnExit, DocumentMissing, OnlyProbationary, DateAhead, DatesReversed.
    """
    by.must(Capability.MANAGE_MEMBERS, member.organization)
    places.must_be_present(member)
    exit = ExitKind(exit)
    if exit in STAYS_ON_A_ROLL:
        raise errors.NotAnExit
    if exit in NEEDS_DOCUMENT and not document.strip():
        raise errors.DocumentMissing(exit=exit.label, fields={"document": "请填写批复文号"})
    if exit == ExitKind.CANCELLED and member.is_full_on(on):
        raise errors.OnlyProbationary(name=member.name)
    if exit not in WITHOUT_DECISION:
        places.must_decide(member.organization, f"不办理{exit.label}")
    if refusal := membership.future_date_refusal("离开日期", "on", on):
        raise refusal
    current = Membership.objects.filter(member=member, until__isnull=True)
    since = current.values_list("since", flat=True).first()
    if since and on < since:
        raise errors.DatesReversed(what="离开日期", on=on, before=f"现在的组织关系开始的{since}")
    with claim(member, MEMBER_MOVES, "leave", by, left_on=on) as entry:
        current.update(until=on, exit=exit, document=document[:60])
        places.end_posts(Post.objects.filter(member=member), on, exit.label, by)
        places.end_mandates(member, on)
        member.refresh_from_db()
        entry.before, entry.after = {"left_on": None}, {"left_on": on, "exit": exit.label}
        entry.note = document
    return member
