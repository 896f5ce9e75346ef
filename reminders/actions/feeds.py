"""Actions that open and close a person's private calendar address; only its SHA-256 is stored."""

import hashlib
import secrets

from django.db import IntegrityError, transaction

from audit import chain
from audit.models import Entry
from branches.errors import NotYours
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from core.errors import Gone
from reminders.models import Feed
from reminders.states import FEED_MOVES


def was_reset_since(feed: Feed) -> bool:
    """Whether the password of its holder was given anew since: whoever had it may have the address too."""
    resets = Entry.objects.filter(action="account.reset", subject_id=str(feed.user_id), at__gt=feed.made_at)
    return resets.filter(subject=chain.subject_label(feed.user)).exists()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def open_feed(*, by: Actor) -> tuple[Feed, str]:
    """Create a new address for the actor and revoke the old one. Returns the feed and its token, which is not stored.

    Raises NotYours for an actor without an account, Gone if another feed was created at the same moment."""
    if by.user is None:
        raise NotYours(organization="日历")
    now = clock.now()
    ended = Feed.objects.filter(user=by.user, revoked_at__isnull=True).update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            feed = Feed.objects.create(user=by.user, digest=digest_of(token))
    except IntegrityError as taken:
        raise Gone from taken
    chain.record(
        "calendar.open",
        by=by,
        subject=feed,
        where=by.place,
        after={"日历订阅": "换了新地址，旧地址停用" if ended else "生成地址"},
    )
    return feed, token


def close_feed(*, by: Actor) -> Feed:
    """Revoke the actor's calendar address. Raises NotYours, Gone if there is none."""
    if by.user is None:
        raise NotYours(organization="日历")
    feed = Feed.objects.filter(user=by.user, revoked_at__isnull=True).first()
    if feed is None:
        raise Gone("没有在用的日历地址。")
    with claim(feed, FEED_MOVES, "close", by) as entry:
        entry.where, entry.after = by.place, {"日历订阅": "停用"}
    return feed
