"""Views of check-in: by hand, and the page on a member's phone."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from branches.access.roles import Capability
from core.device import allow_keeping, is_from_keeper, other_keeper_response
from core.errors import Refusal, RuleBroken
from meetings import actions, errors
from meetings.forms.attendance import CheckInForm, ticks_in
from meetings.models import Meeting
from meetings.selectors import check_ins, own_seat
from meetings.selectors.check_ins import TickList
from meetings.views.save_record import tick_response

OWN_PAGE = "meetings/check_in_own.html"


def _meeting(request: HttpRequest, uuid: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(request.actor).select_related("organization", "recorder")
    meeting = get_object_or_404(rows.prefetch_related("kinds"), uuid=uuid)
    request.actor.must(Capability.RECORD_MEETING, meeting.organization)
    return meeting


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check_in_by_hand(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The roll, where the secretary ticks those without a phone; the device may send it later."""
    meeting = _meeting(request, uuid)
    if request.method != "POST":
        page = render(
            request, "meetings/check_in_hand.html", {"ticks": TickList(meeting), "meeting": meeting}
        )
        return allow_keeping(request.user.pk, page)
    if not is_from_keeper(request, request.user.pk):
        return other_keeper_response()
    try:
        present, _seen = ticks_in(request.POST)
        rows = actions.check_in_by_hand(meeting=meeting, members=present, by=request.actor)
    except ValueError:
        return tick_response(request, request.path, "名单刚刚变了，请按现在的名单再点一遍。", is_kept=False)
    except RuleBroken as refusal:
        return tick_response(request, request.path, refusal.sentence, is_kept=False)
    if not rows and present:  # the network broke after it was taken, and the device sent it again
        return tick_response(request, request.path, "点的人都已经记下了。")
    return tick_response(request, request.path, f"记下了，这次补签{len(rows)}人。")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check_in(request: HttpRequest) -> HttpResponse:
    """The member's page: a scanned link or six digits, one tap, and the meetings they attended this year."""
    if request.method != "POST":
        return _render_own_page(request, CheckInForm(initial=request.GET.dict()))
    form = CheckInForm(request.POST)
    if not form.is_valid():
        return _render_own_page(request, form, status=400)
    try:
        meeting = check_ins.scanned_meeting(form.cleaned_data["m"], by=request.actor)
        if meeting is None:
            raise errors.NotExpectedHere
        row = actions.check_in(meeting=meeting, by=request.actor, **form.facts())
    except errors.AlreadyIn as refusal:
        messages.info(request, refusal.sentence)
        return redirect("attendance:check_in")
    except Refusal as refusal:
        return _render_own_page(request, form, status=409, refusal=refusal)
    messages.success(request, f"已签到，第{check_ins.arrival_number(row)}位到会。")
    return redirect("attendance:check_in")


def _render_own_page(
    request: HttpRequest, form: CheckInForm, status: int = 200, **context: Any
) -> HttpResponse:
    """The page; an account without a member has nothing to check in and is told whom to ask."""
    by = request.actor
    try:
        member = own_seat.member_of(by)
    except errors.NotAMember as refusal:
        return render(request, OWN_PAGE, {"refusal": context.get("refusal", refusal)}, status=status)
    offers = check_ins.own_check_ins(member, by=by)
    link = form.data if form.is_bound else form.initial
    scanned = check_ins.scanned_meeting(link.get("m", ""), by=by) if link.get("t") else None
    if link.get("t") and not form.is_bound and all(offer.meeting != scanned for offer in offers):
        context["refusal"] = (
            errors.WindowNotOpen(why="现在没有在签到") if scanned else errors.NotExpectedHere()
        )
    context |= {
        "member": member,
        "offers": offers,
        "scanned": scanned,
        "link": link,
        "key": link.get("key") if form.is_bound else uuid4(),
        "form": form,
    }
    return render(request, OWN_PAGE, context, status=status)
