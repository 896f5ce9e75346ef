"""Writes what accompanies attendance in the demonstration: leave, make-ups, guests.

Derived from the meetings already written, so every row keeps the rules of the actions: leave is asked before and granted
before the end, a make-up follows leave at a counted meeting, a guest is on nobody's roll.
"""

import datetime as dt
from random import Random

from demo.actions.rows import Table
from demo.rules.chance import random_uuid
from meetings.models import Attendance, Guest, Leave, MakeUp, Meeting
from meetings.states import COUNTED, AttendanceState, GuestRole, Kind, LeaveStatus, MakeUpMethod, Status
from members.models import Member

LEARNED = (
    "自学了会上发的材料，记了笔记。",
    "看了会议记录，学了条例的第三章。",
    "听支部委员讲了会上学的内容，谈了体会。",
    "在家学了材料，和党小组长通了电话。",
)
WAYS = (MakeUpMethod.MATERIAL, MakeUpMethod.MATERIAL, MakeUpMethod.VISIT, MakeUpMethod.SESSION)
ASKED_OF_TEN, MADE_UP_OF_TEN = 8, 7
SETTLES_AFTER = dt.timedelta(days=12)


def write(now: dt.datetime, settled: int, rng: Random) -> None:
    """Leave and make-ups of the whole tree; guests and one request that waits, of the branch `settled`."""
    leaves = Table(
        Leave, "uuid", "meeting_id", "member_id", "reason_code", "reason", "status", "asked_at", "decided_at",
        "decided_who", "asked_who",
    )  # fmt: skip
    made = Table(MakeUp, "meeting_id", "member_id", "way", "note", "done_on", "who", "at")
    rows = Attendance.objects.filter(state=AttendanceState.ON_LEAVE).order_by("pk")
    columns = (
        "meeting_id", "member_id", "member__name", "reason_code", "reason", "meeting__starts_at", "meeting__status",
        "meeting__is_void", "meeting__held_on", "meeting__host__name",
    )  # fmt: skip
    for meeting, member, name, code, why, starts_at, status, is_void, day, chair in rows.values_list(
        *columns
    ).iterator(chunk_size=5_000):
        if rng.randrange(10) < ASKED_OF_TEN:
            decided = starts_at - dt.timedelta(hours=rng.randint(2, 30))
            asked = decided - dt.timedelta(minutes=rng.randint(20, 900))
            leaves.add(
                random_uuid(rng), meeting, member, code, why, LeaveStatus.APPROVED.value, asked, decided, chair or "支部书记", name
            )  # fmt: skip
        is_old = now - starts_at > SETTLES_AFTER
        if status in COUNTED and not is_void and is_old and rng.randrange(10) < MADE_UP_OF_TEN:
            on = day + dt.timedelta(days=rng.randint(1, 9))
            way = rng.choice(WAYS)
            who = name if way == MakeUpMethod.MATERIAL else chair or "支部书记"
            at = starts_at + (on - day) + dt.timedelta(hours=rng.randint(1, 4))
            made.add(meeting, member, way.value, rng.choice(LEARNED), on, who, at)
    _waiting(leaves, now, settled, rng)
    _guests(settled, rng)
    leaves.close()
    made.close()


def _waiting(leaves: Table, now: dt.datetime, settled: int, rng: Random) -> None:
    """The ordinary member of the demonstration asks to be excused from the next theme day."""
    member = Member.objects.filter(organization=settled, user__username="member").first()
    coming = Meeting.objects.filter(
        organization=settled, status=Status.PLANNED, starts_at__gt=now, kinds__kind=Kind.THEME_DAY
    )
    meeting = coming.order_by("starts_at", "pk").first()
    if member and meeting:
        leaves.add(
            random_uuid(rng), meeting.pk, member.pk, "training", "参加区里的业务培训", LeaveStatus.ASKED.value,
            now - dt.timedelta(hours=5), None, "", member.name,
        )  # fmt: skip


def _guests(settled: int, rng: Random) -> None:
    """At every other theme day somebody sits in, or a member of a branch next door takes part."""
    table = Table(Guest, "meeting_id", "member_id", "name", "unit", "role")
    near = list(
        Member.objects.filter(organization__parent__children=settled, left_on__isnull=True)
        .exclude(organization=settled)
        .order_by("pk")
        .values_list("pk", "name", "organization__short_name")[:40]
    )
    held = Meeting.objects.filter(
        organization=settled, status__in=COUNTED, kinds__kind=Kind.THEME_DAY
    ).order_by("pk")
    for meeting in held.values_list("pk", flat=True):
        chance = rng.random()
        if chance < 0.3:
            table.add(meeting, None, "社区网格员代表", "滨江社区", GuestRole.SITTING_IN.value)
        elif chance < 0.5 and near:
            member, name, unit = rng.choice(near)
            table.add(meeting, member, name, unit, GuestRole.VISITING.value)
    table.close()
