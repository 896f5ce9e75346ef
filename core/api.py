"""API conventions of every viewset: problem+json, pages by key, strict filters and fields, a throttle per holder."""

import logging
from collections.abc import Sequence
from json import JSONDecodeError
from math import ceil
from typing import TYPE_CHECKING, Any

import orjson
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelInvalid
from django.db.models import QuerySet
from django.http import Http404, JsonResponse, QueryDict
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import exceptions, metadata, pagination, parsers, renderers, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.utils.urls import replace_query_param

from core import keyset
from core.errors import ContentTooLarge, NotPermitted, Refusal
from core.faults import passing_fault
from core.json_types import wrong_types
from core.parsing import NUL, has_nul, parse_number
from core.plain_text import remove_invisible_within

if TYPE_CHECKING:
    from rest_framework.views import APIView

log = logging.getLogger(__name__)
PROBLEM = "application/problem+json"


class NulSent(exceptions.APIException):
    status_code = status.HTTP_400_BAD_REQUEST
    default_detail, default_code = NUL, "nul"


class JSONParser(parsers.JSONParser):
    """Refuses nesting without end, which the framework lets through to a 500, null, of which it speaks English, and a
    NUL anywhere in what is sent: PostgreSQL keeps none in a text. Invisible marks are removed.
    """

    def parse(self, *given: Any, **more: Any) -> Any:
        try:
            found = super().parse(*given, **more)
            if found is None:
                raise exceptions.ValidationError({"non_field_errors": ["要发一个JSON对象，不能是null。"]})
            if has_nul(found):
                raise NulSent
            return remove_invisible_within(found)
        except RecursionError as deep:
            raise exceptions.ParseError from deep


class MultiPartParser(parsers.MultiPartParser):
    """The same for a form with files; what is in the files is nobody's text."""

    def parse(self, *given: Any, **more: Any) -> Any:
        found = super().parse(*given, **more)
        if has_nul(dict(found.data.lists())):
            raise NulSent
        return found


class JSONRenderer(renderers.JSONRenderer):
    """orjson: the lists are plain dicts, and this halves the time of writing them."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        if data is None:
            return b""
        return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)


class DoorMetadata(metadata.BaseMetadata):
    """What OPTIONS answers: what the door is for, which methods it has and what it reads and writes; the document has
    the rest. The framework's own asks a door for the row and the serializer of a form, which many doors do not have."""

    def determine_metadata(self, request: Request, view: "APIView") -> dict[str, Any]:
        return {
            "name": view.get_view_name(),
            "description": view.get_view_description(),
            "methods": view.allowed_methods,
            "renders": [renderer.media_type for renderer in view.renderer_classes],
            "parses": [parser.media_type for parser in view.parser_classes],
        }


def problem_body(number: int, code: str, detail: str) -> dict[str, Any]:
    return {
        "type": f"urn:zuzhi:problem:{code}",
        "title": TITLES.get(number, "不能完成"),
        "status": number,
        "code": code,
        "detail": detail,
    }


def problem(number: int, code: str, detail: str) -> JsonResponse:
    """The same where no view of the framework answers: in a middleware, on an error page."""
    return JsonResponse(problem_body(number, code, detail), status=number, content_type=PROBLEM)


REFUSALS = {NotPermitted: 403, ContentTooLarge: 413}


def problem_response(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal as problem+json: {type, title, status, code, detail, errors?} and its details."""
    headers: dict[str, str] = {}
    errors: Any = None
    if isinstance(exc, Refusal):
        number = next((status for kind, status in REFUSALS.items() if isinstance(exc, kind)), 409)
        code, detail = exc.code, str(exc)
        errors = {name: [sentence] for name, sentence in exc.fields.items()} or None
    elif isinstance(exc, Http404):
        number, code, detail = status.HTTP_404_NOT_FOUND, "not_found", "没有找到，或者不在您的范围内。"
    elif isinstance(exc, PermissionDenied):
        number, code, detail = status.HTTP_403_FORBIDDEN, "not_permitted", "您没有做这件事的权限。"
    elif isinstance(exc, ModelInvalid):
        number, code, detail = status.HTTP_400_BAD_REQUEST, "invalid", "有内容不符合要求。"
        errors = exc.message_dict if hasattr(exc, "error_dict") else {"__all__": exc.messages}
    elif isinstance(exc, exceptions.ValidationError):
        number, code, detail = invalid_or_not_there(exc)
        errors = exc.detail if isinstance(exc.detail, dict) else {"__all__": exc.detail}
    elif isinstance(exc, exceptions.ParseError):
        number, code, detail = exc.status_code, "parse_error", parse_error_sentence(exc)
    elif isinstance(exc, exceptions.Throttled):
        number, code, detail = exc.status_code, "throttled", f"请求太多，请{ceil(exc.wait or 1)}秒后再试。"
        headers["Retry-After"] = str(ceil(exc.wait or 1))
    elif isinstance(exc, exceptions.APIException):
        number, code, detail = exc.status_code, exc.get_codes(), str(exc.detail)
        code = code if isinstance(code, str) else "invalid"
        if getattr(exc, "auth_header", None):
            headers["WWW-Authenticate"] = exc.auth_header
    elif fault := passing_fault(exc):
        log.error("%s: %s", context["request"].path, fault.code, exc_info=exc)
        number, code, detail = fault
        headers["Retry-After"] = "10"
    else:
        return None
    body = problem_body(number, code, detail)
    if isinstance(exc, Refusal) and exc.rule:
        body["rule"] = exc.rule
    if isinstance(exc, Refusal):
        body |= exc.details
    if errors:
        body["errors"] = errors
    response = Response(body, status=number, headers=headers, content_type=PROBLEM)
    context["request"]._request.refusal = detail
    from rest_framework.views import set_rollback  # which itself loads this module

    set_rollback()
    if number in (503, 507):
        response._has_been_logged = True
    return response


def invalid_or_not_there(exc: exceptions.ValidationError) -> tuple[int, str, str]:
    """400 for what is wrong by its shape, which the document says. Where the shape is right and something named is not there
    or out of reach (errors with the code `not_found`), 404, as for the address; where it does not fit the rest of what is
    sent or stored (`refused`), 409.
    """
    codes = set(_leaves(exc.get_codes()))
    if codes == {"not_found"}:
        return status.HTTP_404_NOT_FOUND, "not_found", "提到的内容没有找到，或者不在您的范围内。"
    if codes <= {"not_found", "refused"}:
        return status.HTTP_409_CONFLICT, "refused", "有内容不符合规定。"
    return exc.status_code, "invalid", "有内容不符合要求。"


def _leaves(codes: Any) -> list[str]:
    if isinstance(codes, dict):
        return [leaf for each in codes.values() for leaf in _leaves(each)]
    return [leaf for each in codes for leaf in _leaves(each)] if isinstance(codes, list) else [codes]


def parse_error_sentence(exc: exceptions.ParseError) -> str:
    """Where a body stops being JSON; the framework says it in English only."""
    if isinstance(exc.__context__, JSONDecodeError):
        where = exc.__context__
        return f"发来的内容不是正确的JSON，从第{where.lineno}行第{where.colno}个字符起读不下去。"
    if isinstance(exc.__context__, RecursionError):
        return "发来的JSON一层套一层，套得太深。"
    return "发来的内容读不出来，请核对格式和编码（UTF-8）。"


TITLES = {
    400: "内容不符合要求",
    401: "没有登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这个操作",
    406: "不支持这种格式",
    409: "不符合规定",
    412: "已经改过",
    413: "内容太大",
    415: "不支持这种内容",
    428: "没有写版本",
    429: "请求太多，请稍后再试",
    500: "系统出了意外",
}


CURSOR = {"type": "string", "maxLength": 2000}
NO_PAGE = "这个翻页位置不对，请从第一页开始。"


class KeysetPagination(pagination.BasePagination):
    """Pages by key (core.keyset), newest first; `count` only when `?count=true` asks for it.

    The view says `cursor_ordering`, one column or several in one direction, together unique: ("-held_on", "-pk"); of a
    list of computed rows, which is in its order already, the attributes that name a row.
    """

    page_size = 50
    max_page_size = 200
    ordering: str | Sequence[str] = "-pk"

    def paginate_queryset(
        self, queryset: QuerySet | list[Any], request: Request, view: "APIView | None" = None
    ) -> list[Any]:
        self.url = request.build_absolute_uri()
        self.total = None
        if self.wants_count(request):
            self.total = queryset.count() if isinstance(queryset, QuerySet) else len(queryset)
        ordering = getattr(view, "cursor_ordering", self.ordering)
        order = [ordering] if isinstance(ordering, str) else list(ordering)
        cursor = request.query_params.get("cursor") or None
        try:
            self.page = keyset.page(queryset, order, self.size(request), cursor)
        except keyset.BadCursor as wrong:
            raise exceptions.ValidationError({"cursor": [NO_PAGE]}, code="not_found") from wrong
        return self.page.rows

    def size(self, request: Request) -> int:
        """page_size as asked; a wrong one, or one too large, is refused."""
        asked = request.query_params.get("page_size") or str(self.page_size)
        size = parse_number(asked, self.max_page_size)
        if not size:
            raise exceptions.ValidationError({"page_size": [f"写1到{self.max_page_size}之间的整数。"]})
        return size

    def wants_count(self, request: Request) -> bool:
        asked = request.query_params.get("count") or "false"
        if asked not in ("true", "false"):
            raise exceptions.ValidationError({"count": ["写true或false。"]})
        return asked == "true"

    def link(self, cursor: str | None) -> str | None:
        return replace_query_param(self.url, "cursor", cursor) if cursor else None

    def get_paginated_response(self, data: Any) -> Response:
        body = {"next": self.link(self.page.older), "previous": self.link(self.page.newer), "results": data}
        if self.total is not None:
            body = {"count": self.total, **body}
        return Response(body)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        page = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"count": {"type": "integer"}, "next": page, "previous": page, "results": schema},
        }

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        given = {
            "cursor": ("Where the page begins: taken from `next` or `previous`.", CURSOR),
            "page_size": ("Rows of a page.", size),
            "count": ("Count all rows too.", {"type": "boolean", "default": False}),
        }
        return [
            {"name": name, "in": "query", "required": False, "description": text, "schema": schema}
            for name, (text, schema) in given.items()
        ]


def rows_response(rows: Any) -> Response:
    """What was made at once, in the envelope of a list."""
    return Response({"next": None, "previous": None, "results": rows}, status=status.HTTP_201_CREATED)


SHARED_PARAMETERS = frozenset({"cursor", "page_size", "count", "format"})


def refuse_unknown(request: Request, *known: str) -> None:
    """For a list that is filtered by hand, or not at all: as StrictFilters do."""
    if unknown := set(request.query_params) - SHARED_PARAMETERS - set(known):
        raise exceptions.ValidationError({name: ["没有这个筛选条件。"] for name in sorted(unknown)})


class StrictFilters(DjangoFilterBackend):
    """Unknown filters are refused with 400, not ignored; a wrong value too."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: "APIView") -> QuerySet:
        filterset_class = self.get_filterset_class(view, queryset)
        refuse_unknown(request, *(filterset_class.base_filters if filterset_class else ()))
        return super().filter_queryset(request, queryset, view)


class HolderThrottle(UserRateThrottle):
    """So many requests in each minute of the clock, counted before they are let in: many at once are no more."""

    scope = "holder"

    def allow_request(self, request: Request, view: Any) -> bool:
        self.now = self.timer()
        key = f"{self.get_cache_key(request, view)}:{self.now // self.duration:.0f}"
        count = 1 if self.cache.add(key, 1, self.duration) else self.cache.incr(key)
        return bool(count <= self.num_requests)

    def wait(self) -> float:
        return float(self.duration - self.now % self.duration)


def read_body(shape: type[Any], request: Request, **facts: Any) -> dict[str, Any]:
    """The body of a request in that shape, which knows who asks. Raises ValidationError."""
    given = shape(data=request.data, context={"actor": request.actor}, **facts)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def form_of(shape: type[Any]) -> dict[str, type[Any]]:
    """For the document: a body in that shape, sent as a form with a file."""
    return {"multipart/form-data": shape}


MOST_NAMED = 50  # unknown fields: an answer that named each could be larger than what was sent


class StrictFields:
    """Put before a Serializer: unknown fields and values of another type are refused with 400, not ignored or coerced."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            known = {name: field for name, field in self.fields.items() if not field.read_only}
            wrong = {name: ["没有这个字段。"] for name in sorted(set(data) - set(known))[:MOST_NAMED]}
            if not isinstance(data, QueryDict):  # a form has nothing but texts
                wrong |= wrong_types(known, data)
            if wrong:
                raise exceptions.ValidationError(wrong)
        return super().to_internal_value(data)  # type: ignore[misc]


NO_FILE = "选一个文件，放在file里。"


class EmptySerializer(StrictFields, serializers.Serializer):
    """The body of a request that sends nothing."""


class UploadSerializer(StrictFields, serializers.Serializer):
    """A form with one file; what is in it is judged by who reads it."""

    file = serializers.FileField(
        allow_empty_file=True, error_messages=dict.fromkeys(("required", "invalid", "null"), NO_FILE)
    )


def count_field(**facts: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, **facts)
