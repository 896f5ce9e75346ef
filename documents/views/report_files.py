"""The Word, PDF and Excel files of a report."""

from typing import get_args
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.http import download
from documents import actions
from documents.actions.export_report import FileFormat
from reports.models import Report


@require_safe
def report_file(request: HttpRequest, uuid: UUID, form: str) -> HttpResponse:
    """The report as xlsx, docx or pdf, with the rows of the reader's reach."""
    if form not in get_args(FileFormat):
        raise Http404
    seen = Report.objects.visible_to(request.actor).filter(built_at__isnull=False)
    found = get_object_or_404(seen.select_related("organization"), uuid=uuid)
    name, content = actions.export_report(report=found, form=form, by=request.actor)
    return download(content, name)
