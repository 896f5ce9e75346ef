"""Viewsets and serializers of accounts and API clients, with the same actions and reach as the pages."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from oauth2_provider.models import get_application_model
from rest_framework import exceptions, serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import actions as account_actions
from branches import actions
from branches.access.roles import Capability, Role
from branches.models import Organization
from branches.selectors import holders
from core.api import EmptySerializer, StrictFields, read_body, refuse_unknown
from core.writes import TaggedRow


class HeldMandateSerializer(serializers.Serializer):
    role = serializers.ChoiceField(Role.choices)
    organization = serializers.CharField(source="organization.code", help_text="code")


class AccountSerializer(TaggedRow):
    username = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=64)
    is_active = serializers.BooleanField()
    must_change_password = serializers.BooleanField()
    is_awaiting = serializers.BooleanField(help_text="dead until another administrator has vouched for it")
    has_second_factor = serializers.SerializerMethodField(
        help_text="signs in with a code besides the password"
    )
    mandates = HeldMandateSerializer(source="held", many=True, help_text="in force today")

    def get_has_second_factor(self, user: Any) -> bool:
        return user.second_factor_at is not None


class NewAccountSerializer(serializers.Serializer):
    username = serializers.CharField(max_length=64)
    password = serializers.CharField(help_text="shown this once; to be changed at the next sign-in")


class AccountInputSerializer(StrictFields, serializers.Serializer):
    username = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=64)


class ApiClientSerializer(TaggedRow):
    client_id = serializers.CharField()
    name = serializers.CharField()
    is_active = serializers.BooleanField(source="user.is_active")
    is_awaiting = serializers.BooleanField(
        source="user.is_awaiting", help_text="dead until another administrator has vouched for it"
    )
    mandates = HeldMandateSerializer(source="user.held", many=True)
    last_used = serializers.DateTimeField(allow_null=True, help_text="when a token was last fetched")


class NewApiClientSerializer(serializers.Serializer):
    client_id = serializers.CharField()
    client_secret = serializers.CharField(help_text="shown this once")


class ApiClientInputSerializer(StrictFields, serializers.Serializer):
    name = serializers.CharField(max_length=57)
    organization = serializers.CharField(max_length=32, help_text="code")
    role = serializers.ChoiceField(Role.choices)


def password_response(user: Any, password: str, number: int = status.HTTP_200_OK) -> Response:
    body = {"username": user.username, "password": password}
    return Response(body, status=number, headers={"Cache-Control": "no-store"})


class AccountViewSet(RetrieveModelMixin, GenericViewSet):
    """People's sign-in accounts, for whoever grants mandates over everything they are for."""

    queryset = get_user_model().objects.none()
    serializer_class = AccountSerializer
    filter_backends: list[Any] = []
    cursor_ordering: str | tuple[str, ...] = "-pk"
    lookup_field = "username"
    lookup_value_regex = "[^/]{1,64}"

    def get_queryset(self) -> QuerySet[Any]:
        self.request.actor.must_have(Capability.GRANT_MANDATES)
        return holders.accounts(self.request.actor, self.request.query_params.get("q", "")[:60])

    def perform(self, action: Callable[..., Any]) -> tuple[Any, Any]:
        """The account of the address, and what the action on it returned."""
        read_body(EmptySerializer, self.request)
        user = get_object_or_404(self.get_queryset(), username=self.kwargs["username"])
        return user, action(user=user, by=self.request.actor)

    @extend_schema(
        responses=AccountSerializer(many=True),
        parameters=[OpenApiParameter("q", str, description="name or account")],
    )
    def list(self, request: Request) -> Response:
        refuse_unknown(request, "q")
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(AccountSerializer(rows, many=True).data)

    @extend_schema(request=AccountInputSerializer, responses={201: NewAccountSerializer})
    def create(self, request: Request) -> Response:
        user, password = account_actions.open_account(
            **read_body(AccountInputSerializer, request), by=request.actor
        )
        return password_response(user, password, status.HTTP_201_CREATED)

    @extend_schema(request=EmptySerializer, responses=NewAccountSerializer)
    @action(detail=True, methods=["post"])
    def reset(self, request: Request, username: str) -> Response:
        """Replace a forgotten password by an initial one."""
        return password_response(*self.perform(account_actions.reset_password))

    @extend_schema(request=EmptySerializer, responses=AccountSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, username: str) -> Response:
        """Refuse its sessions and tokens from now on."""
        return Response(AccountSerializer(self.perform(account_actions.close_account)[0]).data)

    @extend_schema(request=EmptySerializer, responses=AccountSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, username: str) -> Response:
        return Response(AccountSerializer(self.perform(account_actions.reopen_account)[0]).data)

    @extend_schema(request=EmptySerializer, responses=AccountSerializer)
    @action(detail=True, methods=["post"])
    def unlock(self, request: Request, username: str) -> Response:
        """Let it try again before the lock after too many wrong passwords ends by itself."""
        return Response(AccountSerializer(self.perform(account_actions.unlock_account)[0]).data)

    @extend_schema(request=EmptySerializer, responses=AccountSerializer)
    @action(detail=True, methods=["post"])
    def vouch(self, request: Request, username: str) -> Response:
        """Say, as another than who was shown its password, that its holder has it; until then nobody signs in with it."""
        return Response(AccountSerializer(self.perform(actions.vouch)[0]).data)

    @extend_schema(request=EmptySerializer, responses=AccountSerializer)
    @action(detail=True, methods=["post"], url_path="reset-second-factor", url_name="reset-second-factor")
    def reset_second_factor(self, request: Request, username: str) -> Response:
        """Take the telephone off it that its holder no longer has; another one is bound at the next sign-in."""
        return Response(AccountSerializer(self.perform(actions.reset_second_factor)[0]).data)


class ApiClientViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """API clients of the reach: whoever runs the system reads them, whoever grants mandates opens and closes them."""

    queryset = get_application_model().objects.none()
    serializer_class = ApiClientSerializer
    cursor_ordering: str | tuple[str, ...] = "-pk"
    lookup_field = "client_id"
    lookup_value_regex = "[^/]{1,100}"

    def get_queryset(self) -> QuerySet[Any]:
        self.request.actor.must_have(Capability.GRANT_MANDATES, Capability.RUN_SYSTEM)
        return holders.clients(self.request.actor)

    @extend_schema(request=ApiClientInputSerializer, responses={201: NewApiClientSerializer})
    def create(self, request: Request) -> Response:
        request.actor.must_have(Capability.GRANT_MANDATES, Capability.RUN_SYSTEM)
        facts = read_body(ApiClientInputSerializer, request)
        places = Organization.objects.visible_to(request.actor)
        place = places.filter(code=facts["organization"]).first()
        if place is None:
            raise exceptions.ValidationError(
                {"organization": ["没有这个党组织，或者不在您的范围内。"]}, code="not_found"
            )
        row, secret = actions.open_client(**facts | {"organization": place}, by=request.actor)
        body = {"client_id": row.client_id, "client_secret": secret}
        return Response(body, status=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"})

    @extend_schema(request=EmptySerializer, responses=ApiClientSerializer)
    @action(detail=True, methods=["post"])
    def vouch(self, request: Request, client_id: str) -> Response:
        """Say, as another than who was shown its secret, that the other system has it; until then its tokens are refused."""
        read_body(EmptySerializer, request)
        row = get_object_or_404(self.get_queryset(), client_id=client_id)
        actions.vouch(user=row.user, by=request.actor)
        return Response(ApiClientSerializer(row).data)

    @extend_schema(responses={204: OpenApiResponse(description="closed")})
    def destroy(self, request: Request, client_id: str) -> Response:
        """Close it: its tokens are refused from now on."""
        row = get_object_or_404(self.get_queryset(), client_id=client_id)
        actions.close_client(client=row, by=request.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)
