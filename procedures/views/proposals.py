"""Pages that propose a decision: about a member, and about a new person. They stand at the addresses of members."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from branches.access.roles import Capability
from branches.models import Organization
from branches.selectors.actors import Actor
from core import clock
from core.errors import RuleBroken
from core.http import form_page
from members.forms import find_organization
from members.models import Member
from procedures import actions, forms
from procedures.models import MemberDecision
from procedures.rules.kinds import RULES
from procedures.selectors.member_proposals import DEEDS, offered_deeds
from procedures.selectors.what_followed import may_take_back, undone_first, votes_since
from procedures.states import DecisionKind

PROPOSED = "已提出，等上级党组织审批。"
VOTES_SHOWN = 5
PERSON_NOTE = (
    "新接收的预备党员凭支部党员大会决议和上级党委批复，转入的凭介绍信，恢复党籍的凭恢复的决定。"
    "提出以后由上级党组织审批，批准了才编入名册。"
)


PAGES: dict[str, tuple[type[forms.ProposalForm], str]] = {
    "turn-full": (forms.ConversionForm, RULES[DecisionKind.CONVERSION].sentence),
    "extend": (forms.ExtensionForm, RULES[DecisionKind.EXTENSION].sentence),
    "postpone": (forms.PostponementForm, RULES[DecisionKind.POSTPONED].sentence),
    "restrict": (
        forms.RestrictionForm,
        "停止党籍、留党察看、中止党员权利和不列入应到，都由上级党组织审批后生效。停止党籍的和不列入应到的，不算应到；"
        "留党察看、中止党员权利的，列入应到、没有表决权。",
    ),
    "lift": (forms.RestrictionEndForm, "期满不自动恢复，以恢复的决定为准。"),
    "leave": (
        forms.ExitForm,
        "由党支部凭决议、介绍信或者死亡证明提出，上级党组织审批后才离开名册。只是换支部，请由上级办理转接。",
    ),
}
"""Deed → its form and what the page says first."""


def refuse_beside(refusal: RuleBroken, form: Any) -> RuleBroken:
    """The refusal with its sentences beside the fields as this form names them."""
    named = getattr(form, "NAMED", {})
    refusal.fields = {named.get(name, name): sentence for name, sentence in refusal.fields.items()}
    return refusal


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, uuid: UUID, deed: str) -> HttpResponse:
    """The page that proposes one thing about one member."""
    member = get_object_or_404(Member.objects.visible_to(request.actor).with_place(), uuid=uuid)
    offered = offered_deeds(member, request.actor)
    if deed not in offered:
        request.actor.must(Capability.MANAGE_MEMBERS, member.organization)
        raise Http404
    shape, note = PAGES[deed]
    form = shape(request.POST or None, member=member, by=request.actor)

    def save() -> HttpResponse:
        return redirect("procedures:detail", _proposed(request, form).uuid)

    context = {
        "form": form,
        "member": member,
        "organization": member.organization,
        "word": DEEDS[deed],
        "note": note,
        "slug": deed,
        "deeds": {slug: DEEDS[slug] for slug in offered},
    }
    template = "procedures/proposal.html"
    return form_page(form, save, lambda status: render(request, template, context, status=status))


def _proposed(request: HttpRequest, form: Any) -> Any:
    try:
        decision = actions.propose(proposal=form.proposal(), by=request.actor)
    except RuleBroken as refusal:
        raise refuse_beside(refusal, form) from None
    messages.success(request, PROPOSED)
    return decision


@require_http_methods(["GET", "HEAD", "POST"])
def propose_person(request: HttpRequest) -> HttpResponse:
    """Propose a person for the branch ?organization=CODE; without it, for the only branch whose roll the actor keeps."""
    place = _place_of_new_person(request, request.actor)
    if place is None:
        messages.info(request, "先在这里选一个党支部，再从它的“名册”里编入党员。")
        return redirect("organizations:tree")
    form = forms.PersonForm(request.POST or None, organization=place)

    def save() -> HttpResponse:
        return redirect("procedures:detail", _proposed(request, form).uuid)

    back = f"{reverse('members:list')}?{urlencode({'organization': place.code})}"
    context = {"form": form, "organization": place, "note": PERSON_NOTE, "back": back}
    template = "procedures/person_proposal.html"
    return form_page(form, save, lambda status: render(request, template, context, status=status))


def _place_of_new_person(request: HttpRequest, by: Actor) -> Organization | None:
    """None where there are several to choose from. Raises Http404, NotPermitted."""
    code = request.GET.get("organization", "")
    if code:
        found = find_organization(code, by, Capability.MANAGE_MEMBERS)
    else:
        kept = Organization.objects.branches().standing(clock.today())
        several = list(kept.visible_to(by, Capability.MANAGE_MEMBERS)[:2])
        if len(several) > 1:
            return None
        found = several[0] if several else None
    if found is None or not found.is_branch:
        by.must_have(Capability.MANAGE_MEMBERS)
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Propose that an approved decision is taken back, with what it would change said before."""
    seen = MemberDecision.objects.visible_to(request.actor).for_list()
    decision = get_object_or_404(seen.select_related("member__organization"), uuid=uuid)
    if not may_take_back(decision, request.actor):
        request.actor.must(Capability.MANAGE_MEMBERS, decision.organization)
        raise Http404
    form = forms.TakingBackForm(request.POST or None, decision=decision)

    def save() -> HttpResponse:
        return redirect("procedures:detail", _proposed(request, form).uuid)

    context = {
        "form": form,
        "decision": decision,
        "rule": RULES[DecisionKind.TAKEN_BACK],
        "first": undone_first(decision, decision.member),
        "votes": votes_since(decision)[:VOTES_SHOWN],
    }
    template = "procedures/taking_back.html"
    return form_page(form, save, lambda status: render(request, template, context, status=status))
