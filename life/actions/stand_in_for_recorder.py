"""give_stand_in, revoke_stand_in, take_roll: a named person without an account takes the attendance of one meeting
by a signed link (代为考勤).

The link is signed and only its digest is kept: who reads the database cannot use it, and a made-up link is refused
before the database is asked.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from audit import chain
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from branches.workflow.transition import transition
from core import clock
from core.dates_zh import short_moment, time_of_day
from life import errors
from life.states import STAND_IN_MOVES
from meetings.actions.check_in_members import take_by_hand
from meetings.models import CheckIn, Meeting, StandIn
from meetings.states import MOVES, OPEN, CheckInMethod

SIGNER = Signer(salt="meetings.stand_in")


def latest_end(meeting: Meeting) -> dt.datetime:
    """The last moment a link may run to: the end of the meeting's day and so many days more (STAND_IN_DAYS)."""
    day = meeting.held_on + dt.timedelta(days=settings.STAND_IN_DAYS)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))


def give_stand_in(*, meeting: Meeting, name: str, until: dt.datetime, by: Actor) -> tuple[StandIn, str]:
    """Make the link for a named person until an hour. Returns the row and the link's token, which is told only once.

    Raises WrongMoment, StandInNeeds.
    """
    by.must(Capability.RECORD_MEETING, meeting.organization)
    MOVES.require(meeting, "give_stand_in")
    name, last = name.strip()[:64], latest_end(meeting)
    if len(name) < 2 or not clock.now() < until <= last:
        raise errors.StandInNeeds.at("name" if len(name) < 2 else "until", latest=short_moment(last))
    token = SIGNER.sign(secrets.token_urlsafe(24))
    with transaction.atomic():
        for former in meeting.stand_ins.filter(name=name, revoked_at__isnull=True, until__gt=clock.now()):
            revoke_stand_in(stand_in=former, by=by)  # one link a person: a double click leaves no second one
        row = StandIn.objects.create(
            meeting=meeting, name=name, digest=_digest(token), until=until, given_by=by.user
        )
        after = {"交给": name, "有效至": f"{timezone.localtime(until):%Y-%m-%d %H:%M}"}
        chain.record("stand_in.give", by=by, subject=meeting, where=meeting.organization, after=after)
    return row, token


def revoke_stand_in(*, stand_in: StandIn, by: Actor) -> StandIn:
    """Take the link back: it opens nothing from now on. Raises StandInOver where it was taken back before."""
    by.must(Capability.RECORD_MEETING, stand_in.meeting.organization)
    return transition(stand_in, STAND_IN_MOVES, "revoke", by, before={"交给": stand_in.name})


def stand_in_of_token(token: str) -> StandIn:
    """The link's row while it holds. Raises StandInOver."""
    try:
        SIGNER.unsign(token)
    except BadSignature as forged:
        raise errors.StandInOver(why="不完整或者是假的") from forged
    row = StandIn.objects.select_related("meeting__organization").filter(digest=_digest(token)).first()
    if row is None:
        raise errors.StandInOver(why="已经没有了")
    if row.revoked_at is not None:
        raise errors.StandInOver(why="已经收回")
    if row.until <= clock.now():
        raise errors.StandInOver(why=f"在{time_of_day(row.until)}到期了")
    if row.meeting.status not in OPEN:
        raise errors.StandInOver(why="对应的记录已经提交")
    return row


def take_roll(
    *, token: str, present: Iterable[UUID], seen: Iterable[UUID] | None = None, by: Actor
) -> StandIn:
    """Record who is there, as the holder of the link. Stored as check-ins by hand for the secretary, who decides; who is not
    said to be there stays without one. Check-ins by phone cannot be taken back here.

    `seen` are those who were in by hand when the ticks were made: only they are taken back, so that what was ticked
    elsewhere in the meantime stays, however late this is sent. None: everybody who is in by hand.

    The link is the authority; `by` is the person it was given to, who has no account (views name them).

    Raises StandInOver, NotOnRoll.
    """
    row = stand_in_of_token(token)
    meeting, there = row.meeting, set(present)
    with transaction.atomic():
        # One at a time, so that two devices with one link do not undo each other halfway.
        StandIn.objects.select_for_update().get(pk=row.pk)
        added = take_by_hand(meeting, there)
        gone = CheckIn.objects.filter(meeting=meeting, way=CheckInMethod.HAND).exclude(member__uuid__in=there)
        if seen is not None:
            gone = gone.filter(member__uuid__in=set(seen))
        names = list(gone.order_by("id").values_list("member__name", flat=True))
        gone.delete()
        count = CheckIn.objects.filter(meeting=meeting).count()
        after = {"代为考勤": row.name, "到会": f"{count}人"}
        if added:
            after["补签"] = "、".join(one.member.name for one in added)
        before = {"补签": "、".join(names)} if names else None
        chain.record(
            "stand_in.take", by=by, subject=meeting, where=meeting.organization, before=before, after=after
        )
    return row


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
