"""URL patterns of the JSON API of organizational life."""

from django.urls import path

from life.api.talks import TalkViewSet
from life.api.views import (
    AppraisalViewSet,
    GradingViewSet,
    MeetingLifeViewSet,
    RectificationViewSet,
    StandingViewSet,
    StudyHoursViewSet,
)

meeting = "meetings/<uuid:uuid>/"
one = "appraisals/<uuid:uuid>/"
urlpatterns = [
    path(
        f"{meeting}life/",
        MeetingLifeViewSet.as_view({"get": "life", "put": "prepare"}),
        name="api_meeting_life",
    ),
    path(
        f"{meeting}outcomes/",
        MeetingLifeViewSet.as_view({"get": "outcomes", "post": "add_outcome"}),
        name="api_meeting_outcomes",
    ),
    path(
        f"{meeting}outcomes/<int:pk>/",
        MeetingLifeViewSet.as_view({"delete": "strike_outcome"}),
        name="api_meeting_outcome",
    ),
    path("life/", StandingViewSet.as_view({"get": "list"}), name="api_life"),
    path("life/hours/", StudyHoursViewSet.as_view({"get": "list"}), name="api_life_hours"),
    path(
        "life/problems/<uuid:uuid>/rectify/",
        RectificationViewSet.as_view({"post": "rectify"}),
        name="api_problem_rectify",
    ),
    path("appraisals/", AppraisalViewSet.as_view({"get": "list", "post": "create"}), name="api_appraisals"),
    path(one, AppraisalViewSet.as_view({"get": "retrieve"}), name="api_appraisal"),
    path(f"{one}join/", AppraisalViewSet.as_view({"post": "join"}), name="api_appraisal_join"),
    path(f"{one}write/", AppraisalViewSet.as_view({"post": "write"}), name="api_appraisal_write"),
    path(f"{one}assess/", AppraisalViewSet.as_view({"post": "assess"}), name="api_appraisal_assess"),
    path(f"{one}advance/", AppraisalViewSet.as_view({"post": "advance"}), name="api_appraisal_advance"),
    path(f"{one}tally/", AppraisalViewSet.as_view({"post": "tally"}), name="api_appraisal_tally"),
    path(f"{one}conclude/", AppraisalViewSet.as_view({"post": "conclude"}), name="api_appraisal_conclude"),
    path(
        f"{one}open-grading/", AppraisalViewSet.as_view({"post": "open_grading"}), name="api_appraisal_open"
    ),
    path(
        f"{one}close-grading/",
        AppraisalViewSet.as_view({"post": "close_grading"}),
        name="api_appraisal_close",
    ),
    path(
        "gradings/<uuid:uuid>/",
        GradingViewSet.as_view({"get": "retrieve", "post": "cast"}),
        name="api_grading",
    ),
    path("talks/", TalkViewSet.as_view({"get": "list", "post": "create"}), name="api_talks"),
    path(
        "talks/gaps/",
        TalkViewSet.as_view({"get": "gaps"}, pagination_class=None),
        name="api_talk_gaps",
    ),
    path("talks/<uuid:uuid>/", TalkViewSet.as_view({"delete": "destroy"}), name="api_talk"),
]
