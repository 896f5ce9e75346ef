"""The addresses of the JSON doors."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from reminders.api.calendar import Calendars
from reminders.api.views import Channels, Quiet, Reminders

router = SimpleRouter(use_regex_path=False)
router.register("reminders", Reminders, "reminder")
router.register("channels", Channels, "channel")
urlpatterns = [
    path("channels/confirm/", Channels.as_view({"post": "confirm"}), name="api_channel_confirm"),
    path("quiet-hours/", Quiet.as_view({"get": "retrieve", "put": "update"}), name="api_quiet_hours"),
    path(
        "calendar/",
        Calendars.as_view({"get": "state", "post": "open", "delete": "close"}),
        name="api_calendar",
    ),
    *router.urls,
]
