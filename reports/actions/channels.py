"""set_channel, switch_channel, remove_channel: how one wants to hear of one's own digest."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from audit.chain import record
from branches.actors import Actor
from core.errors import Gone, NotPermitted
from members import sealing
from reports.channels import webhook
from reports.errors import AddressNotAllowed, NotAnAddress
from reports.models import Channel


def set_channel(*, kind: str, address: str, by: Actor) -> tuple[Channel, str]:
    """Have one's own digests sent there from now on; one channel a kind, a new address takes the old one's place.

    Returns the channel and, for a webhook, the secret that signs: it is new each time and can be read nowhere else again.

    Raises NotPermitted for nobody, NotAnAddress, AddressNotAllowed.
    """
    if by.user is None or not by.user.is_authenticated:
        raise NotPermitted
    address = address.strip()
    secret = secrets.token_urlsafe(32) if kind == Channel.Kind.WEBHOOK else ""
    _must_be_allowed(kind, address)  # asks the network, therefore before the transaction
    with transaction.atomic():
        old = Channel.objects.filter(user=by.user, kind=kind).first()
        channel, _ = Channel.objects.update_or_create(
            user=by.user,
            kind=kind,
            defaults={"address": address, "secret": sealing.seal(secret), "is_on": True},
        )
        record(
            "channel.set",
            by=by,
            subject=channel,
            where=by.place,
            before={"address": shown(old)} if old else None,
            after={"kind": kind, "address": shown(channel)},
        )
    return channel, secret


def shown(channel: Channel) -> str:
    """The address as it may stand in the audit: a messenger's address often holds its own key."""
    if channel.kind == Channel.Kind.EMAIL:
        name, _, domain = channel.address.rpartition("@")
        return f"{name[:1]}***@{domain}"
    return channel.address.partition("?")[0].rsplit("/", 1)[0][:120]


@transaction.atomic
def switch_channel(*, channel: Channel, is_on: bool, by: Actor) -> Channel:
    """Stop one's own channel for a while, or use it again. Raises NotPermitted for somebody else's, Gone."""
    _must_be_own(channel, by)
    if not Channel.objects.filter(pk=channel.pk).exclude(is_on=is_on).update(is_on=is_on):
        raise Gone
    channel.is_on = is_on
    record(
        "channel.switch",
        by=by,
        subject=channel,
        where=by.place,
        before={"is_on": not is_on},
        after={"is_on": is_on},
    )
    return channel


@transaction.atomic
def remove_channel(*, channel: Channel, by: Actor) -> None:
    """Forget one's own channel with its secret, and what was sent by it. Raises NotPermitted for somebody else's, Gone."""
    _must_be_own(channel, by)
    before = {"kind": channel.kind, "address": shown(channel)}
    entry = {"subject": channel, "where": by.place, "before": before}
    if not Channel.objects.filter(pk=channel.pk).first():
        raise Gone
    Channel.objects.filter(pk=channel.pk).delete()
    record("channel.remove", by=by, **entry)


def _must_be_own(channel: Channel, by: Actor) -> None:
    if by.user is None or channel.user_id != by.user.pk:
        raise NotPermitted


def _must_be_allowed(kind: str, address: str) -> None:
    """Raises NotAnAddress, AddressNotAllowed."""
    if kind == Channel.Kind.WEBHOOK:
        try:
            parts = webhook.checked(address)
            webhook.resolved(str(parts.hostname), parts.port or 443)
        except webhook.BadAddress as wrong:
            raise AddressNotAllowed(str(wrong), fields={"address": str(wrong)}) from wrong
        return
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise NotAnAddress(fields={"address": NotAnAddress.sentence}) from wrong
    domain = address.rpartition("@")[2].lower()
    if settings.MAIL_DOMAINS and domain not in settings.MAIL_DOMAINS:
        allowed = "、".join(settings.MAIL_DOMAINS)
        sentence = AddressNotAllowed.sentence.format(allowed=allowed)
        raise AddressNotAllowed(sentence, fields={"address": sentence})
