"""Views of meetings: the list, one meeting, recording, amending, attachments."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.requested_place import requested_place
from core import clock, keyset
from core.device import allow_keeping
from core.errors import NotPermitted, RuleBroken
from core.http import errors_to_form, file_name_header, page_or_part, undo_message
from core.parsing import parse_number
from drafts.models import Draft
from meetings import actions, errors
from meetings.filters import MeetingFilter
from meetings.forms import initial_data
from meetings.forms.answers import answers_in
from meetings.forms.record import CancelForm
from meetings.forms.recording_form import RecordingForm
from meetings.forms.rows import ADD_ROW
from meetings.models import Attachment, Meeting
from meetings.querysets import MeetingQuerySet
from meetings.rules import checks
from meetings.selectors import subjects
from meetings.selectors.meeting_list import MeetingListRow
from meetings.selectors.meeting_page import MeetingPage
from meetings.states import OPEN, Status
from meetings.views.save_record import (
    FILE_MOVES,
    move_file,
    posted_form,
    propose,
    record_url,
    render_recording_form,
    save,
    uuid_or_404,
)

PAGE = 50
ORDER = ("-held_on", "-pk")
LEAVE_VERBS = {
    "approve": actions.approve_leave,
    "refuse": actions.refuse_leave,
    "withdraw": actions.withdraw_leave,
}


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    filters = MeetingFilter(request.GET, Meeting.objects.all(), request=request)
    rows = filters.qs.for_list() if filters.is_valid() else Meeting.objects.for_list().none()
    try:
        order = keyset.requested_order(request.GET, ORDER)
        page = keyset.page(rows, order, PAGE, request.GET.get("cursor") or _this_month(request, rows))
    except keyset.BadCursor:
        return redirect("meetings:list")
    context = {
        "form": filters.form,
        "count": rows.count(),
        "page": page,
        "rows": MeetingListRow.of_page(page.rows, request.actor),
        "place": requested_place(request.GET, request.actor, Capability.CALENDAR),
        "may_record": request.actor.reach.has(Capability.RECORD_MEETING),
        "sees_content": request.actor.reach.has(Capability.VIEW),
    }
    return page_or_part(request, "meetings/meeting_list.html", "rows", context)


def _this_month(request: HttpRequest, rows: MeetingQuerySet) -> str | None:
    """The cursor of this month for a list without filters, which else would begin with next December's planned meetings."""
    if request.GET:
        return None
    return keyset.since(rows, ORDER, clock.Period.month(clock.today()).next().since)


@require_safe
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    page = MeetingPage(_meeting(request, uuid), request.actor)
    template = "meetings/meeting_detail.html"
    if not page.sees_content:
        template, (page.meeting,) = (
            "meetings/meeting_calendar.html",
            subjects.as_seen([page.meeting], request.actor),
        )
    return render(request, template, {"page": page, "meeting": page.meeting})


@require_POST
def move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Submit what is recorded, or cancel what is planned or begun."""
    meeting = _meeting(request, uuid)
    try:
        if request.POST.get("move") == "cancel":
            return _cancel(request, meeting)
        request.actor.must(Capability.RECORD_MEETING, meeting.organization)
        actions.submit(
            meeting=meeting, answers=answers_in(request.POST), version=_version(request), by=request.actor
        )
        messages.success(request, "已提交，等上级党组织确认。")
    except errors.NotReady as refusal:
        messages.error(request, refusal.sentence)
        return redirect(record_url(uuid))
    except (errors.SameMeeting, errors.UnchangedSinceReturn, errors.HintsToAnswer):
        return redirect("meetings:send", uuid)
    return redirect("meetings:detail", uuid)


def _cancel(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    was, form = meeting.status, CancelForm(request.POST)
    if was == Status.PLANNED and "asked" not in request.POST:
        return redirect(f"{reverse('meetings:plan')}?uuid={meeting.uuid}&cancel=1#off")
    try:
        reason = request.POST.get("reason", "") if form.is_valid() else ""
        actions.cancel(meeting=meeting, reason=reason, version=_version(request), by=request.actor)
    except errors.CancelReasonNeeded as refusal:
        errors_to_form(form, refusal)
        if was == Status.PLANNED:
            messages.error(request, refusal.sentence)
            return redirect(f"{reverse('meetings:plan')}?uuid={meeting.uuid}&cancel=1#off")
        form.fields["reason"].widget.attrs["autofocus"] = True  # it stands far down
        page = MeetingPage(meeting, request.actor)
        context = {"page": page, "meeting": meeting, "setting_aside": form}
        return render(request, "meetings/meeting_detail.html", context, status=409)
    messages.success(request, "计划已取消。" if was == Status.PLANNED else "记录已取消，原因写在经过里。")
    return redirect("meetings:detail", meeting.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def record(request: HttpRequest) -> HttpResponse:
    """The recording page: filled from habit, plan or draft; saved as a draft or handed in."""
    places = initial_data.recording_places(request.actor)
    if not places:
        raise NotPermitted
    if request.method == "POST":
        shown = posted_form(request, places)
        then = request.POST.get("then", "")
        if then == "switch":
            shown = initial_data.switch_organization(shown)
        elif then == "unchecked":
            shown = initial_data.mark_unchecked(shown)
        elif then.startswith(tuple(FILE_MOVES)):
            shown = move_file(request, shown, then)
        elif then.startswith("came-"):
            shown = initial_data.mark_came(shown, then.removeprefix("came-"))
        elif then.startswith("leave-"):
            shown = _decide_leave(request, shown, then)
        elif not then.startswith(ADD_ROW):
            return save(request, shown)
        return render_recording_form(request, shown)
    kinds = [kind for kind in request.GET.getlist("kinds") if kind in Meeting.Kind.values]
    text = request.GET.get("uuid") or request.GET.get("plan")
    uuid = uuid_or_404(text) if text else None
    if uuid and Meeting.objects.filter(uuid=uuid).exists():
        meeting = get_object_or_404(Meeting.objects.visible_to(request.actor), uuid=uuid)
        request.actor.must(Capability.RECORD_MEETING, meeting.organization)
        if meeting.status == Status.CANCELLED:
            return redirect("meetings:detail", meeting.uuid)
        if meeting.status not in OPEN:
            return render(request, "meetings/record_sent.html", {"page": MeetingPage(meeting, request.actor)})
        shown = initial_data.form_of_meeting(meeting, request.actor, kinds, places)
    else:
        organization = _requested_organization(request, places)
        goes_on = "new" not in request.GET
        shown = initial_data.new_form(request.actor, organization, places, kinds, goes_on, uuid)
    if "checked" in request.GET:
        shown.refuse({one.field: one.sentence for one in reversed(checks.stops(shown.findings))})
    return allow_keeping(request.user.pk, render_recording_form(request, shown))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def amend(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change a confirmed record, with a reason."""
    meeting = _meeting(request, uuid, Capability.RECORD_MEETING)
    if meeting.status != Status.CONFIRMED:
        return redirect("meetings:detail", uuid)
    if request.method != "POST":
        shown = initial_data.form_of_meeting(meeting, request.actor, work=Draft.Kind.AMENDMENT)
        return allow_keeping(request.user.pk, render_recording_form(request, shown, is_amendment=True))
    shown = initial_data.form_from_post(request.POST, request.actor, [meeting.organization], meeting)
    if shown is None:
        raise Http404
    if request.POST.get("then", "").startswith(ADD_ROW):
        return render_recording_form(request, shown, is_amendment=True)
    return propose(request, shown)


@require_safe
def download_attachment(request: HttpRequest, uuid: UUID) -> FileResponse:
    """An attachment's content, for those who may see the record."""
    attachment = _attachment(request, uuid, Capability.VIEW)
    is_shown = attachment.kind == Attachment.Kind.PHOTO and "download" not in request.GET
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=not is_shown,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response["Content-Disposition"] = file_name_header(
        attachment.name, "inline" if is_shown else "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def detach(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attachment = _attachment(request, uuid, Capability.RECORD_MEETING)
    actions.detach(attachment=attachment, by=request.actor)
    row = Draft.objects.written_by(request.actor).in_bin().filter(uuid=attachment.uuid).latest("pk")
    undo_message(request, f"移除了{attachment.name}", "drafts:put_back", row.pk)
    return redirect(record_url(attachment.meeting.uuid))


def _decide_leave(request: HttpRequest, shown: RecordingForm, then: str) -> RecordingForm:
    """Decide a request for leave on the record (R-ATT-05): `leave-approve-…`, `leave-refuse-…`, or `leave-withdraw-…` of
    who came after all. What was typed stays."""
    _, move, uuid = then.split("-", 2) if then.count("-") >= 2 else ("", "", "")
    verb = LEAVE_VERBS.get(move)
    if shown.meeting is None or verb is None:
        raise Http404
    rows = shown.meeting.leaves.select_related("meeting__organization", "member")
    leave = get_object_or_404(rows, uuid=uuid_or_404(uuid))
    try:
        verb(leave=leave, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return initial_data.without_change(shown)
    return initial_data.mark_decided(shown, leave)


def _meeting(request: HttpRequest, uuid: UUID, capability: Capability | None = None) -> Meeting:
    rows = Meeting.objects.visible_to(request.actor)
    meeting = get_object_or_404(rows.select_related("organization__parent", "host", "recorder"), uuid=uuid)
    if capability:
        request.actor.must(capability, meeting.organization)
    return meeting


def _attachment(request: HttpRequest, uuid: UUID, capability: Capability) -> Attachment:
    rows = Attachment.objects.select_related("meeting__organization")
    attachment = get_object_or_404(rows, uuid=uuid, removed_at__isnull=True)
    if not request.actor.may(Capability.CALENDAR, attachment.meeting.organization):
        raise Http404
    request.actor.must(capability, attachment.meeting.organization)
    return attachment


def _requested_organization(request: HttpRequest, places: list[Organization]) -> Organization:
    """The organization asked for; a group for a group's meeting; else the first."""
    code = request.GET.get("organization", "")
    if code:
        organization = next((place for place in places if place.code == code), None)
        if organization is None:
            raise Http404
        return organization
    if request.GET.getlist("kinds") == [Meeting.Kind.GROUP.value]:
        return next((place for place in places if place.is_group), places[0])
    return places[0]


def _version(request: HttpRequest) -> int | None:
    return parse_number(request.POST.get("version", ""))
