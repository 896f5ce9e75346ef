"""Files in a private bucket: really put, got and deleted over HTTP, handed out by our doors only."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core import checks
from core.storage import NoPublicAddress, PrivateObjects
from meetings import actions
from tests.meetings.pictures import jpeg, scene, upload
from tests.world import World

pytestmark = pytest.mark.once

CHANGED = "Sun, 22 Nov 2026 07:00:00 GMT"


class Store(ThreadingHTTPServer):
    """Objects of one bucket in memory: PUT, GET, HEAD, DELETE of /bucket/key, and nothing unsigned."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects: dict[str, bytes] = {}
        self.asked: list[str] = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Store

    def key(self) -> str:
        self.server.asked.append(self.command)
        return unquote(urlsplit(self.path).path)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def is_signed(self) -> bool:
        return self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 Credential=key/")

    def body(self) -> bytes:
        if "chunked" not in self.headers.get("Content-Encoding", "") and self.headers.get("Content-Length"):
            return self.rfile.read(int(self.headers["Content-Length"]))
        return b""

    def do_PUT(self) -> None:
        key, body = self.key(), self.body()
        if not self.is_signed():
            return self.answer(403)
        self.server.objects[key] = body
        return self.answer(200, ETag='"x"')

    def do_GET(self) -> None:
        key = self.key()
        if not self.is_signed():
            return self.answer(403)
        if key not in self.server.objects:
            body = b"<Error><Code>NoSuchKey</Code></Error>"
            return self.answer(404, body, Content_Type="application/xml")
        body, status, given = self.server.objects[key], 200, {"ETag": '"x"', "Last_Modified": CHANGED}
        if span := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            first, last = int(span[1]), min(int(span[2] or len(body)), len(body) - 1)
            status, given["Content_Range"] = 206, f"bytes {first}-{last}/{len(body)}"
            body = body[first : last + 1]
        return self.answer(status, body, **given)

    def do_HEAD(self) -> None:
        key = self.key()
        if not self.is_signed() or key not in self.server.objects:
            return self.answer(404)
        size = str(len(self.server.objects[key]))
        return self.answer(200, Content_Length=size, ETag='"x"', Last_Modified=CHANGED)

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.key(), None)
        self.answer(204)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def store() -> Iterator[Store]:
    server = Store()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def bucket(store: Store, settings: Any) -> Store:
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "core.storage.PrivateObjects",
            "OPTIONS": {
                "endpoint_url": f"http://127.0.0.1:{store.server_port}",
                "bucket_name": "zuzhi",
                "access_key": "key",
                "secret_key": "secret",
                "region_name": "us-east-1",
            },
        }
    }
    return store


def test_what_is_saved_is_read_again_and_deleted(bucket: Store) -> None:
    content = b"\x00\xff" * 5000
    name = default_storage.save("attachments/ab/abc", ContentFile(content))
    assert [*bucket.objects] == [f"/zuzhi/{name}"]
    assert content[:100] not in bucket.objects[f"/zuzhi/{name}"]  # sealed where it lies
    assert default_storage.exists(name)
    assert default_storage.size(name) == 10_000
    with default_storage.open(name, "rb") as kept:
        assert kept.read() == content
    default_storage.delete(name)
    assert bucket.objects == {}
    assert not default_storage.exists(name)


def test_a_name_taken_is_not_written_over(bucket: Store) -> None:
    first = default_storage.save("a", ContentFile(b"1"))
    second = default_storage.save("a", ContentFile(b"2"))
    assert first != second
    assert [default_storage.open(name).read() for name in (first, second)] == [b"1", b"2"]


def test_an_object_has_no_public_address(bucket: Store) -> None:
    name = default_storage.save("a", ContentFile(b"1"))
    with pytest.raises(NoPublicAddress):
        default_storage.url(name)


def test_a_photo_goes_into_the_bucket_and_comes_out_through_reach_only(
    bucket: Store, make: Any, world: World, sign_in: Any
) -> None:
    meeting = make(uuid=uuid4())
    kept = actions.attach(meeting=meeting, upload=upload(jpeg(scene(1))), name="会场.jpg", by=world.lin.actor)
    address = f"/meetings/attachments/{kept.uuid}/"
    shown = sign_in("wei").get(address)
    assert shown.status_code == 200
    assert b"".join(shown.streaming_content) == default_storage.open(kept.file.name).read()
    assert "127.0.0.1" not in str(shown.headers)
    bucket.asked.clear()
    assert sign_in("shen").get(address).status_code == 404
    assert bucket.asked == []


def test_a_store_that_is_gone_keeps_nothing_half(
    store: Store, bucket: Store, make: Any, world: World
) -> None:
    meeting = make(uuid=uuid4())
    store.shutdown()
    store.server_close()
    with pytest.raises(Exception, match=r"(?i)connect"):
        actions.attach(meeting=meeting, upload=upload(jpeg(scene(1))), name="会场.jpg", by=world.lin.actor)
    assert meeting.attachments.count() == 0


WHOLE = {"endpoint_url": "https://s", "bucket_name": "b", "access_key": "k", "secret_key": "s"}


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ({}, []),
        (WHOLE, []),
        (WHOLE | {"secret_key": ""}, ["core.E005"]),
        ({"bucket_name": "b"}, ["core.E005"]),
        (WHOLE | {"endpoint_url": "files.example.org"}, ["core.E006"]),
    ],
)
def test_half_a_store_stops_the_start(settings: Any, given: dict[str, str], ids: list[str]) -> None:
    settings.MEDIA_S3 = dict.fromkeys(WHOLE, "") | given
    found = checks.files_have_one_home(None)
    assert [error.id for error in found] == ids
    assert all(error.hint for error in found)


def test_the_missing_settings_are_named(settings: Any) -> None:
    settings.MEDIA_S3 = WHOLE | {"access_key": "", "secret_key": ""}
    assert "MEDIA_S3_KEY, MEDIA_S3_SECRET" in checks.files_have_one_home(None)[0].msg


@pytest.mark.parametrize(("distance", "ids"), [(0, []), (4, []), (5, ["core.E022"]), (-1, ["core.E022"])])
def test_a_distance_the_slices_cannot_find_stops_the_start(
    settings: Any, distance: int, ids: list[str]
) -> None:
    settings.PHOTO_DISTANCE = distance
    assert [error.id for error in checks.local_settings_have_their_shape(None)] == ids


def test_a_large_file_is_streamed_back_whole(bucket: Store) -> None:
    content = bytes(range(256)) * 40_000  # beyond what stays in memory
    name = default_storage.save("large", ContentFile(content))
    with default_storage.open(name, "rb") as kept:
        assert kept.read() == content
    assert isinstance(default_storage._wrapped, PrivateObjects)
