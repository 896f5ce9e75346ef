"""Pages of decisions about people: what waits for whom, one decision, and deciding it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from branches.access.roles import Capability
from branches.selectors.requested_place import requested_place
from core.http import form_page, page_or_part
from core.keyset import page_of
from procedures import actions
from procedures.filters import MemberDecisionFilter
from procedures.forms import ApprovalForm
from procedures.models import MemberDecision
from procedures.selectors.decision_page import due_day, load_decision_page

PAGE = 50
NARROWING = ("organization", "below", "member", "kind", "status", "waiting")


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    request.actor.must_have(Capability.MANAGE_MEMBERS, Capability.DECIDE_ON_MEMBERS)
    visible = MemberDecision.objects.visible_to(request.actor)
    found = MemberDecisionFilter(request.GET, visible, request=request)
    rows = found.qs if found.is_valid() else visible.none()
    page = page_of(request, rows.for_list(), order=("-pk",), size=PAGE)
    for row in page.rows:
        row.due = due_day(row)
    context = {
        "form": found.form,
        "place": requested_place(request.GET, request.actor),
        "page": page,
        "waiting_for_me": MemberDecision.objects.waiting_for(request.actor).count(),
        "narrowed": any(request.GET.get(name) for name in NARROWING),
    }
    return page_or_part(request, "procedures/decision_list.html", "rows", context)


def _decision(request: HttpRequest, uuid: UUID) -> MemberDecision:
    found = MemberDecision.objects.visible_to(request.actor).for_list()
    return get_object_or_404(
        found.select_related(
            "organization__parent",
            "member__organization",
            "resolution__item__meeting",
            "restriction",
            "group",
            "asked_by",
        ),
        uuid=uuid,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One decision; its form approves it, returns it, or takes it back."""
    decision = _decision(request, uuid)
    form = ApprovalForm(request.POST or None, decision=decision)

    def save() -> HttpResponse:
        messages.success(request, _move(request, decision, dict(form.cleaned_data)))
        return redirect("procedures:detail", uuid)

    def show(status: int) -> HttpResponse:
        context = {
            "decision": decision,
            "decision_page": load_decision_page(decision, request.actor),
            "form": form,
        }
        return render(request, "procedures/decision_detail.html", context, status=status)

    return form_page(form, save, show)


def _move(request: HttpRequest, decision: MemberDecision, given: dict[str, Any]) -> str:
    """Do what the pressed button says. Returns the message; raises Http404 for a button there is none of."""
    move, by = request.POST.get("move"), request.actor
    if move == "approve":
        actions.approve_decision(decision=decision, **given, by=by)
        return "已批准，已经生效。"
    if move == "return":
        actions.return_decision(decision=decision, comment=given["comment"], version=given["version"], by=by)
        return "已退回。"
    if move == "withdraw":
        actions.withdraw(decision=decision, by=by)
        return "已撤回。"
    raise Http404
