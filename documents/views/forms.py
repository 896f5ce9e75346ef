"""Downloads of the papers beside the minutes: of a meeting, an appraisal, a branch, a decision, a member."""

from collections.abc import Collection
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from branches.access.roles import Capability
from branches.models import Organization
from core.http import download
from documents import actions
from documents.contexts import layout
from documents.states import (
    OF_APPRAISAL,
    OF_DECISION,
    OF_MEETING,
    OF_MEMBER,
    OF_ORGANIZATION,
    PaperKind,
)
from life.selectors import appraisals
from meetings.models import Meeting
from members.models import Member
from procedures.models import MemberDecision


@require_safe
def meeting_paper(request: HttpRequest, uuid: UUID, kind: str, form: str) -> HttpResponse:
    seen = Meeting.objects.visible_to(request.actor).select_related("organization__parent")
    name, content = actions.export_meeting_paper(
        meeting=get_object_or_404(seen, uuid=uuid),
        kind=_known_kind(kind, form, OF_MEETING),
        form=form,
        by=request.actor,
    )
    return download(content, name)


@require_safe
def appraisal_paper(request: HttpRequest, uuid: UUID, kind: str, form: str) -> HttpResponse:
    seen = appraisals.with_entries(appraisals.for_list(request.actor))
    name, content = actions.export_appraisal_paper(
        appraisal=get_object_or_404(seen, uuid=uuid),
        kind=_known_kind(kind, form, OF_APPRAISAL),
        form=form,
        by=request.actor,
    )
    return download(content, name)


@require_safe
def branch_paper(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    seen = Organization.objects.visible_to(request.actor, Capability.CALENDAR).select_related("parent")
    name, content = actions.export_branch_paper(
        organization=get_object_or_404(seen, code=request.GET.get("organization", "")),
        kind=_known_kind(kind, form, OF_ORGANIZATION),
        form=form,
        by=request.actor,
    )
    return download(content, name)


@require_safe
def decision_paper(request: HttpRequest, uuid: UUID, kind: str, form: str) -> HttpResponse:
    name, content = actions.export_decision_paper(
        decision=get_object_or_404(MemberDecision.objects.visible_to(request.actor).for_list(), uuid=uuid),
        kind=_known_kind(kind, form, OF_DECISION),
        form=form,
        by=request.actor,
    )
    return download(content, name)


@require_safe
def member_paper(request: HttpRequest, uuid: UUID, kind: str, form: str) -> HttpResponse:
    people = Member.objects.visible_to(request.actor).select_related("organization", "group")
    name, content = actions.export_member_paper(
        member=get_object_or_404(people, uuid=uuid),
        kind=_known_kind(kind, form, OF_MEMBER),
        form=form,
        by=request.actor,
    )
    return download(content, name)


def _known_kind(kind: str, form: str, kinds: Collection[PaperKind]) -> PaperKind:
    if kind not in kinds or form not in layout.FORMS:
        raise Http404
    return PaperKind(kind)
