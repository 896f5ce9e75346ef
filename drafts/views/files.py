"""Doors of the files of unfinished work: a picked file arrives at once and alone, is shown, taken away and put back."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from branches.access.roles import Capability
from branches.models import Organization
from core.device import is_from_keeper, other_keeper_response
from core.errors import Refusal
from core.http import file_name_header
from core.judging import JudgesBusy
from core.parsing import parse_uuid
from drafts import actions
from drafts.models import DraftFile


@require_POST
def put_file(request: HttpRequest) -> HttpResponse:
    """Take one picked file; the device shows its row by the answer, a refusal with its sentence."""
    if not is_from_keeper(request, request.user.pk):
        return other_keeper_response()
    uuid, upload = parse_uuid(request.POST.get("uuid", "")), request.FILES.get("file")
    if uuid is None or upload is None:
        raise Http404
    rows = Organization.objects.visible_to(request.actor, Capability.RECORD_MEETING)
    organization = get_object_or_404(rows, code=request.POST.get("organization", ""))
    try:
        file = actions.put_file(
            uuid=uuid,
            organization=organization,
            upload=upload,
            name=upload.name,
            file_uuid=parse_uuid(request.POST.get("id", "")),
            by=request.actor,
        )
    except JudgesBusy as busy:
        return JsonResponse({"sentence": str(busy)}, status=503)  # it waits on the device and comes again
    except Refusal as refusal:
        why = getattr(refusal, "facts", {}).get("why") or refusal.sentence
        return JsonResponse({"state": "refused", "said": why}, status=409)
    return JsonResponse({"state": "kept"} | facts(file))


def facts(file: DraftFile) -> dict[str, Any]:
    return {
        "id": file.uuid,
        "name": file.name,
        "size": file.size,
        "is_photo": file.kind == "photo",
        "url": reverse("drafts:file", args=[file.uuid]),
    }


@require_safe
def download(request: HttpRequest, uuid: UUID) -> FileResponse:
    file = _file_of(request, uuid)
    response = FileResponse(file.file.open("rb"), content_type=file.content_type)
    response["Content-Disposition"] = file_name_header(file.name, "inline")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def take_away(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return JsonResponse(
        {"state": "kept"} | facts(actions.take_file_away(file=_file_of(request, uuid), by=request.actor))
    )


@require_POST
def put_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return JsonResponse(
        {"state": "kept"} | facts(actions.put_file_back(file=_file_of(request, uuid), by=request.actor))
    )


def _file_of(request: HttpRequest, uuid: UUID) -> DraftFile:
    rows = DraftFile.objects.written_by(request.actor).select_related("draft__organization")
    return get_object_or_404(rows, uuid=uuid)
