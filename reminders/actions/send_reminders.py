"""Actions that write the digests of a day, one per person, and send each once per channel."""

import datetime as dt
import functools
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit import chain, jobs
from audit.models import Job
from branches.access.roles import Capability
from branches.selectors.actors import SYSTEM, Actor
from core import clock
from core.dates_zh import short_date
from core.errors import Gone
from core.moves import swap
from reminders.channels import ChannelFailed, message_of, sender_of
from reminders.models import Announcement, Channel, Delivery, Digest, QuietHours
from reminders.rules.schedule import ReminderDays, is_message_hour, is_quiet_hour
from reminders.selectors.recipients import DigestDraft, digest_drafts
from reminders.states import DELIVERY_MOVES

TASK = "reports.tasks.build_digests"
AT_ONCE = 1000  # persons per transaction: a killed worker loses only the last one
MOST_TRIES = 3
PAUSES = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=10),
    dt.timedelta(hours=1),
)  # after the first try, the second
INTERRUPTED = "发送时中断了，不知道对方收到没有，没有再发。"
TOO_LATE = "当天没有发出，不再补发。"


@transaction.atomic
def start_reminding(*, day: dt.date, by: Actor) -> Job | None:
    """Queue the digests of a day; nothing on a quiet day. Raises NotYours."""
    by.must_throughout(Capability.RUN_SYSTEM)
    if ReminderDays.around(day).is_quiet_everywhere(day):
        return None
    title = f"{short_date(day)}提醒"
    return jobs.start(
        TASK, title, params={"day": day.isoformat()}, where=by.place, key=f"{TASK} {day.isoformat()}", by=by
    )


def work_reminders(job_id: int) -> None:
    """Claim the job and write the digests of its day; do nothing if it is already claimed."""
    jobs.run(job_id, _work)


def _work(job: Job) -> str:
    day = dt.date.fromisoformat(job.params["day"])
    by = Actor.of(job.owner) if job.owner else SYSTEM
    remind(day=day, tick=functools.partial(jobs.beat, job), by=by)
    return ""


def remind(*, day: dt.date, tick: Callable[[int, int], None] = lambda done, total: None, by: Actor) -> int:
    """Write each person's digest of that day, and for each channel in use that it is to be sent. Returns how many are new.

    An existing digest of that day stays, so the action can run again after a killed worker. The first reminder of a
    duty also stores the day on which the superior office is told.

    Raises NotYours.
    """
    by.must_throughout(Capability.RUN_SYSTEM)
    drafts, made = digest_drafts(day), 0
    for start in range(0, len(drafts), AT_ONCE):
        made += write_chunk(day, drafts[start : start + AT_ONCE])
        tick(min(start + AT_ONCE, len(drafts)), len(drafts))
    if made:
        chain.record("reminder.build", by=by, where=by.place, after={"day": day, "count": made})
    return made


@transaction.atomic
def write_chunk(day: dt.date, drafts: Sequence[DigestDraft]) -> int:
    """Write some persons' digests; returns how many are new. Six statements, whatever their number."""
    keys = [each.user_id for each in drafts]
    at = clock.now()
    there = set(Digest.objects.filter(day=day, user__in=keys).values_list("user_id", flat=True))
    new = [each for each in drafts if each.user_id not in there]
    Announcement.objects.bulk_create(
        [row for each in new for row in each.announcements], ignore_conflicts=True
    )
    Digest.objects.bulk_create(
        [
            Digest(
                user_id=each.user_id, day=day, made_at=at, lines=[_stored_line(line) for line in each.lines]
            )
            for each in new
        ],
        ignore_conflicts=True,
    )
    digests = dict(Digest.objects.filter(day=day, user__in=keys).values_list("user_id", "pk"))
    channels = Channel.objects.in_use().filter(user__in=keys).values_list("pk", "user_id")
    Delivery.objects.bulk_create(
        [Delivery(digest_id=digests[user_id], channel_id=pk, at=at) for pk, user_id in channels],
        ignore_conflicts=True,
    )
    return len(new)


def _stored_line(line: object) -> dict[str, str]:
    facts = asdict(line)  # type: ignore[call-overload]
    return {name: value for name, value in facts.items() if value and name != "not_for_user"}


def send_waiting(*, seconds: float = 50, by: Actor) -> tuple[int, int]:
    """Send the waiting deliveries that are due, for at most `seconds`; returns how many were sent and how many failed.

    Nothing is sent on quiet days, digests not in quiet hours, offices' reminders only between MESSAGES_FROM and
    MESSAGES_UNTIL, nothing to persons who have their own quiet hours now. Reminders wait for the next such hour.

    Each delivery is claimed as interrupted before it is tried, then marked as sent or as waiting for the next try, so a
    killed worker never causes a second sending. Deliveries of past days are not sent. There is no surrounding
    transaction: no row stays locked while a remote server answers. Raises NotYours.
    """
    by.must_throughout(Capability.RUN_SYSTEM)
    now, today = clock.now(), clock.today()
    what = Q(pk__in=[])
    if not is_quiet_hour(now):
        what |= Q(digest__day=today)
    if is_message_hour(now):
        what |= Q(reminder__isnull=False)
    days = ReminderDays.around(today)
    if days.is_quiet_everywhere(today):
        return 0, 0
    waiting = Delivery.objects.filter(status=Delivery.Status.WAITING)
    waiting.filter(digest__day__lt=today).update(status=Delivery.Status.FAILED, error=TOO_LATE)
    due = Q(tries=0)
    for tries in range(1, MOST_TRIES):
        due |= Q(tries=tries, at__lte=now - PAUSES[tries - 1])
    rows = waiting.filter(what, due, channel__user__is_active=True)
    rows = rows.filter(channel__in=Channel.objects.in_use())
    rows = rows.exclude(
        channel__user__in=QuietHours.objects.at(timezone.localtime(now).time()).values("user")
    )
    sent = failed = 0
    until = time.monotonic() + seconds
    for delivery in rows.select_related("digest", "reminder__organization", "channel__user").order_by("id"):
        if time.monotonic() > until:
            break
        if delivery.reminder and days.at(delivery.reminder.organization.path).is_quiet(today):
            continue
        if claim_delivery(delivery):
            went_out = _send(delivery)
            sent, failed = sent + went_out, failed + (not went_out)
    if sent or failed:
        chain.record("reminder.send", by=by, where=by.place, after={"sent": sent, "failed": failed})
    return sent, failed


def claim_delivery(delivery: Delivery) -> bool:
    """Take a delivery for this worker, or return False where another one has it."""
    tries = delivery.tries
    try:
        swap(
            delivery,
            DELIVERY_MOVES,
            "try",
            seen={"tries": tries},
            tries=tries + 1,
            error=INTERRUPTED,
            at=clock.now(),
        )
    except Gone:
        return False
    return True


def _send(delivery: Delivery) -> bool:
    status, error = Delivery.Status.SENT, ""
    try:
        sender_of(delivery.channel.kind)(message_of(delivery), delivery.channel)
    except ChannelFailed as wrong:
        status = Delivery.Status.WAITING if delivery.tries < MOST_TRIES else Delivery.Status.FAILED
        error = str(wrong)[:300]
    with suppress(Gone):  # the channel was removed meanwhile
        swap(delivery, DELIVERY_MOVES, status, seen={"tries": delivery.tries}, error=error, at=clock.now())
    return status == Delivery.Status.SENT
