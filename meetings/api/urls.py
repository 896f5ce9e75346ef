"""The addresses of the JSON doors."""

from django.urls import path

from meetings.api.attendance import CheckIns, Leaves, MakeUps, StandIns
from meetings.api.minutes import Amendments, OpenTasks, Polls
from meetings.api.views import Attachments, Attendances, Meetings

one = "meetings/<uuid:uuid>/"
urlpatterns = [
    path(
        f"{one}check-ins/",
        CheckIns.as_view({"get": "list", "post": "create"}),
        name="api_meeting_check_ins",
    ),
    path(f"{one}check-ins/by-hand/", CheckIns.as_view({"post": "by_hand"}), name="api_meeting_by_hand"),
    path(f"{one}check-ins/window/", CheckIns.as_view({"post": "window"}), name="api_meeting_window"),
    path(
        f"{one}stand-ins/",
        StandIns.as_view({"get": "list", "post": "create"}),
        name="api_meeting_stand_ins",
    ),
    path(
        f"{one}stand-ins/<uuid:stand_in>/revoke/",
        StandIns.as_view({"post": "revoke"}),
        name="api_meeting_stand_in_revoke",
    ),
    path("leaves/", Leaves.as_view({"get": "list", "post": "create"}), name="api_leaves"),
    path("leaves/<uuid:uuid>/approve/", Leaves.as_view({"post": "approve"}), name="api_leave_approve"),
    path("leaves/<uuid:uuid>/refuse/", Leaves.as_view({"post": "refuse"}), name="api_leave_refuse"),
    path("leaves/<uuid:uuid>/withdraw/", Leaves.as_view({"post": "withdraw"}), name="api_leave_withdraw"),
    path("make-ups/", MakeUps.as_view({"get": "list", "post": "create"}), name="api_make_ups"),
    path("meetings/", Meetings.as_view({"get": "list", "post": "create"}), name="api_meetings"),
    path(one, Meetings.as_view({"get": "retrieve", "patch": "partial_update"}), name="api_meeting"),
    path(f"{one}submit/", Meetings.as_view({"post": "submit"}), name="api_meeting_submit"),
    path(f"{one}return/", Meetings.as_view({"post": "return_"}), name="api_meeting_return"),
    path(f"{one}confirm/", Meetings.as_view({"post": "confirm"}), name="api_meeting_confirm"),
    path(f"{one}cancel/", Meetings.as_view({"post": "cancel"}), name="api_meeting_cancel"),
    path(f"{one}amend/", Meetings.as_view({"post": "amend"}), name="api_meeting_amend"),
    path(
        f"{one}checks/",
        Meetings.as_view({"get": "checks"}, pagination_class=None, filter_backends=[]),
        name="api_meeting_checks",
    ),
    path(f"{one}attendances/", Attendances.as_view({"get": "list"}), name="api_meeting_attendances"),
    path(
        f"{one}attachments/",
        Attachments.as_view({"get": "list", "post": "create"}),
        name="api_meeting_attachments",
    ),
    path(
        f"{one}attachments/<uuid:attachment>/",
        Attachments.as_view({"delete": "destroy"}),
        name="api_meeting_attachment",
    ),
    path(
        f"{one}attachments/<uuid:attachment>/file/",
        Attachments.as_view({"get": "file"}),
        name="api_meeting_attachment_file",
    ),
    path("open-tasks/", OpenTasks.as_view({"get": "list"}), name="api_open_tasks"),
    path("decisions/<int:pk>/follow-up/", OpenTasks.as_view({"post": "follow_up"}), name="api_follow_up"),
    path("amendments/", Amendments.as_view({"get": "list"}), name="api_amendments"),
    path("amendments/<int:pk>/sign/", Amendments.as_view({"post": "sign"}), name="api_amendment_sign"),
    path("amendments/<int:pk>/refuse/", Amendments.as_view({"post": "refuse"}), name="api_amendment_refuse"),
    path(
        "amendments/<int:pk>/withdraw/",
        Amendments.as_view({"post": "withdraw"}),
        name="api_amendment_withdraw",
    ),
    path(f"{one}amendments/", Amendments.as_view({"get": "of_meeting"}), name="api_meeting_amendments"),
    path(f"{one}polls/", Polls.as_view({"get": "list", "post": "create"}), name="api_polls"),
    path("polls/<uuid:uuid>/close/", Polls.as_view({"post": "close"}), name="api_poll_close"),
    path("polls/<uuid:uuid>/cast/", Polls.as_view({"post": "cast"}), name="api_poll_cast"),
    path("ballots/", Polls.as_view({"get": "own"}), name="api_ballots"),
]
