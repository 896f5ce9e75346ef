"""What every write of the API takes: an Idempotency-Key, the version it has seen, and an address with its last slash."""

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import orjson
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, is_valid_path, resolve
from django.utils.datastructures import MultiValueDict
from django.utils.deprecation import MiddlewareMixin
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.settings import api_settings

from core.api import problem
from core.json_types import MOST_INTEGER
from core.parsing import parse_number

IF_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "the ETag of the row (its `version` or `etag`), as it was read; refused with 412 when it has changed "
    "since",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
IDEMPOTENCY_KEY = "Idempotency-Key"
KEY = r"[!-~]{1,255}"


def is_api_write(request: HttpRequest) -> bool:
    return request.method not in SAFE and request.path.startswith("/api/")


def holder_of(request: HttpRequest) -> Any:
    """The account a request to the API speaks for, before any view has asked; None where the view will refuse it."""
    ways: Any = api_settings.DEFAULT_AUTHENTICATION_CLASSES
    asked = Request(request, authenticators=[way() for way in ways])
    asked._data = asked._full_data = QueryDict()  # OAuth reads the body, which tells nothing of the holder
    asked._files = MultiValueDict()
    try:
        user = asked.user
    except exceptions.APIException:
        return None
    return user if user.is_authenticated else None


class LastSlashMiddleware(MiddlewareMixin):
    """A write to an address without its last slash is refused. Django would redirect it, and programs follow a redirect
    with GET: they would be answered 200, and nothing would be done."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if not is_api_write(request) or request.path.endswith("/") or is_valid_path(request.path_info):
            return None
        if not is_valid_path(f"{request.path_info}/"):
            return None  # nothing there either
        return problem(
            404, "last_slash_missing", f"地址少了最后的“/”，请发到{request.path}/。什么都没有写入。"
        )


class EtagField(serializers.CharField):
    """What it says is made of the rest of the row (`tagged`)."""

    def __init__(self) -> None:
        super().__init__(read_only=True, help_text="of this row as it stands: sent as If-Match with a change")

    def get_attribute(self, row: Any) -> None:
        return None


class TaggedRow(serializers.Serializer):
    """Put before a Serializer whose rows have no `version`: each says its `etag`, a digest of the rest."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return super().get_fields() | {"etag": EtagField()}

    def to_representation(self, row: Any) -> dict[str, Any]:
        return tagged(super().to_representation(row))


def tagged(row: dict[str, Any]) -> dict[str, Any]:
    """A row of an answer with its `etag`."""
    rest = {name: value for name, value in row.items() if name != "etag"}
    said = orjson.dumps(rest, default=str, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS)
    return {**row, "etag": hashlib.sha256(said).hexdigest()[:32]}


class IfMatchMiddleware:
    """A row of the API has an ETag: its `version`, else its `etag`, else a digest. A write at or below it that sends
    another one in If-Match is refused with 412, PUT, PATCH and DELETE that say no version at all with 428, and nothing is
    done. A deed (POST) may say it: it is a move from one state to the next, which compares the state it leaves.

    The row is asked as its reader sees it, in the transaction of the write. Doors that compare versions themselves, and
    answer 409 with what is different, say `compares_version`: what names one version is left to them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_api_write(request) and not judges_itself(request):
            if (
                sent := request.headers.get("If-Match")
            ) is not None:  # an empty one names nothing, and is refused
                return self.write_as_seen(request, sent)
            if request.method in OVERWRITING and not says_version(request):
                return self.write_unseen(request)
        response = self.get_response(request)
        if (
            request.path.startswith("/api/")
            and "ETag" not in response
            and (tag := etag_of(request, response))
        ):
            response["ETag"] = tag
        return response

    def write_as_seen(self, request: HttpRequest, sent: str) -> HttpResponse:
        row = find_row(request.path_info)
        with transaction.atomic():
            tag, is_readable = "", row is None
            if row is not None:
                _wait_for_the_row(row.address)
                read = _read(row, request)
                is_readable = read.status_code == 200
                tag = etag_of(read._request, read)
            if is_readable and not is_seen(sent, tag):
                return problem(412, "changed_meanwhile", STALE if tag else NO_VERSION)
            response = self.get_response(request)  # where who may not see it is refused
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif response.status_code < 300 and not is_readable:
                transaction.set_rollback(True)
                return problem(412, "changed_meanwhile", NO_VERSION)
            return response

    def write_unseen(self, request: HttpRequest) -> HttpResponse:
        row = find_row(request.path_info)
        if row is not None and _read(row, request).status_code == 200:
            return problem(428, "version_missing", VERSION_MISSING)
        return self.get_response(request)  # where who may not see it is refused


OVERWRITING = frozenset({"PUT", "PATCH", "DELETE"})
VERSION_MISSING = "写看到的版本：请求头If-Match里放读到的ETag，或者内容里放version。什么都没有写入。"
STALE = "这条记录已经被改过，和您看到的（If-Match）不同。请重新读取以后再改，什么都没有写入。"
NO_VERSION = "这里没有可以核对的版本，请去掉If-Match。什么都没有写入。"


class Row(NamedTuple):
    """The detail a write is about: its address, the view that reads it and what the address says."""

    address: str
    view: Callable[..., Any]
    kwargs: dict[str, Any]


def says_version(request: HttpRequest) -> bool:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):  # the view says what is wrong with it
        return False
    return isinstance(sent, dict) and sent.get("version") is not None


def judges_itself(request: HttpRequest) -> bool:
    """Whether the door compares versions itself, or refuses the method anyway."""
    view = view_at(request.path_info)
    if view is None or lacks_method(request):
        return True
    return version_seen(request) is not None and getattr(view.cls, "compares_version", False)


def lacks_method(request: HttpRequest) -> bool:
    """Whether there is something at this address, but not this method: 405, whatever is sent."""
    view = view_at(request.path_info)
    return view is not None and str(request.method).lower() not in getattr(view, "actions", {})


def view_at(path: str) -> Any:
    try:
        return resolve(path).func
    except Resolver404:
        return None


def version_seen(request: HttpRequest | Request) -> int | None:
    """The version that If-Match says, where it says one and nothing else."""
    sent = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    return parse_number(sent, MOST_INTEGER)


def find_row(path: str) -> Row | None:
    """The nearest address at or above this one that reads one row."""
    while path.startswith("/api/v1/") and len(path) > len("/api/v1/"):
        try:
            found = resolve(path)
        except Resolver404:
            pass
        else:
            if getattr(found.func, "actions", {}).get("get") == "retrieve":
                return Row(path, found.func, found.kwargs)
        path = f"{path.rstrip('/').rpartition('/')[0]}/"
    return None


def _read(row: Row, request: HttpRequest) -> Any:
    """What the row's address answers to the same reader."""
    reading = copy.copy(request)
    reading.method, reading.path, reading.path_info = "GET", row.address, row.address
    reading.META = {**request.META, "REQUEST_METHOD": "GET", "CONTENT_LENGTH": "0", "QUERY_STRING": ""}
    reading.GET = QueryDict()
    response = row.view(reading, **row.kwargs)
    response._request = reading
    response.render()
    return response


def _wait_for_the_row(address: str) -> None:
    """Two writes that have both seen a row go one after the other. SQLite lets only one transaction write anyway."""
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(address.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def etag_of(request: HttpRequest, response: Any) -> str:
    """Of an answer that is one row: its version or etag, else a digest of what it says. Empty for anything else."""
    data = getattr(response, "data", None)
    if not isinstance(data, dict) or not 200 <= response.status_code < 300:
        return ""
    if isinstance(version := data.get("version"), int):
        return f'"{version}"'
    if isinstance(tag := data.get("etag"), str):
        return f'"{tag}"'
    if request.method == "GET" and {"results", "next"}.isdisjoint(data):
        return f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return ""


def is_seen(sent: str, tag: str) -> bool:
    """Whether an If-Match names this ETag; with or without quotes, as many programs write it."""
    seen = {each.strip().removeprefix("W/").strip('"') for each in sent.split(",")}
    return "*" in seen or (bool(tag) and tag.strip('"') in seen)


def document_writes(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Every write takes an Idempotency-Key; what changes a row, If-Match. A hook of drf-spectacular."""
    header = {
        "name": IDEMPOTENCY_KEY,
        "in": "header",
        "required": False,
        "description": "Sent again within 24 hours with the same content, the first answer comes again and nothing is done "
        "twice; with other content it is refused (409, `idempotency_key_reused`).",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": f"^{KEY}$"},
    }
    for address, operations in result["paths"].items():
        for method, operation in operations.items():
            if method.upper() not in SAFE:
                parameters = operation.setdefault("parameters", [])
                parameters.append(header)
                is_overwriting = method.upper() in OVERWRITING
                if "{" in address or is_overwriting:
                    if not any(one["name"] == IF_MATCH["name"] for one in parameters):
                        parameters.append(IF_MATCH)
                    operation["responses"].setdefault("412", {"description": "Changed since it was read"})
                if is_overwriting:
                    operation["responses"].setdefault("428", {"description": "It says no version"})
    return result
