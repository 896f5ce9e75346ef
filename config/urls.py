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
    path("accounts/", include("members.urls.accounts")),
    path("accounts/", include("branches.urls.accounts")),
    path("clients/", include("branches.urls.clients")),
    path("organizations/", include("members.urls.terms")),
    path("organizations/", include("branches.urls.branches")),
    path("organizations/", include("dashboards.urls.organizations")),
    path("", include("members.urls.members")),
    path("meetings/", include("meetings.urls.meetings")),
    path("life/", include("life.urls")),
    path("", include("meetings.urls.attendance")),
    path("ballots/", include("meetings.urls.ballots")),
    path("themes/", include("planning.urls.themes")),
    path("papers/", include("documents.urls")),
    path("", include("audit.urls")),
    path("api/", include("config.api_router")),
    path("oauth/", include("config.oauth_urls")),
]
