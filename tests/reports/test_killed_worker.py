"""A worker killed in the middle: the file-system broker loses its message, the job's row does not."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MIGRATED

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
SEED = """
from django.core.management import call_command
from tests.hand import counted_meeting, place
call_command("migrate", verbosity=0)
district = place("D", "committee")
streets = [place(code, "working_committee", district) for code in ("A", "B")]
branches = [place(f"{street.code}-{n}", "branch", street) for street in streets for n in (1, 2, 3)]
counted_meeting(branches[0], "2026-10-10", "theme_day")
call_command("build_reports", month="2026-10", organization="D")
"""
REQUEUE = "from audit import jobs; print(jobs.requeue_stale())"


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation of its own: SQLite and the file-system broker under tmp_path."""
    given = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DATA_KEY", "TEST_DATABASE_URL"}
    }
    given |= {
        "VAR_DIR": str(tmp_path / "var"),
        "DEMO": "1",
        "JOB_STALE_SECONDS": "2",
        "STOPPED_AT": str(tmp_path / "stopped"),
        "PYTHONPATH": str(ROOT),
    }
    (tmp_path / "var").mkdir()
    if MIGRATED:  # else the seed migrates
        shutil.copy(MIGRATED, tmp_path / "var" / "zuzhi.sqlite3")
    return given


@pytest.fixture
def workers(elsewhere: dict[str, str]) -> Iterator[Callable[[str], "subprocess.Popen[bytes]"]]:
    """workers("module") starts a worker of that Celery app in a process group of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def start(app: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "celery", "-A", app, "worker", "-P", "solo", "--without-gossip"]
        process = subprocess.Popen(
            [*command, "--without-mingle", "--without-heartbeat", "-l", "WARNING"],
            cwd=ROOT,
            env=elsewhere,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def manage(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def until(found: Callable[[], Any], seconds: float = 120) -> Any:
    """Wait for something true; the machine may be busy."""
    ends = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.1)
    return value


def test_a_report_whose_worker_was_killed_in_the_middle_is_finished_by_another(
    elsewhere: dict[str, str], workers: Callable[[str], "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    slow = workers("tests.reports.slow_worker")
    manage(elsewhere, "shell", "-v", "0", "-c", SEED)

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(f"file:{tmp_path}/var/zuzhi.sqlite3?mode=ro", uri=True) as database:
            return database.execute(sql).fetchall()

    until((tmp_path / "stopped").exists)
    assert (tmp_path / "stopped").read_text() == "1/3"
    assert ask("SELECT COUNT(*) FROM reports_report") == [(1,)]

    os.kill(slow.pid, signal.SIGKILL)
    slow.wait(10)
    assert ask("SELECT status, attempts FROM audit_job") == [("running", 1)]
    assert list((tmp_path / "var" / "queue").glob("*.celery.msg")) == []  # the message is lost

    workers("config")
    time.sleep(2.5)
    assert manage(elsewhere, "shell", "-v", "0", "-c", REQUEUE).strip().endswith("1")
    until(lambda: ask("SELECT status FROM audit_job") == [("done",)])

    assert ask("SELECT attempts FROM audit_job") == [(2,)]
    assert ask(
        "SELECT o.code, r.version, r.status FROM reports_report r"
        " JOIN branches_organization o ON o.id = r.organization_id ORDER BY o.code"
    ) == [("A", 1, "drafted"), ("B", 1, "drafted"), ("D", 1, "drafted")]
    assert ask(
        "SELECT l.held, l.required FROM reports_line l JOIN reports_report r ON r.id = l.report_id"
        " JOIN branches_organization o ON o.id = r.organization_id"
        " JOIN obligations_rule u ON u.id = l.rule_id"
        " WHERE o.code = 'D' AND l.path = r.path AND u.code = 'R-MEET-04'"
    ) == [(1, 6)]
