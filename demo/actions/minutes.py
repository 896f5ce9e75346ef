"""Writes follow-ups of decisions, statements, and an amendment that waits for its second signature."""

import datetime as dt
from dataclasses import replace
from random import Random

from core import clock
from demo.rules.chance import random_uuid
from meetings.models import AgendaItem, Amendment, Attendance, FollowUp, Meeting, Resolution, Statement, Step
from meetings.record.proposals import to_proposal
from meetings.record.words import difference, record_words
from meetings.selectors import open_tasks
from meetings.selectors.stored_record import stored_record
from meetings.states import THERE, Matter, Status

AT_ONCE = 2_000
SETTLED = 0.97  # of those that were due
TOLD = ("已经办好，大家没有意见。", "按时办完，结果在支部公开栏贴出。", "办完了，材料交组织委员存档。", "")
SAID = (
    "同意这个安排，建议先摸清楚情况再分工。",
    "去年做得晚了，今年早点定下来，把责任落到人。",
    "行动不便的老党员要上门去问，不能只打电话。",
    "经费按规定用，结果要向大家公开。",
)
SPEAKERS = 4


def write(today: dt.date, settled: int, rng: Random) -> None:
    """Everything of this noun: follow-ups everywhere, the rest in the branch of the demo accounts."""
    _follow_ups(today, rng)
    _statements(settled, rng)
    _amendment(settled)


def _follow_ups(today: dt.date, rng: Random) -> None:
    rows: list[FollowUp] = []
    found = open_tasks.open_decisions().filter(due_on__lt=today).order_by("pk")
    for pk, executor, due in found.values_list("pk", "executor", "due_on"):
        if rng.random() > SETTLED or due is None:
            continue
        on = min(due + dt.timedelta(days=rng.randrange(-4, 3)), today)
        rows.append(
            FollowUp(
                uuid=random_uuid(rng),
                resolution_id=pk,
                is_done=True,
                note=rng.choice(TOLD),
                on=on,
                who=executor or "支部书记",
                at=clock.now(),
            )
        )
    FollowUp.objects.bulk_create(rows, batch_size=AT_ONCE)


def _statements(settled: int, rng: Random) -> None:
    """Of the newest meetings in which something was decided."""
    decided = Resolution.objects.filter(
        kind=Matter.ORDINARY, item__meeting__organization=settled, item__meeting__status=Status.CONFIRMED
    )
    items = AgendaItem.objects.filter(resolution__in=decided).order_by("-meeting__held_on", "-pk")[:3]
    for item in items:
        there = Attendance.objects.filter(meeting=item.meeting_id, state__in=THERE).select_related("member")
        people = [row.member for row in there.order_by("pk")]
        chosen = rng.sample(people, min(SPEAKERS, len(people)))
        Statement.objects.bulk_create(
            Statement(item=item, position=place, speaker=member, name=member.name, text=text)
            for place, (member, text) in enumerate(zip(chosen, rng.sample(SAID, len(SAID)), strict=False), 1)
        )


def _amendment(settled: int) -> None:
    """Asked for by the branch's secretary; the office or a colleague signs."""
    meeting = (
        Meeting.objects.filter(organization=settled, status=Status.CONFIRMED, ends_at__isnull=False)
        .select_related("organization", "host", "recorder")
        .order_by("-held_on", "-pk")
        .first()
    )
    sent = meeting.steps.filter(deed=Step.Type.SUBMITTED, by__isnull=False).first() if meeting else None
    if meeting is None or sent is None:
        return
    before = stored_record(meeting)
    after = replace(before, place="党群服务中心三楼会议室")
    old, new = difference(record_words(before, {}), record_words(after, {}))
    reason = "地点写错，当天换到了三楼"
    now = clock.now()
    Amendment.objects.create(
        meeting=meeting,
        status=Amendment.Status.PROPOSED,
        reason=reason,
        proposal=to_proposal(after),
        before=old,
        after=new,
        asked_by_id=sent.by_id,
        asked_who=sent.who,
        asked_at=now,
    )
    Step.objects.create(
        meeting=meeting, deed=Step.Type.PROPOSED, comment=reason, by_id=sent.by_id, who=sent.who, at=now
    )
