"""serve: the whole product in the foreground, web server, worker and scheduler under one signal.

It prepares what is missing (tables, static files, demo data), starts the processes and stops all of them when
asked to, or when one of them ends. It restarts nothing: that is the business of whoever started it.
"""

import ctypes
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

HOST = "127.0.0.1"
PATIENCE = 20  # seconds between asking a process to stop and making it stop
DEMO_SIGN_INS = ("secretary", "reviewer", "street", "member", "administrator")
DEMO_PASSWORD = "demo-party-life"
PR_SET_PDEATHSIG = 1

Processes = dict[str, "subprocess.Popen[bytes]"]


class Command(BaseCommand):
    help = "Prepare what is missing, then run web server, worker and scheduler until Ctrl-C or SIGTERM."

    def handle(self, **options: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop_when_asked)
        refuse_a_taken_port()
        create_tables()
        collect_static_files()
        seed_empty_demo()
        connections.close_all()
        processes: Processes = {}
        try:
            for name, command in commands():
                processes[name] = start(command)
            ended = self.watch(processes)
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave an orphan
            stop(processes)
        code = processes[ended].returncode
        self.stderr.write(f"{ended}已退出（{code}），其余也已停止。")
        sys.exit(code if code > 0 else 1)

    def watch(self, processes: Processes) -> str:
        """Announce the address once it answers, then return the name of the first process to end."""
        announced = False
        while True:
            for name, process in processes.items():
                if process.poll() is not None:
                    return name
            if not announced and is_listening():
                self.announce()
                announced = True
            time.sleep(0.1 if not announced else 0.5)

    def announce(self) -> None:
        self.stdout.write(f"\n组织生活    http://{HOST}:{settings.PORT}")
        if settings.DEMO:
            self.stdout.write(f"演示账号    {'  '.join(DEMO_SIGN_INS)}\n密码        {DEMO_PASSWORD}")
        self.stdout.write("按Ctrl-C停止\n")
        self.stdout.flush()


def stop_when_asked(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


def refuse_a_taken_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, settings.PORT))
        except OSError as error:
            raise CommandError(f"端口{settings.PORT}已被占用，请换一个，如PORT=8001。") from error


def is_listening() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, settings.PORT)) == 0


def create_tables() -> None:
    """Migrate when something is to be done; `migrate` itself takes a second to find out that nothing is."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=1)


def collect_static_files() -> None:
    """Collect and compress, where pages use hashed names, unless no file changed since the last time."""
    if not settings.PRODUCTION:
        return  # served from their own places
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest.hexdigest())


def seed_empty_demo() -> None:
    """Fill the embedded demonstration once; an interrupted start leaves it empty, not half full."""
    if settings.DEMO and settings.EMBEDDED and not get_user_model().objects.exists():
        with transaction.atomic():
            call_command("seed_demo", size="street", months=12, seed=7)


def commands() -> Iterator[tuple[str, list[str]]]:
    """What to run. Without Redis one process of threads is worker and scheduler; with it they are two."""
    celery = ["celery", "--app", "config"]
    schedule = ["--schedule", str(settings.VAR_DIR / "celerybeat-schedule")]
    quiet = ["--loglevel", "WARNING"]
    yield (
        "gunicorn",
        [
            *(
                "gunicorn",
                "config.wsgi",
                "--bind",
                f"{HOST}:{settings.PORT}",
                "--preload",
                "--log-level",
                "warning",
            ),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--graceful-timeout", "10"),
        ],
    )
    if settings.REDIS_URL:
        yield "worker", [*celery, "worker", "--concurrency", "2", "--max-tasks-per-child", "200", *quiet]
        yield "scheduler", [*celery, "beat", *schedule, *quiet]
    else:
        threads = ["--pool", "threads", "--concurrency", "4", "--without-gossip", "--without-mingle"]
        yield "worker", [*celery, "worker", *threads, "--beat", *schedule, *quiet]


def start(command: list[str]) -> "subprocess.Popen[bytes]":
    """Start `python -m …` in a process group of its own, so that Ctrl-C reaches it only through us."""
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=settings.BASE_DIR,
        process_group=0,
        preexec_fn=end_with_parent,  # noqa: PLW1509 - we have no threads
    )


def end_with_parent() -> None:
    """Ask the kernel to stop this process should `serve` itself be killed (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(processes: Processes) -> None:
    """Ask everything to stop, wait, and kill what is still there, with its own children."""
    for process in processes.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in processes.values():
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
