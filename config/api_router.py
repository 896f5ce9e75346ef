"""The API's addresses, gathered from the apps."""

from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView

from core.reference import DocumentView

urlpatterns = [
    path(
        "v1/",
        include(
            [
                path("", include("branches.api.urls")),
                path("", include("members.api.urls")),
                path("", include("meetings.api.urls")),
                path("", include("reports.api.urls")),
                path("", include("audit.api.urls")),
                path("schema/", DocumentView.as_view(), name="schema"),
            ]
        ),
    ),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api_docs"),
]
