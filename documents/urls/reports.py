"""URL of the files of a report, included below those of reports."""

from django.urls import path

from documents.views import report_files

urlpatterns = [path("reports/<uuid:uuid>/file.<str:form>", report_files.report_file, name="file")]
