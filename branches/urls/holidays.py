"""URL patterns of the district's holidays, under those of meetings."""

from django.urls import path

from branches.views import holidays

urlpatterns = [
    path("holidays/", holidays.holidays, name="holidays"),
    path("holidays/remove/", holidays.remove, name="remove_holiday"),
]
