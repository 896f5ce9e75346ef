"""URLs of desk, dashboard and hand-over."""

from django.urls import path

from dashboards.views import dashboard, desk, handover

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/rows/", dashboard.drilldown_rows, name="rows"),
    path("handover/", handover.handover_page, name="handover"),
    path("handover/<slug:form>/", handover.handover_file, name="handover_file"),
]
