"""Addresses. Each app brings its own; the API's are gathered in config.api_router."""

from django.urls import include, path

from core.views import healthz

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("", include("reports.urls")),
    path("organizations/", include("branches.urls")),
    path("organizations/", include("reports.pages.organization_urls")),
    path("", include("members.urls")),
    path("meetings/", include("meetings.urls")),
    path("", include("audit.urls")),
    path("api/", include("config.api_router")),
    path("oauth/", include("config.oauth_urls")),
]
