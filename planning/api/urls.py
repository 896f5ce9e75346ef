"""API routes of themes and year plans."""

from django.urls import path

from planning.api.themes import ThemeViewSet
from planning.api.year_plans import YearPlanViewSet

urlpatterns = [
    path("themes/", ThemeViewSet.as_view({"get": "list", "post": "create"}), name="api_themes"),
    path("themes/<uuid:uuid>/", ThemeViewSet.as_view({"get": "retrieve"}), name="api_theme"),
    path(
        "themes/<uuid:uuid>/withdraw/", ThemeViewSet.as_view({"post": "withdraw"}), name="api_theme_withdraw"
    ),
    path("themes/<uuid:uuid>/adopt/", ThemeViewSet.as_view({"post": "adopt"}), name="api_theme_adopt"),
    path(
        "themes/<uuid:uuid>/adoptions/",
        ThemeViewSet.as_view({"get": "adoptions"}, pagination_class=None),
        name="api_theme_adoptions",
    ),
    path("plans/", YearPlanViewSet.as_view({"get": "retrieve", "post": "create"}), name="api_plans"),
]
