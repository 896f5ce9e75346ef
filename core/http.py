"""HTTP conventions: request ids, refusals as pages, htmx fragments, downloads, values read from the query."""

import datetime as dt
import logging
import re
import uuid
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from drf_spectacular.types import OpenApiTypes

from core import clock
from core.api import problem
from core.clock import Period
from core.errors import NotPermitted, Refusal, RuleBroken
from core.faults import Fault, passing_fault
from core.logs import work_id
from core.parsing import NUL, has_nul, parse_day, parse_month, parse_year
from core.pinyin import pinyin
from core.plain_text import remove_invisible

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "xlsx": XLSX,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
T = TypeVar("T")


def file_answers(*kinds: str) -> dict[tuple[int, str], OpenApiTypes]:
    """For the API's document: an answer that is a file of one of these kinds (keys of TYPES)."""
    return {(200, TYPES[kind]): OpenApiTypes.BINARY for kind in kinds}


log = logging.getLogger(__name__)
Respond = Callable[[HttpRequest], HttpResponse]
_SENT_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class RequestIdMiddleware:
    """Give every request an id, take over a well-formed one, and send it back. No answer is kept by anybody on its way or by
    the browser, unless its door says otherwise: most of them name people.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "")
        request.request_id = sent if _SENT_ID.match(sent) else uuid.uuid4().hex
        token = work_id.set(request.request_id)
        try:
            response = self.get_response(request)
        finally:
            work_id.reset(token)
        response["X-Request-ID"] = request.request_id
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response


class PlainTextMiddleware(MiddlewareMixin):
    """A NUL in address, query or form is refused before any door reads it: PostgreSQL keeps none in a text, and a door
    that reads a raw field would fail there. Invisible marks that were pasted along are removed. What an API sends in a
    body its parsers look through (core.api)."""

    def process_view(self, request: HttpRequest, view: Any, *given: Any) -> HttpResponse | None:
        sent = [request.path, dict(request.GET.lists())]
        has_form = not getattr(view, "csrf_exempt", False)  # the token was looked for in it: it has been read
        if has_form:
            sent.append(dict(request.POST.lists()))
        if not has_nul(sent):
            request.GET = _without_invisible(request.GET)
            if has_form:
                request.POST = _without_invisible(request.POST)
            return None
        if request.path.startswith("/api/"):
            return problem(400, "nul", NUL)
        return HttpResponse(render_to_string("400.html", {"sentence": NUL}), status=400)


def _without_invisible(sent: QueryDict) -> QueryDict:
    """The same without invisible marks in its values; a password stays as it is typed."""
    values = {
        name: [value if "password" in name else remove_invisible(value) for value in each]
        for name, each in sent.lists()
    }
    if values == dict(sent.lists()):
        return sent
    plain = QueryDict(mutable=True, encoding=sent.encoding)
    for name, each in values.items():
        plain.setlist(name, each)
    plain._mutable = False
    return plain


class RefusalMiddleware(MiddlewareMixin):
    """A refusal no form caught becomes a page that says what to do: 403 without the right, 409 otherwise. A database or
    disk that is away, full or busy becomes one that says what is known."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if fault := passing_fault(exception):
            log.error("%s %s: %s", request.method, request.path, fault.code, exc_info=exception)
            answer = fault_answer(request, fault)
            answer._has_been_logged = True
            return answer
        if not isinstance(exception, Refusal):
            return None
        request.refusal = str(exception)
        if isinstance(exception, NotPermitted):
            return render(request, "403.html", {"sentence": exception.sentence}, status=403)
        return render(request, "409.html", {"refusal": exception}, status=409)


def fault_answer(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Problem+json below /api/, elsewhere a page for which nothing that may be broken is asked."""
    if request.path.startswith("/api/"):
        answer: HttpResponse = problem(*fault)
    else:
        answer = HttpResponse(render_to_string("500.html", {"fault": fault}), status=fault.status)
    if fault.status == 503:
        answer["Retry-After"] = "10"
    return answer


def errors_to_form(form: Any, refusal: RuleBroken) -> None:
    """Put a refusal beside the fields it names, or above the form when it names none."""
    named = {name: sentence for name, sentence in refusal.fields.items() if name in form.fields}
    for name, sentence in named.items():
        form.add_error(name, sentence)
    if not named:
        form.add_error(None, str(refusal))


def posted_data(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: also an empty POST, which is then refused and not taken for a first look."""
    return request.POST if request.method == "POST" else None


def form_page(
    form: Any, save: Callable[[], HttpResponse], show: Callable[[int], HttpResponse]
) -> HttpResponse:
    """Answer a page with one form: `show(status)` renders it, `save()` acts on the valid form and says where to go on.

    Shown with 200 at first, with 400 for wrong input, with 409 when the action refuses and says why beside the fields.
    """
    if not form.is_bound:
        return show(200)
    if not form.is_valid():
        return show(400)
    try:
        return save()
    except RuleBroken as refusal:
        errors_to_form(form, refusal)
    return show(409)


def undo_message(request: HttpRequest, sentence: str, url_name: str, *args: Any, **sent: Any) -> None:
    """Say what was done, with 撤销 beside it for ten seconds: a POST to this address, of the fields `sent`, takes it back."""
    address = reverse(url_name, args=args)
    messages.success(request, sentence, extra_tags=f"undo {address}?{urlencode(sent)}")


def device_of(request: HttpRequest) -> str:
    """手机 or 电脑: enough for a person to recognise the deed, too little to follow anyone."""
    agent = request.headers.get("User-Agent", "")
    return "手机" if "Mobile" in agent else "电脑" if "Mozilla" in agent else "接口"


def address_of(request: HttpRequest) -> str:
    """The client's network address; behind PROXY_COUNT proxies, what the outermost of ours was called from."""
    proxies = settings.AXES_IPWARE_PROXY_COUNT
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(said) >= proxies:
        return said[-proxies][:64]
    return request.META.get("REMOTE_ADDR", "")


def own_address(request: HttpRequest, wanted: str, otherwise: str) -> str:
    """Where somebody wants to go on to, as an address to redirect to, when it is a path of this site."""
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else otherwise


def requested_year(request: HttpRequest, first: int = dt.MINYEAR, last: int = dt.MAXYEAR) -> int:
    """The year a page is asked for, else this one. Raises Http404 for what is no year from `first` to `last`."""
    text = request.GET.get("year") or request.POST.get("year")
    return _or_404(parse_year(text, first, last)) if text else clock.today().year


def requested_month(request: HttpRequest) -> Period:
    """?month=YYYY-MM, else this month. Raises Http404 for what is no month."""
    text = request.GET.get("month")
    return _or_404(parse_month(text)) if text else Period.month(clock.today())


def requested_day(request: HttpRequest) -> dt.date:
    """?day=YYYY-MM-DD, else today. Raises Http404 for what is no day."""
    text = request.GET.get("day")
    return _or_404(parse_day(text)) if text else clock.today()


def _or_404(value: T | None) -> T:
    if value is None:
        raise Http404
    return value


def page_or_part(
    request: HttpRequest, template: str, part: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The whole page, or only its named part when htmx asks for a swap (not a boosted visit)."""
    htmx = getattr(request, "htmx", None)
    wants_part = bool(htmx) and not htmx.boosted
    response = render(request, f"{template}#{part}" if wants_part else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def file_name_header(name: str, kind: str = "attachment") -> str:
    """Content-Disposition: the Chinese name for browsers, and beside it a plain one for programs that know no other."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", pinyin(name)).strip("-.") or "file"
    return f"{kind}; filename=\"{plain[-120:]}\"; filename*=UTF-8''{quote(name)}"


def download(content: bytes, name: str) -> HttpResponse:
    """A file under a Chinese name every browser understands, of the type its ending says, never shown inline."""
    response = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = file_name_header(name)
    response["Cache-Control"] = "no-store"
    return response
