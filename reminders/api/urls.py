"""API routes of branches behind, reminders, channels, quiet hours and the calendar address."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from reminders.api.behind import BehindViewSet, BranchReminderViewSet
from reminders.api.calendar import CalendarViewSet
from reminders.api.views import ChannelViewSet, QuietHoursViewSet, ReminderViewSet

router = SimpleRouter(use_regex_path=False)
router.register("reminders", ReminderViewSet, "reminder")
router.register("channels", ChannelViewSet, "channel")
urlpatterns = [
    path("behind/", BehindViewSet.as_view({"get": "list"}), name="api_behind"),
    path("behind/remind/", BehindViewSet.as_view({"post": "remind"}), name="api_remind"),
    path("branch-reminders/", BranchReminderViewSet.as_view({"get": "list"}), name="api_branch_reminders"),
    path(
        "branch-reminders/<uuid:uuid>/read/",
        BranchReminderViewSet.as_view({"post": "read"}),
        name="api_branch_reminder_read",
    ),
    path(
        "branch-reminders/<uuid:uuid>/answer/",
        BranchReminderViewSet.as_view({"post": "answer"}),
        name="api_branch_reminder_answer",
    ),
    path("channels/confirm/", ChannelViewSet.as_view({"post": "confirm"}), name="api_channel_confirm"),
    path(
        "quiet-hours/",
        QuietHoursViewSet.as_view({"get": "retrieve", "put": "update"}),
        name="api_quiet_hours",
    ),
    path(
        "calendar/",
        CalendarViewSet.as_view({"get": "retrieve", "post": "create", "delete": "destroy"}),
        name="api_calendar",
    ),
    *router.urls,
]
