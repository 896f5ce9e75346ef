"""API of the papers beside the minutes: of a meeting, an appraisal, a branch, a decision, a member."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from branches.access.roles import Capability
from documents import actions
from documents.api.views import ORGANIZATION, PAPER, PaperViewSet, form_parameter
from documents.states import (
    OF_APPRAISAL,
    OF_DECISION,
    OF_MEETING,
    OF_MEMBER,
    OF_ORGANIZATION,
    PaperKind,
)
from life.models import Appraisal
from life.selectors import appraisals
from members.models import Member
from procedures.models import MemberDecision

FORM = form_parameter("docx", "pdf")


def kind_parameter(kinds: tuple[PaperKind, ...]) -> OpenApiParameter:
    said = ", ".join(f"{kind.value} {kind.label}" for kind in kinds)
    values = [kind.value for kind in kinds]
    return OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=values, description=said)


def known_kind(kind: str, kinds: tuple[PaperKind, ...]) -> PaperKind:
    """Raises Http404 for a paper that is not of these."""
    if kind not in kinds:
        raise Http404
    return PaperKind(kind)


class MeetingFormViewSet(PaperViewSet):
    """Notice, resolution, ballots, tally and report of one meeting."""

    KNOWN_PARAMETERS = frozenset({"form"})

    @extend_schema(responses=PAPER, parameters=[kind_parameter(OF_MEETING), FORM])
    def file(self, request: Request, uuid: Any, kind: str) -> HttpResponse:
        """The paper; 409 `nothing_for_paper` where the meeting has nothing to say in it."""
        return self.file_response(
            actions.export_meeting_paper(
                meeting=self.get_meeting(uuid, Capability.VIEW),
                kind=known_kind(kind, OF_MEETING),
                form=self.requested_form("docx", "pdf"),
                by=request.actor,
            )
        )


class AppraisalFormViewSet(PaperViewSet):
    """The grading sheet and the members' forms of one appraisal."""

    queryset = Appraisal.objects.none()
    KNOWN_PARAMETERS = frozenset({"form"})

    @extend_schema(responses=PAPER, parameters=[kind_parameter(OF_APPRAISAL), FORM])
    def file(self, request: Request, uuid: Any, kind: str) -> HttpResponse:
        seen = appraisals.with_entries(appraisals.for_list(request.actor))
        return self.file_response(
            actions.export_appraisal_paper(
                appraisal=get_object_or_404(seen, uuid=uuid),
                kind=known_kind(kind, OF_APPRAISAL),
                form=self.requested_form("docx", "pdf"),
                by=request.actor,
            )
        )


class BranchFormViewSet(PaperViewSet):
    """Public notice and the papers of an election, with blanks for what no row holds."""

    KNOWN_PARAMETERS = frozenset({"organization", "form"})

    @extend_schema(responses=PAPER, parameters=[kind_parameter(OF_ORGANIZATION), ORGANIZATION, FORM])
    def file(self, request: Request, kind: str) -> HttpResponse:
        """The paper; 409 `nothing_for_paper` where the organization has none."""
        return self.file_response(
            actions.export_branch_paper(
                organization=self.find_organization(self.query_value("organization")),
                kind=known_kind(kind, OF_ORGANIZATION),
                form=self.requested_form("docx", "pdf"),
                by=request.actor,
            )
        )


class DecisionFormViewSet(PaperViewSet):
    """Answer of the body above, and letter of transfer, of one approved decision."""

    queryset = MemberDecision.objects.none()
    KNOWN_PARAMETERS = frozenset({"form"})

    @extend_schema(responses=PAPER, parameters=[kind_parameter(OF_DECISION), FORM])
    def file(self, request: Request, uuid: Any, kind: str) -> HttpResponse:
        """The paper; 409 `nothing_for_paper` where the decision is not approved or has none of that kind."""
        seen = MemberDecision.objects.visible_to(request.actor).for_list()
        return self.file_response(
            actions.export_decision_paper(
                decision=get_object_or_404(seen, uuid=uuid),
                kind=known_kind(kind, OF_DECISION),
                form=self.requested_form("docx", "pdf"),
                by=request.actor,
            )
        )


class MemberFormViewSet(PaperViewSet):
    """Registration form and record of the steps of admission of one member, for who keeps the roll."""

    queryset = Member.objects.none()
    KNOWN_PARAMETERS = frozenset({"form"})

    @extend_schema(responses=PAPER, parameters=[kind_parameter(OF_MEMBER), FORM])
    def file(self, request: Request, uuid: Any, kind: str) -> HttpResponse:
        people = Member.objects.visible_to(request.actor).select_related("organization", "group")
        return self.file_response(
            actions.export_member_paper(
                member=get_object_or_404(people, uuid=uuid),
                kind=known_kind(kind, OF_MEMBER),
                form=self.requested_form("docx", "pdf"),
                by=request.actor,
            )
        )
