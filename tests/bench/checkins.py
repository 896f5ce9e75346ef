"""A hall of 2,000 members checks in within a minute, from eight threads at once, through the action with its audit.

The floor is the minute itself: time needed / 60 s. Every key is sent twice, as phones with a bad line do; nobody may be
lost and nobody doubled, or the measurement stops.
"""

import datetime as dt
import threading
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from branches.access.roles import Role
from branches.models import Mandate, Organization
from branches.selectors.actors import SYSTEM, Actor
from core import clock
from meetings import actions
from meetings.check_in import codes
from meetings.models import CheckIn, Meeting
from members.models import Member, Membership
from tests.bench.result import Result

PEOPLE = 2_000
THREADS = 8
MINUTE = 60.0
GOAL = 1.0


def run(rounds: int) -> list[Result]:
    """One round: a hall fills once. `rounds` is for topics that repeat."""
    meeting, users = hall()
    window = actions.open_check_in(meeting=meeting, by=SYSTEM)
    before = Entry.objects.filter(action="check_in.take").count()
    work = [users[n::THREADS] for n in range(THREADS)]
    failed: list[Exception] = []
    start = threading.Barrier(THREADS + 1)

    def door(people: list[User]) -> None:
        try:
            start.wait()
            for user in people:
                key = uuid4()
                first = one(meeting, window.nonce, key, user)
                if one(meeting, window.nonce, key, user).pk != first.pk:
                    raise AssertionError("the same key got another answer")
        except Exception as wrong:
            failed.append(wrong)
        finally:
            connection.close()

    threads = [threading.Thread(target=door, args=[people]) for people in work]
    for thread in threads:
        thread.start()
    start.wait()
    begun = perf_counter()
    for thread in threads:
        thread.join()
    taken = perf_counter() - begun
    if failed:
        raise failed[0]
    kept = list(CheckIn.objects.filter(meeting=meeting).values_list("member_id", flat=True))
    entries = Entry.objects.filter(action="check_in.take").count() - before
    if (len(kept), len(set(kept)), entries) != (PEOPLE, PEOPLE, PEOPLE):
        raise AssertionError(
            f"{len(kept)} check-ins of {len(set(kept))} people, {entries} entries, not {PEOPLE}"
        )
    name = f"{PEOPLE}人签到，{THREADS}个线程，每人的手机各发两遍（和一分钟比）"
    return [Result(name, taken, MINUTE, goal=GOAL, note=f"{PEOPLE / taken * 60:.0f} a minute")]


def one(meeting: Meeting, nonce: str, key: Any, user: User) -> CheckIn:
    """As one request would: the actor and the meeting are its own."""
    slot = codes.slot_at(clock.now())
    own = Meeting.objects.select_related("organization").get(pk=meeting.pk)
    token = codes.token(nonce, meeting.uuid, slot)
    return actions.check_in(meeting=own, key=key, token=token, slot=slot, by=Actor.of(user))


def hall() -> tuple[Meeting, list[User]]:
    """A branch of 2,000, far larger than any may be, and its meeting now; written in bulk."""
    branch = Organization.objects.get(short_name="滨江社区第二党支部")
    since = dt.date(2020, 1, 1)
    User.objects.bulk_create(
        User(username=f"bench-{n}", name=f"签到{n}", password="!") for n in range(PEOPLE)
    )
    users = list(User.objects.filter(username__startswith="bench-").order_by("pk"))
    Mandate.objects.bulk_create(
        Mandate(user=user, organization=branch, role=Role.MEMBER, since=since) for user in users
    )
    Member.objects.bulk_create(
        Member(organization=branch, name=user.name, user=user, joined_on=since, full_on=dt.date(2021, 1, 1))
        for user in users
    )
    members = Member.objects.filter(user__in=users)
    Membership.objects.bulk_create(
        Membership(member=member, organization=branch, since=since, entry="imported") for member in members
    )
    now = timezone.localtime()
    meeting = Meeting.objects.create(organization=branch, theme="签到测量", held_on=now.date(), starts_at=now)
    meeting.kinds.create(kind="general")
    return meeting, users
