"""URLs of the JSON API of meetings."""

from django.urls import path

from meetings.api.attendance import CheckInViewSet, LeaveViewSet, MakeUpViewSet, StandInViewSet
from meetings.api.minutes import AmendmentViewSet, OpenTaskViewSet, PollViewSet
from meetings.api.views import AttachmentViewSet, AttendanceViewSet, MeetingViewSet

one = "meetings/<uuid:uuid>/"
urlpatterns = [
    path(
        f"{one}check-ins/",
        CheckInViewSet.as_view({"get": "list", "post": "create"}),
        name="api_meeting_check_ins",
    ),
    path(f"{one}check-ins/by-hand/", CheckInViewSet.as_view({"post": "by_hand"}), name="api_meeting_by_hand"),
    path(f"{one}check-ins/window/", CheckInViewSet.as_view({"post": "window"}), name="api_meeting_window"),
    path(
        f"{one}stand-ins/",
        StandInViewSet.as_view({"get": "list", "post": "create"}),
        name="api_meeting_stand_ins",
    ),
    path(
        f"{one}stand-ins/<uuid:stand_in>/revoke/",
        StandInViewSet.as_view({"post": "revoke"}),
        name="api_meeting_stand_in_revoke",
    ),
    path("leaves/", LeaveViewSet.as_view({"get": "list", "post": "create"}), name="api_leaves"),
    path("leaves/<uuid:uuid>/approve/", LeaveViewSet.as_view({"post": "approve"}), name="api_leave_approve"),
    path("leaves/<uuid:uuid>/refuse/", LeaveViewSet.as_view({"post": "refuse"}), name="api_leave_refuse"),
    path(
        "leaves/<uuid:uuid>/withdraw/", LeaveViewSet.as_view({"post": "withdraw"}), name="api_leave_withdraw"
    ),
    path("make-ups/", MakeUpViewSet.as_view({"get": "list", "post": "create"}), name="api_make_ups"),
    path("meetings/", MeetingViewSet.as_view({"get": "list", "post": "create"}), name="api_meetings"),
    path(one, MeetingViewSet.as_view({"get": "retrieve", "patch": "partial_update"}), name="api_meeting"),
    path(f"{one}submit/", MeetingViewSet.as_view({"post": "submit"}), name="api_meeting_submit"),
    path(f"{one}return/", MeetingViewSet.as_view({"post": "return_"}), name="api_meeting_return"),
    path(f"{one}confirm/", MeetingViewSet.as_view({"post": "confirm"}), name="api_meeting_confirm"),
    path(f"{one}cancel/", MeetingViewSet.as_view({"post": "cancel"}), name="api_meeting_cancel"),
    path(f"{one}amend/", MeetingViewSet.as_view({"post": "amend"}), name="api_meeting_amend"),
    path(
        f"{one}checks/",
        MeetingViewSet.as_view({"get": "checks"}, pagination_class=None, filter_backends=[]),
        name="api_meeting_checks",
    ),
    path(f"{one}attendances/", AttendanceViewSet.as_view({"get": "list"}), name="api_meeting_attendances"),
    path(
        f"{one}attachments/",
        AttachmentViewSet.as_view({"get": "list", "post": "create"}),
        name="api_meeting_attachments",
    ),
    path(
        f"{one}attachments/<uuid:attachment>/",
        AttachmentViewSet.as_view({"delete": "destroy"}),
        name="api_meeting_attachment",
    ),
    path(
        f"{one}attachments/<uuid:attachment>/file/",
        AttachmentViewSet.as_view({"get": "file"}),
        name="api_meeting_attachment_file",
    ),
    path("open-tasks/", OpenTaskViewSet.as_view({"get": "list"}), name="api_open_tasks"),
    path(
        "decisions/<int:pk>/follow-up/", OpenTaskViewSet.as_view({"post": "follow_up"}), name="api_follow_up"
    ),
    path("amendments/", AmendmentViewSet.as_view({"get": "list"}), name="api_amendments"),
    path("amendments/<int:pk>/sign/", AmendmentViewSet.as_view({"post": "sign"}), name="api_amendment_sign"),
    path(
        "amendments/<int:pk>/refuse/",
        AmendmentViewSet.as_view({"post": "refuse"}),
        name="api_amendment_refuse",
    ),
    path(
        "amendments/<int:pk>/withdraw/",
        AmendmentViewSet.as_view({"post": "withdraw"}),
        name="api_amendment_withdraw",
    ),
    path(
        f"{one}amendments/",
        AmendmentViewSet.as_view({"get": "list_of_meeting"}),
        name="api_meeting_amendments",
    ),
    path(f"{one}polls/", PollViewSet.as_view({"get": "list", "post": "create"}), name="api_polls"),
    path("polls/<uuid:uuid>/close/", PollViewSet.as_view({"post": "close"}), name="api_poll_close"),
    path("polls/<uuid:uuid>/cast/", PollViewSet.as_view({"post": "cast"}), name="api_poll_cast"),
    path("ballots/", PollViewSet.as_view({"get": "own_ballots"}), name="api_ballots"),
]
