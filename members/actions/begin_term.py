"""Begin the next term of office of an organization and end the posts of the former one."""

import datetime as dt

from django.db import transaction

from branches import actions as branches_actions
from branches.models import Organization, Term
from branches.selectors.actors import Actor
from members.actions import places
from members.models import Post


@transaction.atomic
def begin_term(
    *,
    organization: Organization,
    since: dt.date,
    has_committee: bool,
    document: str = "",
    approved_on: dt.date | None = None,
    approved_by: str = "",
    by: Actor,
) -> Term:
    """Begin the next term; posts of earlier terms end with their last day, and their holders may be elected anew.

    A post taken up on or after the day of the election ends the day it began: it was never one of the new term.

    Raises what branches.actions.begin_term raises: NotYours, AlreadyDissolved, TooEarly, NotYet, TermOverlaps,
    TemporaryElects, NoCommitteeHere, EarlyNeedsDocument, LateNeedsDocument, ApprovedTooLate.
    """
    term = branches_actions.begin_term(
        organization=organization,
        since=since,
        has_committee=has_committee,
        document=document,
        approved_on=approved_on,
        approved_by=approved_by,
        by=by,
    )
    eve = since - dt.timedelta(days=1)
    held = Post.objects.filter(organization=organization).exclude(term=term)
    places.end_posts(held, eve, f"第{term.number}届开始", by)
    return term
