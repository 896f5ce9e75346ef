"""The door of a report's Word and Excel files."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.documents import download
from documents import actions as documents_actions
from reports.models import Report


@require_safe
def file(request: HttpRequest, uuid: UUID, form: str) -> HttpResponse:
    """The report as xlsx or docx, with the rows of the reader's reach; the audit says who took it."""
    if form not in ("xlsx", "docx"):
        raise Http404
    found = get_object_or_404(Report.objects.visible_to(request.actor), uuid=uuid)
    name, content = documents_actions.export(report=found, form=form, by=request.actor)
    return download(content, name)
