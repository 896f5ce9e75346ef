"""Views of amendments that wait for a second signature."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from branches.access.roles import Capability
from core.errors import NotPermitted, RuleBroken
from meetings import actions
from meetings.models import Amendment

PAGE = 50


@require_safe
def amendments(request: HttpRequest) -> HttpResponse:
    """Amendments that wait for a second signature, which the signed-in person may sign or has proposed."""
    reach = request.actor.reach
    if not (reach.has(Capability.RECORD_MEETING) or reach.has(Capability.VERIFY)):
        raise NotPermitted
    waiting = Amendment.objects.waiting().waiting_for(request.actor).for_list()
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    rows = [{"amendment": one, "may_sign": one.may_be_signed_by(request.actor)} for one in page]
    return render(request, "meetings/amendment_list.html", {"page": page, "rows": rows})


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign, refuse with a comment, or take one's own proposal back."""
    rows = Amendment.objects.select_related("meeting__organization")
    amendment = get_object_or_404(rows, pk=pk)
    if not request.actor.may(Capability.CALENDAR, amendment.meeting.organization):
        raise Http404
    move = request.POST.get("move", "")
    facts: dict[str, Any] = {"amendment": amendment, "by": request.actor}
    try:
        if move == "refuse":
            actions.refuse_amendment(comment=request.POST.get("comment", ""), **facts)
            messages.success(request, "没有签，提出的人会看到原因。")
        elif move == "withdraw":
            actions.withdraw_amendment(**facts)
            messages.success(request, "更正已撤回，记录没有变。")
        else:
            actions.sign_amendment(**facts)
            messages.success(request, "已签字，更正生效，原来的内容还在经过里。")
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:detail", amendment.meeting.uuid)
