"""The addresses of the JSON doors."""

from django.urls import path

from planning.api.themes import Themes
from planning.api.year_plans import Plans

urlpatterns = [
    path("themes/", Themes.as_view({"get": "list", "post": "create"}), name="api_themes"),
    path("themes/<uuid:uuid>/", Themes.as_view({"get": "retrieve"}), name="api_theme"),
    path("themes/<uuid:uuid>/withdraw/", Themes.as_view({"post": "withdraw"}), name="api_theme_withdraw"),
    path("themes/<uuid:uuid>/adopt/", Themes.as_view({"post": "adopt"}), name="api_theme_adopt"),
    path(
        "themes/<uuid:uuid>/adoptions/",
        Themes.as_view({"get": "adoptions"}, pagination_class=None),
        name="api_theme_adoptions",
    ),
    path("plans/", Plans.as_view({"get": "sheet", "post": "create"}), name="api_plans"),
]
