"""URLs of reminders and of the calendar feed."""

from django.urls import path

from reminders.views import calendar_feed, reminders

reports_urls = [
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/told/", reminders.escalated, name="told"),
    path("reminders/settings/", reminders.channels, name="channels"),
    path("reminders/settings/quiet/", reminders.quiet_hours, name="quiet_hours"),
    path("reminders/confirm/<str:token>/", reminders.confirm, name="confirm_channel"),
    path("reminders/settings/<slug:kind>/switch/", reminders.switch, name="switch_channel"),
    path("reminders/settings/<slug:kind>/remove/", reminders.remove, name="remove_channel"),
    path("calendar/", calendar_feed.address, name="calendar"),
    path("calendar/<str:token>.ics", calendar_feed.feed, name="feed"),
]
