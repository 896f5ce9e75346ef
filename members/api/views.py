"""API of members: list, file, and the actions on one member."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api import read_body
from members import actions
from members.api import serializers as member_serializers
from members.filters import MemberFilter
from members.models import Member
from members.selectors import member_list


class MemberRouteMixin:
    """Finds the member of the URL among those the actor may see. Raises Http404."""

    request: Any
    kwargs: dict[str, Any]

    def get_member(self) -> Member:
        return get_object_or_404(
            Member.objects.visible_to(self.request.actor).with_place(), uuid=self.kwargs["uuid"]
        )


@extend_schema(responses=member_serializers.MemberDetailSerializer)
class MemberViewSet(MemberRouteMixin, GenericViewSet):
    """Members on the rolls, newest first; numbers masked. Who has left is listed only with `left=true`."""

    queryset = Member.objects.all()
    serializer_class = member_serializers.MemberSerializer
    filterset_class = MemberFilter
    cursor_ordering = "-pk"
    lookup_field = "uuid"
    lookup_value_converter = "uuid"

    @extend_schema(responses=member_serializers.MemberSerializer(many=True))
    def list(self, request: Request) -> Response:
        found = self.filter_queryset(Member.objects.visible_to(request.actor))
        rows = self.paginate_queryset(member_list.member_rows(found)) or []
        return self.get_paginated_response([member_list.member_data(row) for row in rows])

    def retrieve(self, request: Request, uuid: UUID) -> Response:
        """A file. Opening one outside one's own branch leaves an audit entry."""
        return self.member_response(actions.open_file(member=self.get_member(), by=request.actor))

    @extend_schema(request=member_serializers.MemberUpdateSerializer)
    def partial_update(self, request: Request, uuid: UUID) -> Response:
        """Correct facts. With `version` the change is refused if somebody else changed the file since."""
        return self.perform(actions.update, member_serializers.MemberUpdateSerializer, partial=True)

    @extend_schema(request=member_serializers.MembershipTransferSerializer)
    def transfer(self, request: Request, uuid: UUID) -> Response:
        """Transfer the membership to another branch from a day on."""
        return self.perform(actions.transfer, member_serializers.MembershipTransferSerializer)

    @extend_schema(request=member_serializers.GroupChangeSerializer)
    def regroup(self, request: Request, uuid: UUID) -> Response:
        """Move to another group of the same branch, or to none."""
        return self.perform(actions.regroup, member_serializers.GroupChangeSerializer)

    @extend_schema(
        request=member_serializers.LookUpSerializer,
        responses=member_serializers.MemberSerializer(many=True),
        filters=False,
    )
    def look_up(self, request: Request) -> Response:
        """Whose whole number this is, among those whose numbers one may unmask. Each question leaves an audit entry."""
        found = actions.look_up(**read_body(member_serializers.LookUpSerializer, request), by=request.actor)
        rows = member_list.member_rows(Member.objects.filter(pk__in=[each.pk for each in found]))
        data = [member_list.member_data(row) for row in rows]
        answer = {"next": None, "previous": None, "results": data}
        return Response(answer, headers={"Cache-Control": "no-store"})

    @extend_schema(
        request=member_serializers.UnmaskSerializer, responses=member_serializers.UnmaskedNumberSerializer
    )
    def unmask(self, request: Request, uuid: UUID) -> Response:
        """One sealed number in plain text. Needs VIEW_PRIVATE; the audit keeps who, whose, which and why."""
        member, given = self.get_member(), read_body(member_serializers.UnmaskSerializer, request)
        plain = actions.unmask(member=member, **given, by=request.actor)
        body = {"field": given["field"], "value": plain}
        return Response(body, headers={"Cache-Control": "no-store"})

    def perform(
        self, action: Callable[..., Member], shape: type[serializers.Serializer], **facts: Any
    ) -> Response:
        """Run the action on the member; out of reach answers 404 before the body is read."""
        member = self.get_member()
        return self.member_response(
            action(member=member, **read_body(shape, self.request, **facts), by=self.request.actor)
        )

    def member_response(self, member: Member, number: int = status.HTTP_200_OK) -> Response:
        row = member_list.member_rows(Member.objects.filter(pk=member.pk), private=True).get()
        return Response(
            member_list.member_data(row) | member_list.private_data(row, self.request.actor.reach),
            status=number,
        )
