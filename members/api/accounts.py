"""API that links sign-in accounts to members."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from branches.access.roles import Capability
from branches.api.fields import OrganizationCodeField
from branches.selectors import holders
from core.api import read_body
from members import actions
from members.api.serializers import InputSerializer
from members.forms import find_member
from members.models import Member


class AccountLinkInputSerializer(InputSerializer):
    """The member, by branch and name: who grants mandates sees no roll to choose from."""

    organization = OrganizationCodeField(help_text="code of the branch")
    name = serializers.CharField(max_length=64, help_text="as on the roll; of two alike, the member's number")


class AccountUnlinkSerializer(InputSerializer):
    """No fields."""


class AccountLinkSerializer(serializers.Serializer):
    username = serializers.CharField()
    member = serializers.UUIDField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    organization = serializers.CharField(allow_blank=True, help_text="code of the branch")


class AccountLinkViewSet(GenericViewSet):
    """Which member an account belongs to. It takes GRANT_MANDATES at every organization of the account."""

    queryset = Member.objects.none()
    serializer_class = AccountLinkSerializer
    lookup_field = "username"

    def get_account(self) -> Any:
        by = self.request.actor
        by.must_have(Capability.GRANT_MANDATES)
        return get_object_or_404(holders.accounts(by), username=self.kwargs["username"])

    @extend_schema(request=AccountLinkInputSerializer)
    def link(self, request: Request, username: str) -> Response:
        """Link the account to the member. If it cannot see the branch's calendar, it is granted the role `member`."""
        user, given = self.get_account(), read_body(AccountLinkInputSerializer, request)
        request.actor.must(Capability.GRANT_MANDATES, given["organization"])
        member = find_member(given["name"], given["organization"])
        if member is None:
            raise exceptions.ValidationError(
                {"name": ["名册里没有这个人，或者有几个同名的，请写党员编号。"]}, code="not_found"
            )
        return link_response(user, actions.link(member=member, user=user, by=request.actor))

    @extend_schema(request=AccountUnlinkSerializer)
    def unlink(self, request: Request, username: str) -> Response:
        """Unlink the account from its member; its mandates stay."""
        user = self.get_account()
        read_body(AccountUnlinkSerializer, request)
        member = get_object_or_404(Member.objects.select_related("organization", "user"), user=user)
        actions.link(member=member, user=None, by=request.actor)
        return link_response(user, None)


def link_response(user: Any, member: Member | None) -> Response:
    body = {"username": user.username, "member": None, "name": "", "organization": ""}
    if member is not None:
        body |= {"member": member.uuid, "name": member.name, "organization": member.organization.code}
    return Response(body)
