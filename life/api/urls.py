"""URL patterns of the JSON API of organizational life."""

from django.urls import path

from life.api.disposals import DisposalViewSet
from life.api.make_ups import MakeUpViewSet
from life.api.polls import PollViewSet
from life.api.stand_ins import StandInViewSet
from life.api.talks import TalkViewSet
from life.api.views import (
    AppraisalViewSet,
    GradingViewSet,
    MeetingLifeViewSet,
    RectificationViewSet,
    StandingViewSet,
    StudyHoursViewSet,
)

of_meeting, appraisal = MeetingLifeViewSet.as_view, AppraisalViewSet.as_view
grading, talk, poll = GradingViewSet.as_view, TalkViewSet.as_view, PollViewSet.as_view
rectification, disposal = RectificationViewSet.as_view, DisposalViewSet.as_view
stand_in = StandInViewSet.as_view
meeting = "meetings/<uuid:uuid>/"
one = "appraisals/<uuid:uuid>/"
urlpatterns = [
    path(f"{meeting}life/", of_meeting({"get": "life", "put": "prepare"}), name="api_meeting_life"),
    path("life/", StandingViewSet.as_view({"get": "list"}), name="api_life"),
    path("life/hours/", StudyHoursViewSet.as_view({"get": "list"}), name="api_life_hours"),
    path("life/problems/<uuid:uuid>/", rectification({"get": "retrieve"}), name="api_problem"),
    path("life/problems/<uuid:uuid>/plan/", rectification({"post": "plan"}), name="api_problem_plan"),
    path(
        "life/problems/<uuid:uuid>/rectify/", rectification({"post": "rectify"}), name="api_problem_rectify"
    ),
    path("life/disposals/", disposal({"get": "list"}), name="api_disposals"),
    path("life/disposals/<uuid:uuid>/", disposal({"get": "retrieve"}), name="api_disposal"),
    path("life/disposals/<uuid:uuid>/decide/", disposal({"post": "decide"}), name="api_disposal_decide"),
    path(
        "life/disposals/<uuid:uuid>/conclude/", disposal({"post": "conclude"}), name="api_disposal_conclude"
    ),
    path("make-ups/", MakeUpViewSet.as_view({"get": "list", "post": "create"}), name="api_make_ups"),
    path("appraisals/", appraisal({"get": "list", "post": "create"}), name="api_appraisals"),
    path(one, appraisal({"get": "retrieve"}), name="api_appraisal"),
    path(f"{one}join/", appraisal({"post": "join"}), name="api_appraisal_join"),
    path(f"{one}write/", appraisal({"post": "write"}), name="api_appraisal_write"),
    path(f"{one}assess/", appraisal({"post": "assess"}), name="api_appraisal_assess"),
    path(f"{one}advance/", appraisal({"post": "advance"}), name="api_appraisal_advance"),
    path(f"{one}tally/", appraisal({"post": "tally"}), name="api_appraisal_tally"),
    path(f"{one}conclude/", appraisal({"post": "conclude"}), name="api_appraisal_conclude"),
    path(f"{one}open-grading/", appraisal({"post": "open_grading"}), name="api_appraisal_open"),
    path(f"{one}close-grading/", appraisal({"post": "close_grading"}), name="api_appraisal_close"),
    path(f"{one}withdraw-grading/", appraisal({"post": "withdraw_grading"}), name="api_appraisal_withdraw"),
    path("gradings/<uuid:uuid>/", grading({"get": "retrieve", "post": "cast"}), name="api_grading"),
    path(f"{meeting}polls/", poll({"get": "list", "post": "create"}), name="api_polls"),
    path("polls/<uuid:uuid>/", poll({"get": "retrieve"}), name="api_poll"),
    path("polls/<uuid:uuid>/close/", poll({"post": "close"}), name="api_poll_close"),
    path("polls/<uuid:uuid>/cast/", poll({"post": "cast"}), name="api_poll_cast"),
    path("ballots/", poll({"get": "own_ballots"}), name="api_ballots"),
    path(f"{meeting}stand-ins/", stand_in({"get": "list", "post": "create"}), name="api_meeting_stand_ins"),
    path(f"{meeting}stand-ins/<uuid:stand_in>/", stand_in({"get": "retrieve"}), name="api_meeting_stand_in"),
    path(
        f"{meeting}stand-ins/<uuid:stand_in>/revoke/",
        stand_in({"post": "revoke"}),
        name="api_meeting_stand_in_revoke",
    ),
    path("talks/", talk({"get": "list", "post": "create"}), name="api_talks"),
    path(
        "talks/gaps/", talk({"get": "gaps"}, cursor_ordering=("one.uuid", "sentence")), name="api_talk_gaps"
    ),
    path("talks/<uuid:uuid>/", talk({"get": "retrieve", "delete": "destroy"}), name="api_talk"),
]
