"""Undo what an approved decision wrote, called inside the transaction that approves its taking back."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from audit import chain
from branches.selectors.actors import Actor
from branches.workflow.transition import claim, transition
from core import clock
from core.errors import Gone
from core.parsing import parse_day
from members import errors as member_errors
from members.actions import places
from members.models import Member, Membership, Post, Restriction
from members.states import MEMBER_MOVES, RESTRICTION_MOVES, ExitKind, Title
from procedures import errors
from procedures.actions.hold_meeting import let_go
from procedures.models import MemberDecision
from procedures.selectors.what_followed import undone_first
from procedures.states import DECISION_MOVES, ENDINGS, ENTRIES, EXITS, LIMITS, DecisionKind


def undo(taking_back: MemberDecision, on: dt.date, by: Actor) -> Member:
    """Mark the original decision as taken back and give the member's file back what it was before it.

    Whoever it put on a roll leaves it on that day, for the records of the days between stay; everything else is as if it had never
    been. Its resolution and its meeting are free again.

    Raises NotTakenBack, DecisionTaken, UndoFirst with what has to be undone before, Gone.
    """
    decisions = MemberDecision.objects.select_for_update(of=("self",)).select_related("restriction")
    original = decisions.get(pk=taking_back.takes_back_id or 0)
    if original.kind == DecisionKind.TAKEN_BACK:
        raise errors.NotTakenBack
    member = (
        Member.objects.select_for_update(of=("self",))
        .select_related("organization", "group")
        .get(pk=original.member_id or 0)
    )
    after = {"name": original.name, "kind": original.get_kind_display(), "document": taking_back.document}
    transition(original, DECISION_MOVES, "take_back", by, after=after, note=taking_back.reason)
    if first := undone_first(original, member):
        raise errors.UndoFirst(name=original.name, kind=original.get_kind_display(), first=first)
    _UNDOING[original.kind](original, member, on, by)
    let_go(original)
    return member


def _leave_again(original: MemberDecision, member: Member, on: dt.date, by: Actor) -> None:
    current = Membership.objects.filter(member=member, until__isnull=True).get()
    on = max(on, current.since)
    with claim(member, MEMBER_MOVES, "leave", by, left_on=on) as entry:
        current.until, current.exit = on, ExitKind.ANNULLED
        current.save(update_fields=["until", "exit"])
        places.end_mandates(member, on)
        entry.before, entry.after = {"left_on": None}, {"left_on": on, "exit": ExitKind.ANNULLED.label}


def _come_back(original: MemberDecision, member: Member, on: dt.date, by: Actor) -> None:
    """The membership goes on as if it had not ended, with the posts that nobody else holds by now."""
    left_on = member.left_on
    last = member.memberships.filter(until=left_on, exit=original.kind).select_related("group").first()
    if left_on is None or last is None:
        raise Gone
    places.must_take_people(member.organization, clock.today())
    was: Mapping[str, Any] = original.details.get("was", {})
    with claim(member, MEMBER_MOVES, "come_back", by, seen={"left_on": left_on}, left_on=None) as entry:
        last.until, last.exit, last.document = None, "", was.get("document", "")
        if last.group and last.group.dissolved_on:
            last.group = member.group = None
            member.save(update_fields=["group"])
        last.save(update_fields=["until", "exit", "document", "group"])
        posts = _give_posts_back(member, left_on, was.get("posts", []))
        entry.before, entry.after = {"left_on": left_on}, {"left_on": None}
        if posts:
            entry.after["title"] = "、".join(posts)


def _give_posts_back(member: Member, left_on: dt.date, kept: list[list[Any]]) -> list[str]:
    """Those of terms that still run; of a secretary only where there is no other."""
    before = {key: _day(until) for key, until in kept}
    ended = Post.objects.filter(pk__in=before, member=member, until__gte=left_on, term__until=None)
    taken = Post.objects.filter(title=Title.SECRETARY, until=None).values("organization")
    given = list(ended.exclude(title=Title.SECRETARY, organization__in=taken))
    for post in given:
        post.until = before[post.pk]
    Post.objects.bulk_update(given, ["until"])
    return [str(post.get_title_display()) for post in given]


def _unconfirm(original: MemberDecision, member: Member, on: dt.date, by: Actor) -> None:
    _clear(member, "unconfirm", "full_on", by)


def _unextend(original: MemberDecision, member: Member, on: dt.date, by: Actor) -> None:
    _clear(member, "unextend", "extended_until", by)


def _clear(member: Member, move: str, column: str, by: Actor) -> None:
    before: dict[str, Any] = {column: getattr(member, column)}
    after: dict[str, Any] = {column: None}
    transition(member, MEMBER_MOVES, move, by, seen=before, before=before, after=after, **after)


def _strike_limit(original: MemberDecision, member: Member, on: dt.date, by: Actor) -> None:
    """The restriction goes; the decision keeps what it said, and the audit too."""
    row = original.restriction or _limit_of(original)
    if row is None:
        raise Gone
    MemberDecision.objects.filter(restriction=row).update(restriction=None)
    chain.record(
        "member.take_back_restriction",
        by=by,
        subject=member,
        where=member.organization,
        before={"kind": row.get_kind_display(), "since": row.since, "until": row.until, "reason": row.reason},
    )
    row.delete()


def _limit_of(original: MemberDecision) -> Restriction | None:
    """Of a decision approved before it named its restriction."""
    if original.effective_on is None:
        return None
    rows = Restriction.objects.filter(member=original.member, kind=original.kind, since=original.effective_on)
    return rows.filter(purpose=original.purpose).first()


def _limit_again(original: MemberDecision, member: Member, on: dt.date, by: Actor) -> None:
    row = original.restriction
    if row is None:
        raise Gone
    since, seen = row.since, {"until": row.until}
    until = _day(original.details.get("was", {}).get("until"))
    later = member.restrictions.filter(kind=row.kind, since__gt=since).first()
    if later is not None:
        raise member_errors.AlreadyRestricted(
            name=member.name, since=later.since, kind=row.get_kind_display()
        )
    transition(
        row, RESTRICTION_MOVES, "unlift", by, seen=seen, before=seen, after={"until": until}, until=until
    )


def _nothing(original: MemberDecision, member: Member, on: dt.date, by: Actor) -> None:
    """A postponement wrote nothing into the file."""


def _day(written: str | None) -> dt.date | None:
    return parse_day(written) if written else None


_UNDOING: dict[str, Callable[[MemberDecision, Member, dt.date, Actor], None]] = {
    **dict.fromkeys(ENTRIES, _leave_again),
    **dict.fromkeys(EXITS, _come_back),
    **dict.fromkeys(LIMITS, _strike_limit),
    **dict.fromkeys(ENDINGS, _limit_again),
    DecisionKind.CONVERSION: _unconfirm,
    DecisionKind.EXTENSION: _unextend,
    DecisionKind.POSTPONED: _nothing,
}
