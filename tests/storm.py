"""make storm: kills web server, worker and scheduler at random points under load, and counts what clients were told against
what is there afterwards: `python -m tests.storm [--only sqlite|postgres] [--seconds 120] [--seed 7]`.

Clients write with an Idempotency-Key and send the same again when no answer comes. What was answered with success must be
there whole and once, whatever was killed; every job must end; the chain of the audit must be whole. Exit 1 when it is not.
"""

import argparse
import datetime as dt
import io
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from PIL import Image

from tests import services

HOUSE = Path(__file__).parents[1]
FAULTS = ("web worker", "web server", "worker", "worker's child", "scheduler", "serve")
PATIENCE = 120  # seconds: a start, or the last job, on a busy machine
CLIENTS = 4
TRIES = 5
MOST_WAITING = 5  # seconds for a part that is just being started


@dataclass
class Told:
    """What clients were answered."""

    days: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    jobs: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    unknown: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    seconds_away: list[float] = field(default_factory=list)


class Installation:
    """The product with a database of its own, started again whenever it ends, as systemd would."""

    def __init__(self, directory: Path, given: dict[str, str]) -> None:
        self.port = services.free_port()
        own = {
            "VAR_DIR": str(directory),
            "PORT": str(self.port),
            "DEBUG": "on",
            "DEMO": "off",
            "LOG_LEVEL": "WARNING",
        }
        own |= {"JOB_STALE_SECONDS": "5", "API_RATE": "1000000/min"} | given
        self.environment = services.inherited() | own
        self.log = directory / "log"
        self.process: subprocess.Popen[bytes] | None = None
        self.is_wanted = threading.Event()

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=HOUSE,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{arguments[0]}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def rows(self, function: str) -> Any:
        """What a function of tests.storm_rows returns, asked in a process of its own."""
        script = f"import json; from tests import storm_rows; print(json.dumps(storm_rows.{function}()))"
        return json.loads(self.manage("shell", "-v", "0", "-c", script).strip().splitlines()[-1])

    def keep_running(self) -> None:
        self.is_wanted.set()
        threading.Thread(target=self._keep_running, daemon=True).start()
        self.wait()

    def _keep_running(self) -> None:
        with self.log.open("ab") as output:
            while self.is_wanted.is_set():
                self.process = subprocess.Popen(
                    [*services.guarded(), sys.executable, "manage.py", "serve"], cwd=HOUSE, env=self.environment,
                    stdout=output, stderr=subprocess.STDOUT,
                )  # fmt: skip
                self.process.wait()

    def wait(self) -> float:
        """Seconds until it answers."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            with suppress(URLError, HTTPException, OSError), urlopen(f"{self.base}/healthz", timeout=5):
                return time.monotonic() - began
            time.sleep(0.1)
        raise AssertionError(f"no answer: {self.log.read_text()[-3000:]}")

    def stop(self) -> None:
        self.is_wanted.clear()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(PATIENCE)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def processes(self) -> dict[str, list[int]]:
        """Kind of fault → what it may hit now. Children have later numbers than what started them."""
        if self.process is None or self.process.poll() is not None:
            return {}
        parents = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError, ValueError):
                parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        found: dict[str, list[int]] = {"serve": [self.process.pid]}
        for pid in sorted(pid for pid, parent in parents.items() if parent == self.process.pid):
            line = words_of(pid)
            kind = "scheduler" if " beat" in line else "worker" if " worker" in line else "web server"
            found[kind] = [pid]
            child = {"worker": "worker's child", "web server": "web worker"}.get(kind)
            if child:
                found[child] = [each for each, parent in parents.items() if parent == pid]
        return found

    def kill(self, fault: str) -> bool:
        """Kill one that is there; on SQLite the worker has no children."""
        until = time.monotonic() + MOST_WAITING
        while not (targets := self.processes().get(fault, [])):
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        with suppress(ProcessLookupError):
            os.kill(random.choice(targets), signal.SIGKILL)
        return True


def words_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


class Writer(threading.Thread):
    """A client that writes days off, photos and reports, and remembers what it was told."""

    def __init__(
        self,
        number: int,
        base: str,
        heads: dict[str, str],
        meeting: str,
        told: Told,
        chance: random.Random,
    ) -> None:
        super().__init__(daemon=True)
        self.number, self.base, self.heads, self.meeting, self.told = number, base, heads, meeting, told
        self.chance = chance
        self.ends = threading.Event()

    def run(self) -> None:
        for count in range(1_000_000):
            if self.ends.is_set():
                return
            deed = self.chance.choices([self.day_off, self.photo, self.report], [8, 2, 1])[0]
            deed(count)
            time.sleep(0.02)

    def day_off(self, count: int) -> None:
        day = str(dt.date(2100 + self.number * 100, 1, 1) + dt.timedelta(days=count))
        body = {"day": day, "name": f"storm {self.number}-{count}"}
        if self.send("reviewer", "/api/v1/holidays/", json.dumps(body).encode(), "application/json") == 201:
            self.told.days[day] = body["name"]

    def photo(self, count: int) -> None:
        name = f"storm-{self.number}-{count}.png"
        picture, content = Image.effect_noise((40, 30), 90 + count % 60), io.BytesIO()
        picture.save(content, "PNG")
        limit = uuid.uuid4().hex
        body = (
            f'--{limit}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            f"Content-Type: image/png\r\n\r\n".encode()
            + content.getvalue()
            + f"\r\n--{limit}--\r\n".encode()
        )
        kind = f"multipart/form-data; boundary={limit}"
        if self.send("secretary", f"/api/v1/meetings/{self.meeting}/attachments/", body, kind) == 201:
            self.told.files.add(name)

    def report(self, count: int) -> None:
        body = {
            "organization": self.chance.choice(["A", "B", "D"]),
            "month": f"2026-{self.chance.randint(1, 9):02}",
        }
        if self.send("reviewer", "/api/v1/reports/", json.dumps(body).encode(), "application/json") in (
            201,
            202,
        ):
            self.told.jobs += 1

    def send(self, role: str, path: str, body: bytes, kind: str) -> int:
        """The status; 0 when it stays unknown whether it was done."""
        heads = {
            "Authorization": self.heads[role],
            "Content-Type": kind,
            "Idempotency-Key": str(uuid.uuid4()),
        }
        for _ in range(TRIES):
            try:
                with urlopen(Request(self.base + path, body, heads), timeout=30) as answer:
                    self.told.answers[answer.status] += 1
                    return int(answer.status)
            except HTTPError as refusal:
                self.told.answers[refusal.code] += 1
                if refusal.code < 500:
                    return refusal.code
            except (URLError, HTTPException, OSError):
                pass
            time.sleep(0.3)
        self.told.unknown += 1
        return 0


def bearer(base: str, client_id: str, secret: str) -> str:
    basic = b64encode(f"{client_id}:{secret}".encode()).decode()
    asked = Request(
        f"{base}/oauth/token/", b"grant_type=client_credentials", {"Authorization": f"Basic {basic}"}
    )
    with urlopen(asked) as answer:
        return f"Bearer {json.load(answer)['access_token']}"


def random_faults(seconds: float, chance: random.Random) -> Iterator[str]:
    """Every kind of fault in turn, in a random order, for so many seconds."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        for fault in chance.sample(FAULTS, len(FAULTS)):
            if time.monotonic() < ends:
                yield fault


def storm(
    installation: Installation,
    prepared: dict[str, Any],
    faults: Iterable[str],
    chance: random.Random,
    clients: int = CLIENTS,
    pause: tuple[float, float] = (0.3, 2.5),
) -> Told:
    """What clients were told while parts of the product were killed, with so many seconds of load before each kill."""
    told = Told()
    installation.keep_running()
    heads = {role: bearer(installation.base, *given) for role, given in prepared["clients"].items()}
    writers = [
        Writer(number, installation.base, heads, prepared["meeting"], told, random.Random(chance.random()))
        for number in range(clients)
    ]
    for writer in writers:
        writer.start()
    for fault in faults:
        time.sleep(chance.uniform(*pause))
        if installation.kill(fault):
            told.faults[fault] += 1
            told.seconds_away.append(installation.wait())
    time.sleep(chance.uniform(*pause))
    for writer in writers:
        writer.ends.set()
    for writer in writers:
        writer.join(PATIENCE)
    installation.wait()
    return told


def wrong_in(told: Told, there: dict[str, Any]) -> list[str]:
    """What was told and is not there, is there twice, or has no content; and jobs that ended for good."""
    days, files = dict(there["days"]), Counter(name for name, _ in there["files"])
    reports = Counter(map(tuple, there["reports"]))
    found = [f"lost: {day} {name}" for day, name in told.days.items() if days.get(day) != name]
    found += [f"lost: {name}" for name in told.files if name not in files]
    found += [f"doubled: {row}" for row, times in (files + reports).items() if times > 1]
    found += [f"empty file: {name}" for name, size in there["files"] if not size]
    found += [f"failed: {title}" for title in there["failed"]]
    return found + [f"chain: {sentence}" for sentence in there["chain"]]


def when_jobs_ended(installation: Installation) -> dict[str, Any]:
    """What is there once every job is over; one that is still open after all patience is named as failed."""
    until = time.monotonic() + PATIENCE
    while installation.rows("count")["open"] and time.monotonic() < until:
        time.sleep(2)
    installation.stop()
    there: dict[str, Any] = installation.rows("count")
    there["failed"] += [f"{title} (still open)" for title in there["open"]]
    return there


def row(name: str, told: Told, wrong: list[str]) -> str:
    acknowledged = len(told.days) + len(told.files) + told.jobs
    away = sorted(told.seconds_away) or [0.0]
    faults = ", ".join(f"{fault} {times}" for fault, times in sorted(told.faults.items()))
    errors = sum(times for code, times in told.answers.items() if code >= 500)
    return (
        f"| {name} | {sum(told.faults.values())} ({faults}) | {acknowledged} | {sum('lost' in each for each in wrong)} | "
        f"{sum('doubled' in each for each in wrong)} | {errors} | {told.unknown} | {away[len(away) // 2]:.1f} / {away[-1]:.1f} |"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.seconds:.0f} s each")
    print(
        "| database | killed | acknowledged | lost | doubled | 5xx | unknown | seconds away, median / worst |"
    )
    print("|---|---|---|---|---|---|---|---|")
    everything: list[str] = []
    for name in [options.only] if options.only else ["sqlite", "postgres"]:
        with ExitStack() as stack:
            directory = stack.enter_context(services.private_directory())
            given = {"DATABASE_URL": f"sqlite:///{directory / 'storm.sqlite3'}"}
            if name == "postgres":
                given = {
                    "DATABASE_URL": stack.enter_context(services.postgres("storm")),
                    "REDIS_URL": stack.enter_context(services.redis()),
                }
            installation = Installation(directory, given)
            stack.callback(installation.stop)
            installation.manage("migrate", "--verbosity", "0")
            chance = random.Random(options.seed)
            faults = random_faults(options.seconds, chance)
            told = storm(installation, installation.rows("prepare"), faults, chance)
            wrong = wrong_in(told, when_jobs_ended(installation))
            print(row(name, told, wrong), flush=True)
            everything += [f"{name}: {each}" for each in wrong]
    print("\n".join(everything))
    return 1 if everything else 0


if __name__ == "__main__":
    sys.exit(main())
