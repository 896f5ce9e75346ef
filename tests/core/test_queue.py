"""A message of the file-system queue is there whole or not at all, and a file that was cut all the same stops nobody."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.simple import SimpleQueue

import core.queue  # noqa: F401  (names the transport of the settings)

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
