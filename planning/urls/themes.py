"""URLs of the pages of themes."""

from django.urls import path

from planning.views import themes

urlpatterns = [
    path("", themes.list_, name="list"),
    path("new/", themes.publish, name="publish"),
    path("<uuid:uuid>/", themes.detail, name="detail"),
    path("<uuid:uuid>/withdraw/", themes.withdraw, name="withdraw"),
    path("<uuid:uuid>/adopt/", themes.adopt, name="adopt"),
]
