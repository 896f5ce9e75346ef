"""What became of decisions and what was done after a meeting: written on its page, its desk and taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from branches.access.roles import Capability
from core import clock
from core.errors import RuleBroken
from core.http import undo_message
from core.parsing import parse_day
from drafts.models import Draft
from meetings.models import Meeting, Outcome, Resolution
from planning import actions


@require_POST
def outcome(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was done after a meeting, one line at a time."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.actor).select_related("organization"), uuid=uuid
    )
    try:
        actions.add_outcome(
            meeting=meeting,
            text=request.POST.get("text", ""),
            on=parse_day(request.POST.get("on", "")) or clock.today(),
            by=request.actor,
        )
    except RuleBroken as refusal:
        messages.error(request, f"没有记下：{refusal}")
    else:
        messages.success(request, "记下了，会后做的写在这次会议后面。")
    return redirect("meetings:detail", uuid)


@require_POST
def strike_outcome(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Take one of these lines back."""
    seen = Outcome.objects.filter(meeting__in=Meeting.objects.visible_to(request.actor).filter(uuid=uuid))
    outcome = get_object_or_404(seen.select_related("meeting__organization"), pk=pk)
    actions.strike_outcome(outcome=outcome, by=request.actor)
    row = Draft.objects.written_by(request.actor).in_bin().get(uuid=UUID(int=pk))
    undo_message(request, f"删掉了{row}", "drafts:put_back", row.pk)
    return redirect("meetings:detail", uuid)


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
