"""URL patterns of the pages that administer sign-in accounts."""

from django.urls import path

from branches.views import accounts

urlpatterns = [
    path("", accounts.accounts, name="list"),
    path("<int:pk>/<slug:deed>/", accounts.change, name="change"),
]
