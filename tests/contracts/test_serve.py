"""`serve`: it answers, starts what died again, and leaves nothing behind when it stops."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from core.management.commands.serve import TOO_SOON
from tests.conftest import MIGRATED
from tests.services import free_port

pytestmark = [pytest.mark.slow, pytest.mark.once]
PATIENCE = 120  # seconds: migrations on a busy machine


class Server:
    """A started `serve`, and every process that came from it."""

    def __init__(self, directory: Path) -> None:
        self.port = free_port()
        own = {
            "DATABASE_URL": f"sqlite:///{directory / 'serve.sqlite3'}",
            "VAR_DIR": str(directory),
            "PORT": str(self.port),
            "DEBUG": "on",
            "DEMO": "off",
        }
        self.log = directory / f"log-{self.port}"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=settings.BASE_DIR,
                env={**os.environ, **own},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def healthz(self) -> str:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                    return answer.read().decode()
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise AssertionError(f"no answer: {self.log.read_text()}")

    def offspring(self) -> dict[int, str]:
        """Process id → command line of everything started below the server."""
        parents = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # ended while we were reading
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return {pid: command_line(pid) for pid in found - {self.process.pid}}

    def stop(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def alive(pids: dict[int, str]) -> list[str]:
    return [command for pid, command in pids.items() if command_line(pid) == command]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where one server after another stands; on an empty database two start together, below."""
    place = tmp_path_factory.mktemp("serve")
    if MIGRATED.endswith(".sqlite3"):
        shutil.copy(MIGRATED, place / "serve.sqlite3")
    return place


@pytest.fixture
def server(directory: Path) -> Iterator[Server]:
    server = Server(directory)
    yield server
    if server.process.poll() is None:
        server.process.kill()
        server.process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_and_a_signal_stops_all_of_it(server: Server, number: int) -> None:
    assert server.healthz() == "ok"
    started = server.offspring()
    assert any("celery" in command and "worker" in command for command in started.values())
    assert any("beat" in command for command in started.values())

    assert server.stop(number) == 0
    assert alive(started) == []


def wait_for(server: Server, words: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while words not in server.log.read_text():
        assert time.monotonic() < deadline, server.log.read_text()
        time.sleep(0.1)


def part(server: Server, name: str) -> int:
    """The process of worker or scheduler: its main one, whose children have later numbers."""
    word = {"worker": " worker", "scheduler": " beat"}[name]
    deadline = time.monotonic() + PATIENCE
    while not (found := [pid for pid, command in server.offspring().items() if word in command]):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return min(found)


def test_a_part_that_dies_young_or_old_is_started_again_and_the_pages_stay(server: Server) -> None:
    assert server.healthz() == "ok"
    for name in ("worker", "scheduler"):
        os.kill(part(server, name), signal.SIGKILL)
    for name in ("worker", "scheduler"):
        wait_for(server, f"{name}已退出（-9）")
        part(server, name)
    time.sleep(TOO_SOON)
    for name in ("worker", "scheduler"):
        old = part(server, name)
        os.kill(old, signal.SIGKILL)
        wait_for(server, f"{name}已退出（-9），已重新启动。")
        assert part(server, name) != old
    assert server.healthz() == "ok"
    assert server.stop(signal.SIGTERM) == 0


def test_a_dead_web_server_stops_the_rest(server: Server) -> None:
    assert server.healthz() == "ok"
    part(server, "worker"), part(server, "scheduler")  # until then they are called as the server is
    started = server.offspring()
    web = min(pid for pid, command in started.items() if "manage.py serve" in command)
    os.kill(web, signal.SIGKILL)
    assert server.process.wait(PATIENCE) == 1
    assert alive(started) == []
    assert "web已退出（-9），其余也已停止。" in server.log.read_text()


def test_it_starts_again_from_any_file_that_was_cut_off(server: Server, directory: Path) -> None:
    """After a power cut: whatever lies beside the database may have lost its content."""
    assert server.healthz() == "ok"
    part(server, "worker")
    assert server.stop(signal.SIGTERM) == 0
    beside = [
        file
        for place in ("queue", "queue-control", "cache")
        for file in (directory / place).rglob("*")
        if file.is_file()
    ]
    message = directory / "queue" / "1_broken.celery.msg"
    message.touch()
    for file in (*beside, *directory.glob("celerybeat-schedule*")):
        file.write_bytes(b"")
    again = Server(directory)
    try:
        assert again.healthz() == "ok"
        deadline = time.monotonic() + PATIENCE
        while message.exists():
            assert time.monotonic() < deadline, again.log.read_text()
            time.sleep(0.1)
        assert "worker已退出" not in again.log.read_text()
        assert (directory / "queue" / "broken" / message.name).exists()
    finally:
        assert again.stop(signal.SIGTERM) == 0


def test_two_that_start_at_once_on_an_empty_database_both_answer(tmp_path: Path) -> None:
    both = [Server(tmp_path), Server(tmp_path)]
    try:
        assert [one.healthz() for one in both] == ["ok", "ok"]
    finally:
        assert [one.stop(signal.SIGTERM) for one in both] == [0, 0]


def test_a_taken_port_is_refused_with_a_sentence(directory: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        given = {"VAR_DIR": str(directory), "PORT": str(port), "DEBUG": "on"}
        done = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=settings.BASE_DIR,
            env={**os.environ, **given, "DATABASE_URL": f"sqlite:///{directory / 'serve.sqlite3'}"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"端口{port}已被占用" in done.stderr


def serve_on(database: Path) -> subprocess.CompletedProcess[str]:
    given = {"VAR_DIR": str(database.parent), "PORT": str(free_port()), "DEBUG": "on", "DEMO": "off"}
    given["DATABASE_URL"] = f"sqlite:///{database}"
    return subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.BASE_DIR, env={**os.environ, **given}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def lose(database: Path) -> None:
    database.unlink()


def empty(database: Path) -> None:
    database.write_bytes(b"")


def spoil(database: Path) -> None:
    database.write_bytes(b"no database any more " * 1000)


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (lose, "数据库是空的"),
        (empty, "数据库是空的"),
        (spoil, "file is not a database"),
    ],
)
def test_a_lost_or_spoilt_database_is_said_in_a_line_and_not_begun_anew(
    tmp_path: Path, break_it: Callable[[Path], None], sentence: str
) -> None:
    database = tmp_path / "x.sqlite3"
    database.touch()
    (tmp_path / "audit.anchors").write_text("{}\n")
    break_it(database)
    done = serve_on(database)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert sentence in done.stderr


def test_tables_that_stand_without_their_note_are_told_what_to_do(tmp_path: Path) -> None:
    """A start that was killed between making a table and noting it."""
    database = tmp_path / "x.sqlite3"
    with closing(sqlite3.connect(database)) as there:
        there.execute("CREATE TABLE accounts_user (id integer)")
    done = serve_on(database)
    assert done.returncode == 1
    assert "manage.py migrate --fake APP NAME" in done.stderr
    assert "Traceback" not in done.stderr
