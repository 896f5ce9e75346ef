"""The API's URL patterns, collected from the apps."""

from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView

from core.views import DocumentView

APPS = (
    "branches",
    "procedures",
    "members",
    "drafts",
    "meetings",
    "life",
    "obligations",
    "planning",
    "reports",
    "documents",
    "exchange",
    "dashboards",
    "reminders",
    "audit",
)
urlpatterns = [
    path(
        "v1/",
        include(
            [
                *(path("", include(f"{app}.api.urls")) for app in APPS),
                path("schema/", DocumentView.as_view(), name="schema"),
            ]
        ),
    ),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api_docs"),
]
