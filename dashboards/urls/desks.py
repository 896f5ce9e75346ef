"""Addresses of desk, dashboard and hand-over."""

from django.urls import path

from dashboards.views import dashboard, desk, handover

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/rows/", dashboard.rows, name="rows"),
    path("handover/", handover.page, name="handover"),
    path("handover/<slug:form>/", handover.file, name="handover_file"),
]
