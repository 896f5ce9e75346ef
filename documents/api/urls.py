"""URLs of the API of papers."""

from django.urls import path

from documents.api.forms import (
    AppraisalFormViewSet,
    BranchFormViewSet,
    DecisionFormViewSet,
    MeetingFormViewSet,
    MemberFormViewSet,
)
from documents.api.views import (
    MeetingPaperViewSet,
    MemberYearViewSet,
    PaperTemplateViewSet,
    SignedScanViewSet,
    StatisticsViewSet,
    WorkbookViewSet,
)

one = "meetings/<uuid:uuid>/"
urlpatterns = [
    path(f"{one}minutes/", MeetingPaperViewSet.as_view({"get": "minutes"}), name="api_meeting_minutes"),
    path(f"{one}sign-in-sheet/", MeetingPaperViewSet.as_view({"get": "sign_in"}), name="api_meeting_sign_in"),
    path(
        f"{one}signed-scans/", SignedScanViewSet.as_view({"post": "create"}), name="api_meeting_signed_scans"
    ),
    path(f"{one}papers/<slug:kind>/", MeetingFormViewSet.as_view({"get": "file"}), name="api_meeting_paper"),
    path(
        "appraisals/<uuid:uuid>/papers/<slug:kind>/",
        AppraisalFormViewSet.as_view({"get": "file"}),
        name="api_appraisal_paper",
    ),
    path(
        "member-decisions/<uuid:uuid>/papers/<slug:kind>/",
        DecisionFormViewSet.as_view({"get": "file"}),
        name="api_decision_paper",
    ),
    path(
        "members/<uuid:uuid>/papers/<slug:kind>/",
        MemberFormViewSet.as_view({"get": "file"}),
        name="api_member_paper",
    ),
    path("papers/<slug:kind>/", BranchFormViewSet.as_view({"get": "file"}), name="api_paper"),
    path("workbooks/", WorkbookViewSet.as_view({"post": "create"}), name="api_workbooks"),
    path("workbooks/<uuid:uuid>/", WorkbookViewSet.as_view({"get": "retrieve"}), name="api_workbook"),
    path("workbooks/<uuid:uuid>/file/", WorkbookViewSet.as_view({"get": "file"}), name="api_workbook_file"),
    path("statistics/", StatisticsViewSet.as_view({"get": "list"}), name="api_statistics"),
    path("statistics/file/", StatisticsViewSet.as_view({"get": "file"}), name="api_statistics_file"),
    path("members/<uuid:uuid>/year/", MemberYearViewSet.as_view({"get": "file"}), name="api_member_year"),
    path(
        "paper-templates/",
        PaperTemplateViewSet.as_view({"get": "list", "post": "create"}),
        name="api_paper_templates",
    ),
    path(
        "paper-templates/<uuid:uuid>/",
        PaperTemplateViewSet.as_view({"get": "retrieve"}),
        name="api_paper_template",
    ),
    path(
        "paper-templates/<uuid:uuid>/retire/",
        PaperTemplateViewSet.as_view({"post": "retire"}),
        name="api_paper_template_retire",
    ),
]
