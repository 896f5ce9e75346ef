"""Addresses of one meeting's papers, under those of meetings."""

from django.urls import path

from documents.views import papers

urlpatterns = [
    path("<uuid:uuid>/word/", papers.word, name="word"),
    path("<uuid:uuid>/pdf/", papers.minutes, name="pdf"),
    path("<uuid:uuid>/sign-in/<slug:form>/", papers.sign_in, name="sign_in"),
    path("<uuid:uuid>/scan/", papers.scan, name="scan"),
]
