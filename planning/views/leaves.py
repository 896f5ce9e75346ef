"""Views of leave: members ask for it and withdraw it, the branch's recorder decides."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from branches.access.roles import Capability
from core import clock
from core.http import form_page, own_address, posted_data, undo_message
from meetings import actions, errors
from meetings.forms.attendance import LeaveForm
from meetings.models import Leave, Meeting
from meetings.selectors import leaves, own_seat

PAGE = "planning/leave_list.html"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leave_list(request: HttpRequest) -> HttpResponse:
    """One's own coming meetings and requests; above them, what one has to decide."""
    form = LeaveForm(posted_data(request))

    def ask() -> HttpResponse:
        facts = dict(form.cleaned_data)
        rows = Meeting.objects.visible_to(request.actor).select_related("organization")
        meeting = get_object_or_404(rows, uuid=facts.pop("meeting"))
        actions.ask_leave(meeting=meeting, **facts, by=request.actor)
        messages.success(request, "请假已交给支部书记，批了以后这里会写明。")
        return redirect("attendance:leaves")

    return form_page(form, ask, partial(_page, request, form))


def _page(request: HttpRequest, form: LeaveForm, status: int) -> HttpResponse:
    by = request.actor
    context: dict[str, Any] = {
        "form": form,
        "reasons": leaves.REASONS,
        "waiting": leaves.leaves_to_decide(by),
    }
    try:
        member = own_seat.member_of(by)
    except errors.NotAMember:
        context["nobody"] = True
    else:
        context["member"] = member
        context["coming"] = leaves.upcoming_meetings(member, today=clock.today(), by=by)
        context["own"] = leaves.leaves_of_member(member)
    return render(request, PAGE, context, status=status)


@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    leave = actions.withdraw_leave(leave=_leave(request, uuid), by=request.actor)
    asked = {"meeting": leave.meeting.uuid, "reason_code": leave.reason_code, "reason": leave.reason}
    if leave.member.user_id == request.user.pk:
        undo_message(request, "请假已撤回。再请要重新批。", "attendance:leaves", **asked)
    else:
        messages.success(request, "请假已撤回。")
    return redirect("attendance:leaves")


@require_POST
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Approve or refuse, from the list, the desk or the meeting's page."""
    leave = _leave(request, uuid)
    verb = actions.refuse_leave if request.POST.get("move") == "refuse" else actions.approve_leave
    try:
        done = verb(leave=leave, comment=request.POST.get("comment", ""), by=request.actor)
    except errors.NotAsked as refusal:
        messages.info(request, str(refusal))
    except (errors.WrongMoment, errors.DecidedByTheSame) as refusal:
        messages.error(request, str(refusal))
    else:
        word = done.get_status_display() + ("（会后批准，记为补假）" if done.is_late else "")
        messages.success(request, f"{leave.member.name}的请假{word}。")
    return redirect(own_address(request, request.POST.get("back", ""), reverse("attendance:leaves")))


def _leave(request: HttpRequest, uuid: UUID) -> Leave:
    """A leave of one's own, or of a branch whose records one may see; else 404."""
    rows = Leave.objects.select_related("meeting__organization", "member")
    leave = get_object_or_404(rows, uuid=uuid)
    is_own = leave.member.user_id == request.user.pk
    if not is_own and not request.actor.may(Capability.VIEW, leave.meeting.organization):
        raise Http404
    return leave
