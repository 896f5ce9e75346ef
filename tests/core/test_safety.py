"""The baseline of safety: headers, cookies, limits, and a production that refuses to start unsafe."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.environment import SECRETS, read_env
from core.parsing import NUL
from core.workbooks.writing import cell_value
from drafts.models import Draft

pytestmark = pytest.mark.once

PRODUCTION = {
    "SECRET_KEY": "a-key-for-tests-only-0123456789-abcdefghij-KLMNOPQRST",
    "DATA_KEY": "another-key-for-tests-0123456789-abcdefghij-KLMNOPQRS",
    "ALLOWED_HOSTS": "party.example",
}


def manage(tmp_path: Any, *arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    """manage.py in an environment of its own: what an installation would see, not what the tests see."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=keep | {"VAR_DIR": str(tmp_path)} | given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_production_passes_every_deployment_check(tmp_path: Any) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"SECRET_KEY": settings.EXAMPLE_KEY},
        {"SECRET_KEY": PRODUCTION["SECRET_KEY"], "DATA_KEY": settings.EXAMPLE_KEY},
    ],
)
def test_production_does_not_start_on_the_example_key(tmp_path: Any, given: dict[str, str]) -> None:
    done = manage(tmp_path, "check", **given)
    assert (done.returncode, "core.E001" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("SECURE_SSL_REDIRECT", "True"),
        ("SECURE_HSTS_SECONDS", "31536000"),
        ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "True"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("CSRF_COOKIE_SECURE", "True"),
        ("DEBUG", "False"),
        ("PASSWORD_DAYS", "90"),
    ],
)
def test_what_production_turns_on(production_settings: dict[str, str], name: str, wanted: str) -> None:
    assert production_settings[name] == wanted


@pytest.fixture(scope="module")
def production_settings(tmp_path_factory: Any) -> dict[str, str]:
    names = [
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "DEBUG",
        "PASSWORD_DAYS",
    ]
    code = f"from django.conf import settings as s; [print(n, getattr(s, n)) for n in {names}]"
    done = manage(tmp_path_factory.mktemp("var"), "shell", "--no-imports", "-c", code, **PRODUCTION)
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_come_as_a_file_and_a_missing_file_stops_the_start(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "another")
    (tmp_path / "kept").write_text("as the file says\n", encoding="utf-8")
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "kept"))
    assert read_env().str(name) == "as the file says"
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "missing"))
    with pytest.raises(FileNotFoundError):
        read_env()


@pytest.mark.parametrize("address", ["/sign-in/", "/healthz", "/no-such-page/", "/api/v1/organizations/"])
def test_every_answer_carries_the_headers(db: Any, address: str) -> None:
    answer = Client().get(address)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert len(answer["X-Request-ID"]) == 32


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("abcd-1234", True), ("short", False), ("with spaces in it", False), ("x" * 65, False)],
)
def test_a_well_formed_request_id_is_taken_over(db: Any, sent: str, kept: bool) -> None:
    assert (Client().get("/healthz", headers={"X-Request-ID": sent})["X-Request-ID"] == sent) is kept


def test_a_session_ends_after_thirty_idle_minutes_and_lives_while_used(world: Any, clock: Any) -> None:
    browser = Client()
    browser.post("/sign-in/", {"username": "lin", "password": "Demo-party-life-1"})
    for _ in range(3):
        clock.shift(29 * 60)
        assert browser.get("/me/").status_code == 200
    clock.shift(30 * 60 + 1)
    assert browser.get("/me/").status_code == 302


def test_mere_use_writes_the_session_once_a_minute(world: Any, clock: Any) -> None:
    browser = Client()
    browser.post("/sign-in/", {"username": "lin", "password": "Demo-party-life-1"})
    for seconds, writes in [(59, 0), (1, 1), (59, 0), (1, 1)]:
        clock.shift(seconds)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/me/").status_code == 200
        assert sum(query["sql"].startswith('UPDATE "django_session"') for query in asked) == writes


def test_signing_in_changes_the_session_key(world: Any) -> None:
    browser = Client()
    session = browser.session
    session["seen"] = True
    session.save()
    before = session.session_key
    browser.post("/sign-in/", {"username": "lin", "password": "Demo-party-life-1"})
    assert browser.session.session_key != before


def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(world: Any) -> None:
    browser = Client()
    browser.post("/sign-in/", {"username": "lin", "password": "Demo-party-life-1"})
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("address", ["/sign-out/", "/me/type/", "/me/password/", "/audit/verify/"])
def test_a_form_without_its_token_changes_nothing(world: Any, address: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.aud.user, backend=settings.AUTHENTICATION_BACKENDS[1])
    assert browser.post(address, {"large": "on"}).status_code == 403
    assert "_auth_user_id" in browser.session


def test_the_api_asks_a_browser_session_for_the_token_too(world: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.lin.user, backend=settings.AUTHENTICATION_BACKENDS[1])
    answer = browser.post("/api/v1/meetings/", {}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


@pytest.mark.parametrize(
    ("method", "address", "sent"),
    [
        ("get", "/organizations/?q=%00&after=%00", {}),
        ("get", "/life/?organization=A-2%00", {}),
        ("post", "/meetings/record/draft/", {"data": {"agenda-0-title": "学习\x00条例"}}),
        ("post", "/meetings/record/draft/", {"data": {"agenda-0-ti\x00tle": "学习条例"}}),
        ("get", "/api/v1/organizations/?q=%00", {}),
        (
            "post",
            "/api/v1/meetings/",
            {"data": '{"agenda": [{"title": "学\\u0000习"}]}', "content_type": "application/json"},
        ),
        ("post", "/api/v1/meeting-imports/", {"data": {"organization": "A-2\x00"}}),
    ],
)
def test_a_nul_is_refused_before_any_door_reads_it(
    world: Any, sign_in: Any, method: str, address: str, sent: dict[str, Any]
) -> None:
    """PostgreSQL keeps none in a text; SQLite does, so that nothing else would notice."""
    browser = sign_in("lin")
    answer = getattr(browser, method)(address, **sent)
    assert answer.status_code == 400
    if address.startswith("/api/"):
        said = answer.json()
        assert (answer["Content-Type"], said["code"], said["detail"]) == (
            "application/problem+json",
            "nul",
            NUL,
        )
    else:
        assert NUL in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_body_beyond_the_limit_is_refused(world: Any, sign_in: Any) -> None:
    settings_limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = sign_in("lin").post(
        "/api/v1/meetings/", b" " * (settings_limit + 1), content_type="application/json"
    )
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert answer.json()["code"] == "too_large"


def test_an_unknown_host_is_refused(db: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["party.example"]
    assert Client().get("/sign-in/", headers={"host": "evil.example"}).status_code == 400
    answer = Client().get("/api/v1/organizations/", headers={"host": "evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    ("given", "stands"),
    [
        ("=1+1", "'=1+1"),
        ("+86 138", "'+86 138"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("林知远", "林知远"),
        ("a=b", "a=b"),
        (-5, -5),
        ("\x00\x01林", "林"),
    ],
)
def test_cells_that_begin_like_a_formula_stay_text(given: Any, stands: Any) -> None:
    assert cell_value(given) == stands


def test_passwords_are_hashed_with_argon2() -> None:
    code = "from django.conf import settings as s; print(s.PASSWORD_HASHERS[0])"
    done = subprocess.run(
        [sys.executable, "-c", f"import os; os.environ['DJANGO_SETTINGS_MODULE']='config.settings'; {code}"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "django.contrib.auth.hashers.Argon2PasswordHasher"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "10.9.9.9", "127.0.0.1"),
        (1, "10.9.9.9", "10.9.9.9"),
        (1, "6.6.6.6, 10.9.9.9", "10.9.9.9"),
        (2, "6.6.6.6, 10.9.9.9, 10.0.0.1", "10.9.9.9"),
        (2, "10.9.9.9", "127.0.0.1"),
    ],
)
def test_the_address_in_the_audit_cannot_be_made_up(
    rf: Any, settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    from core.http import address_of

    settings.AXES_IPWARE_PROXY_COUNT = proxies
    assert address_of(rf.get("/", headers={"X-Forwarded-For": forwarded})) == address
