"""HTML view of what follows an incompetent grade (R-LIFE-08)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from core import clock
from core.errors import RuleBroken
from core.parsing import parse_day, parse_number
from life import actions, errors
from life.models import Disposal
from life.selectors import disposals
from life.states import DisposalKind
from meetings.models import Resolution


@require_POST
def dispose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say what follows an incompetent grade and until when; or, with `conclude`, how it ended."""
    disposal = get_object_or_404(disposals.visible_to(request.actor), uuid=uuid)
    deed = _conclude if "conclude" in request.POST else _decide
    try:
        message = deed(request, disposal)
    except RuleBroken as refusal:
        messages.error(request, f"没有记下：{refusal}")
    else:
        messages.success(request, message)
    return redirect("life:appraisal", disposal.entry.appraisal.uuid)


def _decide(request: HttpRequest, disposal: Disposal) -> str:
    kind, due_on = request.POST.get("kind", ""), parse_day(request.POST.get("due_on", ""))
    if kind not in DisposalKind.values:
        raise errors.NotDisposedOf.at("kind")
    since = parse_day(request.POST.get("since", ""))
    actions.decide_disposal(
        disposal=disposal,
        kind=kind,
        due_on=due_on or clock.today(),
        since=since,
        reason=request.POST.get("reason", ""),
        resolution=_resolution(request),
        by=request.actor,
    )
    return f"记下了：{DisposalKind(kind).label}。"


def _conclude(request: HttpRequest, disposal: Disposal) -> str:
    note = request.POST.get("note", "")
    actions.conclude_disposal(disposal=disposal, note=note, resolution=_resolution(request), by=request.actor)
    return "记下了，这件处置已作结论。"


def _resolution(request: HttpRequest) -> Resolution | None:
    pk = parse_number(request.POST.get("resolution", ""))
    return Resolution.objects.filter(pk=pk).first() if pk else None
