"""Pages of exports of rosters and of requests for large exports (R-SEC-05)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from branches.access.roles import Capability
from core import clock
from core.errors import NotPermitted, RuleBroken
from core.http import download
from core.workbooks.writing import SheetHead, filter_words, write_workbook
from exchange import actions, errors
from exchange.actions.large_exports import REQUESTED_SENTENCE, get_export_kind
from exchange.filters import describe_filters
from exchange.models import Export
from members.selectors import member_list
from members.views.people import filter_members

PAGE = 50


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The filtered roster as a workbook; the filters come in the address, the reason in the form."""
    people = filter_members(request)
    back = redirect(f"{reverse('members:list')}?{request.GET.urlencode()}#export")
    if not people.is_valid():
        return back
    request_facts: dict[str, Any] = {
        "filters": {name: str(value) for name, value in request.GET.items() if value},
        "full": request.POST.get("full") == "on",
        "reason": request.POST.get("reason", "")[:200],
        "by": request.actor,
    }
    try:
        try:
            lines = actions.export_roster(people=people.qs, **request_facts)
        except errors.SecondPersonNeeded:
            actions.request_export(kind=Export.Kind.ROSTER, chosen=people.qs, **request_facts)
            messages.success(request, REQUESTED_SENTENCE)
            return redirect("members:exports")
    except RuleBroken as refusal:
        messages.error(request, str(refusal), extra_tags="beside")
        return back
    place, words = request.actor.place, filter_words(people.base_filters, request_facts["filters"])
    head = SheetHead("党员名册", place.name if place else "", request.actor.name, filters=words)
    return download(write_workbook([("党员名册", member_list.EXPORT_HEADS, lines)], head), "党员名册.xlsx")


@require_safe
@never_cache
def exports(request: HttpRequest) -> HttpResponse:
    """Requests for large exports: the actor's own, and those the actor may decide."""
    if not request.actor.reach.has(Capability.EXPORT):
        raise NotPermitted
    only_waiting = request.GET.get("waiting") == "1"
    waiting = Export.objects.waiting_for(request.actor)
    listed = waiting if only_waiting else Export.objects.visible_to(request.actor)
    listed = listed.select_related("organization", "job")
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    to_decide = set(waiting.values_list("pk", flat=True))
    rows = [
        (row, narrowed, get_export_kind(row).unit, row.pk in to_decide, row.asked_by_id == request.user.pk)
        for row, narrowed in zip(page, describe_filters(list(page)), strict=True)
    ]
    context = {"page": page, "rows": rows, "only_waiting": only_waiting, "now": clock.now()}
    return render(request, "exchange/export_list.html", context)


@require_POST
def export_decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Approve a request, or refuse it with a comment."""
    export = get_object_or_404(Export.objects.visible_to(request.actor), uuid=uuid)
    try:
        if request.POST.get("move") == "refuse":
            actions.refuse_export(export=export, comment=request.POST.get("comment", ""), by=request.actor)
            messages.success(request, "已退回这份申请。")
        else:
            actions.approve_export(export=export, by=request.actor)
            messages.success(request, "已批准，文件做好后由申请人自己取。")
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("members:exports")


@require_safe
@never_cache
def export_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The file of an approved request, for who made it."""
    export = get_object_or_404(Export.objects.visible_to(request.actor), uuid=uuid)
    try:
        name, content = actions.collect_export(export=export, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("members:exports")
    return download(content, name)
