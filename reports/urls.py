from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("reports/", views.list_, name="list"),
    path("reports/<uuid:uuid>/", views.detail, name="detail"),
]
