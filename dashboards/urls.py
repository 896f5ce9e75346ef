"""URL patterns of the pages of desk, dashboard, hand-over and organizations, one list for each namespace."""

from django.urls import path

import branches.urls  # noqa: F401 - it registers the converter `code`
from dashboards.views import dashboard, desk, handover, organizations
from dashboards.views.me import me

accounts_urls = [path("me/", me, name="me")]

reports_urls = [
    path("", desk.desk, name="desk"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/rows/", dashboard.drilldown_rows, name="rows"),
    path("handover/", handover.handover_page, name="handover"),
    path("handover/<slug:form>/", handover.handover_file, name="handover_file"),
]

organizations_urls = [
    path("", organizations.tree, name="tree"),
    path("<code:code>/", organizations.detail, name="detail"),
]
