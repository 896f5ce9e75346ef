"""The page that plans one meeting, changes its plan, and asks before it is called off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.errors import NotPermitted
from core.http import form_page, posted_data
from meetings import actions, errors
from meetings.forms.answers import answers_in
from meetings.forms.initial_data import recording_places
from meetings.models import Meeting
from meetings.views.save_record import uuid_or_404
from planning.forms.meeting_plan import plan_form
from planning.selectors.plan_to_change import calling_off


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting, or change a plan (?uuid=)."""
    places = recording_places(request.actor)
    if not places:
        raise NotPermitted
    meeting = None
    if uuid := request.GET.get("uuid") or request.POST.get("uuid"):
        meeting = Meeting.objects.visible_to(request.actor).filter(uuid=uuid_or_404(uuid)).first()
    form = plan_form(posted_data(request), request.GET, request.actor, meeting)

    distinct_from = answers_in(request.POST).distinct_from
    asked: dict[str, Any] = {}

    def save_plan() -> HttpResponse:
        try:
            planned = actions.plan(**form.facts(), distinct_from=distinct_from, by=request.actor)
        except errors.SameMeeting as question:
            asked.update(question.details["meetings"][0], distinct_from=distinct_from)
            asked["comparison"] = form.compared_with(asked["id"])
            return show(409)
        except errors.AlreadyThere:
            return redirect("meetings:detail", form.cleaned_data["uuid"])
        messages.success(request, "计划好了，党员在自己的日历里能看到。")
        return redirect("meetings:detail", planned.uuid)

    def show(status: int) -> HttpResponse:
        cancelling = calling_off(meeting) if meeting and "cancel" in request.GET else None
        context = {"form": form, "meeting": meeting, "asked": asked, "cancelling": cancelling}
        return render(request, "planning/meeting_plan.html", context, status=status)

    return form_page(form, save_plan, show)
