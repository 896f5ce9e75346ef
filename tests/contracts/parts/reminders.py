"""Reminders: everybody's own digest and channels; what an office was told."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import time_machine
from django.core import signing

from branches.selectors.actors import Actor
from members import actions as members
from reminders import actions
from reminders.actions.channels import SALT
from reminders.models import Channel, Delivery, Digest
from tests.contracts.access import Knock
from tests.contracts.house import House

TODAY = dt.date(2026, 11, 22)
MONDAY = dt.date(2026, 11, 23)
MAIL = {"kind": "email", "address": "lin@example.cn"}


def link(house: House) -> str:
    """The last part of the link that was mailed to Lin."""
    return signing.dumps([house.channel.pk, "lin@example.cn"], salt=SALT)


KNOCKS: dict[str, Callable[[House], Knock]] = {
    "reports:told GET": lambda h: Knock(query="organization=A"),
    "reports:channels POST": lambda h: Knock(content=MAIL),
    "reports:quiet_hours POST": lambda h: Knock(content={"quiet_from": "12:00", "quiet_until": "14:00"}),
    "reports:confirm_channel GET": lambda h: Knock((link(h),)),
    "reports:confirm_channel POST": lambda h: Knock((link(h),)),
    # A link is its person's own: a forged one, since a token is not its holder (tests/reports/test_channel_manners.py)
    "api_channel_confirm POST": lambda h: Knock(content={"token": "forged"}),
    "api_quiet_hours PUT": lambda h: Knock(content={"quiet_from": "12:00", "quiet_until": "14:00"}),
    "reports:switch_channel POST": lambda h: Knock(("email",), content={"on": "off"}),
    "reports:remove_channel POST": lambda h: Knock(("email",)),
    "channel-list POST": lambda h: Knock(content=MAIL),
    # One's own only: a kind that nobody has, since a token has none of its holder's role (tests/reports/test_channels.py)
    "channel-detail PATCH": lambda h: Knock(("webhook",), content={"is_on": False}),
    "channel-detail DELETE": lambda h: Knock(("webhook",)),
}
ACCESS = """
reports:reminders               GET    in     200    200    200    200    200    200    200    200    200
reports:told                    GET    in     403    403    403    200    200    403    403    403    403
reports:channels                GET    in     200    200    200    200    200    200    200    200    200
reports:channels                POST   in     302    302    302    302    302    302    302    302    302
reports:quiet_hours             POST   in     302    302    302    302    302    302    302    302    302
reports:confirm_channel         GET    in     200    200    200    200    200    200    200    200    200
reports:confirm_channel         POST   in     409    409    302    409    409    409    409    409    409
reports:switch_channel          POST   in     404    404    302    404    404    404    404    404    404
reports:remove_channel          POST   in     404    404    302    404    404    404    404    404    404
reminder-list                   GET    401    200    200    200    200    200    200    200    200    200
channel-list                    GET    401    200    200    200    200    200    200    200    200    200
channel-list                    POST   401    201    201    201    201    201    201    201    201    201
api_channel_confirm             POST   401    409    409    409    409    409    409    409    409    409
api_quiet_hours                 GET    401    200    200    200    200    200    200    200    200    200
api_quiet_hours                 PUT    401    200    200    200    200    200    200    200    200    200
channel-detail                  PATCH  401    404    404    404    404    404    404    404    404    404
channel-detail                  DELETE 401    404    404    404    404    404    404    404    404    404
"""


def furnish(house: House) -> None:
    """Lin has a digest of today and hears of it by mail."""
    lin = house.user("lin")
    lines = [{"what": "duty", "sentence": "11月主题党日还没有开。", "url": "/", "basis": ""}]
    digest = Digest.objects.create(user=lin, day=TODAY, lines=lines)
    channel = Channel.objects.create(
        user=lin, kind="email", address="lin@example.cn", confirmed_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    )
    house.things["digest"], house.things["channel"] = digest, channel
    Delivery.objects.create(digest=digest, channel=channel)


def _send_waiting(house: House, by: Actor) -> Any:
    """On a working day, in the morning."""
    with time_machine.travel(dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC), tick=False):
        Digest.objects.update(day=MONDAY)
        return actions.send_waiting(by=by)


def _confirmed(house: House, by: Actor) -> Any:
    Channel.objects.update(confirmed_at=None)
    return actions.confirm_channel(token=link(house), by=by)


CALLS: dict[str, tuple[str, Callable[[House, Actor], Any]]] = {
    "reports.actions.start_reminding": ("sys", lambda h, by: actions.start_reminding(day=MONDAY, by=by)),
    "reports.actions.remind": ("sys", lambda h, by: actions.remind(day=MONDAY, by=by)),
    "reports.actions.send_waiting": ("sys", _send_waiting),
    "reports.actions.set_channel": ("hua", lambda h, by: actions.set_channel(**MAIL, by=by)),
    "reports.actions.confirm_channel": ("lin", _confirmed),
    "reports.actions.set_quiet_hours": (
        "lin",
        lambda h, by: actions.set_quiet_hours(quiet_from=dt.time(12), quiet_until=dt.time(14), by=by),
    ),
    "reports.actions.switch_channel": (
        "lin",
        lambda h, by: actions.switch_channel(channel=h.channel, is_on=False, by=by),
    ),
    "reports.actions.remove_channel": ("lin", lambda h, by: actions.remove_channel(channel=h.channel, by=by)),
    "members.actions.begin_term": (
        "wei",
        lambda h, by: members.begin_term(
            organization=h.world.branch, since=TODAY, has_committee=True, document="1", by=by
        ),
    ),
}
