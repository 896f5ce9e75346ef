"""The address of a report's files, under those of reports."""

from django.urls import path

from documents.views import report_files

urlpatterns = [path("reports/<uuid:uuid>/file.<str:form>", report_files.file, name="file")]
