"""URLs of supervision reports."""

from django.urls import path

from reports import views

reports_urls = [
    path("reports/", views.list_, name="list"),
    path("reports/<uuid:uuid>/", views.detail, name="detail"),
    path("reports/<uuid:uuid>/publish/", views.publish, name="publish"),
    path("reports/<uuid:uuid>/withdraw/", views.withdraw, name="withdraw"),
    path("reports/<uuid:uuid>/read/", views.read, name="read"),
]
