"""Pictures of the key pages: `python -m tests.browser.screenshots` seeds a street, starts the product and looks at it.

Desktop (1280 px) and phone (390 px) go to docs/screenshots/NAME-WIDTH.png, with at most 128 colours so that they stay small.
What the guides show beyond a page as it opens is played by tests.browser.scenes.
"""

import argparse
import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.scenes import SCENES, Scene
from tests.services import find_chromium

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "demo-party-life"
COLOURS = 128
SETTLED_MS = 2500  # the checks beside a record follow what is typed
PATIENCE = 240  # seconds for tables, static files and demo data
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--lang=zh-CN"]
SIZES = {
    1280: {"viewport": {"width": 1280, "height": 860}},
    390: {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
# account → (name of the picture, none for a page on the way; address, or which link of the page before leads there)
PAGES: dict[str | None, list[tuple[str, str]]] = {
    None: [("sign-in", "/sign-in/")],
    "secretary": [
        ("desk", "/"),
        ("record", "/meetings/record/?kinds=theme_day"),
        ("meetings", "/meetings/"),
        ("", "/meetings/?kind=theme_day&status=confirmed"),
        ("meeting", "main tbody a"),
        ("members", "/members/"),
        ("plan", "/plans/"),
        ("life", "/life/"),
        ("talks", "/life/talks/"),
        ("papers", "/papers/"),
        ("leaves", "/leaves/"),
    ],
    "member": [("member-desk", "/"), ("member-check-in", "/check-in/")],
    "reviewer": [
        ("dashboard", "/dashboard/?month={last_month}"),
        ("organizations", "/organizations/"),
        ("reports", "/reports/"),
        ("report", "main tbody a"),
        ("rules", "/rules/"),
        ("themes", "/themes/"),
        ("import", "/imports/"),
    ],
    "auditor": [("audit", "/audit/")],
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--only", default="", help="pictures whose name contains this")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        port = free_port()
        server = start(scratch, port)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server)
            take_all(f"http://127.0.0.1:{port}", options.into, options.only)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=40)
    return 0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def start(scratch: str, port: int) -> subprocess.Popen[bytes]:
    """The product as `make run` starts it, with a directory and a port of its own."""
    own = {
        "VAR_DIR": scratch,
        "PORT": str(port),
        "DEMO": "1",
        "DATABASE_URL": f"sqlite:///{scratch}/demo.sqlite3",
    }
    inherited = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "MEDIA_ROOT")}
    return subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=inherited | own)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            sys.exit("The server ended before it answered; its reason stands above.")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    sys.exit(f"The server did not answer within {PATIENCE} seconds.")


def take_all(base: str, into: Path, only: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for width in SIZES:
            for account, pages in PAGES.items():
                take(browser, base, account, pages, width, into, only)
        for scene in SCENES:
            if only in scene.name:
                play(browser, base, scene, into)
        browser.close()


def take(
    browser: Browser,
    base: str,
    account: str | None,
    pages: list[tuple[str, str]],
    width: int,
    into: Path,
    only: str,
) -> None:
    context = browser.new_context(base_url=base, locale="zh-CN", **SIZES[width])
    page = context.new_page()
    if account:
        sign_in(page, account)
    for name, way in pages:
        if way.startswith("/"):
            page.goto(way.format(last_month=last_month()))
        else:
            page.goto(page.locator(way).first.get_attribute("href") or "/")
        page.wait_for_load_state("networkidle")
        if name and only in name:
            keep(page.screenshot(), into / f"{name}-{width}.png")
    context.close()


def play(browser: Browser, base: str, scene: Scene, into: Path) -> None:
    context = browser.new_context(base_url=base, locale="zh-CN", **SIZES[scene.width])
    page = context.new_page()
    sign_in(page, scene.account)
    part = scene.play(page)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED_MS)
    if part:
        # A bar that stays at the foot of the window would lie over a part taller than it.
        page.evaluate("document.querySelectorAll('.actionbar, .tabbar').forEach(bar => bar.remove())")
    keep((part or page).screenshot(), into / f"{scene.name}-{scene.width}.png")
    context.close()


def keep(png: bytes, file: Path) -> None:
    file.write_bytes(small(png))
    print(
        f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file}  {file.stat().st_size // 1024} KB"
    )


def sign_in(page: Page, account: str) -> None:
    page.goto("/sign-in/")
    page.fill("[name=username]", account)
    page.fill("[name=password]", PASSWORD)
    page.locator("button.btn-primary").click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def last_month() -> str:
    now = time.localtime()
    year, month = divmod(now.tm_year * 12 + now.tm_mon - 2, 12)
    return f"{year}-{month + 1:02d}"


def small(png: bytes) -> bytes:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    out = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
