"""A message of the file-system queue is there whole or not at all."""

import threading
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from core import filequeue

pytestmark = pytest.mark.once


@pytest.fixture
def channel(tmp_path: Path) -> Any:
    options = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path / "control"),
    }
    with Connection("files://localhost//", transport_options=options) as connection:
        yield connection.channel()


def test_nothing_is_named_a_message_before_it_is_written(
    channel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def slow(payload: Any) -> str:
        seen.extend(path.name for path in tmp_path.glob("*.msg"))
        with pytest.raises(Empty):
            channel._get("celery")
        return '{"body": 1}'

    monkeypatch.setattr(filequeue, "dumps", slow)
    channel._put("celery", {"body": 1})
    assert seen == []
    assert channel._get("celery") == {"body": 1}


def test_two_writers_and_a_reader_lose_nothing(channel: Any) -> None:
    def write(start: int) -> None:
        for number in range(start, start + 300):
            channel._put("celery", {"body": number})

    writers = [threading.Thread(target=write, args=[start]) for start in (0, 300)]
    for writer in writers:
        writer.start()
    got = []
    while len(got) < 600:
        writing = any(writer.is_alive() for writer in writers)
        try:
            got.append(channel._get("celery")["body"])
        except Empty:
            assert writing, f"only {len(got)} came"
    assert sorted(got) == list(range(600))
