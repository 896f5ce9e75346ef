"""URL patterns of what organizational life adds to one meeting."""

from django.urls import path

from life.views import year

urlpatterns = [
    path("<uuid:uuid>/life/", year.prepare, name="life"),
    path("<uuid:uuid>/outcomes/", year.outcome, name="outcome"),
    path("<uuid:uuid>/outcomes/<int:pk>/strike/", year.strike_outcome, name="strike_outcome"),
]
