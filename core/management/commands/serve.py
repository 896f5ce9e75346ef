"""The command serve: runs web server, worker and scheduler in the foreground under one signal.

It prepares what is missing (tables, static files, demo data), starts the processes and stops all of them when
asked to, or when the web server ends. A worker or scheduler that ends is started again, after a pause that grows while
it ends as soon as it starts, so that the pages stay and its work goes on.
"""

import ctypes
import fcntl
import hashlib
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app.base import BaseApplication

from core import pdf

HOST = "127.0.0.1"
PATIENCE = 20  # seconds between asking a process to stop and making it stop
TOO_SOON = 5  # seconds: who ends within them waits before it is started again, each time twice as long
LONGEST_PAUSE = 60
DEMO_SIGN_INS = ("secretary", "reviewer", "reviewer2", "street", "member", "administrator")
DEMO_PASSWORD = "demo-party-life"
PR_SET_PDEATHSIG = 1
HALF_NOTED = (
    "建表上一次在中途断了：{error}。这一步其实已经做完，只差登记。请运行manage.py migrate --fake APP NAME"
    "（上面最后一行Applying APP.NAME），然后再启动。"
)
PREPARING = 20_260_101  # the number of the advisory lock


class Command(BaseCommand):
    help = "Prepare what is missing, then run web server, worker and scheduler until Ctrl-C or SIGTERM."

    def handle(self, **options: object) -> None:
        on_signal(signal.SIG_DFL)  # whatever is being prepared may simply be cut off: it is done again
        refuse_a_taken_port()
        fetching = pdf.begin_fetching(settings.VAR_DIR / "pdf-packages") if settings.DEMO else None
        create_tables()
        mark_demonstration()
        collect_static_files()
        seed_empty_demo()
        if fetching and (packages := pdf.end_fetching(fetching)):
            self.stderr.write(f"还不能做PDF，其余照常。请安装：apt-get install {' '.join(packages)}")
        connections.close_all()
        on_signal(stop_when_asked)
        running: dict[int, str] = {}
        try:
            for name, run in parts().items():
                running[start(run)] = name
            ended = self.keep_up(running)
        finally:
            on_signal(signal.SIG_IGN)  # a second Ctrl-C must not leave an orphan
            stop(list(running))
        code = os.waitstatus_to_exitcode(ended[1])
        self.stderr.write(f"{running[ended[0]]}已退出（{code}），其余也已停止。")
        sys.exit(code if code > 0 else 1)

    def keep_up(self, running: dict[int, str]) -> tuple[int, int]:
        """Say once that the web server answers, and start again whatever ends beside it; return its end, which is the end
        of everything."""
        announced = False
        since = dict.fromkeys(running, time.monotonic())
        pauses = dict.fromkeys(running.values(), 0)
        due: dict[str, float] = {}
        while True:
            pid, status = ended_now() or (0, 0)
            if pid in running:
                name = running[pid]
                if name == "web":
                    return pid, status
                with suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)  # its children know nothing of its end
                del running[pid]
                young = time.monotonic() - since.pop(pid) < TOO_SOON
                pauses[name] = min(max(1, pauses[name] * 2), LONGEST_PAUSE) if young else 0
                due[name] = time.monotonic() + pauses[name]
                when = f"{pauses[name]}秒后重新启动" if young else "已重新启动"
                self.stderr.write(f"{name}已退出（{os.waitstatus_to_exitcode(status)}），{when}。")
            for name in [name for name, at in due.items() if at <= time.monotonic()]:
                del due[name]
                again = start(parts()[name])
                running[again], since[again] = name, time.monotonic()
            if not announced and is_listening():
                announced = True
                self.announce()
            time.sleep(0.1)

    def announce(self) -> None:
        self.stdout.write(f"\n组织生活    http://{HOST}:{settings.PORT}")
        if settings.DEMO:
            self.stdout.write(f"演示账号    {'  '.join(DEMO_SIGN_INS)}\n密码        {DEMO_PASSWORD}")
        self.stdout.write("按Ctrl-C停止\n")
        self.stdout.flush()


def on_signal(handler: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)


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
    with one_at_a_time():
        refuse_a_lost_database()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            try:
                call_command("migrate", interactive=False, verbosity=1)
            except DatabaseError as error:
                if not any(words in str(error) for words in ("already exists", "duplicate column")):
                    raise
                raise CommandError(HALF_NOTED.format(error=str(error).partition("\n")[0])) from error


def refuse_a_lost_database() -> None:
    """Where the audit has anchors there was a database: an empty one in its place is not begun anew without a word."""
    anchors = Path(settings.AUDIT_ANCHORS)
    if settings.DEMO or connection.introspection.table_names():
        return
    if anchors.exists() and anchors.stat().st_size:
        raise CommandError(
            f"数据库是空的，{anchors}里却有它以前的记录。请检查DATABASE_URL，或者用备份恢复（manage.py restore DIR）；"
            "真要从头开始，请先移走这个文件。"
        )


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Whoever starts beside us on the same database waits until the tables stand."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])
                cursor.execute("RESET lock_timeout")
        return
    with open(settings.VAR_DIR / "preparing.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def collect_static_files() -> None:
    """Collect and compress, where pages use hashed names, unless no file changed since the last time."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    if not settings.PRODUCTION:
        return  # served from their own places
    stamp = root / ".collected"
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest.hexdigest())


def mark_demonstration() -> None:
    """So that every other command on this database knows it for a demonstration, with no variable set."""
    if settings.DEMO and settings.EMBEDDED and "DATABASE_URL" not in settings.NAMED_BY_HAND:
        settings.DEMO_MARK.touch()
    else:
        settings.DEMO_MARK.unlink(missing_ok=True)


def seed_empty_demo() -> None:
    """Fill the embedded demonstration once; an interrupted start leaves it empty, not half full."""
    if settings.DEMO and settings.EMBEDDED and not get_user_model().objects.exists():
        with transaction.atomic():
            call_command("seed_demo", size="street", months=12, seed=7)


class Web(BaseApplication):
    """The web server, in a fork of this process: a process of its own would start in 27 s where this takes 10."""

    def load_config(self) -> None:
        self.cfg.set("bind", f"{HOST}:{settings.PORT}")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("workers", 2)
        self.cfg.set("threads", 4)
        self.cfg.set("preload_app", True)
        self.cfg.set("graceful_timeout", 10)
        self.cfg.set("loglevel", "warning")

    def load(self) -> object:
        return get_wsgi_application()


def parts() -> dict[str, Callable[[], object]]:
    """What to run. Without Redis the worker is one process of threads."""
    threads = ("--pool", "threads", "--concurrency", "4", "--without-gossip", "--without-mingle")
    prefork = ("--concurrency", "2", "--max-tasks-per-child", "200")
    schedule = str(settings.VAR_DIR / "celerybeat-schedule")
    return {
        "worker": partial(celery, "worker", *(prefork if settings.REDIS_URL else threads)),
        "scheduler": partial(celery, "beat", "--schedule", schedule),
        "web": Web().run,
    }


def celery(*arguments: str) -> NoReturn:
    """Become `celery …`: its own name in the list of processes, its own fresh interpreter for its threads."""
    # A demonstration may be run by root; elsewhere Celery's warning about that is right.
    quiet = ["-W", "ignore:You're running the worker"] if settings.DEMO else []
    command = [sys.executable, *quiet, "-m", "celery", "--quiet", "--app", "config", *arguments]
    os.execv(sys.executable, [*command, "--loglevel", "WARNING"])


def start(run: Callable[[], object]) -> int:
    """Run this in a child process with a process group of its own, which Ctrl-C reaches only through us."""
    sys.stdout.flush()
    if pid := os.fork():
        return pid
    code = 1
    try:
        os.setpgid(0, 0)
        if sys.platform == "linux":  # have the kernel stop it should we be killed
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        on_signal(signal.SIG_DFL)
        run()
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def ended_now() -> tuple[int, int] | None:
    pid, status = os.waitpid(-1, os.WNOHANG)
    return (pid, status) if pid else None


def stop(pids: list[int]) -> None:
    """Ask everything to stop, wait, and kill what is still there, with its own children."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    with suppress(ChildProcessError):  # until there is no child left to wait for
        while time.monotonic() < deadline:
            os.waitpid(-1, os.WNOHANG)
            time.sleep(0.05)
    for pid in pids:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
