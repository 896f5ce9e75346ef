"""Addresses. Each app brings its own; the API's are gathered in config.api_router."""

from django.urls import include, path

from core.views import healthz, manifest, offline, token, worker

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", worker, name="worker"),
    path("offline/", offline, name="offline"),
    path("token/", token, name="token"),
    path("", include("accounts.urls")),
    path("", include("reports.urls")),
    path("accounts/", include("members.account_urls")),
    path("accounts/", include("branches.account_urls")),
    path("clients/", include("branches.client_urls")),
    path("organizations/", include("members.term_urls")),
    path("organizations/", include("branches.urls")),
    path("organizations/", include("reports.pages.organization_urls")),
    path("", include("members.urls")),
    path("meetings/", include("meetings.urls")),
    path("life/", include("meetings.life_urls")),
    path("", include("meetings.attendance_urls")),
    path("ballots/", include("meetings.ballot_urls")),
    path("themes/", include("meetings.theme_urls")),
    path("papers/", include("meetings.paper_urls")),
    path("", include("audit.urls")),
    path("api/", include("config.api_router")),
    path("oauth/", include("config.oauth_urls")),
]
