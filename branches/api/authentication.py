"""API authentication: a client's service account (OAuth2) or the project's own pages (session with CSRF).

Either way `request.actor` is set, so lists and actions below never ask how somebody signed in.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.models import AbstractAccessToken
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView


class ClientCredentials(OAuth2Authentication):
    """A token speaks for the service account that owns its application, and reaches what that account's mandate reaches."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        if found is None:
            if request.headers.get("Authorization", "").lower().startswith("bearer"):
                raise AuthenticationFailed("令牌不对，或者已经过期。请重新取一个再试。", code="invalid_token")
            return None
        _, token = found
        user = token.application.user if token.application else None
        if user is None or not user.is_active:
            raise AuthenticationFailed("这个接口账号已停用。")
        if user.is_awaiting:
            raise AuthenticationFailed("这个接口账号还要由另一位安全管理员核实。", code="awaits_vouching")
        request._request.actor = request._request.actor_for(user)
        return user, token


class BrowserSession(SessionAuthentication):
    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        if found is not None:
            request._request.actor = request._request.actor_for(found[0])
        return found

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class ClientCredentialsScheme(OpenApiAuthenticationExtension):
    target_class = ClientCredentials
    name = "client"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        flow = {"tokenUrl": reverse("oauth2_provider:token"), "scopes": settings.OAUTH2_PROVIDER["SCOPES"]}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {self.name: ["read" if auto_schema.method in SAFE_METHODS else "write"]}


class BrowserSessionScheme(OpenApiAuthenticationExtension):
    target_class = BrowserSession
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class WithinScope(IsAuthenticated):
    """Signed in; and a token does no more than its scopes say: `read` for reading, `write` for everything else.

    Scopes only narrow. What may be read or written is asked of the actor's reach by lists and actions.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not super().has_permission(request, view):
            return False
        if isinstance(request.auth, AbstractAccessToken):
            return request.auth.allow_scopes(["read" if request.method in SAFE_METHODS else "write"])
        return True
