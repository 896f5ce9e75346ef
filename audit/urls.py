from django.urls import path

from audit import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.list_, name="list"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:uuid>/", views.job, name="job"),
]
