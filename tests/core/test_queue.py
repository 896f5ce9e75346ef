"""A message of the file-system queue is there whole or not at all, and a file that was cut all the same stops nobody."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from celery import current_app
from celery.schedules import crontab
from kombu import Connection
from kombu.simple import SimpleQueue

from core.queue import Scheduler

pytestmark = pytest.mark.once


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Callable[[], SimpleQueue]]:
    """A connection of its own to the test's own queue, as every process has."""
    options = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path / "control"),
    }
    with ExitStack() as stack:

        def connection() -> SimpleQueue:
            return stack.enter_context(
                Connection("files://localhost//", transport_options=options)
            ).SimpleQueue(tmp_path.name)

        yield connection


def test_nothing_is_named_a_message_before_it_is_written(
    connect: Callable[[], SimpleQueue], tmp_path: Path
) -> None:
    reader, seen = connect(), []

    class Slow:
        """Looks for messages while it is being written itself."""

        def __json__(self) -> str:
            seen.append([path.name for path in tmp_path.glob("*.msg")])
            with pytest.raises(Empty):
                reader.get_nowait()
            return "written"

    connect().put({"body": 1}, headers={"slow": Slow()})
    assert seen == [[]]
    message = reader.get_nowait()
    assert (message.payload, message.headers["slow"]) == ({"body": 1}, "written")


def test_two_writers_and_a_reader_lose_nothing(connect: Callable[[], SimpleQueue]) -> None:
    def write(queue: SimpleQueue, start: int) -> None:
        for number in range(start, start + 300):
            queue.put(number)

    writers = [threading.Thread(target=write, args=[connect(), start]) for start in (0, 300)]
    reader = connect()
    for writer in writers:
        writer.start()
    got: list[Any] = []
    while len(got) < 600:
        writing = any(writer.is_alive() for writer in writers)
        try:
            got.append(reader.get_nowait().payload)
        except Empty:
            assert writing, f"only {len(got)} came"
    assert sorted(got) == list(range(600))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"null x"], ids=["empty", "cut", "no text", "garbage"]
)
def test_a_message_that_cannot_be_read_is_set_aside_and_the_next_one_comes(
    connect: Callable[[], SimpleQueue], tmp_path: Path, content: bytes
) -> None:
    queue = connect()
    queue.put("first")
    queue.put("second")
    first, _second = sorted(tmp_path.glob("*.msg"))
    first.write_bytes(content)
    assert connect().get_nowait().payload == "second"
    assert [file.name for file in (tmp_path / "broken").iterdir()] == [first.name]


@pytest.mark.parametrize("content", [b"", b"[[", b"\xff"], ids=["empty", "cut", "no text"])
def test_a_table_that_cannot_be_read_is_written_anew(
    connect: Callable[[], SimpleQueue], tmp_path: Path, content: bytes
) -> None:
    connect().put("before")
    [table] = (tmp_path / "control").glob("*.exchange")
    table.write_bytes(content)
    queue = connect()
    queue.put("after")
    assert [queue.get_nowait().payload, queue.get_nowait().payload] == ["before", "after"]


def test_a_queue_whose_directory_went_takes_messages_again(
    connect: Callable[[], SimpleQueue], tmp_path: Path
) -> None:
    queue = connect()
    for file in tmp_path.glob("*.msg"):
        file.unlink()
    directory = tmp_path.rename(tmp_path.with_name(f"{tmp_path.name}-gone"))
    assert directory.exists()
    with pytest.raises(Empty):
        queue.get_nowait()
    queue.put("again")
    assert queue.get_nowait().payload == "again"


class Counting(Scheduler):
    """Remembers what it would have sent."""

    def setup_schedule(self) -> None:
        self.sent: list[str] = []
        self.merge_inplace(
            {
                "soon": {"task": "soon", "schedule": 30.0},
                "daily": {"task": "daily", "schedule": crontab(hour=0)},
            }
        )

    @property
    def schedule(self) -> Any:
        return self.data

    def apply_async(self, entry: Any, *args: Any, **kwargs: Any) -> None:
        self.sent.append(entry.name)


@pytest.mark.parametrize("ahead", [dt.timedelta(minutes=2), dt.timedelta(days=6), dt.timedelta(days=900)])
@pytest.mark.parametrize("is_started_anew", [True, False])
def test_a_clock_that_was_ahead_keeps_no_task_waiting_until_it_is_reached(
    clock: Any, ahead: dt.timedelta, is_started_anew: bool
) -> None:
    """Whether the scheduler lived through it or was started anew with what it had noted."""
    right = dt.datetime(2026, 11, 22, 7, 0, tzinfo=dt.UTC)

    def run(scheduler: Counting, since: dt.datetime, seconds: int) -> list[str]:
        scheduler.sent.clear()
        for second in range(seconds):
            clock.move_to(since + dt.timedelta(seconds=second))
            while not scheduler.tick():
                pass
        return scheduler.sent

    clock.move_to(right)
    scheduler = Counting(app=current_app)
    run(scheduler, right + ahead, 40)
    if is_started_anew:
        noted, scheduler = scheduler.data, Counting(app=current_app)
        scheduler.data.update(noted)
    assert run(scheduler, right, 65).count("soon") == 2
    assert "daily" in run(scheduler, right + dt.timedelta(hours=9), 20)
