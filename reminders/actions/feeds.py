"""open_feed and close_feed: a person's private calendar address. Only its SHA-256 is kept."""

import hashlib
import secrets

from django.db import IntegrityError, transaction

from audit import chain
from branches.errors import NotYours
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock
from core.errors import Gone
from reminders.models import Feed
from reminders.states import FEED_MOVES


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def open_feed(*, by: Actor) -> tuple[Feed, str]:
    """A new address for the one who asks; the old one stops at once. Returns it with its token, which is known to
    nobody afterwards. Raises NotYours for who is nobody, Gone where another one was made at the same moment."""
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
    """The address stops; nothing is found there any more. Raises NotYours, Gone where there is none."""
    if by.user is None:
        raise NotYours(organization="日历")
    feed = Feed.objects.filter(user=by.user, revoked_at__isnull=True).first()
    if feed is None:
        raise Gone("没有在用的日历地址。")
    with claim(feed, FEED_MOVES, "close", by) as entry:
        entry.where, entry.after = by.place, {"日历订阅": "停用"}
    return feed
