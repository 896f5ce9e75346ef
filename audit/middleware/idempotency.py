"""A write that is sent to the API twice with one Idempotency-Key is done once: the second sending gets the first's answer.

The answer is kept in the transaction that did what it tells of. So either both are there or neither, however the process
ends, and of two equal requests at the same time the second waits for the first. A key belongs to its holder and is kept
for a day; with anything else in the request it is refused. What was not understood (400), or is asked of someone else
(401, 403, 404, 429), has done nothing and is judged anew.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from audit.models import KeptAnswer
from core import sealing
from core.api import problem
from core.writes import IDEMPOTENCY_KEY, KEY, holder_of, is_api_write, lacks_method

KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Location", "ETag", "Cache-Control", "Allow")
CHUNK = 64 * 1024


class IdempotencyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get(IDEMPOTENCY_KEY)
        if key is None or not is_api_write(request) or lacks_method(request):
            return self.get_response(request)
        if not re.fullmatch(KEY, key):
            return problem(
                400, "idempotency_key_wrong", f"{IDEMPOTENCY_KEY}是1到255个可见的ASCII字符，如一个UUID。"
            )
        digest = digest_of(request)
        holder = holder_of(request)
        if holder is None:
            return self.get_response(request)  # who is not known is refused there
        with transaction.atomic():
            return self.answer_once(request, holder, key, digest)

    def answer_once(self, request: HttpRequest, holder: Any, key: str, digest: str) -> HttpResponse:
        kept = KeptAnswer.objects.filter(user=holder, key=key)
        kept.over().delete()
        try:
            with transaction.atomic():  # whoever comes second waits here until the first has its answer
                row = KeptAnswer.objects.create(user=holder, key=key, request=digest)
        except IntegrityError:
            return repeat(kept.get(), digest)
        response = self.get_response(request)
        if response.status_code >= 500:
            transaction.set_rollback(True)
        elif is_kept(response):
            row.status = response.status_code
            row.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
            row.body = sealing.seal(base64.b64encode(response.content).decode(), place_of(row))
            row.save(update_fields=["status", "headers", "body"])
        else:
            row.delete()
        return response


def is_kept(response: HttpResponse) -> bool:
    """What was done, and what a rule refused. A stream cannot be kept."""
    done = 200 <= response.status_code < 300 or response.status_code in (409, 412)
    return done and not response.streaming


def place_of(row: KeptAnswer) -> str:
    """Where an answer opens (audit.parts.SEALED_ANSWERS)."""
    return sealing.place("answer", "body", row.user_id, row.key)


def repeat(row: KeptAnswer, digest: str) -> HttpResponse:
    if row.request != digest:
        return problem(
            409,
            "idempotency_key_reused",
            f"这个{IDEMPOTENCY_KEY}已经用在另一次请求上了，内容和这次不同。新的请求请用新的{IDEMPOTENCY_KEY}。",
        )
    try:
        content = base64.b64decode(sealing.unseal(row.body, place_of(row)))
    except sealing.CannotUnseal as unreadable:
        return problem(409, unreadable.code, str(unreadable))
    return HttpResponse(content, status=row.status, headers={**row.headers, "Idempotency-Replayed": "true"})


def digest_of(request: HttpRequest) -> str:
    """SHA-256 over what makes a request this one: address, version seen, content. How JSON is spaced, in which order its
    fields stand, and which boundary a form has is nothing of it.
    """
    seen = request.headers.get("If-Match", "")
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n{seen}\n".encode())
    if request.content_type == "multipart/form-data":
        _add_form(request, digest)
        return digest.hexdigest()
    content = request.body
    with suppress(orjson.JSONDecodeError, orjson.JSONEncodeError):  # the view refuses it in its own words
        content = orjson.dumps(orjson.loads(content), option=orjson.OPT_SORT_KEYS)
    digest.update(request.content_type.encode() + b"\n" + content)
    return digest.hexdigest()


def _add_form(request: HttpRequest, digest: Any) -> None:
    """A form's stream can be read once only: it is put back from a temporary file, for the view."""
    boundary = request.content_params.get("boundary", "").encode()
    again = SpooledTemporaryFile(max_size=CHUNK * 32)  # noqa: SIM115  (the view reads it)
    rest, hold = b"", max(len(boundary) - 1, 0)
    while chunk := request.read(CHUNK):
        again.write(chunk)
        *whole, rest = (rest + chunk).split(boundary) if boundary else (rest + chunk,)
        for part in whole:
            digest.update(part + b"\0")
        cut = max(len(rest) - hold, 0)  # what is held may begin with half a boundary
        digest.update(rest[:cut])
        rest = rest[cut:]
    digest.update(rest)
    again.seek(0)
    request._stream, request._read_started = again, False
