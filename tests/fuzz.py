"""make fuzz: Schemathesis against the running product, all phases, as secretary and as reviewer, without a rate limit.

Starts the demonstration in a directory of its own on a free port, signs a client of each role in, runs
`schemathesis run` on the document the product answers with, and stops. ARGS goes to Schemathesis, e.g.
make fuzz ARGS="--max-time 600 --include-path-regex members". Exit 1 when anything was found.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

HOUSE = Path(__file__).parents[1]
CLIENTS = {"secretary": "", "reviewer": "DEMO"}
START = 300  # seconds the demonstration may take to stand
LEFT_OUT = ("ignored_auth",)  # who may enter where is held by the table of doors


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until:
        if server.poll() is not None:
            sys.exit("The product ended before it answered.")
        with suppress(URLError, ConnectionError), urlopen(url, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.5)
    sys.exit("The product did not answer.")


def token(base: str, environment: dict[str, str], role: str, code: str) -> str:
    """The token of a new client of that role."""
    command = [
        "create_api_client",
        "--name",
        f"fuzz {role} {time.time():.0f}",
        "--organization",
        code,
        "--role",
        role,
    ]
    said = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=HOUSE,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    given = dict(line.split("=", 1) for line in said.split() if "=" in line)
    basic = b64encode(f"{given['client_id']}:{given['client_secret']}".encode()).decode()
    asked = Request(
        f"{base}/oauth/token/", b"grant_type=client_credentials", {"Authorization": f"Basic {basic}"}
    )
    with urlopen(asked) as answer:
        return str(json.load(answer)["access_token"])


def secretary_branch(environment: dict[str, str]) -> str:
    """The code of the branch whose secretary the demonstration signs in."""
    question = (
        "from branches.models import Mandate; "
        "print(Mandate.objects.get(user__username='secretary').organization.code)"
    )
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", question]
    return subprocess.run(
        command, cwd=HOUSE, env=environment, capture_output=True, text=True, check=True
    ).stdout.split()[-1]


@contextmanager
def product() -> Iterator[tuple[str, dict[str, str]]]:
    """The demonstration, running on a free port: its address, and the environment of its commands."""
    port = free_port()
    with tempfile.TemporaryDirectory() as var:
        own = {"VAR_DIR": var, "DEMO": "on", "PORT": str(port), "API_RATE": "100000000/min"}
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | own
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=HOUSE, env=environment)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}", environment
        finally:
            server.terminate()
            server.wait()


def main(arguments: list[str]) -> int:
    with product() as (base, environment):
        roles = CLIENTS | {"secretary": secretary_branch(environment)}
        return max(run(base, token(base, environment, *role), arguments) for role in roles.items())


def run(base: str, bearer: str, arguments: list[str]) -> int:
    return subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")),
            "--config-file",
            str(HOUSE / "tests" / "schemathesis.toml"),
            "run",
            f"{base}/api/v1/schema/",
            "-H",
            f"Authorization: Bearer {bearer}",
            "--exclude-checks",
            ",".join(LEFT_OUT),
            "--continue-on-failure",
            "--request-timeout",
            "60",
            *arguments,
        ],
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
