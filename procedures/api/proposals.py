"""API doors at the addresses of members whose deeds are proposed: the answer is 202 with the decision that waits."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import read_body
from core.errors import RuleBroken
from members import errors as member_errors
from members.api.views import MemberViewSet
from members.models import Member
from members.states import ExemptionPurpose
from procedures import actions
from procedures.api import serializers as shapes
from procedures.api.restrictions import RestrictionViewSet
from procedures.rules.proposal import Proposal
from procedures.states import ENDING, DecisionKind

WAITS = {202: shapes.MemberDecisionSerializer}
PERSON = frozenset(shapes.MemberFactsSerializer().fields)


def waiting_response(request: Request, named: dict[str, str] | None = None, **facts: Any) -> Response:
    """Propose it and say that it waits; `named`: fact of the proposal → the field that holds it in this body."""
    given = {name: value for name, value in facts.items() if value not in (None, "")}
    for fact, field_name in (named or {}).items():
        if field_name in given:
            given[fact] = given.pop(field_name)
    try:
        decision = actions.propose(proposal=Proposal(**given), by=request.actor)
    except RuleBroken as refusal:
        names = named or {}
        refusal.fields = {names.get(name, name): words for name, words in refusal.fields.items()}
        raise
    return Response(shapes.decision_data(decision), status=status.HTTP_202_ACCEPTED)


class EnrollmentViewSet(MemberViewSet):
    """Members on the rolls, newest first; numbers masked. Who has left is listed only with `left=true`."""

    @extend_schema(request=shapes.EnrollmentSerializer, responses=WAITS)
    def create(self, request: Request) -> Response:
        """Propose a person for a branch. Birthday and sex come from the identity number unless given."""
        given = read_body(shapes.EnrollmentSerializer, request)
        person = {name: given.pop(name) for name in PERSON if name in given}
        given.setdefault("entry", DecisionKind.ADMITTED)
        return waiting_response(request, {"kind": "entry", "effective_on": "since"}, person=person, **given)


class MemberProposalViewSet(MemberViewSet):
    """What is proposed about a member."""

    @extend_schema(request=shapes.MemberExitSerializer, responses=WAITS)
    def leave(self, request: Request, uuid: UUID) -> Response:
        """Propose that the membership ends; a death with the number, day and issuer of its certificate."""
        member, given = self.get_member(), read_body(shapes.MemberExitSerializer, request)
        return self.waiting(member, {"kind": "exit", "effective_on": "on"}, **given)

    @extend_schema(request=shapes.FullMembershipSerializer, responses=WAITS)
    def confirm_full_membership(self, request: Request, uuid: UUID) -> Response:
        """Propose a probationary member's full membership, which begins with the end of the probation (R-DEV-20)."""
        member, given = self.get_member(), read_body(shapes.FullMembershipSerializer, request)
        on = given.pop("on", None)
        if on is not None and member.full_on is None and on != member.probation_ends_on:
            raise member_errors.FullOnAnotherDay.at("on", end=member.probation_ends_on)
        return self.waiting(member, kind=DecisionKind.CONVERSION, **given)

    @extend_schema(request=shapes.ProbationExtensionSerializer, responses=WAITS)
    def extend_probation(self, request: Request, uuid: UUID) -> Response:
        """Propose that the probation is extended, once, by half a year to a year (R-DEV-19)."""
        member, given = self.get_member(), read_body(shapes.ProbationExtensionSerializer, request)
        return self.waiting(member, kind=DecisionKind.EXTENSION, **given)

    @extend_schema(request=shapes.PostponementSerializer, responses=WAITS)
    def postpone(self, request: Request, uuid: UUID) -> Response:
        """Propose that the full membership of one transferred in is discussed later, by half a year at most (R-DEV-27)."""
        member, given = self.get_member(), read_body(shapes.PostponementSerializer, request)
        return self.waiting(member, kind=DecisionKind.POSTPONED, **given)

    def waiting(self, member: Member, named: dict[str, str] | None = None, **facts: Any) -> Response:
        return waiting_response(self.request, named, member=member, organization=member.organization, **facts)


class RestrictionProposalViewSet(RestrictionViewSet):
    """Restrictions of a member, the newest first; what is proposed about them."""

    @extend_schema(request=shapes.RestrictionInputSerializer, responses=WAITS)
    def create(self, request: Request, uuid: UUID) -> Response:
        """Propose a restriction: suspended and exempt members are not expected at meetings, the others have no vote."""
        member, given = self.get_member(), read_body(shapes.RestrictionInputSerializer, request)
        if given["kind"] == DecisionKind.EXEMPT:
            given.setdefault("purpose", ExemptionPurpose.ATTENDANCE)
        given["searches"] = tuple(given.get("searches", ()))
        return waiting_response(
            request, {"effective_on": "since"}, member=member, organization=member.organization, **given
        )

    @extend_schema(request=shapes.RestrictionEndSerializer, responses=WAITS)
    def lift(self, request: Request, uuid: UUID, pk: int) -> Response:
        """Propose the end of a restriction."""
        found = get_object_or_404(self.get_queryset(), pk=pk)
        given = read_body(shapes.RestrictionEndSerializer, request)
        return waiting_response(
            request,
            {"effective_on": "until"},
            kind=ENDING[found.kind],
            member=found.member,
            organization=found.member.organization,
            restriction=found,
            **given,
        )
