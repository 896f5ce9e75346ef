"""HTML views of the audit and of jobs."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from audit import actions as audit_actions
from audit import chain, jobs
from audit.errors import ExportReasonNeeded
from audit.filters import EntryFilter
from audit.models import Entry, Job
from audit.selectors import entry_words
from core import pdf
from core.http import download, page_or_part
from core.keyset import page_of
from core.workbooks.writing import SheetHead, filter_words, write_workbook


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    audit_actions.must_read(request.actor)
    found = EntryFilter(request.GET, Entry.objects.visible_to(request.actor))
    page = page_of(request, found.qs if found.is_valid() else Entry.objects.none())
    context = {
        "form": found.form,
        "page": page,
        "rows": [(entry, entry_words.changes(entry)) for entry in page.rows],
        "head": chain.head(),
        "reason_hint": f"导出上面筛选出的记录。超过{settings.EXPORT_REASON_ROWS:,}条要写明理由，导出本身也会记下。",
        "verified": Entry.objects.last_verification(),
    }
    return page_or_part(request, "audit/entry_list.html", "rows", context)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    job = audit_actions.start_verification(by=request.actor)
    return redirect("audit:job", uuid=job.uuid)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The filtered entries as a workbook; the filters come in the address, the reason in the form."""
    found = EntryFilter(request.GET, Entry.objects.visible_to(request.actor))
    if not found.is_valid():
        return redirect(f"{reverse('audit:list')}?{request.GET.urlencode()}")
    asked = {name: value for name, value in request.GET.items() if value}
    try:
        entries = audit_actions.export(
            entries=found.qs, filters=asked, reason=request.POST.get("reason", "")[:200], by=request.actor
        )
    except ExportReasonNeeded as refusal:
        messages.error(request, refusal.sentence, extra_tags="beside")
        return redirect(f"{reverse('audit:list')}?{request.GET.urlencode()}#export")
    words = filter_words(EntryFilter.base_filters, asked)
    head = SheetHead("审计记录", _place(request), request.actor.name, filters=words)
    return download(write_workbook([entry_words.sheet(entries)], head), "审计记录.xlsx")


def _place(request: HttpRequest) -> str:
    place = request.actor.place
    return place.name if place else ""


@require_safe
def jobs_(request: HttpRequest) -> HttpResponse:
    page = page_of(request, Job.objects.visible_to(request.actor).select_related("owner"), size=30)
    lacking = " ".join(pdf.missing()) if request.actor.reach.has("run_system") else ""
    return render(request, "audit/job_list.html", {"page": page, "lacking": lacking})


@require_safe
def job(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(Job.objects.visible_to(request.actor).select_related("owner"), uuid=uuid)
    done, total = jobs.progress(found)
    own = found.owner_id == request.user.pk
    context = {"job": found, "done": done, "total": total, "own": own}
    return page_or_part(request, "audit/job.html", "progress", context)
