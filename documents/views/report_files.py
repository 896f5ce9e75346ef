"""The door of a report's Word and Excel files."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.documents import XLSX, download
from core.word import DOCX
from documents import actions as documents_actions
from reports.views import _visible


@require_safe
def file(request: HttpRequest, uuid: UUID, form: str) -> HttpResponse:
    """The report as xlsx or docx, with the rows of the reader's reach; the audit says who took it."""
    types = {"xlsx": XLSX, "docx": DOCX}
    if form not in types:
        raise Http404
    name, content = documents_actions.export(report=_visible(request, uuid), form=form, by=request.actor)
    return download(content, name, types[form])
