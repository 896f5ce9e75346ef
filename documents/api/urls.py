"""The addresses of the JSON doors."""

from django.urls import path

from documents.api.views import MeetingPapers, MemberYears, PaperTemplates, SignedScans, Statistics, Workbooks

one = "meetings/<uuid:uuid>/"
urlpatterns = [
    path(f"{one}minutes/", MeetingPapers.as_view({"get": "minutes"}), name="api_meeting_minutes"),
    path(f"{one}sign-in-sheet/", MeetingPapers.as_view({"get": "sign_in"}), name="api_meeting_sign_in"),
    path(f"{one}signed-scans/", SignedScans.as_view({"post": "create"}), name="api_meeting_signed_scans"),
    path("workbooks/", Workbooks.as_view({"post": "create"}), name="api_workbooks"),
    path("workbooks/<uuid:uuid>/", Workbooks.as_view({"get": "retrieve"}), name="api_workbook"),
    path("workbooks/<uuid:uuid>/file/", Workbooks.as_view({"get": "file"}), name="api_workbook_file"),
    path("statistics/", Statistics.as_view({"get": "list"}), name="api_statistics"),
    path("statistics/file/", Statistics.as_view({"get": "file"}), name="api_statistics_file"),
    path("members/<uuid:uuid>/year/", MemberYears.as_view({"get": "file"}), name="api_member_year"),
    path(
        "paper-templates/",
        PaperTemplates.as_view({"get": "list", "post": "create"}),
        name="api_paper_templates",
    ),
    path(
        "paper-templates/<uuid:uuid>/retire/",
        PaperTemplates.as_view({"post": "retire"}),
        name="api_paper_template_retire",
    ),
]
