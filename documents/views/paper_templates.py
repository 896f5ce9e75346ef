"""Pages of paper templates: list, download, upload, retire."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.access.roles import Capability
from branches.models import Organization
from core.errors import NotPermitted, RuleBroken
from core.http import download, form_page
from documents import actions
from documents.contexts import layout, template_fields
from documents.forms import TemplateForm
from documents.models import PaperTemplate
from documents.states import PaperKind


@require_http_methods(["GET", "HEAD", "POST"])
def list_(request: HttpRequest) -> HttpResponse:
    """The templates in use at an organization and the fields they may use; POST uploads one."""
    place = _place(request)
    may_change = request.actor.may(Capability.MANAGE_RULES, place)

    def show(status: int, form: TemplateForm | None = None) -> HttpResponse:
        context = _context(place, form, may_change)
        return render(request, "documents/paper_templates.html", context, status=status)

    if request.method != "POST":
        initial = {"organization": place.code}
        return show(200, TemplateForm(by=request.actor, initial=initial) if may_change else None)
    if not request.actor.reach.has(Capability.MANAGE_RULES):
        raise NotPermitted
    form = TemplateForm(request.POST, request.FILES, by=request.actor)

    def save() -> HttpResponse:
        facts = dict(form.cleaned_data)
        sent = facts.pop("file")
        try:
            kept = actions.upload_template(**facts, upload=sent, name=sent.name, by=request.actor)
        except RuleBroken as refusal:
            raise refusal.beside("file") from refusal
        messages.success(request, f"{kept.get_kind_display()}从现在起用“{kept.name}”。")
        return redirect(f"{request.path}?organization={kept.organization.code}")

    return form_page(form, save, lambda status: show(status, form))


def _context(place: Organization, form: Any, may_change: bool) -> dict[str, Any]:
    in_use = layout.templates_at(place)
    return {
        "place": place,
        "form": form,
        "may_change": may_change,
        "rows": [
            {"kind": kind, "template": in_use.get(kind.value), "fields": template_fields.FIELDS[kind]}
            for kind in PaperKind
        ],
    }


@require_safe
def current(request: HttpRequest, kind: str) -> HttpResponse:
    """Download the template in use: the organization's, the nearest above it, or the product's."""
    place = _place(request)
    if kind not in PaperKind.values:
        raise Http404
    template = layout.template_for(kind, place)
    name = template.name if template else f"{PaperKind(kind).label}模板.docx"
    return download(layout.template_content(template, kind), name)


@require_POST
def retire(request: HttpRequest, uuid: UUID) -> HttpResponse:
    seen = PaperTemplate.objects.filter(request.actor.reach.q(Capability.CALENDAR))
    template = get_object_or_404(seen.select_related("organization"), uuid=uuid)
    actions.retire_template(template=template, by=request.actor)
    messages.success(request, f"“{template.name}”停用了。")
    return redirect("papers:templates")


def _place(request: HttpRequest) -> Organization:
    """The organization of ?organization=, else the highest one in reach. Raises NotPermitted, Http404."""
    seen = Organization.objects.visible_to(request.actor, Capability.VIEW).order_by("path")
    if code := request.GET.get("organization", ""):
        return get_object_or_404(seen, code=code)
    found = seen.first()
    if found is None:
        raise NotPermitted
    return found
