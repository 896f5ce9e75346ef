"""Actions that change a person's own reminder channels and quiet hours."""

import datetime as dt
import secrets

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from audit import chain
from audit.models import Entry
from branches.selectors.actors import Actor
from branches.workflow.transition import claim
from core import clock, sealing
from core.errors import Gone, NotPermitted
from reminders.channels import ChannelFailed, email, webhook
from reminders.errors import (
    AddressNotAllowed,
    AskedJustNow,
    AskedTooOften,
    LinkOver,
    MailNotSent,
    NotAnAddress,
    QuietAllDay,
    QuietHoursWrong,
)
from reminders.models import Channel, QuietHours
from reminders.rules.schedule import minutes_left
from reminders.states import CONFIRMATION_MOVES, SWITCH_MOVES

SALT = "reports.channel"
ASKED = "channel.ask"


def set_channel(*, kind: str, address: str, by: Actor) -> tuple[Channel, str]:
    """Set the address to which the actor's own digests are sent; one channel per kind, a new address replaces the old.

    Returns the channel and, for a webhook, the secret that signs: it is new each time and can be read nowhere else again.
    To an e-mail address a link is sent first; nothing else goes there until it was opened by the same person.

    Raises NotPermitted for nobody, NotAnAddress, AddressNotAllowed, AskedJustNow, AskedTooOften, MailNotSent (the address is
    kept, and asked for again when it is set again).
    """
    if by.user is None or not by.user.is_authenticated:
        raise NotPermitted
    address = address.strip()
    secret = secrets.token_urlsafe(32) if kind == Channel.Kind.WEBHOOK else ""
    _must_be_allowed(kind, address)  # asks the network, therefore before the transaction
    with transaction.atomic():
        old = Channel.objects.filter(user=by.user, kind=kind).first()
        confirmed_at = None
        if kind == Channel.Kind.WEBHOOK:
            confirmed_at = clock.now()
        elif old and old.address == address:
            confirmed_at = old.confirmed_at
        if confirmed_at is None:
            _must_not_pester(old is not None and old.address == address, by)
        channel, _ = Channel.objects.update_or_create(
            user=by.user,
            kind=kind,
            defaults={
                "address": address,
                "secret": sealing.seal(secret, webhook.secret_place(by.user.pk)),
                "is_on": True,
                "confirmed_at": confirmed_at,
            },
        )
        chain.record(
            "channel.set",
            by=by,
            subject=channel,
            where=by.place,
            before={"address": masked_address(old)} if old else None,
            after={"kind": kind, "address": masked_address(channel)},
        )
    if channel.confirmed_at is None:
        try:
            email.send_confirmation(channel, signing.dumps([channel.pk, address], salt=SALT))
        except ChannelFailed as wrong:
            raise MailNotSent(why=str(wrong)) from wrong
        with transaction.atomic():
            chain.record(
                ASKED, by=by, subject=channel, where=by.place, after={"address": masked_address(channel)}
            )
    return channel, secret


@transaction.atomic
def confirm_channel(*, token: str, by: Actor) -> Channel:
    """Confirm an e-mail address by the token of the link that was sent to it. Confirming twice changes nothing.

    Raises LinkOver for a link that is forged, old (CONFIRM_HOURS), of another person, or of an address given up since.
    """
    over = LinkOver(hours=settings.CONFIRM_HOURS)
    try:
        pk, address = signing.loads(token, salt=SALT, max_age=settings.CONFIRM_HOURS * 3600)
    except signing.BadSignature as wrong:
        raise over from wrong
    own = Channel.objects.select_for_update().filter(pk=pk, address=address, user=by.user)
    channel = own.first() if by.user else None
    if channel is None:
        raise over
    if channel.confirmed_at is None:
        with claim(channel, CONFIRMATION_MOVES, "confirm", by) as entry:
            entry.where, entry.after = by.place, {"address": masked_address(channel)}
    return channel


@transaction.atomic
def set_quiet_hours(*, quiet_from: dt.time | None, quiet_until: dt.time | None, by: Actor) -> None:
    """Set the actor's own quiet hours, in addition to those of everybody; None for both removes them.

    Raises NotPermitted for nobody, QuietHoursWrong, QuietAllDay.
    """
    if by.user is None or not by.user.is_authenticated:
        raise NotPermitted
    old = row = QuietHours.objects.filter(user=by.user).first()
    if quiet_from is None and quiet_until is None:
        if old is None:
            return
        QuietHours.objects.filter(pk=old.pk).delete()
    elif quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        raise QuietHoursWrong.at("quiet_from")
    else:
        left, least = minutes_left(quiet_from, quiet_until), settings.REMIND_MINUTES_LEFT
        if left < least:
            raise QuietAllDay.at(
                "quiet_until",
                left=left,
                least=least,
                remind_at=settings.REMIND_AT,
                quiet_from=settings.QUIET_FROM,
            )
        row, _ = QuietHours.objects.update_or_create(
            user=by.user, defaults={"quiet_from": quiet_from, "quiet_until": quiet_until}
        )
    chain.record(
        "reminder.quiet",
        by=by,
        subject=row,
        where=by.place,
        before={"从": f"{old.quiet_from:%H:%M}", "到": f"{old.quiet_until:%H:%M}"} if old else None,
        after={"从": f"{quiet_from:%H:%M}", "到": f"{quiet_until:%H:%M}"}
        if quiet_from and quiet_until
        else None,
    )


def masked_address(channel: Channel) -> str:
    """The address as the audit may show it; a webhook address often contains its key."""
    if channel.kind == Channel.Kind.EMAIL:
        name, _, domain = channel.address.rpartition("@")
        return f"{name[:1]}***@{domain}"
    return channel.address.partition("?")[0].rsplit("/", 1)[0][:120]


def switch_channel(*, channel: Channel, is_on: bool, by: Actor) -> Channel:
    """Switch one's own channel on or off. Raises NotPermitted for somebody else's, Gone."""
    _must_be_own(channel, by)
    with claim(channel, SWITCH_MOVES, "switch_on" if is_on else "switch_off", by) as entry:
        entry.where, entry.before, entry.after = by.place, {"is_on": not is_on}, {"is_on": is_on}
    return channel


@transaction.atomic
def remove_channel(*, channel: Channel, by: Actor) -> None:
    """Delete one's own channel with its secret and its deliveries. Raises NotPermitted for somebody else's, Gone."""
    _must_be_own(channel, by)
    before = {"kind": channel.kind, "address": masked_address(channel)}
    entry = {"subject": channel, "where": by.place, "before": before}
    if not Channel.objects.filter(pk=channel.pk).first():
        raise Gone
    Channel.objects.filter(pk=channel.pk).delete()
    chain.record("channel.remove", by=by, **entry)


def _must_not_pester(is_same: bool, by: Actor) -> None:
    """Limit confirmation mails per person, because the address may belong to somebody else.

    Raises AskedJustNow for the same address within CONFIRM_MINUTES, AskedTooOften beyond CONFIRM_MAILS in a day.
    """
    now, most = clock.now(), settings.CONFIRM_MAILS
    sent = Entry.objects.filter(action=ASKED, user=by.user, at__gt=now - dt.timedelta(days=1))
    pause = dt.timedelta(minutes=settings.CONFIRM_MINUTES)
    if is_same and sent.filter(at__gt=now - pause).exists():
        raise AskedJustNow.at("address", minutes=settings.CONFIRM_MINUTES)
    if sent.count() >= most:
        raise AskedTooOften.at("address", most=most)


def _must_be_own(channel: Channel, by: Actor) -> None:
    if by.user is None or channel.user_id != by.user.pk:
        raise NotPermitted


def _must_be_allowed(kind: str, address: str) -> None:
    """Raises NotAnAddress, AddressNotAllowed."""
    if kind == Channel.Kind.WEBHOOK:
        try:
            parts = webhook.parse_address(address)
            webhook.resolve_host(str(parts.hostname), parts.port or 443)
        except webhook.BadAddress as wrong:
            raise AddressNotAllowed.at("address", str(wrong)) from wrong
        return
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise NotAnAddress.at("address") from wrong
    domain = address.rpartition("@")[2].lower()
    if settings.MAIL_DOMAINS and domain not in settings.MAIL_DOMAINS:
        allowed = "、".join(settings.MAIL_DOMAINS)
        raise AddressNotAllowed.at("address", allowed=allowed)
