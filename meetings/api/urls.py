"""URLs of the JSON API of meetings."""

from typing import Any

from django.urls import path
from rest_framework.viewsets import GenericViewSet

from meetings.api.amendments import AmendmentViewSet
from meetings.api.attendance import CheckInViewSet, LeaveViewSet
from meetings.api.views import AttachmentViewSet, AttendanceViewSet, MeetingViewSet

LIST = {"get": "list"}
RETRIEVE = {"get": "retrieve"}
LIST_AND_CREATE = {"get": "list", "post": "create"}


def post(viewset: type[GenericViewSet], action: str) -> Any:
    return viewset.as_view({"post": action})


one = "meetings/<uuid:uuid>/"
urlpatterns = [
    path(f"{one}check-ins/", CheckInViewSet.as_view(LIST_AND_CREATE), name="api_meeting_check_ins"),
    path(f"{one}check-ins/by-hand/", post(CheckInViewSet, "by_hand"), name="api_meeting_by_hand"),
    path(f"{one}check-ins/window/", post(CheckInViewSet, "window"), name="api_meeting_window"),
    path("leaves/", LeaveViewSet.as_view(LIST_AND_CREATE), name="api_leaves"),
    path("leaves/<uuid:uuid>/", LeaveViewSet.as_view(RETRIEVE), name="api_leave"),
    path("leaves/<uuid:uuid>/approve/", post(LeaveViewSet, "approve"), name="api_leave_approve"),
    path("leaves/<uuid:uuid>/refuse/", post(LeaveViewSet, "refuse"), name="api_leave_refuse"),
    path("leaves/<uuid:uuid>/withdraw/", post(LeaveViewSet, "withdraw"), name="api_leave_withdraw"),
    path("meetings/", MeetingViewSet.as_view(LIST_AND_CREATE), name="api_meetings"),
    path(one, MeetingViewSet.as_view({"get": "retrieve", "patch": "partial_update"}), name="api_meeting"),
    path(f"{one}submit/", post(MeetingViewSet, "submit"), name="api_meeting_submit"),
    path(f"{one}carry-over/", post(MeetingViewSet, "carry_over"), name="api_meeting_carry_over"),
    path(f"{one}return/", post(MeetingViewSet, "return_"), name="api_meeting_return"),
    path(f"{one}confirm/", post(MeetingViewSet, "confirm"), name="api_meeting_confirm"),
    path(f"{one}cancel/", post(MeetingViewSet, "cancel"), name="api_meeting_cancel"),
    path(f"{one}amend/", post(MeetingViewSet, "amend"), name="api_meeting_amend"),
    path(
        f"{one}checks/",
        MeetingViewSet.as_view(
            {"get": "checks"}, filter_backends=[], cursor_ordering=("rule", "field", "sentence")
        ),
        name="api_meeting_checks",
    ),
    path(f"{one}attendances/", AttendanceViewSet.as_view(LIST), name="api_meeting_attendances"),
    path(f"{one}attachments/", AttachmentViewSet.as_view(LIST_AND_CREATE), name="api_meeting_attachments"),
    path(
        f"{one}attachments/<uuid:attachment>/",
        AttachmentViewSet.as_view(RETRIEVE | {"delete": "destroy"}),
        name="api_meeting_attachment",
    ),
    path(
        f"{one}attachments/<uuid:attachment>/file/",
        AttachmentViewSet.as_view({"get": "file"}),
        name="api_meeting_attachment_file",
    ),
    path("amendments/", AmendmentViewSet.as_view(LIST), name="api_amendments"),
    path("amendments/<int:pk>/", AmendmentViewSet.as_view(RETRIEVE), name="api_amendment"),
    path("amendments/<int:pk>/sign/", post(AmendmentViewSet, "sign"), name="api_amendment_sign"),
    path("amendments/<int:pk>/refuse/", post(AmendmentViewSet, "refuse"), name="api_amendment_refuse"),
    path("amendments/<int:pk>/withdraw/", post(AmendmentViewSet, "withdraw"), name="api_amendment_withdraw"),
    path(
        f"{one}amendments/",
        AmendmentViewSet.as_view({"get": "list_of_meeting"}),
        name="api_meeting_amendments",
    ),
]
