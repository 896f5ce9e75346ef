"""The doors of the app on a telephone: what is kept there, and that none of it is anybody's own."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from core import clock, device
from life import actions
from tests.factories import plan_by_lin
from tests.pages import PageClient
from tests.world import World

pytestmark = pytest.mark.once

SHARED = ("/manifest.webmanifest", "/sw.js", "/offline/")


def test_the_app_installs_and_opens_at_the_recording_page(db: Any) -> None:
    answer = Client().get("/manifest.webmanifest")
    manifest = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["start_url"], manifest["scope"]) == (
        "组织生活",
        "/meetings/record/",
        "/",
    )
    assert manifest["display"] == "standalone"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512", "any"}
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix(settings.STATIC_URL)), icon["src"]


def test_the_worker_rules_the_whole_site_and_is_never_stale(db: Any) -> None:
    answer = Client().get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def shell() -> dict[str, Any]:
    return json.loads(re.match(r"self\.SHELL = (.*);\n", Client().get("/sw.js").content.decode())[1])


def test_the_shell_is_style_scripts_and_icons_and_each_is_there(db: Any) -> None:
    files = [name.removeprefix(settings.STATIC_URL) for name in shell()["files"]]
    assert {"product.css", "icons.svg", "js/record.js", "js/device.js", "js/offline.js"} <= set(files)
    assert [name for name in files if not finders.find(name)] == []
    assert {name.rsplit(".", 1)[1] for name in files} == {"css", "js", "svg", "png"}


def test_the_version_follows_the_content_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    before = device.build_manifest()["version"]
    assert device.build_manifest()["version"] == before
    monkeypatch.setattr(device, "_files", lambda: ("product.css",))
    assert device.build_manifest()["version"] != before


@pytest.mark.parametrize("address", SHARED)
def test_what_every_device_keeps_is_the_same_for_everybody(world: World, sign_in: Any, address: str) -> None:
    nobody, lin, shen = PageClient().get(address), sign_in("lin").get(address), sign_in("shen").get(address)
    assert (nobody.status_code, nobody.content) == (200, lin.content)
    assert lin.content == shen.content
    for private in ("林知远", "滨江", "csrf"):
        assert private not in nobody.content.decode()
    assert "Set-Cookie" not in lin.headers


def test_a_token_says_whose_it_is_and_is_never_kept(world: World, sign_in: Any) -> None:
    answer = sign_in("lin").get("/token/")
    assert (answer.json()["user"], len(answer.json()["token"])) == (world.lin.user.pk, 64)
    assert "no-store" in answer["Cache-Control"]
    assert Client().get("/token/").json()["user"] is None


def test_a_token_lets_what_was_kept_be_sent(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.lin.user, backend=settings.AUTHENTICATION_BACKENDS[1])
    sent = {"uuid": "00000000-0000-4000-8000-000000000009", "organization": "A-2", "held_on": "2026-11-20"}
    assert client.post("/meetings/record/draft/", sent).status_code == 403
    token = client.get("/token/").json()["token"]
    answer = client.post("/meetings/record/draft/", sent, headers={"X-CSRFToken": token})
    assert answer.status_code == 200


def test_only_pages_one_writes_on_may_be_kept_and_say_whose_they_are(world: World, sign_in: Any) -> None:
    client, now = sign_in("lin"), clock.now()
    meeting = plan_by_lin(world, now, theme="学习")
    row, token = actions.give_stand_in(
        meeting=meeting, name="赵小红", until=now + dt.timedelta(minutes=5), by=world.lin.actor
    )
    link = f"/stand-in/{token}/"
    for address in ("/meetings/record/", f"/meetings/{meeting.uuid}/check-in/hand/"):
        assert client.get(address)["X-Page-Of"] == str(world.lin.user.pk)
    assert client.get(link)["X-Page-Of"] == Client().get(link)["X-Page-Of"] == f"link-{row.uuid}"
    for address in ("/", "/meetings/", "/members/", "/me/"):
        assert "X-Page-Of" not in client.get(address).headers
    assert "X-Page-Of" not in sign_in("shao").get("/meetings/record/").headers
    actions.revoke_stand_in(stand_in=row, by=world.lin.actor)
    gone = Client().get(link)
    assert (gone.status_code, "X-Page-Of" in gone.headers) == (409, False)
