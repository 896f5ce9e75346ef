"""End a membership: the member leaves the roll of the branch and gets no other."""

import datetime as dt

from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from core.document_numbers import normalize_number
from members import errors
from members.actions import places
from members.models import Member, Membership, Post
from members.rules import membership
from members.states import MEMBER_MOVES, OFFERED_EXITS, ExitKind

LETTER_EXITS = frozenset({ExitKind.TRANSFERRED_OUT, ExitKind.UNIT_TRANSFERRED})
"""Exits that rest on a letter or the order of a transfer; all others but death rest on a decision (R-STA-02)."""
WITHOUT_DECISION = LETTER_EXITS | {ExitKind.DIED}
"""Exits on which no branch decides; all others are disposal or discipline (R-ORG-12)."""
MONTHS_SUSPENDED = 24
"""R-STA-04, in months."""


def leave(*, member: Member, exit: str, on: dt.date, document: str = "", by: Actor) -> Member:
    """End the membership on a day, the last one on the roll. The file is kept and no longer listed (R-SEC-11).

    Posts and mandates of the branch end with it. It is entered by who decides on members, a death too (R-SEC-14); any other
    exit under the number of a document.

    Raises NotYours, ConcernsYourself, HasLeft, NotAnExit, DocumentMissing, NoDocumentNumber, OnlyProbationary, NeverSuspended,
    DateAhead, DatesReversed.
    """
    exit = ExitKind(exit)
    by.must(Capability.DECIDE_ON_MEMBERS, member.organization)
    places.must_be_about_another(member, by)
    places.must_be_present(member)
    if exit not in OFFERED_EXITS:
        raise errors.NotAnExit
    document = normalize_number(document)
    if exit != ExitKind.DIED and (
        refusal := membership.document_refusal(
            document, exit.label, "document", is_letter=exit in LETTER_EXITS
        )
    ):
        raise refusal
    if exit == ExitKind.REMOVED_LOST and not _is_long_suspended(member, on):
        raise errors.NeverSuspended(name=member.name)
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


def _is_long_suspended(member: Member, on: dt.date) -> bool:
    """Suspended for two years to the day."""
    begun = member.restrictions.on(on).filter(kind="suspended").values_list("since", flat=True).first()
    return begun is not None and clock.months_later(begun, MONTHS_SUSPENDED) <= on
