"""URLs of a member's own ballots."""

from django.urls import path

from meetings.views import ballots

urlpatterns = [
    path("", ballots.own_ballots, name="own"),
    path("<uuid:uuid>/", ballots.cast, name="cast"),
    path("<uuid:uuid>/close/", ballots.close, name="close"),
]
