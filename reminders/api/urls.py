"""API routes of reminders, channels, quiet hours and the calendar address."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from reminders.api.calendar import CalendarViewSet
from reminders.api.views import ChannelViewSet, QuietHoursViewSet, ReminderViewSet

router = SimpleRouter(use_regex_path=False)
router.register("reminders", ReminderViewSet, "reminder")
router.register("channels", ChannelViewSet, "channel")
urlpatterns = [
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
