"""Pages of imports and exports of meetings: workbooks with chosen columns, evidence bundles."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from branches.access.roles import Capability
from core.errors import Gone, NotPermitted, RuleBroken
from core.http import download, errors_to_form, undo_message
from core.keyset import page_of, requested_order
from documents.contexts.minutes import file_name
from drafts.models import Draft
from exchange import actions
from exchange.actions import import_workbooks
from exchange.actions.large_exports import REQUESTED_SENTENCE
from exchange.errors import SecondPersonNeeded
from exchange.forms import MeetingExportForm, MeetingUploadForm
from exchange.models import ColumnMap, Import
from exchange.rules.read_bundle import is_bundle
from exchange.selectors.match_bundle import match_uploaded_bundle
from exchange.selectors.meetings.export_columns import EXPORT_FIELDS, USUAL_FIELDS
from meetings.filters import MeetingFilter
from meetings.models import Meeting


@require_safe
def exchange_page(request: HttpRequest) -> HttpResponse:
    """The page with both forms: import and export."""
    column_map = None
    if wanted := request.GET.get("columns"):
        column_map = next(
            (one for one in ColumnMap.objects.available_to(request.actor) if str(one.uuid) == wanted), None
        )
    return _render_exchange_page(request, column_map=column_map)


def _render_exchange_page(
    request: HttpRequest,
    upload_form: MeetingUploadForm | None = None,
    export_form: MeetingExportForm | None = None,
    column_map: ColumnMap | None = None,
    status: int = 200,
) -> HttpResponse:
    by = request.actor
    may_upload = by.reach.has(Capability.RECORD_MEETING) or by.reach.has(Capability.IMPORT)
    may_export = by.reach.has(Capability.EXPORT)
    if not (may_upload or may_export):
        raise NotPermitted
    if may_upload and upload_form is None:
        upload_form = MeetingUploadForm(by=by, auto_id="arrive_%s")
    if may_export and export_form is None:
        columns, initial = (column_map.columns, {"name": column_map.name}) if column_map else (None, {})
        export_form = MeetingExportForm(by=by, columns=columns, initial=initial, auto_id="leave_%s")
    uploads = Import.objects.visible_to(by).of_meetings().select_related("organization", "uploaded_by")
    context = {
        "upload_form": upload_form if may_upload else None,
        "export_form": export_form if may_export else None,
        "column_maps": list(ColumnMap.objects.available_to(by)) if may_export else [],
        "column_map": column_map,
        "page": page_of(request, uploads, size=20),
    }
    return render(request, "exchange/meeting_exchange.html", context, status=status)


@require_POST
def export_meetings(request: HttpRequest) -> HttpResponse:
    """Export the workbook, request it where it needs a second person, or save its columns under a name."""
    form = MeetingExportForm(request.POST, by=request.actor, auto_id="leave_%s")
    if not form.is_valid():
        return _render_exchange_page(request, export_form=form, status=400)
    try:
        if request.POST.get("then") == "keep":
            return _save_column_map(request, form)
        return _hand_out(request, form)
    except RuleBroken as refusal:
        errors_to_form(form, refusal)
        return _render_exchange_page(request, export_form=form, status=409)


@require_POST
def export_listed(request: HttpRequest) -> HttpResponse:
    """The rows of the list as it is filtered and sorted, under the usual columns; more than may leave at once, and what
    needs a reason, go by the page of exports."""
    found = MeetingFilter(request.GET, Meeting.objects.all(), request=request)
    if not found.is_valid():
        return redirect(f"{reverse('meetings:list')}?{request.GET.urlencode()}")
    try:
        content = actions.export_meetings(
            meetings=found.qs,
            filters=request.GET.dict(),
            columns=[(field, EXPORT_FIELDS[field].label) for field in USUAL_FIELDS],
            order=requested_order(request.GET, ("-held_on", "-pk")),
            by=request.actor,
        )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:exchange")
    return download(content, "会议.xlsx")


def _hand_out(request: HttpRequest, form: MeetingExportForm) -> HttpResponse:
    query = form.filters()
    arguments: dict[str, Any] = {
        "meetings": MeetingFilter(query, Meeting.objects.all(), request=request).qs,
        "filters": query.dict(),
        "columns": form.columns(),
        "reason": form.cleaned_data["reason"],
        "by": request.actor,
    }
    try:
        return download(actions.export_meetings(**arguments), "会议.xlsx")
    except SecondPersonNeeded:
        actions.request_meeting_export(**arguments)
    messages.success(request, REQUESTED_SENTENCE)
    return redirect("members:exports")


def _save_column_map(request: HttpRequest, form: MeetingExportForm) -> HttpResponse:
    place = form.cleaned_data["organization"]
    if place is None:
        form.add_error("organization", "您管着几处，请写明这组列存在哪个党组织名下")
        return _render_exchange_page(request, export_form=form, status=400)
    column_map = actions.save_column_map(
        organization=place, name=form.cleaned_data["name"], columns=form.columns(), by=request.actor
    )
    messages.success(request, f"“{column_map.name}”存好了，下次直接选。")
    return redirect(f"{request.path.removesuffix('export/')}?columns={column_map.uuid}")


@require_POST
def delete_column_map(request: HttpRequest, uuid: UUID) -> HttpResponse:
    column_map = get_object_or_404(ColumnMap.objects.available_to(request.actor), uuid=uuid)
    actions.delete_column_map(columns=column_map, by=request.actor)
    row = Draft.objects.written_by(request.actor).in_bin().get(uuid=uuid)
    undo_message(request, f"删掉了{row}", "drafts:put_back", row.pk)
    return redirect("meetings:exchange")


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Check an uploaded workbook or bundle, then show its preview."""
    form = MeetingUploadForm(request.POST, request.FILES, by=request.actor, auto_id="arrive_%s")
    if not form.is_valid():
        return _render_exchange_page(request, upload_form=form, status=400)
    file, place = form.cleaned_data["file"], form.cleaned_data["organization"]
    content = file.read()
    try:
        if is_bundle(content):
            named = place if form.was_named else None
            batch = actions.upload_bundle(
                content=content, name=file.name, organization=named, by=request.actor
            )
        elif place is None:
            form.add_error("organization", "您管着几处，请写明是哪一处")
            return _render_exchange_page(request, upload_form=form, status=400)
        else:
            batch = import_workbooks.upload(
                kind=Import.Kind.MEETINGS,
                organization=place,
                content=content,
                name=file.name,
                by=request.actor,
            )
    except RuleBroken as refusal:
        errors_to_form(form, refusal)
        return _render_exchange_page(request, upload_form=form, status=409)
    return redirect(
        "meetings:arrival" if batch.kind == Import.Kind.BUNDLE else "members:import_preview", batch.uuid
    )


def _uploaded_bundle(request: HttpRequest, uuid: UUID) -> Import:
    uploads = Import.objects.visible_to(request.actor).filter(kind=Import.Kind.BUNDLE)
    return get_object_or_404(uploads.select_related("organization__parent", "uploaded_by"), uuid=uuid)


@require_safe
def bundle_preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The preview of an uploaded bundle."""
    batch = _uploaded_bundle(request, uuid)
    arrival = match_uploaded_bundle(batch, request.actor)
    return render(request, "exchange/bundle_arrival.html", {"batch": batch, "arrival": arrival})


@require_POST
def import_bundle(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Import an uploaded bundle."""
    batch = _uploaded_bundle(request, uuid)
    was_there = match_uploaded_bundle(batch, request.actor).existing
    try:
        meeting = actions.import_bundle(batch=batch, reason=request.POST.get("reason", ""), by=request.actor)
    except Gone:
        raise
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:arrival", uuid)
    messages.success(request, "这次会议已经有了，没有改动。" if was_there else "导入好了。")
    return redirect("meetings:detail", meeting.uuid)


@require_safe
def export_bundle(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Export the meeting as an evidence bundle."""
    meetings = Meeting.objects.visible_to(request.actor)
    meeting = get_object_or_404(
        meetings.select_related("organization__parent", "host", "recorder"), uuid=uuid
    )
    content = actions.export_bundle(meeting=meeting, by=request.actor)
    return download(content, f"{file_name(meeting)}-档案包.zip")
