"""Doors of unfinished records: kept while they are typed, thrown away by who wrote them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from core.device import is_from_keeper, other_keeper_response
from core.http import undo_message
from drafts import actions
from drafts.models import Draft
from meetings.forms import initial_data
from meetings.models import Meeting
from meetings.states import COUNTED, Kind, kind_label
from meetings.views.save_record import posted_form, record_url, uuid_or_404

MOST_DRAFT = 400_000
NOT_IN_DRAFT = ("csrfmiddlewaretoken", "then", "uuid", "roster_key", "chosen", "work")


@require_POST
def save_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed; answers with what the checks say, and with the roster and the open tasks of the day when
    others are due. What was handed in meanwhile is not unfinished any more."""
    if not is_from_keeper(request, request.user.pk):
        return other_keeper_response()
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_DRAFT:
        return JsonResponse({"sentence": "内容太长，没有自动保存，请先存草稿。"}, status=413)
    shown = posted_form(request, initial_data.recording_places(request.actor))
    kind = Draft.Kind.AMENDMENT if request.POST.get("work") == Draft.Kind.AMENDMENT else Draft.Kind.RECORD
    if kind == Draft.Kind.RECORD and shown.meeting and shown.meeting.status in COUNTED:
        return JsonResponse({"state": "handed_in"}, status=409)
    draft = actions.keep(
        uuid=shown.uuid,
        organization=shown.organization,
        fields={name: values for name, values in request.POST.lists() if name not in NOT_IN_DRAFT},
        kind=kind,
        title="、".join(kind_label(Kind(one), shown.organization.kind) for one in shown.kinds),
        theme=" ".join(shown.data.get("theme", "").split()),
        begins_at=shown.begins_at,
        by=request.actor,
    )
    answer = {"saved_at": draft.saved_at.isoformat(), "roster_key": shown.roster.key}
    parts = ["checks"] if request.POST.get("roster_key") == shown.roster.key else ["checks", "roster", "told"]
    for part in parts:
        answer[part] = render_to_string(
            f"meetings/meeting_record.html#{part}", {"form": shown}, request=request
        )
    return JsonResponse(answer)


@require_POST
def discard_draft(request: HttpRequest) -> HttpResponse:
    """Throw one's own draft away; it can be had back at once, and from the bin."""
    uuid = uuid_or_404(request.POST.get("uuid", ""))
    drafts = Draft.objects.written_by(request.actor).unfinished().select_related("organization")
    draft = actions.throw_away(draft=get_object_or_404(drafts, uuid=uuid), by=request.actor)
    undo_message(request, f"删掉了{draft}", "drafts:put_back", draft.pk)
    if meeting := Meeting.objects.visible_to(request.actor).filter(uuid=uuid).first():
        is_amendment = draft.kind == Draft.Kind.AMENDMENT
        return redirect("meetings:detail", uuid) if is_amendment else redirect(record_url(meeting.uuid))
    return redirect(f"{settings.LOGIN_REDIRECT_URL}?organization={draft.organization.code}")
