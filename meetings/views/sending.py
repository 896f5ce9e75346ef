"""What is asked once before a record is handed in (R-REC-13, 14, hints): a sheet over the record, without script a page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from branches.access.roles import Capability
from core.errors import RuleBroken
from core.parsing import parse_number, parse_uuid
from meetings import actions, errors
from meetings.forms import initial_data
from meetings.forms.answers import answers_in
from meetings.forms.recording_form import ANCHORS
from meetings.models import Meeting
from meetings.selectors.sending_page import SendingPage
from meetings.selectors.stored_record import stored_record
from meetings.states import Status
from meetings.views.save_record import conflict_response, record_url


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def send(request: HttpRequest, uuid: UUID) -> HttpResponse:
    rows = Meeting.objects.visible_to(request.actor).select_related("organization", "host", "recorder")
    meeting = get_object_or_404(rows, uuid=uuid)
    request.actor.must(Capability.RECORD_MEETING, meeting.organization)
    if meeting.status not in (Status.HELD, Status.RETURNED):
        return redirect("meetings:detail", uuid)
    page = SendingPage(meeting, answers_in(request.POST))
    if request.method != "POST":
        return _render(request, page)
    if same := parse_uuid(request.POST.get("same", "")):
        return _carry_over(request, meeting, get_object_or_404(rows, uuid=same))
    if any(page.answers.replies):  # kept, whatever is asked next
        actions.answer_remarks(meeting=meeting, replies=page.answers.replies, by=request.actor)
    if "mend" in request.POST:
        actions.answer_hints(meeting=meeting, answers=page.answers.hints, by=request.actor)
        at = request.POST["mend"]
        return _lead(request, f"{record_url(uuid)}#{ANCHORS.get(at, at)}")
    try:
        actions.submit(
            meeting=meeting,
            answers=page.answers,
            version=parse_number(request.POST.get("version", "")),
            by=request.actor,
        )
    except errors.NotReady:
        return _lead(request, f"{record_url(uuid)}&checked=1")
    except RuleBroken as refusal:
        return _render(request, page, 409, refusal)
    messages.success(request, "已提交，等上级党组织确认。")
    return _lead(request, reverse("meetings:detail", args=[uuid]))


def _lead(request: HttpRequest, url: str) -> HttpResponse:
    """On to that page; a sheet (static/js/send.js) goes there by itself, so that it is said there what was done."""
    return JsonResponse({"url": url}) if "X-Sheet" in request.headers else redirect(url)


def _render(
    request: HttpRequest, page: SendingPage, status: int = 200, refusal: RuleBroken | None = None
) -> HttpResponse:
    # A question that is only put now is no fault of what was sent.
    is_new = isinstance(refusal, errors.SameMeeting) or "asked" not in request.POST
    context = {"page": page, "meeting": page.meeting, "refusal": None if is_new else refusal}
    return render(request, "meetings/record_send.html", context, status=status)


def _carry_over(request: HttpRequest, meeting: Meeting, into: Meeting) -> HttpResponse:
    """What was just written goes to the meeting that stands; two records are shown side by side."""
    ours, kinds = stored_record(meeting), into.kind_names
    shown = initial_data.form_of_meeting(meeting, request.actor)
    was_planned = into.status == Status.PLANNED
    into = actions.carry_over(meeting=meeting, into=into, by=request.actor)
    messages.success(request, f"和已有的{kinds}是同一次，刚写的并过去了；原样留在已取消的那一份里。")
    if was_planned:
        return redirect(record_url(into.uuid))
    shown.uuid = into.uuid
    shown.data["uuid"], shown.data["organization"] = str(into.uuid), into.organization.code
    answer = conflict_response(request, shown, ours, into, stored_record(into), reverse("meetings:record"))
    return answer or redirect("meetings:detail", into.uuid)
