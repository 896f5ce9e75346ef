"""Save the recording form, sent by the page itself or later by the device that stored it offline.

A device says whose sending it is (X-Kept-By) and is answered in JSON; a browser gets pages. Whatever comes twice
because an answer got lost is known by its content, and is done once.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from branches.access.roles import Capability
from branches.models import Organization
from core.device import is_from_keeper, other_keeper_response
from core.errors import Gone, Refusal, RuleBroken
from core.parsing import parse_uuid
from drafts import actions as drafts
from drafts.models import DraftFile
from meetings import actions, errors
from meetings.actions.attach_file import is_attached
from meetings.forms import initial_data
from meetings.forms.answers import answers_in, replies_in
from meetings.forms.recording_form import RecordingForm
from meetings.models import Meeting
from meetings.record import conflicts
from meetings.record.conflicts import ConflictRow
from meetings.record.proposals import to_proposal
from meetings.record.schema import MeetingRecord
from meetings.selectors.stored_record import stored_record
from meetings.states import COUNTED, MOVES, Status

RECORD_PREFIXES = ("agenda-", "guest-", "unit-", "told-", "lecture-", "life-", "mark-", "why-", "keep-")
FILE_MOVES = {"take-away-": drafts.take_file_away, "put-back-": drafts.put_file_back}
NOT_SENT_AGAIN = ("csrfmiddlewaretoken", "version", "base", "all")


def render_recording_form(
    request: HttpRequest, shown: RecordingForm, status: int = 200, is_amendment: bool = False
) -> HttpResponse:
    context: dict[str, Any] = {"form": shown, "is_amendment": is_amendment}
    return render(request, "meetings/meeting_record.html", context, status=status)


def record_url(uuid: UUID | None = None) -> str:
    return f"{reverse('meetings:record')}?uuid={uuid}" if uuid else reverse("meetings:record")


def posted_form(request: HttpRequest, places: list[Organization]) -> RecordingForm:
    meeting = None
    if uuid := request.POST.get("uuid"):
        rows = Meeting.objects.visible_to(request.actor).select_related("organization", "host", "recorder")
        meeting = rows.filter(uuid=uuid_or_404(uuid)).first()
    shown = initial_data.form_from_post(request.POST, request.actor, places, meeting)
    if shown is None:
        raise Http404
    return shown


def uuid_or_404(text: str) -> UUID:
    uuid = parse_uuid(text)
    if uuid is None:
        raise Http404
    return uuid


def tick_response(request: HttpRequest, url: str, sentence: str, is_kept: bool = True) -> HttpResponse:
    """The answer to a sending of ticks: to the device what became of it, to a browser the page again."""
    if is_kept:
        return _done_response(request, url, sentence)
    if _is_device(request):
        return JsonResponse({"state": "refused", "said": sentence}, status=409)
    messages.error(request, sentence)
    return redirect(url)


def _done_response(
    request: HttpRequest, url: str, sentence: str, state: str = "kept", meeting: Meeting | None = None
) -> HttpResponse:
    """What became of a sending: as data for a device, as the next page for a browser. A device that waits (X-Waiting)
    shows that page too, so the sentence stands on it."""
    if not _is_device(request) or "X-Waiting" in request.headers:
        messages.success(request, sentence)
    if not _is_device(request):
        return redirect(url)
    if meeting:
        return _device_response(state, meeting, url, sentence)
    return JsonResponse({"state": state, "url": url, "said": sentence})


def save(request: HttpRequest, shown: RecordingForm) -> HttpResponse:
    if not is_from_keeper(request, request.user.pk):
        return other_keeper_response()
    if not shown.is_valid():
        return _refused_response(request, shown, 400)
    ours = shown.record
    assert ours is not None
    chosen = _chosen_sides(request)
    try:
        if chosen and shown.meeting and shown.meeting.version == shown.version:
            shown, ours = _merge_chosen(shown, ours, chosen)
        recorded = actions.record(
            organization=shown.organization,
            record=ours,
            uuid=shown.uuid,
            version=shown.version,
            retake=shown.roster.retakes,
            by=request.actor,
        )
    except (Gone, errors.WrongMoment) as refusal:
        return _resolve_earlier_save(request, shown, ours, refusal)
    except RuleBroken as refusal:
        shown.refuse_rule(refusal)
        return _refused_response(request, shown, 409)
    if recorded.roll_change:
        messages.info(request, recorded.roll_change.sentence)
    return _attach_and_submit(request, recorded.meeting)


def propose(request: HttpRequest, shown: RecordingForm) -> HttpResponse:
    """Propose the record of the form as an amendment; stored on the device and sent twice, it is proposed once."""
    there, ours = shown.meeting, shown.record
    if not is_from_keeper(request, request.user.pk):
        return other_keeper_response()
    if not shown.is_valid():
        return _refused_response(request, shown, 400, is_amendment=True)
    assert there is not None
    assert ours is not None
    chosen, reason = _chosen_sides(request), request.POST.get("reason", "")
    try:
        if chosen and there.version == shown.version:
            shown, ours = _merge_chosen(shown, ours, chosen)
        actions.amend(
            meeting=there,
            record=ours,
            reason=reason,
            version=shown.version,
            retake=shown.roster.retakes,
            by=request.actor,
        )
        return _amended_response(request, there)
    except (Gone, errors.WrongMoment):
        return conflict_response(request, shown, ours, there, stored_record(there)) or _amended_response(
            request, there
        )
    except errors.AmendmentWaiting as refusal:
        waiting = there.amendments.waiting().filter(asked_by=request.user.pk, reason=reason.strip()[:300])
        if to_proposal(ours, shown.roster.retakes) in waiting.values_list("proposal", flat=True):
            return _amended_response(request, there)
        shown.refuse({"": str(refusal)})
    except RuleBroken as refusal:
        shown.refuse_rule(refusal)
    return _refused_response(request, shown, 409, is_amendment=True)


def _amended_response(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    url = reverse("meetings:detail", args=[meeting.uuid])
    sentence = "更正已提出，第二个人签字后生效；签字前记录不变。"
    return _done_response(request, url, sentence, "kept", meeting)


def _attach_and_submit(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The record is stored; now attach its files, and submit it when that was asked for."""
    refused = _attach(request, meeting)
    replies = replies_in(request.POST)
    if any(replies) and meeting.status not in COUNTED:
        actions.answer_remarks(meeting=meeting, replies=replies, by=request.actor)
    if request.POST.get("then") == "submit" and not refused and meeting.status not in COUNTED:
        try:
            actions.submit(meeting=meeting, answers=answers_in(request.POST), by=request.actor)
        except (errors.NotReady, errors.RemarksToAnswer) as refusal:
            refused = refusal.fields
        except (errors.SameMeeting, errors.UnchangedSinceReturn, errors.HintsToAnswer) as question:
            url = reverse("meetings:send", args=[meeting.uuid])
            if not _is_device(request):
                return redirect(url)
            return _device_response("kept", meeting, url, f"已存为草稿。{question.sentence}")
    if not refused:
        return _saved_response(request, meeting)
    fresh = Meeting.objects.select_related("organization", "host", "recorder").get(pk=meeting.pk)
    if _is_device(request):
        sentence = "已存为草稿，还要改：" + "".join(dict.fromkeys(refused.values()))
        if "files" in refused and "X-Waiting" in request.headers:
            messages.error(request, refused["files"])
        url = f"{record_url(fresh.uuid)}&checked=1"
        return _device_response("kept", fresh, url, sentence, refused.values())
    shown = initial_data.form_of_meeting(fresh, request.actor)
    shown.refuse(refused)
    return render_recording_form(request, shown, 409)


def _saved_response(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if meeting.status in COUNTED:
        state, sentence = "handed_in", "已提交，等上级党组织确认。"
        url = reverse("meetings:detail", args=[meeting.uuid])
    else:
        state, sentence, url = "kept", "草稿存好了，可以随时接着写。", record_url(meeting.uuid)
    return _done_response(request, url, sentence, state, meeting)


def _resolve_earlier_save(
    request: HttpRequest, shown: RecordingForm, ours: MeetingRecord, refusal: RuleBroken
) -> HttpResponse:
    """Answer where the record was saved before. The same content is an earlier sending of this one, whose answer got
    lost: go on with it. Other content is shown beside this one; the photos sent are attached at once, since they
    contradict nobody."""
    rows = Meeting.objects.visible_to(request.actor).select_related("organization", "host", "recorder")
    there = rows.filter(uuid=shown.uuid).exclude(status=Status.CANCELLED).first()
    if there is None or not request.actor.may(Capability.RECORD_MEETING, there.organization):
        shown.refuse({"": str(refusal)})
        return _refused_response(request, shown, 409)
    theirs = stored_record(there)
    if answer := conflict_response(request, shown, ours, there, theirs):
        return answer
    if there.status == Status.RETURNED:
        sentence, url = "这次会议已经交过，又退回来了，请看退回的意见，改好再交。", record_url(there.uuid)
        if _is_device(request):
            return _device_response("kept", there, url, sentence)
        messages.info(request, sentence)
        return redirect(url)
    if there.status == Status.CONFIRMED or (there.status in COUNTED and not _is_device(request)):
        messages.info(request, errors.AlreadyThere(status=Status(there.status).label).sentence)
    return _attach_and_submit(request, there)


def conflict_response(
    request: HttpRequest,
    shown: RecordingForm,
    ours: MeetingRecord,
    there: Meeting,
    theirs: MeetingRecord,
    action: str = "",
) -> HttpResponse | None:
    """The page on which to choose between both records, field by field; None where they are equal."""
    rows = _conflict_rows(shown, ours, there, theirs)
    if not rows:
        return None
    may_save = MOVES["amend" if "reason" in request.POST else "record"].may_begin_in(there.status)
    refused = _attach(request, there) if may_save else {}
    if _is_device(request):
        return JsonResponse({"state": "conflict", "count": len(rows)}, status=409)
    context = {
        "there": there,
        "action": action or request.path,
        "base": conflicts.fingerprints(theirs),
        "rows": rows,
        "guessed": sum(bool(row.likely) for row in rows),
        "may_save": may_save,
        "status_word": Status(there.status).label,
        "again": bool(_chosen_sides(request)),
        "refused": refused,
        "attached": may_save and bool(request.FILES.getlist("files")) and not refused,
        "kept": [
            (name, value)
            for name, values in shown.data.lists()
            if name not in NOT_SENT_AGAIN and not name.startswith("keep-")
            for value in values
        ],
    }
    return render(request, "meetings/meeting_conflict.html", context, status=409)


def _conflict_rows(
    shown: RecordingForm, ours: MeetingRecord, there: Meeting, theirs: MeetingRecord
) -> list[ConflictRow]:
    names = dict(there.attendances.values_list("member__uuid", "member__name"))
    names |= {seat.uuid: seat.name for seat in shown.roster.seats}
    rows = conflicts.compare(ours, theirs, names, shown.base)
    if shown.organization.pk != there.organization_id:
        sides = (shown.organization.short_name, there.organization.short_name)
        rows.insert(0, ConflictRow("organization", "党组织", *sides))
    return rows


def _chosen_sides(request: HttpRequest) -> dict[str, str]:
    """The choices of the page of conflicts: a side for each row, or one for all of them."""
    if side := request.POST.get("all"):
        return {"all": side}
    return {name[5:]: str(request.POST[name]) for name in request.POST if name.startswith("keep-")}


def _merge_chosen(
    shown: RecordingForm, ours: MeetingRecord, chosen: dict[str, str]
) -> tuple[RecordingForm, MeetingRecord]:
    """One record of both sides as chosen, and the form that shows it: a refusal stands beside what was chosen."""
    there = shown.meeting
    assert there is not None
    theirs = stored_record(there)
    if "all" in chosen:
        chosen = {row.key: chosen["all"] for row in _conflict_rows(shown, ours, there, theirs)}
    is_moved = chosen.get("organization") == conflicts.THEIRS
    merged = conflicts.merge(ours, theirs, chosen)
    data = shown.data.copy()
    for name in list(data):
        if name.startswith(RECORD_PREFIXES) or name in ("missing", "kinds", "all"):
            del data[name]
    for name, values in initial_data.as_form_data(initial_data.record_data(merged)).lists():
        data.setlist(name, values)
    organization = there.organization if is_moved else shown.organization
    return replace(shown, organization=organization, data=data), merged


def _attach(request: HttpRequest, meeting: Meeting) -> dict[str, str]:
    refused: dict[str, str] = {}
    for upload in request.FILES.getlist("files"):
        try:
            if meeting.status not in COUNTED or not is_attached(
                meeting=meeting, upload=upload, name=upload.name
            ):
                actions.attach(meeting=meeting, upload=upload, name=upload.name, by=request.actor)
        except Refusal as refusal:
            refused["files"] = refused.get("files", "") + refusal.sentence
    return refused


def _refused_response(
    request: HttpRequest, shown: RecordingForm, status: int, is_amendment: bool = False
) -> HttpResponse:
    if not _is_device(request):
        _keep_uploads(request, shown)
        return render_recording_form(request, shown, status, is_amendment)
    sentences = dict.fromkeys(shown.faults.values())
    return JsonResponse({"state": "refused", "said": "".join(sentences)}, status=status)


def _keep_uploads(request: HttpRequest, shown: RecordingForm) -> None:
    """A browser chooses no files again for a form that is shown again: they wait in the draft."""
    for upload in request.FILES.getlist("files"):
        try:
            drafts.put_file(
                uuid=shown.uuid,
                organization=shown.organization,
                upload=upload,
                name=upload.name,
                by=request.actor,
            )
        except Refusal as refusal:
            shown.refuse({"files": shown.refused.get("files", "") + refusal.sentence})


def move_file(request: HttpRequest, shown: RecordingForm, then: str) -> RecordingForm:
    """Take a file of the draft away, or put it back; what was typed stays."""
    verb = next(name for name in FILE_MOVES if then.startswith(name))
    rows = DraftFile.objects.of(shown.uuid, request.actor).select_related("draft__organization")
    file = get_object_or_404(rows, uuid=uuid_or_404(then.removeprefix(verb)))
    FILE_MOVES[verb](file=file, by=request.actor)
    return initial_data.without_change(shown)


def _device_response(
    state: str, meeting: Meeting, url: str, sentence: str, refused: Iterable[str] = ()
) -> JsonResponse:
    base = conflicts.fingerprints(stored_record(meeting))
    answer = {"state": state, "url": url, "version": meeting.version, "base": base, "said": sentence}
    return JsonResponse(answer | {"refused": list(refused)})


def _is_device(request: HttpRequest) -> bool:
    return "X-Kept-By" in request.headers
