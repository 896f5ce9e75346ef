"""One digest a person a day: twice is as good as once, a killed worker loses nothing, the queries do not grow."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import Entry, Job
from branches.errors import NotYours
from branches.models import Mandate
from branches.selectors.actors import SYSTEM
from core.checks import reminders_outside_quiet_hours
from reminders import actions
from reminders.actions import send_reminders as room
from reminders.models import Announcement, Channel, Delivery, Digest
from reminders.rules.schedule import is_quiet_hour
from tests.reminders.digests import MONDAY, TEN_BEFORE, digest_of, nine, remind
from tests.world import World


def test_a_person_has_one_digest_a_day(world: World) -> None:
    assert remind(TEN_BEFORE) == 3  # Lin, He, Shen: nothing waits for the offices, no meeting is near
    assert sorted(Digest.objects.values_list("user__username", "day")) == [
        ("he", TEN_BEFORE),
        ("lin", TEN_BEFORE),
        ("shen", TEN_BEFORE),
    ]


def test_running_twice_writes_nothing_the_second_time(world: World) -> None:
    Channel.objects.create(
        user=world.lin.user, kind="email", address="lin@example.cn", confirmed_at=nine(TEN_BEFORE)
    )
    remind(TEN_BEFORE)
    before = (
        list(Digest.objects.values()),
        list(Announcement.objects.values()),
        list(Delivery.objects.values()),
    )
    entries = Entry.objects.count()
    assert remind(TEN_BEFORE) == 0
    after = (
        list(Digest.objects.values()),
        list(Announcement.objects.values()),
        list(Delivery.objects.values()),
    )
    assert (after, Entry.objects.count()) == (before, entries)


def test_what_a_killed_worker_left_is_finished_by_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "AT_ONCE", 2)
    write, calls = room.write_chunk, []

    def killed(day: dt.date, told: Any) -> int:
        calls.append(len(told))
        if len(calls) == 2:
            raise KeyboardInterrupt
        return write(day, told)

    monkeypatch.setattr(room, "write_chunk", killed)
    with pytest.raises(KeyboardInterrupt):
        remind(TEN_BEFORE)
    first = list(Digest.objects.order_by("id").values())
    assert len(first) == 2
    monkeypatch.setattr(room, "write_chunk", write)
    assert remind(TEN_BEFORE) == 1
    assert list(Digest.objects.order_by("id").values())[:2] == first


def test_only_the_system_and_its_administrator_build_digests(world: World) -> None:
    for name in ("lin", "wei", "shen"):
        with pytest.raises(NotYours):
            actions.remind(day=MONDAY, by=getattr(world, name).actor)
    assert not Digest.objects.exists()


def test_no_job_is_started_on_a_day_off(world: World) -> None:
    assert actions.start_reminding(day=dt.date(2026, 11, 22), by=SYSTEM) is None
    assert not Job.objects.exists()


def test_the_days_job_writes_the_digests(world: World, clock: Any) -> None:
    clock.move_to(nine(TEN_BEFORE))
    job = actions.start_reminding(day=TEN_BEFORE, by=SYSTEM)
    assert job is not None
    actions.work_reminders(job.pk)
    job.refresh_from_db()
    assert (job.status, Digest.objects.count()) == ("done", 3)


def test_queries_do_not_grow_with_persons(world: World) -> None:
    def counted(day: dt.date) -> int:
        with time_machine.travel(nine(day), tick=False), CaptureQueriesContext(connection) as queries:
            actions.remind(day=day, by=SYSTEM)
        return len(queries)

    def more(count: int, place: int) -> None:
        for n in range(count):
            user = User.objects.create(username=f"more{place}{n}", name=f"多{n}")
            Mandate.objects.create(
                user=user,
                organization=world.branches[place],
                role="committee_member",
                since=dt.date(2026, 1, 1),
            )

    counted(dt.date(2026, 12, 2))  # what is remembered per process is remembered now
    more(1, 0)
    few = counted(dt.date(2026, 12, 3))
    more(30, 2)
    assert counted(dt.date(2026, 12, 4)) == few
    assert Digest.objects.filter(day=dt.date(2026, 12, 4)).count() == 34


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(7, 59, True), (8, 0, False), (19, 59, False), (20, 0, True), (0, 30, True)]
)
def test_quiet_hours_are_the_evening_and_the_night(hour: int, minute: int, quiet: bool) -> None:
    at = dt.datetime(2026, 11, 23, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    assert is_quiet_hour(at) is quiet


@pytest.mark.parametrize(("at", "wrong"), [("08:00", 0), ("07:59", 1), ("20:00", 1), ("nine", 1)])
def test_an_hour_inside_the_quiet_ones_stops_the_start(settings: Any, at: str, wrong: int) -> None:
    settings.REMIND_AT = at
    assert len(reminders_outside_quiet_hours(None)) == wrong


def test_the_page_shows_todays_and_marks_it_seen(world: World, sign_in: Any, clock: Any) -> None:
    remind(TEN_BEFORE)
    clock.move_to(nine(TEN_BEFORE))
    answer = sign_in("lin").get("/reminders/")
    assert (answer.status_code, answer.context["newest"].user) == (200, world.lin.user)
    assert digest_of(world.lin.user, TEN_BEFORE).seen_at == nine(TEN_BEFORE)
    assert digest_of(world.he.user, TEN_BEFORE).seen_at is None


def test_nobody_reads_anothers_digest(world: World, sign_in: Any, clock: Any) -> None:
    remind(TEN_BEFORE)
    clock.move_to(nine(TEN_BEFORE))
    own = sign_in("lin").get("/api/v1/reminders/?day=2026-11-20").json()["results"]
    assert [row["day"] for row in own] == ["2026-11-20"]
    assert own[0]["lines"][0]["url"].startswith(settings.PUBLIC_URL)
    assert sign_in("hua").get("/api/v1/reminders/").json()["results"] == []
    answer = sign_in("shen").get("/reminders/").content.decode()
    assert "滨江" not in answer
    assert "望海" not in answer
