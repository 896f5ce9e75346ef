"""Views of follow-ups of decisions, and of amendments that wait for a second signature."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from branches.access.roles import Capability
from core.errors import NotPermitted, RuleBroken
from meetings import actions
from meetings.models import Amendment, Resolution

PAGE = 50


@require_POST
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a decision was carried out, or a note on its progress."""
    rows = Resolution.objects.select_related("item__meeting__organization")
    resolution = get_object_or_404(rows, pk=pk)
    meeting = resolution.item.meeting
    if not request.actor.may(Capability.CALENDAR, meeting.organization):
        raise Http404
    is_done = request.POST.get("is_done", "1") == "1"
    note = request.POST.get("note", "")
    try:
        actions.follow_up(resolution=resolution, is_done=is_done, note=note, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已登记，这件事已办结。" if is_done else "已登记，办结后再来点一下。")
    if request.POST.get("back") == "desk":
        return redirect(f"{reverse('reports:desk')}?organization={meeting.organization.code}")
    return redirect("meetings:detail", meeting.uuid)


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
