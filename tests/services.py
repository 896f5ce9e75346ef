"""The test command: `python -m tests.services [--only sqlite|postgres|browser] [pytest's own arguments]`.

Every test runs on SQLite, again on PostgreSQL and Redis, and the browser's tests once. The services come
from TEST_DATABASE_URL and TEST_REDIS_URL, else from programs already installed, else (as root) from apt-get;
they are started privately on free ports and stopped again. Nothing is left out silently: what cannot be had
stops the command.
"""

import argparse
import functools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import psycopg2
from redis import Redis
from redis.exceptions import RedisError

OLDEST_POSTGRES = 15
RUNS = ("sqlite", "postgres", "browser")
# What one run need not repeat: files no database changes, and what pages say, run on SQLite; what opens every page and
# asks every door of the API runs on PostgreSQL, which is the stricter.
ONLY_ONCE = {"sqlite": "strict", "postgres": "once"}
# Two cores; a browser leaves its worker waiting half of the time.
WORKERS = {"sqlite": 2, "postgres": 2, "browser": 2}
# The tests' own environment: what the person at the keyboard uses must not leak into it.
KEYS = ("SECRET_KEY", "DATA_KEY", "PREVIOUS_DATA_KEY")
NOT_INHERITED = (
    "DATABASE_URL",
    "REDIS_URL",
    "DEMO",
    "DEBUG",
    "PORT",
    "MEDIA_ROOT",
    "PYTHONDONTWRITEBYTECODE",
    *KEYS,
)
PDF_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
CHROMIUM_PACKAGE = "chromium-headless-shell"


# ── obtaining programs ──


def find_postgres() -> str | None:
    """The directory with initdb and postgres, newest version first."""
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    newest = max(versions, key=lambda path: int(path.parent.name), default=None)
    if newest and int(newest.parent.name) >= OLDEST_POSTGRES:
        return str(newest)
    on_path = shutil.which("initdb")
    return str(Path(on_path).resolve().parent) if on_path else None


def find_redis() -> str | None:
    return shutil.which("redis-server")


def find_chromium() -> str | None:
    """The one without a window first: it draws the same pages in little more than half the time."""
    named = os.environ.get("CHROMIUM")
    programs = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return named or next(filter(None, map(shutil.which, programs)), None)


def find_chinese_font() -> str | None:
    """Any font with Chinese glyphs; without one the browser's tests would look at empty boxes."""
    if shutil.which("fc-list"):
        listed = subprocess.run(
            ["fc-list", ":lang=zh-cn", "file"], capture_output=True, text=True, check=False
        )
        return listed.stdout.partition("\n")[0] or None
    return next((str(path) for path in Path("/usr/share/fonts").rglob("*CJK*")), None)


def find_pdf_libraries() -> str | None:
    """What WeasyPrint draws PDFs with; asked in a fresh process, which also sees what was just installed."""
    command = [sys.executable, "-c", "from core import pdf; import sys; sys.exit(bool(pdf.missing()))"]
    return "found" if subprocess.run(command, check=False).returncode == 0 else None


def obtain_together(runs: list[str]) -> None:
    """What these runs still lack, in one call of apt-get instead of one each; who may not call it is told by `obtain`."""
    lacking = [] if find_pdf_libraries() else [PDF_PACKAGES]
    if "postgres" in runs:
        lacking += [] if os.environ.get("TEST_DATABASE_URL") or find_postgres() else ["postgresql"]
        lacking += [] if os.environ.get("TEST_REDIS_URL") or find_redis() else ["redis-server"]
    if "browser" in runs:
        lacking += [] if find_chinese_font() else ["fonts-noto-cjk"]
        lacking += [] if find_chromium() else [CHROMIUM_PACKAGE]
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        install(" ".join(lacking))


def obtain(find: Callable[[], str | None], package: str, instead: str = "") -> str:
    """What `find` finds, installed first when root and apt-get can do it; else stop and name the package."""
    found = find()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        install(package)
        found = find()
    if not found:
        sys.exit(f"Cannot run the tests: install {package} (Debian's name){instead}.")
    return found


def install(package: str) -> None:
    print(f"Installing {package} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wait = ("-o", "DPkg::Lock::Timeout=300")
    update_package_lists()
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wait, *package.split()]
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)


@functools.cache
def update_package_lists() -> None:
    subprocess.run(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL, check=True)


# ── services ──


@contextmanager
def postgres(name: str = "zuzhi") -> Iterator[str]:
    """A database address: TEST_DATABASE_URL, or an empty database in a private cluster that is gone afterwards."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    programs = obtain(find_postgres, "postgresql", " or set TEST_DATABASE_URL")
    port = free_port()
    with private_directory(owner="postgres") as directory:
        initdb = [
            f"{programs}/initdb",
            "-D",
            f"{directory}/data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "--no-sync",
        ]
        locale = ["-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run([*guarded(user="postgres"), *initdb, *locale], check=True, stdout=subprocess.DEVNULL)
        # The data is thrown away, so nothing needs to survive a crash.
        careless = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        reach = ["-p", str(port), "-k", str(directory), "-c", "listen_addresses=127.0.0.1"]
        server = [f"{programs}/postgres", "-D", f"{directory}/data", *reach, *careless]
        where = {"host": "127.0.0.1", "port": port, "user": "postgres"}
        with running([*guarded(user="postgres"), *server], directory / "log"):
            wait_for(lambda: psycopg2.connect(**where, dbname="postgres").close(), psycopg2.OperationalError)
            with closing(psycopg2.connect(**where, dbname="postgres")) as connection:
                connection.autocommit = True
                connection.cursor().execute(f'CREATE DATABASE "{name}"')
            yield f"postgres://postgres@127.0.0.1:{port}/{name}"


@contextmanager
def redis() -> Iterator[str]:
    """A Redis address: TEST_REDIS_URL, or an empty private server that is gone afterwards."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    program = obtain(find_redis, "redis-server", " or set TEST_REDIS_URL")
    port = free_port()
    with private_directory() as directory:
        reach = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(directory)]
        with running([*guarded(), program, *reach, "--save", "", "--appendonly", "no"], directory / "log"):
            url = f"redis://127.0.0.1:{port}/0"
            with closing(Redis.from_url(url)) as client:
                wait_for(client.ping, RedisError)
            yield url


def chromium() -> str:
    """The path of a Chromium that can show Chinese."""
    obtain(find_chinese_font, "fonts-noto-cjk")
    return obtain(find_chromium, CHROMIUM_PACKAGE, " or set CHROMIUM to its path")


def guarded(user: str = "") -> list[str]:
    """What goes before a server's command line: it ends when we are killed, and as root it runs as `user`."""
    change = [f"--reuid={user}", f"--regid={user}", "--init-groups"] if user and os.geteuid() == 0 else []
    return ["setpriv", "--pdeathsig", "INT", *change]


@contextmanager
def private_directory(owner: str = "") -> Iterator[Path]:
    """A temporary directory. As root not in TMPDIR, which may lie where the server's own user cannot go."""
    root = os.geteuid() == 0
    directory = Path(tempfile.mkdtemp(prefix="zuzhi-", dir="/tmp" if root else None))
    try:
        if owner and root:
            shutil.chown(directory, owner, owner)
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def running(command: list[str], log: Path) -> Iterator[None]:
    """A server for as long as the block lasts, in a process group of its own so that Ctrl-C does not reach it."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, process_group=0)
        try:
            yield
        except ConnectionError as error:
            sys.exit(f"{command[-1]}: {error}\n{log.read_text(errors='replace')[-2000:]}")
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(attempt: Callable[[], object], refusal: type[Exception], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            attempt()
            return
        except refusal as error:
            if time.monotonic() > deadline:
                raise ConnectionError("does not answer") from error
            time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# ── the command ──


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--only", choices=RUNS)
    options, arguments = parser.parse_known_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    runs = [options.only] if options.only else list(RUNS)
    results = {}
    with ExitStack() as stack:
        stack.enter_context(suppress(KeyboardInterrupt))
        # All services first: what cannot be had is said at once, not after minutes of tests.
        obtain_together(runs)
        obtain(find_pdf_libraries, PDF_PACKAGES)
        environments: dict[str, dict[str, str]] = {}
        for run in runs:
            scratch = stack.enter_context(private_directory())
            environments[run] = {"VAR_DIR": str(scratch)}
            if run == "postgres":
                environments[run]["DATABASE_URL"] = stack.enter_context(postgres())
                environments[run]["REDIS_URL"] = stack.enter_context(redis())
            elif run == "browser":
                environments[run]["CHROMIUM"] = chromium()
        for run, database in zip(runs, migrated([environments[run] for run in runs]), strict=True):
            environments[run]["MIGRATED_DATABASE"] = database
        for run in runs:
            results[run] = pytest(run, environments[run], arguments)
    print(
        "\n"
        + "\n".join(
            f"{run:<9} {'passed' if code == 0 else f'FAILED ({code})'}" for run, code in results.items()
        )
    )
    return 0 if len(results) == len(runs) and not any(results.values()) else 1


def migrated(environments: list[dict[str, str]]) -> list[str]:
    """For each a database in which every migration has run, for its workers to copy: the name of the private server's
    own, or the path of a file. A server that was given keeps its databases to itself, and each worker migrates.
    """
    found, started = [], {}
    for environment in environments:
        given = "DATABASE_URL" in environment
        file = f"{environments[0]['VAR_DIR']}/migrated.sqlite3"
        found.append(environment["DATABASE_URL"].rpartition("/")[2] if given else file)
        if given and os.environ.get("TEST_DATABASE_URL"):
            found[-1] = ""
        elif found[-1] not in started:
            url = environment["DATABASE_URL"] if given else f"sqlite:///{file}"
            started[found[-1]] = subprocess.Popen(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                env={**inherited(), **environment, "DATABASE_URL": url, "DEMO": "1"},
            )
    if any([process.wait() for process in started.values()]):
        sys.exit("Cannot run the tests: the migrations fail.")
    return found


def inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}


def pytest(run: str, environment: dict[str, str], arguments: list[str]) -> int:
    """Run pytest in its own process with its workers, and return its exit code."""
    print(f"\n══ {run} ══", flush=True)
    place = ["tests/browser"] if run == "browser" else ["--ignore=tests/browser"]
    if run in ONLY_ONCE:
        place += ["-m", f"not {ONLY_ONCE[run]}"]
    if any(Path(argument.partition("::")[0]).exists() for argument in arguments):
        place = []  # somebody wants these files only
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-r",
        "fEs",
        "--durations=12",
        "-n",
        str(WORKERS[run]),
        *place,
        *arguments,
    ]
    process = subprocess.Popen([*guarded(), *command], env={**inherited(), **environment})
    try:
        return process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise


if __name__ == "__main__":
    sys.exit(main())
