"""The root URL configuration: each namespace with its URL modules; the API's are in config.api_router."""

from importlib import import_module
from itertools import chain

from django.urls import URLResolver, include, path, register_converter

from branches.urls.converters import CodeConverter
from core.views import healthz, manifest, offline, token, worker

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"

register_converter(CodeConverter, "code")

# The first address that fits answers: what is more particular stands before what is more general.
PAGES = [
    ("", "accounts", ["accounts.urls", "dashboards.urls.me"]),
    (
        "",
        "reports",
        [
            "dashboards.urls.desks",
            "reports.urls",
            "documents.urls.reports",
            "reminders.urls",
            "obligations.urls",
            "planning.urls.year_plan",
        ],
    ),
    ("accounts/", "linking", ["members.urls.accounts"]),
    ("accounts/", "accounts_of", ["branches.urls.accounts"]),
    ("clients/", "clients", ["branches.urls.clients"]),
    ("organizations/", "terms", ["members.urls.terms"]),
    ("organizations/", "branches", ["branches.urls.branches"]),
    ("organizations/", "organizations", ["dashboards.urls.organizations"]),
    ("", "members", ["members.urls.members", "exchange.urls.people"]),
    (
        "meetings/",
        "meetings",
        [
            "meetings.urls.meetings",
            "branches.urls.holidays",
            "exchange.urls.meetings",
            "documents.urls.meetings",
            "life.urls.meetings",
        ],
    ),
    ("life/", "life", ["life.urls.life"]),
    ("", "attendance", ["meetings.urls.attendance"]),
    ("ballots/", "ballots", ["meetings.urls.ballots"]),
    ("themes/", "themes", ["planning.urls.themes"]),
    ("papers/", "papers", ["documents.urls.papers"]),
    ("", "audit", ["audit.urls"]),
]


def pages(address: str, namespace: str, modules: list[str]) -> URLResolver:
    """The patterns of several apps under one address and one namespace."""
    patterns = chain.from_iterable(import_module(module).urlpatterns for module in modules)
    return path(address, include((list(patterns), namespace)))


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", worker, name="worker"),
    path("offline/", offline, name="offline"),
    path("token/", token, name="token"),
    *(pages(*each) for each in PAGES),
    path("api/", include("config.api_router")),
    path("oauth/", include("config.oauth_urls")),
]
