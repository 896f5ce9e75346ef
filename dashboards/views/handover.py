"""The hand-over: what is open when a secretary changes, on a page and as a list to sign."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from branches.access.roles import Capability
from branches.models import Organization
from branches.states import BRANCHES
from core import pdf
from core.errors import NotPermitted
from core.http import download
from dashboards import actions
from dashboards.selectors import handover
from documents.contexts import layout


@require_safe
def handover_page(request: HttpRequest) -> HttpResponse:
    place = _requested_branch(request)
    context = {
        "organization": place,
        "handover": handover.handover(place, by=request.actor),
        "lacking": " ".join(pdf.missing()),
        "may_export": request.actor.may(Capability.EXPORT, place),
    }
    return render(request, "dashboards/handover.html", context)


@require_safe
def handover_file(request: HttpRequest, form: str) -> HttpResponse:
    if form not in layout.FORMS:
        raise Http404
    name, content = actions.export_handover(
        organization=_requested_branch(request),
        form=form,
        receiver=request.GET.get("receiver", ""),
        by=request.actor,
    )
    return download(content, name)


def _requested_branch(request: HttpRequest) -> Organization:
    """The requested branch, else the first visible one. Raises NotPermitted for actors who see only its calendar."""
    seen = Organization.objects.visible_to(request.actor, Capability.CALENDAR).filter(kind__in=BRANCHES)
    if code := request.GET.get("organization", ""):
        found: Organization | None = get_object_or_404(seen, code=code)
    else:
        found = seen.order_by("path").first()
    if found is None:
        raise NotPermitted
    request.actor.must(Capability.VIEW, found)
    return found
