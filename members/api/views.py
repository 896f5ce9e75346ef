"""JSON doors of people: the same actions, filters and reach as the pages."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from core.api import read_body
from members import actions
from members.api import serializers as shapes
from members.filters import MemberFilters
from members.models import Member
from members.selectors import member_list


class OfMember:
    """What the doors of one person have in common."""

    request: Any
    kwargs: dict[str, Any]

    def member(self) -> Member:
        by = self.request.actor
        seen = Member.objects.visible_to(by).select_related("organization", "group", "user")
        member = get_object_or_404(seen, uuid=self.kwargs["uuid"])
        own = by.user is not None and member.user_id == by.user.pk
        if member.left_on and not own and not by.may(Capability.MANAGE_MEMBERS, member.organization):
            raise Http404
        return member


@extend_schema(responses=shapes.MemberDetail)
class Members(OfMember, GenericViewSet):
    """People on the rolls, newest first; numbers masked. Somebody who left shows only with `left=true`."""

    queryset = Member.objects.all()
    serializer_class = shapes.MemberRow
    filterset_class = MemberFilters
    cursor_ordering = "-pk"
    lookup_field = "uuid"
    lookup_value_converter = "uuid"

    @extend_schema(responses=shapes.MemberRow(many=True))
    def list(self, request: Request) -> Response:
        found = self.filter_queryset(Member.objects.visible_to(request.actor))
        rows = self.paginate_queryset(member_list.rows_of(found)) or []
        return self.get_paginated_response(
            [member_list.shown(row) | {"left_on": row["left_on"]} for row in rows]
        )

    def retrieve(self, request: Request, uuid: UUID) -> Response:
        return self.answer(self.member())

    @extend_schema(request=shapes.EnrollShape, responses={201: shapes.MemberDetail})
    def create(self, request: Request) -> Response:
        """Put a person on a branch's roll. Birthday and sex come from the identity number unless given."""
        given = read_body(shapes.EnrollShape, request)
        return self.answer(actions.enroll(**given, by=request.actor), status.HTTP_201_CREATED)

    @extend_schema(request=shapes.UpdateShape)
    def partial_update(self, request: Request, uuid: UUID) -> Response:
        """Correct facts. Send `version` to be refused when somebody was first."""
        return self.deed(actions.update, shapes.UpdateShape, partial=True)

    @extend_schema(request=shapes.TransferShape)
    def transfer(self, request: Request, uuid: UUID) -> Response:
        """Move the membership to another branch from a day on."""
        return self.deed(actions.transfer, shapes.TransferShape)

    @extend_schema(request=shapes.RegroupShape)
    def regroup(self, request: Request, uuid: UUID) -> Response:
        """Move to another group of the same branch, or to none."""
        return self.deed(actions.regroup, shapes.RegroupShape)

    @extend_schema(request=shapes.LeaveShape)
    def leave(self, request: Request, uuid: UUID) -> Response:
        """End the place on the roll."""
        return self.deed(actions.leave, shapes.LeaveShape)

    @extend_schema(request=shapes.TurnFullShape)
    def turn_full(self, request: Request, uuid: UUID) -> Response:
        """A preparatory member becomes a full one (R-DATA-03)."""
        return self.deed(actions.turn_full, shapes.TurnFullShape)

    @extend_schema(request=shapes.UnmaskShape, responses=shapes.Unmasked)
    def unmask(self, request: Request, uuid: UUID) -> Response:
        """One sealed number in plain text. Needs VIEW_PRIVATE; the audit keeps who, whose, which and why."""
        member, given = self.member(), read_body(shapes.UnmaskShape, request)
        plain = actions.unmask(member=member, **given, by=request.actor)
        body = {"field": given["field"], "value": plain}
        return Response(body, headers={"Cache-Control": "no-store"})

    def deed(
        self, action: Callable[..., Member], shape: type[serializers.Serializer], **facts: Any
    ) -> Response:
        """Who is out of reach is not there, whatever was sent."""
        member = self.member()
        return self.answer(
            action(member=member, **read_body(shape, self.request, **facts), by=self.request.actor)
        )

    def answer(self, member: Member, number: int = status.HTTP_200_OK) -> Response:
        row = member_list.rows_of(Member.objects.filter(pk=member.pk), private=True).get()
        body = member_list.shown(row) | {"left_on": row["left_on"], "version": member.version}
        return Response(body | member_list.private(row, self.request.actor.reach), status=number)
