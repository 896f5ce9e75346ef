"""URL patterns of OAuth2: only the token endpoint; applications are made by create_api_client."""

from django.urls import path
from oauth2_provider.views import RevokeTokenView, TokenView

app_name = "oauth2_provider"
urlpatterns = [
    path("token/", TokenView.as_view(), name="token"),
    path("revoke/", RevokeTokenView.as_view(), name="revoke-token"),
]
