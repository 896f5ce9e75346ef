"""Views of standing in (代为考勤): the secretary gives or revokes a link, whose holder takes the roll of one meeting."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from branches.access.reach import Reach
from branches.access.roles import Capability
from branches.selectors.actors import Actor
from core.device import allow_keeping, is_from_keeper, other_keeper_response
from core.http import address_of, device_of, form_page, posted_data
from life import actions
from life import errors as life_errors
from life.actions import stand_in_for_recorder
from life.forms import StandInForm
from meetings import errors
from meetings.forms.attendance import ticks_in
from meetings.models import Meeting, StandIn
from meetings.selectors.check_ins import TickList
from meetings.states import CheckInMethod
from meetings.views.save_record import tick_response

PAGE = "life/stand_in_list.html"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stand_in_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The links given for one meeting. A new one is shown once, here, and nowhere again."""
    rows = Meeting.objects.visible_to(request.actor).select_related("organization").prefetch_related("kinds")
    meeting = get_object_or_404(rows, uuid=uuid)
    request.actor.must(Capability.RECORD_MEETING, meeting.organization)
    usual = {"until": stand_in_for_recorder.latest_end(meeting).time().replace(second=0)}
    form = StandInForm(posted_data(request), initial=usual)

    def give() -> HttpResponse:
        stand_in, token = actions.give_stand_in(
            meeting=meeting, by=request.actor, **form.facts(meeting.held_on)
        )
        link = request.build_absolute_uri(reverse("attendance:stand_in", args=[token]))
        return show(form=StandInForm(initial=usual), stand_in=stand_in, link=link)

    def show(status: int = 200, **more: object) -> HttpResponse:
        context = {"meeting": meeting, "form": form, "rows": list(meeting.stand_ins.all()), **more}
        return render(request, PAGE, context, status=status)

    return form_page(form, give, show)


@require_POST
def revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    rows = StandIn.objects.filter(meeting__in=Meeting.objects.visible_to(request.actor))
    row = get_object_or_404(rows.select_related("meeting__organization"), uuid=uuid)
    actions.revoke_stand_in(stand_in=row, by=request.actor)
    messages.success(request, f"{row.name}的考勤链接已收回。")
    return redirect("meetings:stand_ins", row.meeting.uuid)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def take_roll(request: HttpRequest, token: str) -> HttpResponse:
    """Names and ticks of one roll, for the holder of the link; nothing else of the meeting or of anybody."""
    try:
        row = stand_in_for_recorder.stand_in_of_token(token)
        if request.method == "POST":
            return _save_roll(request, row, token)
    except life_errors.StandInOver as refusal:
        if "X-Kept-By" in request.headers:
            return JsonResponse({"state": "refused", "said": refusal.sentence}, status=409)
        return render(request, "life/stand_in.html", {"refusal": refusal}, status=409)
    context = {"row": row, "ticks": TickList(row.meeting), "keeper": _keeper(row), "hand": CheckInMethod.HAND}
    return allow_keeping(_keeper(row), render(request, "life/stand_in.html", context))


def _keeper(row: StandIn) -> str:
    return f"link-{row.uuid}"


def _save_roll(request: HttpRequest, row: StandIn, token: str) -> HttpResponse:
    """The ticks, at once or when the device has a network again. Raises StandInOver."""
    if not is_from_keeper(request, _keeper(row)):
        return other_keeper_response()
    url = reverse("attendance:stand_in", args=[token])
    try:
        present, seen = ticks_in(request.POST)
        actions.take_roll(token=token, present=present, seen=seen, by=_actor(request, row))
    except (errors.NotOnRoll, ValueError):
        return tick_response(request, url, "名单刚刚变了，请按现在的名单再点一遍。", is_kept=False)
    return tick_response(request, url, "记下了，支部书记那里能看到。有变化可以再改，再保存。")


def _actor(request: HttpRequest, row: StandIn) -> Actor:
    """The person the link was given to: no account, no reach, their name in the audit."""
    return Actor(
        user=None,
        name=f"{row.name}（代为考勤）",
        request_id=request.request_id,
        address=address_of(request),
        device=device_of(request),
        fixed_reach=Reach(),
    )
