from django.urls import path

from reports import views
from reports.pages import dashboard, desk

app_name = "reports"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/rows/", dashboard.rows, name="rows"),
    path("reports/", views.list_, name="list"),
    path("reports/<uuid:uuid>/", views.detail, name="detail"),
]
