"""URL patterns of the audit's and the jobs' pages."""

from django.urls import path

from audit import views

audit_urls = [
    path("audit/", views.list_, name="list"),
    path("audit/export/", views.export, name="export"),
    path("audit/verify/", views.verify, name="verify"),
    path("jobs/", views.jobs_, name="jobs"),
    path("jobs/<uuid:uuid>/", views.job, name="job"),
]
