"""Reminders: everybody's own digest and channels, what an office was told, the private calendar."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import time_machine
from django.core import signing

from branches.selectors.actors import Actor
from members import actions as members
from reminders import actions as reminders
from reminders.actions.channels import SALT
from reminders.models import BranchReminder, Channel, Delivery, Digest
from reminders.selectors.behind_list import behind_rows
from tests.contracts.doors import Knock
from tests.contracts.house import House

TODAY = dt.date(2026, 11, 22)
MONDAY = dt.date(2026, 11, 23)
MAIL = {"kind": "email", "address": "lin@example.cn"}


def link(house: House) -> str:
    """The last part of the link that was mailed to Lin."""
    return signing.dumps([house.channel.pk, "lin@example.cn"], salt=SALT)


def _send_waiting(house: House, by: Actor) -> Any:
    """On a working day, in the morning."""
    with time_machine.travel(dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC), tick=False):
        Digest.objects.update(day=MONDAY)
        return reminders.send_waiting(by=by)


def _confirmed(house: House, by: Actor) -> Any:
    Channel.objects.update(confirmed_at=None)
    return reminders.confirm_channel(token=link(house), by=by)


def _telephones(house: House, by: Actor) -> Any:
    """Lin has a number."""
    members.update(member=house.world.members[0], phone="13800001234", by=house.world.wei.actor)
    return reminders.open_telephones(rows=behind_rows(by, TODAY), by=by)


def earlier_reminder(house: House) -> Any:
    """An office's reminder of Lin's branch, two days old so that it can be reminded again; nobody has read it."""
    at = dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)
    facts = {"by": house.user("shao"), "who": "邵兰", "office": "望海街道党工委", "receiver": "林知，书记"}
    facts |= {"at": at, "text": "11月主题党日，11月30日前"}
    facts |= {"seen_at": None, "seen_by": "", "answer": "", "answered_at": None, "answered_by": ""}
    row, _ = BranchReminder.objects.update_or_create(
        organization=house.world.branch, on=at.date(), defaults=facts
    )
    return row.uuid


FEED: dict[str, str] = {}


def furnish(house: House) -> None:
    """Lin has a digest of today and hears of it by mail; Shen has the one calendar address in use."""
    lin = house.user("lin")
    lines = [{"what": "duty", "sentence": "11月主题党日还没有开。", "url": "/", "basis": ""}]
    digest = Digest.objects.create(user=lin, day=TODAY, lines=lines)
    channel = Channel.objects.create(
        user=lin, kind="email", address="lin@example.cn", confirmed_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    )
    house.things["digest"], house.things["channel"] = digest, channel
    Delivery.objects.create(digest=digest, channel=channel)
    house.things["feed"], FEED["token"] = reminders.open_feed(by=house.world.shen.actor)


TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
# Shen has the one address in use: nobody else of the cast can stop any.
reports:calendar                GET    in  200 200 200 200 200 200 200 200 200    5
reports:calendar                POST   in  200 200 200 200 200 200 200 200 200    - calendar.open
reports:feed                    GET    200 200 200 200 200 200 200 200 200 200   16
api_calendar                    GET    401 200 200 200 200 200 200 200 200 200    3
api_calendar                    POST   401 201 201 201 201 201 201 201 201 201    - calendar.open
api_calendar                    DELETE 401 409 409 409 409 409 204 409 409 409    - calendar.close
reports:reminders               GET    in  200 200 200 200 200 200 200 200 200    6
reports:told                    GET    in  403 403 403 200 200 403 403 403 403   18
reports:channels                GET    in  200 200 200 200 200 200 200 200 200    7
reports:channels                POST   in  302 302 302 302 302 302 302 302 302    - channel.set channel.ask
reports:quiet_hours             POST   in  302 302 302 302 302 302 302 302 302    - reminder.quiet
reports:confirm_channel         GET    in  200 200 200 200 200 200 200 200 200    5
reports:confirm_channel         POST   in  409 409 302 409 409 409 409 409 409    -
reports:switch_channel          POST   in  404 404 302 404 404 404 404 404 404    - channel.switch
reports:remove_channel          POST   in  404 404 302 404 404 404 404 404 404    - channel.remove
reports:behind                  GET    in  403 403 403 200 200 403 403 403 403   14
reports:behind_file             GET    in  403 403 403 200 200 403 403 403 403   17 reminder.file
reports:remind                  GET    in  403 403 403 200 200 403 403 403 403   15
reports:remind                  POST   in  403 403 403 302 302 403 403 403 403    - reminder.branch
reports:read_reminder           POST   in  404 302 302 403 403 404 404 404 404    - reminder.read
reports:answer_reminder         POST   in  404 302 302 403 403 404 404 404 404    - reminder.answer
api_behind                      GET    401 403 403 403 200 200 403 403 403 403   13
api_remind                      POST   401 403 403 403 200 200 403 403 403 403    - reminder.branch
api_branch_reminders            GET    401 200 200 200 200 200 200 200 200 200    4
api_branch_reminder_read        POST   401 404 200 200 403 403 404 404 404 404    - reminder.read
api_branch_reminder_answer      POST   401 404 200 200 403 403 404 404 404 404    - reminder.answer
reminder-list                   GET    401 200 200 200 200 200 200 200 200 200    3
channel-list                    GET    401 200 200 200 200 200 200 200 200 200    3
channel-list                    POST   401 201 201 201 201 201 201 201 201 201    - channel.set channel.ask
api_channel_confirm             POST   401 409 409 409 409 409 409 409 409 409    -
api_quiet_hours                 GET    401 200 200 200 200 200 200 200 200 200    3
api_quiet_hours                 PUT    401 200 200 200 200 200 200 200 200 200    - reminder.quiet
channel-detail                  GET    401 404 404 404 404 404 404 404 404 404    -
channel-detail                  PATCH  401 404 404 404 404 404 404 404 404 404    -
channel-detail                  DELETE 401 404 404 404 404 404 404 404 404 404    -
"""
KNOCKS: dict[str, Callable[[Any], Knock]] = {
    "reports:remind GET": lambda h: Knock(query="pick=A-2"),
    "reports:remind POST": lambda h: Knock(query="pick=A-2"),
    "reports:read_reminder POST": lambda h: Knock((earlier_reminder(h),)),
    "reports:answer_reminder POST": lambda h: Knock((earlier_reminder(h),), content={"answer": "正在安排"}),
    "api_remind POST": lambda h: Knock(content={"organizations": ["A-2"]}),
    "api_branch_reminder_read POST": lambda h: Knock((earlier_reminder(h),)),
    "api_branch_reminder_answer POST": lambda h: Knock(
        (earlier_reminder(h),), content={"answer": "正在安排"}
    ),
    "reports:calendar POST": lambda h: Knock(content={"move": "open"}),
    "reports:feed GET": lambda h: Knock((FEED["token"],)),
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
    "channel-detail GET": lambda h: Knock(("webhook",)),
    "channel-detail PATCH": lambda h: Knock(("webhook",), content={"is_on": False}),
    "channel-detail DELETE": lambda h: Knock(("webhook",)),
}
JOBS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "reminders.actions.open_telephones": ("shao", _telephones),
    "reminders.actions.start_reminding": ("sys", lambda h, by: reminders.start_reminding(day=MONDAY, by=by)),
    "reminders.actions.remind": ("sys", lambda h, by: reminders.remind(day=MONDAY, by=by)),
    "reminders.actions.send_waiting": ("sys", _send_waiting),
    "reminders.actions.confirm_channel": ("lin", _confirmed),
}
