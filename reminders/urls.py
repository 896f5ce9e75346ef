"""URLs of reminders and of the calendar feed."""

from django.urls import path

from reminders.views import behind, calendar_feed, reminders

reports_urls = [
    path("behind/", behind.branches_behind, name="behind"),
    path("behind/file/", behind.behind_file, name="behind_file"),
    path("behind/remind/", behind.remind, name="remind"),
    path("behind/<uuid:uuid>/read/", behind.read, name="read_reminder"),
    path("behind/<uuid:uuid>/answer/", behind.answer, name="answer_reminder"),
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
