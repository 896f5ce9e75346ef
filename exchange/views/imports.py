"""Pages of imports: upload, preview, confirmation, progress, failed rows."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import jobs
from audit.models import Job
from branches.access.roles import Capability
from core import clock
from core.errors import NotPermitted
from core.http import download, form_page, page_or_part
from core.keyset import page_of
from core.parsing import parse_day
from core.parts import parts
from core.workbooks.preview import FILTERS, Preview
from exchange import actions, errors
from exchange.actions import import_workbooks
from exchange.forms import ColumnsForm, UploadForm
from exchange.models import Import
from exchange.selectors import import_files, import_undo

PAGE = 50
STILL_OPEN = (Import.Status.PREVIEWED, Import.Status.FAILED)
STORED = (Import.Status.DONE, Import.Status.TAKEN_BACK)


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The list of uploads; POST uploads a workbook and checks it."""
    if not request.actor.reach.has(Capability.IMPORT):
        raise NotPermitted
    form = UploadForm(request.POST or None, request.FILES or None, by=request.actor)

    def save() -> HttpResponse:
        file = form.cleaned_data["file"]
        batch = actions.upload(
            kind=form.cleaned_data["kind"],
            organization=form.cleaned_data["organization"],
            content=file.read(),
            name=file.name,
            by=request.actor,
        )
        return redirect("members:import_preview", batch.uuid)

    def show(status: int) -> HttpResponse:
        uploads = Import.objects.visible_to(request.actor).of_people()
        page = page_of(request, uploads.select_related("organization", "uploaded_by"), size=20)
        return render(request, "exchange/import_list.html", {"form": form, "page": page}, status=status)

    return form_page(form, save, show)


def _import(request: HttpRequest, uuid: UUID) -> Import:
    uploads = Import.objects.visible_to(request.actor).filter(kind__in=parts("IMPORT_KINDS"))
    return get_object_or_404(
        uploads.select_related("organization", "uploaded_by", "taken_back_by", "job"), uuid=uuid
    )


@require_safe
def import_preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The result of the check cell by cell, the progress of the job, or the result of the import."""
    batch = _import(request, uuid)
    failed = batch.status == Import.Status.FAILED or (
        batch.status == Import.Status.CONFIRMED
        and batch.job is not None
        and batch.job.status == Job.Status.FAILED
    )
    done, total = jobs.progress(batch.job) if batch.job else (0, 0)
    context = {
        "kind": import_files.get_import_kind(batch),
        "batch": batch,
        "failed": failed,
        "may_confirm": batch.to_write > 0 and (failed or batch.status == Import.Status.PREVIEWED),
        "done": done,
        "total": total,
        "is_stored": batch.status in STORED,
        "earlier": import_undo.earlier_import(batch, request.actor) if batch.status in STILL_OPEN else None,
    }
    if not request.htmx or request.htmx.boosted:  # the poll for progress, each second, needs no rows
        context |= _rows(request, batch)
    response = page_or_part(request, "exchange/import_preview.html", "progress", context)
    if request.htmx and (failed or batch.status == Import.Status.DONE):
        response["HX-Refresh"] = "true"
    return response


def _rows(request: HttpRequest, batch: Import) -> dict[str, Any]:
    preview = import_files.read_preview(batch)
    state = request.GET.get("s", "")
    lines = preview.lines_in(state if state in (*FILTERS, "all") else "")
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    return {
        "preview": preview,
        "page": page,
        "lines": [preview.open_line(line) for line in page.object_list],
        "to_review": len(preview.lines_in("")),
        "state": state,
        "many_sheets": len(preview.sheets) > 1,
        "earliest": import_files.earliest_day(batch.organization),
        "today": clock.today(),
        "columns_form": _columns_form(batch, preview) if batch.status in STILL_OPEN else None,
    }


@require_POST
def import_columns(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say which fields the unknown columns are; the file is checked again with that."""
    batch = _import(request, uuid)
    form = _columns_form(batch, import_files.read_preview(batch), request.POST)
    if form.is_valid():
        actions.map_columns(batch=batch, fields=form.mapping(), by=request.actor)
        messages.success(request, "照写明的列重新核对了。")
    else:
        messages.error(request, "没有这样的列，请在这一页重新选。")
    return redirect("members:import_preview", uuid)


def _columns_form(batch: Import, preview: Preview, sent: Any = None) -> ColumnsForm:
    layout = import_files.get_import_kind(batch).layout
    return ColumnsForm(sent, preview=preview, mapping=batch.mapping, layout=layout)


@require_POST
def import_confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    batch = _import(request, uuid)
    since = parse_day(request.POST["since"]) if request.POST.get("since") else None
    try:
        actions.confirm(batch=batch, since=since, seen=request.POST.getlist("seen"), by=request.actor)
    except (errors.SinceAhead, errors.SinceFrozen, errors.BranchesNotSeen) as refusal:
        messages.error(request, str(refusal))
    return redirect("members:import_preview", uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def import_take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What undoing an import would take away and what stays, and undoing it."""
    batch = _import(request, uuid)
    import_workbooks.must_import(batch, request.actor)
    if request.method == "POST":
        try:
            plan = actions.take_back_import(batch=batch, by=request.actor)
        except (errors.UndoTooLate, errors.ImportUsed) as refusal:
            messages.error(request, str(refusal))
        else:
            unit = import_files.get_import_kind(batch).unit
            messages.success(request, f"撤销了{plan.count:,}{unit}，好像没有导入过。")
        return redirect("members:import_preview", uuid)
    context = {
        "batch": batch,
        "kind": import_files.get_import_kind(batch),
        "plan": import_undo.plan_undo(batch) if batch.undo_until else None,
        "undo_days": settings.IMPORT_UNDO_DAYS,
    }
    return render(request, "exchange/import_take_back.html", context)


@require_safe
@never_cache
def import_failed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A workbook of the failed rows. It contains full numbers, as the upload did."""
    batch = _import(request, uuid)
    try:
        content = import_workbooks.collect_failed_rows(batch=batch, by=request.actor)
    except errors.FailedOfAnother as refusal:
        messages.error(request, str(refusal))
        return redirect("members:import_preview", uuid)
    return download(content, f"{batch.file_name.rsplit('.', 1)[0]}-错误行.xlsx")
