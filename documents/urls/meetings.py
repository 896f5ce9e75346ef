"""URLs of the papers of one meeting, included below those of meetings."""

from django.urls import path

from documents.views import papers

urlpatterns = [
    path("<uuid:uuid>/word/", papers.minutes_word, name="word"),
    path("<uuid:uuid>/pdf/", papers.minutes_pdf, name="pdf"),
    path("<uuid:uuid>/sign-in/<slug:form>/", papers.sign_in_sheet, name="sign_in"),
    path("<uuid:uuid>/scan/", papers.upload_signed_scan, name="scan"),
]
