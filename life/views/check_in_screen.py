"""Views of the check-in screen in the room, which opens and closes the time of checking in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from branches.access.roles import Capability
from core.errors import RuleBroken
from life.selectors.check_in_screen import CheckInScreen
from meetings import actions
from meetings.models import Meeting

SCREEN = "life/check_in_screen.html"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def screen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The screen on the wall; opens and closes the time of checking in."""
    shown = _screen(request, uuid)
    if request.method != "POST":
        return render(request, SCREEN, {"screen": shown, "meeting": shown.meeting})
    verb = actions.close_check_in if request.POST.get("move") == "close" else actions.open_check_in
    try:
        verb(meeting=shown.meeting, by=request.actor)
    except RuleBroken as refusal:
        context = {"screen": shown, "meeting": shown.meeting, "refusal": refusal}
        return render(request, SCREEN, context, status=409)
    return redirect("meetings:check_in", uuid)


@require_safe
@never_cache
def screen_now(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The changing part of the screen, which it fetches again and again."""
    shown = _screen(request, uuid)
    return render(request, f"{SCREEN}#now", {"screen": shown, "meeting": shown.meeting})


def _screen(request: HttpRequest, uuid: UUID) -> CheckInScreen:
    rows = Meeting.objects.visible_to(request.actor).select_related("organization", "recorder")
    meeting = get_object_or_404(rows.prefetch_related("kinds"), uuid=uuid)
    request.actor.must(Capability.RECORD_MEETING, meeting.organization)
    return CheckInScreen(meeting, request.build_absolute_uri(reverse("attendance:check_in")))
